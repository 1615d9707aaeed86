"""A field path of case.yaml → words for a reader: `treatments.hydroxyurea.dose` → `dose of hydroxyurea`."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from pipeline.case import CaseFile
from pipeline.case.sources import FieldPath


def in_words(path: FieldPath, facts: CaseFile, words: Mapping[str, str]) -> str:
    """The last step named, and the thing it belongs to where the path goes through one with a name."""
    leaf = str(path[-1])
    if whole := words.get(f"field_{path[0]}_{leaf}"):
        return whole
    field = words.get(f"field_{leaf}") or _spaced(leaf)
    thing = ""
    value: object = facts
    for step in path[:-1]:
        inside = isinstance(value, dict)
        value = _below(value, step)
        thing = _name(value) or (_spaced(str(step)) if inside else thing)
    if not thing and path[0] in {"source_record", "publication"} and len(path) > 1:
        thing = words[f"field_{path[0]}"]
    return words["field_of"].format(field=field, thing=thing) if thing else field


def _below(value: object, step: str | int) -> object:
    if isinstance(value, BaseModel):
        return getattr(value, {"from": "from_", "for": "supported_by"}.get(str(step), str(step)), None)
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, tuple) and str(step).isdigit() and int(step) < len(value):
        return value[int(step)]
    return None


def _name(value: object) -> str:
    """What an author calls an entry of a list or mapping; '' for the fixed parts of the form."""
    name = getattr(value, "what", None) or getattr(value, "name", None) or ""
    return name[:1].lower() + name[1:] if name[1:2].islower() else str(name)


def _spaced(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
