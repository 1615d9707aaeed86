"""case.yaml text → `CaseFile` with the place of every field, and findings in the author's words.

A value that cannot be used is dropped with its finding and the rest is kept, so that a draft can be
written and every mistake is shown at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.case import CaseFile, Sources
from pipeline.case.sources import FieldPath
from pipeline.findings import Finding, Location, Severity, instead, rule
from pipeline.reading.model_errors import MISSING_KEY, only_near
from pipeline.reading.model_file import Reader
from pipeline.reading.yaml_repair import read_yaml

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

NOT_A_CASE = rule(
    "not-a-case",
    Severity.FATAL,
    "Without this it is not known what may be published, and as what.",
    fix="Begin case.yaml with `casewright: 1`, then fields such as `kind:` and `authors:`.",
    example="- one\n- two\n",
)


def read_case_file(text: str, file: str) -> tuple[CaseFile | None, Sources, list[Finding]]:
    """`text` as `decode` gives it. None where it is not YAML, is empty, or its format, kind or consent is unclear."""
    document = read_yaml(text, file)
    sources = Sources(file, document.keys, document.values)
    findings = list(document.findings)
    if any(finding.severity is Severity.FATAL for finding in findings):
        return None, sources, findings
    if not isinstance(document.root, dict) or not document.root:
        what = "this file holds a list or a text, not fields with values" if document.root else "this file is empty"
        return None, sources, [*findings, NOT_A_CASE.at(Location(file), what, hint="begin it with: casewright: 1")]
    if "casewright" not in document.root:
        hint = "write `casewright: 1` in the first line: it says which format the file has"
        found = MISSING_KEY.at(Location(file, 1), "the number of the format is missing", hint=hint)
        first = next((place for path, place in sources.keys.items() if len(path) == 1), Location(file))
        sure = first.column == 1 and not only_near("casewright", list(document.root))
        findings.append(replace(found, edits=(instead(first, "", "casewright: 1\n"),)) if sure else found)
    reader = Reader(CaseFile, document.root, sources, _is_grave)
    facts = reader.read()
    grave = reader.grave
    findings += [replace(found, rule=NOT_A_CASE) if found.where.field in grave else found for found in reader.findings]
    return facts, reader.places, findings


def _is_grave(path: FieldPath, error: ErrorDetails) -> bool:
    """Whether nothing may be written: a default, or a guess, could publish what must not be."""
    given = error["input"]
    if path in {("casewright",), ("kind",)}:
        return True
    if path[:1] != ("consent",) or given == "" or error["type"] == "missing":
        return False
    if error["type"] == "extra_forbidden":
        # A misspelt scope is harmless only where it would have allowed something.
        status = given.get("status") if isinstance(given, dict) else given
        return len(path) == 2 and status not in ("given", "waived")
    return len(path) < 3 or error["loc"][-1] == "status"
