"""Items of any format → the same without characters that nobody sees, and findings about those that turn text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.findings import Finding, Severity, rule
from pipeline.library import Item

HIDDEN_DIRECTION = rule(
    "hidden-direction",
    Severity.WARNING,
    "Invisible marks that turn the direction of writing around make print what was not written, or print it backwards.",
    fix="Delete the invisible marks; retype the words around them.",
    example="# narrative.md with U+202E between two words\n",
)
_CONTROL = "\x00-\x1f\x7f-\x9f"
# Embeddings, overrides and isolates. The plain marks U+200E, U+200F and U+061C stay: Arabic and Hebrew need them.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[\t\n\r\f\v ]+")
_HIDDEN = re.compile(f"[{_CONTROL}\u202a-\u202e\u2066-\u2069]")


def without_hidden_characters(items: Iterable[Item]) -> tuple[list[Item], list[Finding]]:
    """The items without control characters (silently) and without directional overrides (with a finding for each)."""
    cleaned: list[Item] = []
    findings: list[Finding] = []
    for item in items:
        turned: list[str] = []
        values = {variable: _cleaned(value, variable, turned) for variable, value in item.csl.items()}
        csl = {variable: value for variable, value in values.items() if value not in ("", [], {})}
        key = _cleaned(item.key, "key", turned)
        cleaned.append(Item(str(key), csl, item.origin))
        if turned:
            named = ", ".join(f"“{variable}”" for variable in dict.fromkeys(turned))
            message = f"invisible marks that turn the direction of writing around were left out of {named}"
            findings.append(HIDDEN_DIRECTION.at(item.origin, message, quote=item.key))
    return cleaned, findings


def _cleaned(value: object, variable: str, turned: list[str]) -> object:
    """A value without them; of a list or a date or a name, without the parts that held nothing else."""
    if isinstance(value, str) and _HIDDEN.search(value):
        if _DIRECTION.search(value):
            turned.append(variable)
        return _SPACES.sub(" ", _HIDDEN.sub("", _SPACES.sub(" ", value))).strip(" ")
    if isinstance(value, list):
        return [part for part in (_cleaned(part, variable, turned) for part in value) if part]
    if isinstance(value, dict):
        parts = {name: _cleaned(part, variable, turned) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part != ""}
    return value
