"""case.yaml text → `CaseFile` with the place of every field, and findings in the author's words.

A value that cannot be used is dropped with its finding and the rest is kept, so that a draft can be
written and every mistake is shown at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pipeline.case import CaseFile, Sources
from pipeline.case.sources import FieldPath, dotted
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.reading.case_errors import MISSING_KEY, as_findings, decisive, written_path
from pipeline.reading.yaml_nodes import Value
from pipeline.reading.yaml_repair import read_yaml

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

NOT_A_CASE = rule("not-a-case", Severity.FATAL, "Without this it is not known what may be published, and as what.")

PLACEHOLDER = "[missing]"


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
        findings.append(MISSING_KEY.at(Location(file, 1), "the number of the format is missing", hint=hint))
    reader = _Reader(document.root, sources)
    facts = reader.read()
    return facts, replace(reader.sources, dropped=frozenset(reader.dropped)), findings + reader.findings


@dataclass
class _Reader:
    """Validates, drops what was refused, and validates again until the rest stands."""

    data: Value
    sources: Sources
    findings: list[Finding] = field(default_factory=list)
    dropped: set[FieldPath] = field(default_factory=set)

    def read(self) -> CaseFile | None:
        while True:
            try:
                return CaseFile.model_validate(self.data)
            except ValidationError as problem:
                errors = decisive([(written_path(e, self.data), e) for e in problem.errors(include_url=False)])
                fresh = [(path, e) for path, e in errors if not self._known(path)]
                grave = {dotted(path) for path, e in fresh if _is_grave(path, e)}
                for found in as_findings(fresh, self.sources):
                    self.findings.append(replace(found, rule=NOT_A_CASE) if found.where.field in grave else found)
                if grave:
                    return None
                # From the back, so that the places of earlier entries of a list stay true meanwhile.
                kinds = {path: e["type"] for path, e in errors}
                for path in sorted(kinds, key=_order, reverse=True):
                    self._repair(path, kinds[path])

    def _known(self, path: FieldPath) -> bool:
        return any(path[: len(gone)] == gone for gone in self.dropped)

    def _repair(self, path: FieldPath, kind: str) -> None:
        if kind == "missing" and path not in self.dropped:
            self.dropped.add(path)
            _parent(self.data, path)[path[-1]] = PLACEHOLDER
            return
        if kind == "missing" or (path in self.dropped and len(path) > 1):
            # The placeholder did not fit: the part as a whole has to go.
            path = path[:-1]
        self._remove(path)

    def _remove(self, path: FieldPath) -> None:
        parent, last = _parent(self.data, path), path[-1]
        if isinstance(parent, dict):
            parent.pop(last, None)
            self.dropped.add(path)
        elif isinstance(parent, list) and isinstance(last, int) and last < len(parent):
            del parent[last]
            keys, values = (
                {moved: place for at, place in places.items() if (moved := _moved(at, path))}
                for places in (self.sources.keys, self.sources.values)
            )
            self.sources = Sources(self.sources.file, keys, values)
            self.dropped = {moved for at in self.dropped if (moved := _moved(at, path))}
            # No entry has this number: the list is known to have lost one, its other entries are not concerned.
            self.dropped.add((*path[:-1], -1))


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


def _order(path: FieldPath) -> tuple[tuple[int, int, str], ...]:
    return tuple((1, step, "") if isinstance(step, int) else (0, 0, step) for step in path)


def _parent(data: Value, path: FieldPath) -> Value:
    for step in path[:-1]:
        inside = step in data if isinstance(data, dict) else isinstance(step, int) and step < len(data)
        if not inside:
            return {}
        data = data[step]
    return data if isinstance(data, dict | list) else {}


def _moved(path: FieldPath, gone: FieldPath) -> FieldPath:
    """Where a field stands after an entry of a list was removed: those behind it move up; () for what went with it."""
    *parents, index = gone
    at = len(parents)
    if path[: at + 1] == gone:
        return ()
    step = path[at] if len(path) > at and path[:at] == gone[:-1] else None
    if isinstance(step, int) and isinstance(index, int) and step > index:
        return (*path[:at], step - 1, *path[at + 1 :])
    return path
