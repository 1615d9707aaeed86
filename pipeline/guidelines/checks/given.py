"""A case and a field path in; the entries written there, each with its name, its place and its words, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from pipeline.case import Case
from pipeline.case.sources import FieldPath, dotted
from pipeline.findings import Location
from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.guideline import Check

_ALIASES = {"from": "from_", "for": "supported_by"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of case.yaml, or one entry of a list or mapping."""

    path: FieldPath
    value: object
    name: str
    """What an author calls it: `weakness of both legs`, `hydroxyurea`."""
    belongs_to: str = ""
    """Name of what it is part of: of a change, the treatment."""

    def has(self, field: str) -> bool:
        return bool(_below(self.value, field))

    @property
    def words(self) -> str:
        """All that is written in its own fields."""
        if not isinstance(self.value, BaseModel):
            return str(self.value)
        values = (getattr(self.value, name) for name in type(self.value).model_fields)
        return " ".join(value for value in values if isinstance(value, str))


def entries(case: Case, path: str) -> Iterator[Entry]:
    """What stands at a path: each entry of a list or mapping, or the one field that it is; nothing where it is empty.

    `treatments.*.changes` are the changes of every treatment.
    """
    found = [Entry((), case.facts, "")]
    for step in path.split("."):
        found = [below for entry in found for below in (_all(entry) if step == "*" else _one(entry, step))]
    for entry in found:
        yield from _all(entry) if isinstance(entry.value, tuple | Mapping) else (entry,)


def is_given(case: Case, path: str) -> bool:
    """Whether anything is written there; `none` is something, what the author declared unknown is not."""
    return any(True for _ in entries(case, path))


def is_declared(case: Case, path: FieldPath | str) -> bool:
    """Whether the author declared the field, or what it is part of, unknown."""
    text = path if isinstance(path, str) else dotted(path)
    return any(text == known or text.startswith(f"{known}.") for known in case.facts.unknown)


def place(case: Case, path: FieldPath | str) -> Location:
    """Where to write it: the field, or the nearest that is there and it belongs to."""
    steps = tuple(path.split(".")) if isinstance(path, str) else path
    return case.sources.value(*steps)


def missed(asked: Asked, check: Check, where: Location | FieldPath | str, **values: object) -> Missed:
    """What a check found lacking: its `told` with each `{name}` filled in, `{least}` and `{most}` from the check."""
    location = where if isinstance(where, Location) else place(asked.case, where)
    message = check.told or ""
    for name, value in {**values, "least": check.least, "most": check.most}.items():
        message = message.replace(f"{{{name}}}", str(value))
    return Missed(location, message)


def _one(entry: Entry, step: str) -> Iterator[Entry]:
    value = _below(entry.value, step)
    if value not in (None, "", ()) and value != {}:
        yield Entry((*entry.path, step), value, entry.name or _name(value, ""), entry.belongs_to)


def _all(entry: Entry) -> Iterator[Entry]:
    value = entry.value
    if isinstance(value, Mapping):
        # Keys may be times.
        below: list[tuple[str | int, object]] = [
            (str(getattr(key, "text", key)), inside) for key, inside in value.items()
        ]
    elif isinstance(value, tuple):
        below = list(enumerate(value))
    else:
        below = []
    for step, inside in below:
        yield Entry((*entry.path, step), inside, _name(inside, str(step)), entry.name)


def _below(value: object, step: str) -> object:
    if isinstance(value, BaseModel):
        return getattr(value, _ALIASES.get(step, step), None)
    if isinstance(value, Mapping):
        return value.get(step)
    return value[int(step)] if isinstance(value, tuple) and step.isdigit() and int(step) < len(value) else None


def _name(value: object, key: str) -> str:
    """What an author calls it; the key of a mapping where it has no name of its own."""
    if isinstance(value, str):
        return value
    for field in ("name", "what"):
        if isinstance(found := getattr(value, field, None), str):
            return found
    return key.replace("_", " ").replace("-", " ")
