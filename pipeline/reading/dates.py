"""Dates as bibliographies write them (`2010-05/2011-03`, `March 2 2004`, `c. 1900`, `in press`) → CSL-JSON dates."""

from __future__ import annotations

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_ISO = re.compile(r"(-?\d{4})(?:[- ](\d{1,2})(?:[- ](\d{1,2}))?)?(?:T[\d:.Z+-]*)?")
_CIRCA = re.compile(r"^(?:c\.|ca\.?|circa)\s*|[?~%]+$", re.I)
_RANGE_IN_WORDS = re.compile(
    r"(?P<first>\d{4} [^\W\d_]+\.?(?: \d{1,2})?|\d{4}) ?[-–] ?"
    r"(?P<last>\d{4} [^\W\d_]+\.?(?: \d{1,2})?|[^\W\d_]+\.?(?: \d{1,2})?|(?<=\d[-–])\d{1,2})"
)
"""`2010 Jan-Feb`, `2005 Sep 15-21`, `2010 Dec-2011 Jan`, as PubMed writes them."""
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.I)
_WORDS = re.compile(r"[^\W\d_]+|\d+")


def parse_date(text: str) -> dict[str, object]:
    """A date in words or figures as a CSL-JSON date; what cannot be read with certainty stays as `literal`.

    Understood: ISO 8601 and its ranges with `/` (EDTF level 1, as biblatex writes them), a year, a year range,
    month names and seasons with a year, and signs of uncertainty.
    """
    text = " ".join(text.split())
    if not _ISO.fullmatch(text) and (shared := _RANGE_IN_WORDS.fullmatch(text)):
        return _range_in_words(shared["first"], shared["last"]) or {"literal": text}
    bare = _CIRCA.sub("", text).strip()
    ends = [end.strip() for end in re.split(r"/|(?<!^)(?<!/)\s*--?-?\s*(?=\d{4}$)|–", bare)] if bare else []
    parts = [date_parts(end) for end in ends if end not in ("", "..")]
    if not parts or len(parts) > 2 or not all(parts):
        return {"literal": text}
    date: dict[str, object] = {"date-parts": [part[:3] for part in parts if part]}
    if parts[0] and len(parts[0]) == 2 and parts[0][1] > 12:
        season = parts[0][1] - 20 if 21 <= parts[0][1] <= 24 else parts[0][1] - 12
        date = {"date-parts": [part[:1] for part in parts if part], "season": season}
    if bare != text:
        date["circa"] = True
    return date


def _range_in_words(first: str, last: str) -> dict[str, object]:
    """What the end leaves out, it shares with the beginning; {} where one of them is no date, or is a season."""
    if not re.match(r"\d{4}", last):
        last = " ".join([*first.split()[: 1 if last[0].isalpha() else 2], last])
    ends = [date_parts(first), date_parts(last)]
    return {"date-parts": ends} if all(parts and parts[1:2] <= [12] for parts in ends) else {}


def date_parts(text: str) -> list[int] | None:
    """Year, month, day of one date; a season counts as month 13–16 or 21–24. None where this is no date."""
    if match := _ISO.fullmatch(text):
        return _valid([int(part) for part in match.groups() if part])
    words = _WORDS.findall(_ORDINAL.sub("", text))
    if not words or len(words) > 3 or re.search(r"[^\w\s.,/-]", text):
        return None
    years = [int(word) for word in words if re.fullmatch(r"\d{4}", word)]
    named = [month for word in words if (month := month_number(word)) and not word.isdigit()]
    days = [int(word) for word in words if re.fullmatch(r"\d{1,2}", word)]
    if len(years) != 1 or len(named) + len(days) + 1 != len(words) or (days and not named):
        return None
    return _valid(years + named + days)


def month_number(word: str) -> int | None:
    """1–12 for a month by name, abbreviation or number; 13–16 for spring to winter; None for anything else."""
    word = word.strip().strip(".").lower()
    if word.isdecimal():
        return int(word) if 1 <= int(word[:3]) <= 12 and len(word) <= 2 else None
    if word in _SEASONS:
        return 12 + _SEASONS[word]
    if (
        len(word) >= 3
        and word[:3] in _MONTHS
        and "januaryfebruarymarchaprilmayjunejulyaugustseptemberoctobernovemberdecember".find(word) >= 0
    ):
        return _MONTHS.index(word[:3]) + 1
    return None


def _valid(parts: list[int]) -> list[int] | None:
    if not parts:
        return None
    month_is_valid = len(parts) < 2 or 1 <= parts[1] <= 16 or 21 <= parts[1] <= 24
    day_is_valid = len(parts) < 3 or (1 <= parts[2] <= 31 and parts[1] <= 12)
    return parts if month_is_valid and day_is_valid else None
