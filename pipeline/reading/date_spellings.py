"""A text → those of some dates that stand in it, however they are written: 2025-03-14, 14.3.25, March 14th."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language import month_names

if TYPE_CHECKING:
    from datetime import date


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What may stand between letters and is not seen."""
_BETWEEN = r"[\s._/:,\\‐‑‒–—−-]{1,3}"
"""Between the figures of a date: blanks, dots, slashes, hyphens, the colons of a camera."""
_FIGURES = re.compile(rf"(?<!\d)(?=(\d{{4}}|\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{1,2}})(?!\d))")
# A camera or a program may write the time of day behind the date.
_COMPACT = re.compile(r"(?<!\d)(\d{8})(?:\d{4}|\d{6})?(?!\d)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
# Months of handwritten records: 14-III-2025. Without signs between, packed data would hold many.
_IN_ROMAN = re.compile(
    rf"(?<!\w)(\d{{1,2}}){_BETWEEN}({'|'.join(_ROMAN)}){_BETWEEN}(\d{{4}}|\d{{2}})(?!\w)", re.IGNORECASE
)
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]?\d\d)(?!\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º|\.º|er)?"
_APART = r"(?:[\s._,/‐‑‒–—−-]|de|del|of|the){0,6}"
_BEFORE = re.compile(rf"(?<!\d)(?:(?P<first>\d{{4}}){_APART})?{_DAY}{_APART}$", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[\s._,/-]{0,3}$")
_AFTER = re.compile(rf"^[\s._,/-]{{0,3}}{_DAY}(?!\d)(?:{_APART}{_YEAR})?", re.IGNORECASE)
_YEAR_AFTER = re.compile(rf"^{_APART}{_YEAR}", re.IGNORECASE)
_WINDOW = 30
"""Characters before and behind the name of a month that may belong to its date."""


class _Seen(NamedTuple):
    """A date as it may be meant; a year of two figures is below 100."""

    year: int | None
    month: int
    day: int


def dates_in(text: str, dates: Collection[date], language: str) -> set[date]:
    """Which of these dates the text holds, with months named in English, Spanish or this language.

    A day and the whole name of a month count without a year; beside the year of another date they do not.
    """
    text = _UNSEEN.sub("", text)
    by_day: dict[tuple[int, int], list[date]] = {}
    for day in dates:
        by_day.setdefault((day.month, day.day), []).append(day)
    return {
        day
        for seen in (*_in_figures(text), *_in_words(text, language))
        for day in by_day.get((seen.month, seen.day), [])
        if seen.year is None or seen.year in {day.year, day.year % 100}
    }


def _in_figures(text: str) -> Iterator[_Seen]:
    for match in _FIGURES.finditer(text):
        first, middle, last = (int(part) for part in match.groups())
        if len(match[1]) == 4:
            yield _Seen(first, middle, last)
        elif len(match[3]) in {2, 4}:
            yield _Seen(last, middle, first)
            yield _Seen(last, first, middle)
    for match in _IN_ROMAN.finditer(text):
        yield _Seen(int(match[3]), _ROMAN.index(match[2].lower()) + 1, int(match[1]))
    for match in _COMPACT.finditer(text):
        figures = match[1]
        yield _Seen(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
        yield _Seen(int(figures[4:]), int(figures[2:4]), int(figures[:2]))
        yield _Seen(int(figures[4:]), int(figures[:2]), int(figures[2:4]))


def _in_words(text: str, language: str) -> Iterator[_Seen]:
    months = _months(language)
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    for match in re.finditer(rf"(?<![^\W\d_])(?:{names})(?![^\W\d_])\.?", text, re.IGNORECASE):
        name = match[0].rstrip(".")
        month, is_whole = months[name.casefold()]
        before, after = text[max(0, match.start() - _WINDOW) : match.start()], text[match.end() :][:_WINDOW]
        # `3 may follow` is no date; `3 May` is.
        may_lack_year = is_whole and (len(name) > 3 or name[:1].isupper())
        for seen in _around(month, before, after):
            if seen.year is not None or may_lack_year:
                yield seen


def _around(month: int, before: str, after: str) -> Iterator[_Seen]:
    if found := _BEFORE.search(before):
        year = _YEAR_AFTER.match(after)
        written = year["year"] if year else found["first"]
        yield _Seen(_number(written), month, int(found["day"]))
    if found := _AFTER.match(after):
        year = _YEAR_BEFORE.search(before)
        written = found["year"] or (year["year"] if year else None)
        yield _Seen(_number(written), month, int(found["day"]))


def _number(year: str | None) -> int | None:
    return int(year.lstrip("'’")) if year else None


def _months(language: str) -> Mapping[str, tuple[int, bool]]:
    """Name in small letters → month from 1, and whether it is the whole name."""
    found: dict[str, tuple[int, bool]] = {}
    for spoken in dict.fromkeys(("en", "es", language)):
        for month, (whole, short) in enumerate(month_names(spoken), 1):
            found |= {name.casefold(): (month, True) for name in whole}
            for name in short:
                found.setdefault(name.casefold().rstrip("."), (month, False))
    return found
