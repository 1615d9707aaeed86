"""Time as a case tells it: relative to presentation (day 0), never a calendar date."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
_UNITS = "|".join(_DAYS)
_POINT = re.compile(rf"(?P<unit>{_UNITS}) (?P<sign>[-−–+]?)(?P<n>\d+(\.\d+)?)")
_SPAN = re.compile(rf"(?P<n>\d+(\.\d+)?) (?P<unit>{_UNITS})s?(?P<before> before)?")
_REAL_DATE = re.compile(r"\b(19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
TIME_PATTERN = rf"^(before|({_UNITS}) [-−–+]?\d+(\.\d+)?|\d+(\.\d+)? ({_UNITS})s?( before)?)$"


@dataclass(frozen=True, slots=True)
class Time:
    """A point in the course of a case."""

    text: str
    """As the author wrote it."""
    days: float | None
    """From presentation, negative before it; None for `before`, which is before everything dated."""

    @property
    def sort_key(self) -> float:
        return float("-inf") if self.days is None else self.days


def parse_time(text: str) -> tuple[Time | None, str]:
    """`day -38`, `week 6`, `6 months`, `2 years before`, `before` → a time, or None and what is wrong."""
    words = " ".join(text.split()).lower()
    if words == "before":
        return Time(words, None), ""
    if match := _POINT.fullmatch(words):
        days = float(match["n"]) * _DAYS[match["unit"]]
        return Time(words, -days if match["sign"] in {"-", "−", "–"} else days), ""
    if match := _SPAN.fullmatch(words):
        days = float(match["n"]) * _DAYS[match["unit"]]
        return Time(words, -days if match["before"] else days), ""
    if _REAL_DATE.search(words):
        return None, "a real date can identify the patient: give the time from presentation, such as day 12"
    return None, "a time is written: day 0 (presentation), day -38, week 6, 6 months, 2 years before, before"
