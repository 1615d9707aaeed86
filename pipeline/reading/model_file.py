"""YAML text and the model of what may stand in it → the model, the place of every field, and findings for the author.

A value that cannot be used is dropped with its finding and the rest is kept, so that every mistake is shown at once
and one of them never hides the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ValidationError

from pipeline.case.fields import Part
from pipeline.case.sources import FieldPath, Sources, dotted
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.reading.model_errors import as_findings, decisive, written_path
from pipeline.reading.yaml_nodes import Value
from pipeline.reading.yaml_repair import read_yaml

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

NO_FIELDS = rule(
    "no-fields",
    Severity.ERROR,
    "A file without fields says nothing, and whoever wrote it believes that it does.",
    fix="Write the fields that belong into the file, or delete it.",
    example="- a list\n- without fields\n",
)

PLACEHOLDER = "[missing]"

M = TypeVar("M", bound=Part)
IsGrave = Callable[[FieldPath, "ErrorDetails"], bool]
"""Whether after this mistake nothing of the file may be used."""


def read_model(text: str, file: str, model: type[M]) -> tuple[M | None, Sources, list[Finding]]:
    """A file beside the cases: a guideline, a journal, waivers. `text` as `decode` gives it, `file` as shown.

    None where nothing of it can be used; that stops no case, so no finding is graver than an error.
    """
    document = read_yaml(text, file)
    sources = Sources(file, document.keys, document.values)
    findings = [replace(f, raised=Severity.ERROR) if f.severity is Severity.FATAL else f for f in document.findings]
    if any(finding.rule.severity is Severity.FATAL for finding in findings):
        return None, sources, findings
    if not isinstance(document.root, dict) or not document.root:
        what = "this file holds a list or a text, not fields with values" if document.root else "this file is empty"
        return None, sources, [*findings, NO_FIELDS.at(Location(file), what)]
    reader = Reader(model, document.root, sources)
    made = reader.read()
    return made, reader.places, findings + reader.findings


@dataclass
class Reader(Generic[M]):
    """Validates, drops what was refused, and validates again until the rest stands."""

    model: type[M]
    data: Value
    sources: Sources
    is_grave: IsGrave = lambda _, __: False
    findings: list[Finding] = field(default_factory=list)
    grave: set[str] = field(default_factory=set)
    """Paths of the fields for whose mistakes nothing is read."""
    dropped: set[FieldPath] = field(default_factory=set)

    @property
    def places(self) -> Sources:
        """Of what was kept."""
        return replace(self.sources, dropped=frozenset(self.dropped))

    def read(self) -> M | None:
        """None after a grave mistake, or where a field that the file cannot do without is missing."""
        while True:
            try:
                return self.model.model_validate(self.data)
            except ValidationError as problem:
                errors = decisive([(written_path(e, self.data), e) for e in problem.errors(include_url=False)])
                fresh = [(path, e) for path, e in errors if not self._known(path)]
                self.grave |= {dotted(path) for path, e in fresh if self.is_grave(path, e)}
                self.findings += as_findings(fresh, self.sources, self.model)
                # From the back, so that the places of earlier entries of a list stay true meanwhile.
                kinds = {path: e["type"] for path, e in errors}
                left = [self._repair(path, kinds[path]) for path in sorted(kinds, key=_order, reverse=True)]
                if self.grave or not all(left):
                    return None

    def _known(self, path: FieldPath) -> bool:
        return any(path[: len(gone)] == gone for gone in self.dropped)

    def _repair(self, path: FieldPath, kind: str) -> bool:
        """Whether there is something left to validate again."""
        if kind == "missing" and path not in self.dropped:
            self.dropped.add(path)
            _parent(self.data, path)[path[-1]] = PLACEHOLDER
            return True
        if kind == "missing" or (path in self.dropped and len(path) > 1):
            # The placeholder did not fit: the part as a whole has to go.
            path = path[:-1]
        if path:
            self._remove(path)
        return bool(path)

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
