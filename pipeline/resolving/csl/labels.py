"""Labels made of names and a year, for styles that cite by them: `RoNo78`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_LETTERS = ((4,), (2, 2), (2, 1, 1), (1, 1, 1, 1))
"""How many letters of each name are taken where there are one, two, three, or more names."""


def label_of(people: Sequence[Mapping[str, str]], issued: Mapping[str, object]) -> str:
    """The label of a reference: the beginnings of up to four family names, and two digits of the year of a date."""
    letters = _LETTERS[min(len(people), len(_LETTERS)) - 1] if people else ()
    names = [
        (person.get("family") or person.get("literal", ""))[:count]
        for person, count in zip(people, letters, strict=False)
    ]
    dates = issued.get("date-parts")
    year = f"{abs(dates[0][0]) % 100:02}" if isinstance(dates, list) and dates else ""
    return "".join(names) + year
