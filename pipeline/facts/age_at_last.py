"""The age at presentation and the days of follow-up → the age at the last encounter, as ISO 8601 durations."""

from __future__ import annotations

import math

from pipeline.case.sources import FieldPath
from pipeline.facts.terms import own
from pipeline.manuscript.record import Age, AgeRange, Term

_DAYS = {"year": 365.25, "month": 30.4375, "week": 7.0, "day": 1.0, "hour": 1 / 24}
_SMALLER = {"year": ("month", 12.0), "month": ("day", 30.4375), "week": ("day", 7.0), "day": ("hour", 24.0)}
_ISO = {"year": "P{}Y", "month": "P{}M", "week": "P{}W", "day": "P{}D", "hour": "PT{}H"}
OLDEST = 89
"""Completed years; a higher age is told by nobody, for few reach it (HIPAA, 45 CFR 164.514)."""


def age_at_last(path: FieldPath, written: str, followed: float) -> Age | AgeRange | Term:
    """`written` is the age at presentation, `followed` the days from there to the last encounter.

    An age of 44 years leaves open when the next birthday is: after 200 days the patient is 44 or 45. What would be
    told above 89 years is the author's word for the age at presentation.
    """
    typed, _, unit = written.partition(" ")
    unit = unit.rstrip("s")
    if unit not in _DAYS:
        return own(path, written)
    number = float(typed)
    if number != int(number) and unit in _SMALLER:
        unit, times = _SMALLER[unit]
        number = round(number * times)
    passed = max(followed, 0.0) / _DAYS[unit]
    first = math.floor(number + passed)
    # The age is of completed units, and less than one is missing to the next.
    last = max(first, math.ceil(number + 1 + passed) - 1)
    if last * _DAYS[unit] >= (OLDEST + 1) * _DAYS["year"]:
        return own(path, written)
    young, old = Age(_ISO[unit].format(first)), Age(_ISO[unit].format(last))
    return young if young == old else AgeRange(young, old)
