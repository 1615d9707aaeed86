"""A unit as an author writes it → its UCUM code and the form that journals print, from templates/units.yaml."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import yaml

from pipeline.facts.quantities import NBSP
from pipeline.workspace import shipped_templates

if TYPE_CHECKING:
    import pint
    from ucumvert import PintUcumRegistry  # type: ignore[import-untyped]  # it ships no types

_LONGEST = 40
"""Characters of a unit behind a value."""


@dataclass(frozen=True, slots=True)
class Unit:
    ucum: str
    printed: str


def find_unit(typed: str) -> Unit | None:
    """The unit, None where it is none: neither in the table nor a UCUM code."""
    return _table().get(_folded(typed)) or _from_ucum(typed.strip())


def printed_unit(typed: str, *, known_only: bool = False) -> str:
    """As journals print it. What is no unit stays as it is, or is '' with `known_only`, which asks the table alone."""
    if not typed:
        return ""
    unit = _table().get(_folded(typed)) if known_only else find_unit(typed)
    return unit.printed if unit else "" if known_only else typed


def same_unit(one: str, other: str) -> bool:
    """Whether two ways of writing mean one unit. `mg/dL` and `g/L` differ, though one can be converted."""
    if _folded(one) == _folded(other):
        return True
    first, second = find_unit(one), find_unit(other)
    return first is not None and second is not None and first.ucum == second.ucum


def with_unit(text: str, unit: str) -> str:
    """`88` and `U/L` → `88 U/L`, `61` and `%` → `61%`; `unit` as printed."""
    return f"{text}{unit if unit in {'%', '‰'} else NBSP + unit}" if unit else text


def without_unit(typed: str, unit: str) -> str:
    """`88 U/L` → `88` in a series of `U/L`; any other text as it is."""
    if not unit:
        return typed
    forms = _forms(unit)
    for start in range(max(1, len(typed) - _LONGEST), len(typed)):
        before = typed[:start].rstrip()
        if _folded(typed[start:]) in forms and before[-1:].isdigit():
            return before
    return typed


def similar_unit(typed: str) -> str:
    """The unit it may be a misspelling of, as printed; '' where none is near."""
    folded = {known.casefold(): unit.printed for known, unit in _table().items()}
    near = difflib.get_close_matches(_folded(typed).casefold(), folded, n=1, cutoff=0.7)
    return folded[near[0]] if near else ""


@cache
def registry() -> PintUcumRegistry:
    """What knows all of UCUM. Loading it takes seconds, so only rare units and conversions ask for it."""
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()


def one_of(ucum: str) -> pint.Quantity[float] | None:
    """One of a unit, in terms of `registry`; None for what only UCUM has, such as an annotation alone or a pH."""
    from ucumvert import UcumToPintTransformer, parse_ucum

    try:
        found = UcumToPintTransformer(registry()).transform(parse_ucum(ucum))
    except Exception:  # noqa: BLE001 - lark and pint raise all kinds for units that pint does not define
        return None
    return found if hasattr(found, "magnitude") else None


@cache
def _forms(unit: str) -> frozenset[str]:
    """All ways of writing a unit, folded."""
    known = _table().get(_folded(unit))
    return frozenset(form for form, other in _table().items() if other == known) | {_folded(unit)}


@cache
def _table() -> dict[str, Unit]:
    """Folded spelling → unit."""
    data = yaml.safe_load((shipped_templates() / "units.yaml").read_text("utf-8"))
    table: dict[str, Unit] = {}
    for ucum, spellings in data["units"].items():
        unit = Unit(str(ucum), str(spellings[0]).replace(" ", NBSP))
        for spelling in (ucum, *spellings):
            table[_folded(str(spelling))] = unit
    return table


def _folded(typed: str) -> str:
    """Ways of writing that mean the same become one: `×10⁹/l`, `x 10^9/L` and `10*9/L`."""
    text = re.sub(r"(?<=10)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", r"*\1", typed)
    text = unicodedata.normalize("NFKC", text).replace("μ", "u").replace("×", "x")
    text = re.sub(r"\s+", "", text)
    text = re.sub(r"^[x*]?10(?:\^|\*{1,2}|[eE])(?=\d)", "10*", text)
    text = re.sub(r"(?<![A-Za-z])mc(?=g|[lL]|mol)", "u", text)
    return re.sub(r"(?<![A-Za-z])([dcmunpf]?)l(?![A-Za-z])", r"\1L", text)


@cache
def _from_ucum(code: str) -> Unit | None:
    """A unit by its UCUM code alone."""
    if not code.isascii() or len(code) > _LONGEST or re.search(r"\s|\d{4}", code):
        return None
    # An annotation alone, such as {motor_points}, is printed in words.
    if annotation := re.fullmatch(r"\{([^{}]+)\}", code):
        return Unit(code, annotation[1].replace("_", NBSP))
    from ucumvert import InvalidUcumError, parse_ucum

    try:
        parse_ucum(code)
    except InvalidUcumError:
        return None
    return Unit(code, code)
