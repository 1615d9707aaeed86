"""What CSL-JSON allows: types, variables, and the checking of one variable's value.

Source: the CSL 1.0.2 specification, appendices III and IV, and the schema `csl-data.json` of the same release.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from pipeline.reading.dates import month_number, parse_date

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
    "citation-number collection-number collection-title container-title container-title-short dimensions division DOI "
    "edition event event-place event-title first-reference-note-number genre ISBN ISSN issue jurisdiction language "
    "medium note number number-of-pages number-of-volumes original-publisher original-publisher-place original-title "
    "page page-first part-number part-title PMCID PMID printing-number publisher publisher-place references "
    "reviewed-genre reviewed-title scale section source status supplement-number title title-short URL version volume "
    "volume-title volume-title-short year-suffix"
).split()
KNOWN_VARIABLES: dict[str, str] = {
    **{name: name for name in (*NAMES, *DATES, *_TEXTS)},
    "shortTitle": "title-short",
    "journalAbbreviation": "container-title-short",
}
"""Names as written → the variable meant."""

_NAME_PARTS = frozenset(("family", "given", "suffix", "dropping-particle", "non-dropping-particle", "literal"))
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)
_GENERATION = re.compile(r"(\S.*?),?\s+(Jr\.?|Sr\.?|II|III|IV)")
_MOST_NAMES = 5000


class RefusedError(Exception):
    """Says, for the author, what is wrong with a value."""


def value_of(variable: str, value: object) -> object:
    """A variable's value in its one form: text, a list of names, or a date with integer parts. Raises RefusedError."""
    if variable in NAMES:
        return _names(value)
    if variable in DATES:
        return _date(value)
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RefusedError("is not text")
    # Databases export titles with HTML's entities; a `<` that comes out of one is a plain character.
    text = _ENTITY.sub(lambda match: unescape(match.group()), str(value))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _names(value: object) -> list[dict[str, str]]:
    if not isinstance(value, list) or not all(isinstance(name, dict) for name in value):
        raise RefusedError("is not a list of names")
    if len(value) > _MOST_NAMES:
        raise RefusedError(f"holds more than {_MOST_NAMES} names")
    people = []
    for name in value:
        person = {part: _text(name[part]) for part in _NAME_PARTS if name.get(part) not in (None, "")}
        if "literal" in person:
            person = {"literal": person["literal"]}
        elif "family" not in person and "given" in person:
            person = {"literal": person["given"]}
        elif "suffix" not in person and (generation := _GENERATION.fullmatch(person.get("given", ""))):
            person |= {"given": generation[1], "suffix": generation[2]}
        if not person.keys() & {"family", "literal"}:
            raise RefusedError("holds a name without a family name")
        people.append(person)
    return people


def _date(value: object) -> dict[str, object]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return parse_date(str(value))
    if not isinstance(value, dict):
        raise RefusedError("is not a date")
    date: dict[str, object] = {}
    if value.get("date-parts"):
        date["date-parts"] = _date_parts(value["date-parts"])
    elif value.get("raw") or value.get("literal"):
        date |= parse_date(_text(value.get("raw") or value["literal"]))
    if value.get("season"):
        date["season"] = _season(value["season"])
    if value.get("circa"):
        date["circa"] = True
    if not date.get("date-parts") and not date.get("literal"):
        raise RefusedError("is a date without a year")
    return date


def _date_parts(value: object) -> list[list[int]]:
    if not isinstance(value, list) or not 1 <= len(value) <= 2 or not all(isinstance(date, list) for date in value):
        raise RefusedError("is not a date")
    dates = [[_integer(part) for part in date if part not in (None, "")] for date in value]
    dates = [[*date[:1], *_until_zero(date[1:3])] for date in dates if date]
    if not dates:
        raise RefusedError("is a date without a year")
    for date in dates:
        if not -9999 <= date[0] <= 9999 or any(not 1 <= part <= 31 for part in date[1:]) or date[1:2] > [24]:
            raise RefusedError("is not a date")
    return dates


def _until_zero(parts: list[int]) -> list[int]:
    """Exports write 0 for a month or day that is not known."""
    return parts[: parts.index(0)] if 0 in parts else parts


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        if re.fullmatch(r"\s*-?\d{1,4}\s*", value, re.A):
            return int(value)
        if number := month_number(value):
            return number
    raise RefusedError("holds a part of a date that is not a number")


def _season(value: object) -> int:
    number = _integer(value)
    number = number - 12 if 13 <= number <= 16 else number - 20 if 21 <= number <= 24 else number
    if not 1 <= number <= 4:
        raise RefusedError("has a season that is not spring, summer, autumn or winter")
    return number
