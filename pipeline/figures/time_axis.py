"""The marks of a time axis: its first and last day in; ticks in a unit that suits them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from pipeline.case.time import Time

DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
_STEPS = {
    "hour": (1, 2, 3, 6, 12, 24, 48),
    "day": (1, 2, 5, 7, 10, 14, 20, 30, 50, 60, 100),
    "week": (1, 2, 4, 8, 12, 26, 52, 104),
    "month": (1, 2, 3, 6, 12, 24, 60),
    "year": (1, 2, 5, 10, 20, 50),
}
"""How many units from one tick to the next, as calendars and protocols count."""
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class TimeAxis:
    unit: str
    """hour, day, week, month or year."""
    ticks: tuple[tuple[float, str], ...]
    """Day and number printed, in order."""


def time_axis(start: float, end: float, most: int, times: Iterable[Time] = ()) -> TimeAxis:
    """Ticks between two days, at most so many, in the unit in which most of these times were written.

    Where that unit gives fewer than three ticks or more than there is room for, the longest is taken that gives three.
    """
    written = [unit for unit, _ in Counter(time.unit for time in times if time.days is not None).most_common()]
    possible = {unit: axis for unit in DAYS if (axis := _axis(unit, start, end, most))}
    for unit in (*written, *reversed(DAYS)):
        if unit in possible and len(possible[unit].ticks) >= _FEWEST:
            return possible[unit]
    if not possible:
        return TimeAxis("year", ((0.0, "0"),) if start <= 0 <= end else ())
    # Of equals the longest unit: −2 years rather than −104 weeks.
    return max(reversed(possible.values()), key=lambda axis: len(axis.ticks))


def _axis(unit: str, start: float, end: float, most: int) -> TimeAxis | None:
    for step in _STEPS[unit]:
        size = step * DAYS[unit]
        # A hair of room, so that an end on a tick has it.
        first, last = ceil(start / size - 1e-6), floor(end / size + 1e-6)
        if last - first + 1 <= most:
            numbers = [n * step for n in range(first, last + 1)]
            return TimeAxis(unit, tuple((n * DAYS[unit], str(n).replace("-", "\N{MINUS SIGN}")) for n in numbers))
    return None
