"""Dates of CSL-JSON → their parts, and the text that bibliographies have for them."""

from __future__ import annotations

from collections.abc import Mapping

Date = Mapping[str, object]


def date_parts(date: Date) -> list[list[int]]:
    """Year, month and day of a date, or of both ends of a range; none where it is in words."""
    found = date.get("date-parts")
    return [part for part in found if isinstance(part, list)] if isinstance(found, list) else []


def year_text(year: int) -> str:
    """A year in four figures, as ISO 8601 has it."""
    return f"{year:04}" if year >= 0 else f"{year:05}"


def edtf(date: Date) -> str:
    """A date as EDTF, level 1: `2010-05/2011-03`, `2014-21` for spring, `1900~` for about 1900; or its words."""
    found = date_parts(date)
    if not found:
        return str(date.get("literal", ""))
    season = date.get("season")
    parts = [[found[0][0], 20 + season], *found[1:]] if isinstance(season, int) else found
    ends = ["-".join([year_text(year), *(f"{number:02}" for number in rest)]) for year, *rest in parts]
    return "/".join(ends) + "~" * bool(date.get("circa"))
