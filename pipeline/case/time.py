"""Time as a case tells it: relative to presentation (day 0), never a calendar date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}
_UNIT = f"(?:{'|'.join(_DAYS)})"
_NUMBER = r"\d{1,5}(?:\.\d{1,2})?"
_SIGNED = rf"[-−–+]?{_NUMBER}"
_ABOUT = r"(?:(?:about|around|approximately|circa|approx\.|ca\.|c\.) |[~≈] ?)"
_ONE = rf"{_ABOUT}?(?:{_UNIT} {_SIGNED}|{_NUMBER} {_UNIT}s?(?: before)?)"
_TO = r"(?: to | ?[–—] ?| ?- ?)"
_SHORT = rf"{_ABOUT}?{_UNIT}s? {_SIGNED}{_TO}{_SIGNED}"
TIME_PATTERN = rf"^(?:before|{_ONE})$"
"""A point in time, for editors."""
SPAN_PATTERN = rf"^(?:before|{_ONE}(?:{_TO}{_ONE})?|{_SHORT})$"
"""A point or a span."""

_POINT = re.compile(rf"(?P<about>{_ABOUT})?(?P<unit>{_UNIT}) (?P<sign>[-−–+]?)(?P<n>{_NUMBER})")
_LENGTH = re.compile(rf"(?P<about>{_ABOUT})?(?P<n>{_NUMBER}) (?P<unit>{_UNIT})s?(?P<before> before)?")
_TWO = re.compile(rf"(?P<first>{_ONE}){_TO}(?P<last>{_ONE})")
_SHORTENED = re.compile(rf"(?P<about>{_ABOUT})?(?P<unit>{_UNIT})s? (?P<first>{_SIGNED}){_TO}(?P<last>{_SIGNED})")
_REAL_DATE = re.compile(r"\b(19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class Time:
    """A point in the course of a case, or, in `events`, a span."""

    text: str
    """As the author wrote it."""
    days: float | None
    """From presentation, negative before it; None for `before`, which is before everything dated."""
    unit: str = "day"
    """hour, day, week, month or year: how precisely the time is known."""
    uncertain: bool = False
    """Written with `about` or `~`."""
    end: Time | None = None
    """The last point of a span."""

    @property
    def sort_key(self) -> float:
        return float("-inf") if self.days is None else self.days

    @property
    def last(self) -> Time:
        """The end of a span; a point is its own."""
        return self.end or self

    @property
    def precision(self) -> float:
        """Days that the time may be off: those of its unit, twice as many where it is uncertain."""
        return _DAYS[self.unit] * (2 if self.uncertain else 1)

    def is_before(self, other: Time) -> bool:
        """Whether it ends before the other begins, however either is meant.

        Times in the same unit are compared as they stand. `month 1` and `day 32` may be the same moment, so that
        neither is before the other; the same holds for `about week 6` and `week 5`.
        """
        last = self.last
        if last.days is None or other.days is None:
            return last.days is None and other.days is not None
        exact = last.unit == other.unit and not (last.uncertain or other.uncertain)
        return last.days + (0 if exact else max(last.precision, other.precision)) < other.days


def parse_time(text: str) -> tuple[Time | None, str]:
    """`day -38`, `week 6`, `6 months`, `2 years before`, `before`, `~week 6`, `day 3 to day 7`, `weeks 2–4` → a time,
    or None and what is wrong.
    """
    words = " ".join(text.split()).lower()
    points = [_point(part) for part in ends(words)]
    match points:
        case [Time() as point]:
            return replace(point, text=words), ""
        case [Time() as first, Time() as last]:
            if last.is_before(first):
                return None, "this span ends before it begins"
            return Time(words, first.days, first.unit, first.uncertain or last.uncertain, last), ""
    if _REAL_DATE.search(words):
        return None, "a real date can identify the patient: give the time from presentation, such as day 12"
    return (
        None,
        "a time is written: day 0 (presentation), day -38, week 6, 6 months, 2 years before, about week 6, before",
    )


def ends(words: str) -> list[str]:
    """The points of a time as written: one, or the first and last of a span: `weeks 2–4` → `week 2`, `week 4`."""
    if match := _SHORTENED.fullmatch(words):
        return [f"{match['about'] or ''}{match['unit']} {match['first']}", f"{match['unit']} {match['last']}"]
    if match := _TWO.fullmatch(words):
        return [match["first"], match["last"]]
    return [words]


def pieces(point: str) -> tuple[bool, str, str, str]:
    """Of one point as written: whether it is uncertain, and its number, unit and form.

    The form is `point` (day 12), `length` (6 months), `earlier` (2 years before) or `before`; '' where it is no time.
    """
    if point == "before":
        return False, "", "day", "before"
    if match := _POINT.fullmatch(point):
        sign = "-" if match["sign"] in {"-", "−", "–"} else ""
        return bool(match["about"]), sign + match["n"], match["unit"], "point"
    if match := _LENGTH.fullmatch(point):
        return bool(match["about"]), match["n"], match["unit"], "earlier" if match["before"] else "length"
    return False, "", "day", ""


def _point(text: str) -> Time | None:
    uncertain, number, unit, form = pieces(text)
    if form == "before":
        return Time(text, None)
    if not form:
        return None
    days = float(number) * _DAYS[unit]
    return Time(text, -days if form == "earlier" else days, unit, uncertain)
