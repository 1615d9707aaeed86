"""A fact of a case → its term: the code that the author gave, or the path of its field; never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.case.sources import FieldPath
from pipeline.case.time import Time, ends, pieces
from pipeline.facts.times import time_in_words
from pipeline.facts.units import find_unit
from pipeline.manuscript.record import OWN, Term, When


@dataclass(frozen=True, slots=True)
class Terms:
    words: Mapping[str, str]
    """The fixed words of the case's language."""
    language: str

    def when(self, time: Time | None) -> When | None:
        """The same identifier for the same time, however it was typed."""
        return Term(f"{OWN}:time.{_name(time)}", self.time(time)) if time else None

    def time(self, time: Time) -> str:
        return time_in_words(time.text, self.words, self.language)

    def named(self, *parts: tuple[str, str | None]) -> str:
        """`[("method", "ELISA"), ("detail", None)]` → `method: ELISA`; '' where nothing is said."""
        return "; ".join(f"{self.words[f'field_{name}']}: {text}" for name, text in parts if text)


def coded(code: str | None, path: FieldPath, label: str) -> Term:
    """A term with the author's code, or one of the case's own."""
    return Term(code, label) if code else own(path, label)


def own(path: FieldPath, label: str) -> Term:
    """A term of the case's own. Entries of lists count from 1."""
    steps = (str(step + 1) if isinstance(step, int) else step for step in path)
    return Term(f"{OWN}:{'.'.join(steps)}", label)


def said(path: FieldPath, label: str | None) -> Term | None:
    """A term of the case's own where something is said."""
    return own(path, label) if label else None


def unit_term(path: FieldPath, typed: str | None) -> Term:
    """The UCUM code of a unit; without a unit, that of a plain number. What is no unit stays the author's word."""
    if not typed:
        return Term("UCUM:1", "1")
    unit = find_unit(typed)
    return Term(f"UCUM:{unit.ucum}", unit.printed) if unit else own(path, typed)


def _name(time: Time) -> str:
    return "_to_".join(_point(point) for point in ends(time.text))


def _point(point: str) -> str:
    uncertain, number, unit, form = pieces(point)
    shown = {"point": f"{unit}_{number}", "length": f"{number}_{unit}s", "earlier": f"{number}_{unit}s_before"}
    return "about_" * uncertain + shown.get(form, "before")
