"""Published cases like this one → a table whose rows cite them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.case.course import SimilarCase
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Cell, CitationMark, Cite
from pipeline.tabulating.cells import cell, choices, empty, prose_cell, table_of
from pipeline.tabulating.tabulated import Request, Tabulated

SIMILAR_COLUMNS = rule(
    "similar-cases-columns",
    Severity.ERROR,
    "Cases can be compared where each says the same things.",
    fix="Give each case the same columns, in the same order.",
    example=(
        "similar_cases: [{reference: a, cells: {Age: 30}}, {reference: b, cells: {Sex: male}}]\n"
        "tables: {tbl-x: {title: Similar cases, shows: similar_cases}}\n"
    ),
)

THIS = "this"
"""Stands for the case of the report itself."""


def tabulate(request: Request) -> tuple[Tabulated, list[Finding]]:
    """The author's columns behind a first one that names and cites each report, numbered in reading order."""
    similar, sources = request.case.facts.similar_cases, request.case.sources
    columns = list(dict.fromkeys(name for one in similar for name in one.cells))
    findings = [*choices(request), *_gaps(request, columns)]
    rows = []
    for index, one in enumerate(similar):
        row = [_report(request, one, sources.value("similar_cases", index, "reference"))]
        for name in columns:
            texts = (one.cells[name],) if name in one.cells else ()
            made, problems = prose_cell(texts, ("similar_cases", index, "cells", name), sources)
            findings += problems
            row.append(made)
        rows.append(row)
    if not rows and not sources.was_dropped("similar_cases"):
        hint = "write them under similar_cases: [{reference: rund2005, cells: {Age: 26 years}}]"
        findings.append(empty(request, "no similar case is given", hint))
    return table_of(request, [request.words["similar_report"], *columns], rows), findings


def _report(request: Request, one: SimilarCase, where: Location) -> Cell:
    if one.reference == THIS:
        return cell(request.words["similar_present"], where)
    return Cell((CitationMark((Cite(one.reference, where),), True, where),), where)


def _gaps(request: Request, columns: list[str]) -> Iterator[Finding]:
    """A finding for each case that lacks a column which others have."""
    for index, one in enumerate(request.case.facts.similar_cases):
        path = ("similar_cases", index)
        lacking = [n for n in columns if n not in one.cells and not request.case.sources.was_dropped(*path, "cells", n)]
        if lacking:
            named = ", ".join(f"`{name}`" for name in lacking)
            message = f"this case says nothing under {named}, where others do"
            hint = "write `not reported` where the source says nothing; correct the head where it is misspelt"
            yield SIMILAR_COLUMNS.at(request.case.sources.key(*path, "cells"), message, hint=hint)
