"""A time as its author wrote it → the same in the language of the case."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.case.time import ends, pieces
from pipeline.language import is_one


def time_in_words(time: str, words: Mapping[str, str], language: str) -> str:
    """`before`, `day -12`, `~6 months`, `2 years before`, `weeks 2–4` as the case's language says it.

    The age of a patient is written like a time. A minus sign is printed for the hyphen that was typed.
    """
    said = [_point_in_words(point, words, language) for point in ends(" ".join(time.split()).lower())]
    return said[0] if len(said) == 1 else words["time_span"].format(start=said[0], end=said[1])


def _point_in_words(point: str, words: Mapping[str, str], language: str) -> str:
    uncertain, number, unit, form = pieces(point)
    match form:
        case "point":
            said = words[f"time_{unit}"].format(n=number.replace("-", "\N{MINUS SIGN}"))
        case "length" | "earlier":
            span = words[counted("span", number, unit, language)].format(n=number)
            said = words["span_before"].format(span=span) if form == "earlier" else span
        case _:
            said = words["time_before"]
    return words["time_about"].format(time=said) if uncertain else said


def counted(key: str, number: str, units: str, language: str) -> str:
    """`span_year` or `span_years`, by the number."""
    return f"{key}_{units.rstrip('s')}" + ("" if is_one(number, language) else "s")
