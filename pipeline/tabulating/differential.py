"""The diagnoses that were considered → a table of what spoke for and against each, and what excluded it."""

from __future__ import annotations

from pipeline.findings import Finding
from pipeline.tabulating.cells import cell, choices, empty, prose_cell, table_of
from pipeline.tabulating.tabulated import Request, Tabulated


def tabulate(request: Request) -> tuple[Tabulated, list[Finding]]:
    """Columns Diagnosis, For, Against and Excluded by, in the author's order; final diagnoses are not in it."""
    words, sources = request.words, request.case.sources
    findings, rows = choices(request), []
    for index, alternative in enumerate(request.case.facts.diagnoses.differential):
        path = ("diagnoses", "differential", index)
        row = [cell(alternative.what, sources.value(*path, "what"))]
        excluded_by = (alternative.excluded_by,) if alternative.excluded_by else ()
        for field, texts in (
            ("for", alternative.supported_by),
            ("against", alternative.against),
            ("excluded_by", excluded_by),
        ):
            made, problems = prose_cell(texts, (*path, field), sources)
            findings += problems
            row.append(made)
        rows.append(row)
    if not rows and not sources.was_dropped("diagnoses", "differential"):
        hint = "write them under diagnoses: differential: [{what: …, for: …, against: …}]"
        findings.append(empty(request, "no differential diagnosis is given", hint))
    heads = [words[f"differential_{column}"] for column in ("what", "for", "against", "excluded_by")]
    return table_of(request, heads, rows), findings
