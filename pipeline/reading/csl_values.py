"""What CSL-JSON allows: types, variables, and the checking of one variable's value.

Source: the CSL 1.0.2 specification, appendices III and IV, and the schema `csl-data.json` of the same release.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.reading import normal_values
from pipeline.reading.dates import month_number, parse_date
from pipeline.reading.languages import language_code

KNOWN_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard "
    "thesis treaty webpage".split()
)
NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director editor "
    "editor-translator editorial-director executive-producer guest host illustrator interviewer narrator organizer "
    "original-author performer producer recipient reviewed-author script-writer series-creator translator".split()
)
DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
_TEXTS = (
    "abstract annote archive archive_collection archive_location archive-place authority call-number chapter-number "
    "citation-label citation-number collection-number collection-title container-title container-title-short "
    "dimensions division DOI "
    "edition event event-place event-title first-reference-note-number genre ISBN ISSN issue jurisdiction keyword "
    "language medium note number number-of-pages number-of-volumes original-publisher original-publisher-place "
    "original-title page page-first part-number part-title PMCID PMID printing-number publisher publisher-place "
    "references reviewed-genre reviewed-title scale section source status supplement-number title title-short URL "
    "version volume volume-title volume-title-short year-suffix"
).split()
KNOWN_VARIABLES: dict[str, str] = {
    **{name: name for name in (*NAMES, *DATES, *_TEXTS)},
    "shortTitle": "title-short",
    "journalAbbreviation": "container-title-short",
}
"""Names as written → the variable meant."""

_NAME_PARTS = frozenset(("family", "given", "suffix", "dropping-particle", "non-dropping-particle", "literal"))
_GENERATION = re.compile(r"(\S.*?),?\s+(Jr\.?|Sr\.?|II|III|IV)")
_SPELLINGS: dict[str, Callable[[str], str]] = {
    "DOI": normal_values.doi,
    "PMID": normal_values.pmid,
    "PMCID": normal_values.pmcid,
    "ISSN": normal_values.issn,
    # Other dashes are left to the style's processor, whose reference implementation tells them apart.
    "page": lambda pages: pages.replace("–", "-"),
    "language": language_code,
}
_MOST_NAMES = 5000
LONGEST_TEXT = 200_000
"""Characters; no style prints an abstract, and nothing else is this long."""


class RefusedError(Exception):
    """Says, for the author, what is wrong with a value."""

    def __init__(self, message: str, kept: object = None) -> None:
        super().__init__(message)
        self.kept = kept
        """What can be used of it all the same; None where nothing can."""


def value_of(variable: str, value: object) -> object:
    """A variable's value in its one form: text, a list of names, or a date with integer parts. Raises RefusedError."""
    if variable in NAMES:
        return _names(value)
    if variable in DATES:
        return _date(value)
    if variable == "keyword" and isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    return _SPELLINGS.get(variable, str)(_text(value))


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RefusedError("is not text")
    text = str(value)
    if len(text) > LONGEST_TEXT:
        raise RefusedError(f"is longer than {LONGEST_TEXT:,} characters and left out")
    return normal_values.text(text)


def _names(value: object) -> list[dict[str, str]]:
    if not isinstance(value, list):
        raise RefusedError("is not a list of names")
    if len(value) > _MOST_NAMES:
        raise RefusedError(f"holds more than {_MOST_NAMES} names")
    people = []
    refused = ""
    for name in value:
        try:
            people.append(_name(name))
        except RefusedError as error:
            refused = refused or str(error)
    if refused:
        raise RefusedError(refused, people)
    return people


def _name(name: object) -> dict[str, str]:
    if not isinstance(name, dict):
        raise RefusedError("holds something that is not a name")
    person = {part: text for part in _NAME_PARTS if (text := _text(name[part] if name.get(part) else ""))}
    if "literal" in person:
        return {"literal": person["literal"]}
    if "family" not in person and "given" in person:
        return {"literal": person["given"]}
    if "family" not in person:
        raise RefusedError("holds a name without a family name")
    if "suffix" not in person and (generation := _GENERATION.fullmatch(person.get("given", ""))):
        person |= {"given": generation[1], "suffix": generation[2]}
    return person


def _date(value: object) -> dict[str, object]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        value = {"raw": value}
    if isinstance(value, list):
        value = {"date-parts": [_parts_by_name(date) for date in value]}
    if not isinstance(value, dict):
        raise RefusedError("is not a date")
    if "year" in value:
        value = {"date-parts": [_parts_by_name(value)], **value}
    date: dict[str, object] = {}
    if value.get("date-parts"):
        date = _date_parts(value["date-parts"])
    elif value.get("raw") or value.get("literal"):
        date = parse_date(_text(value.get("raw") or value["literal"]))
    if value.get("season"):
        date["season"] = _season(value["season"], date)
    if value.get("circa") and str(value["circa"]).lower() not in ("false", "no", "0"):
        date["circa"] = True
    if not date.get("date-parts") and not date.get("literal"):
        raise RefusedError("is a date without a year")
    return date


def _parts_by_name(date: object) -> list[object]:
    """`{year: 2010, month: 5}`, as bibliographies in YAML have it."""
    if not isinstance(date, dict):
        raise RefusedError("is not a date")
    return [date[part] for part in ("year", "month", "day") if date.get(part)]


def _date_parts(value: object) -> dict[str, object]:
    """One date or the two ends of a range; a single season becomes one of CSL."""
    if not isinstance(value, list) or not 1 <= len(value) <= 2 or not all(isinstance(date, list) for date in value):
        raise RefusedError("is not a date")
    dates = [[_integer(part) for part in date[:3] if part not in (None, "")] for date in value]
    dates = [[*date[:1], *_until_zero(date[1:])] for date in dates if date]
    # A range that goes on has the year 0 at its end.
    if not dates or dates[0][0] == 0 or any(abs(date[0]) > 9999 for date in dates):
        raise RefusedError("is a date without a year")
    possible = [_possible(date) for date in dates]
    if possible != dates:
        raise RefusedError("has an impossible month or day", {"date-parts": possible})
    if len(dates) == 1 and len(dates[0]) == 2 and dates[0][1] > 12:
        return {"date-parts": [dates[0][:1]], "season": _season(dates[0][1], {})}
    return {"date-parts": dates}


def _until_zero(parts: list[int]) -> list[int]:
    """Exports write 0 for a month or day that is not known."""
    return parts[: parts.index(0)] if 0 in parts else parts


def _possible(date: list[int]) -> list[int]:
    """The parts of a date up to the first that no calendar has; two numbers of CSL stand for each season."""
    if len(date) > 1 and not (1 <= date[1] <= 12 or (date[1] in _SEASONS and len(date) == 2)):
        return date[:1]
    return date[:2] if len(date) > 2 and not 1 <= date[2] <= 31 else date


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        if match := re.fullmatch(r"\s*(-?\d{1,4})(?:\.0+)?\s*", value, re.A):
            return int(match[1])
        if number := month_number(value):
            return number
    raise RefusedError("holds a part of a date that is not a number")


_SEASONS = {**{number: number for number in (1, 2, 3, 4)}, 13: 1, 14: 2, 15: 3, 16: 4, 21: 1, 22: 2, 23: 3, 24: 4}


def _season(value: object, date: dict[str, object]) -> int:
    name = month_number(value) if isinstance(value, str) and value.strip().isalpha() else None
    season = _SEASONS.get(name or _integer(value)) if not name or name > 12 else None
    if not season:
        raise RefusedError("has a season that is not spring, summer, autumn or winter", date or None)
    return season
