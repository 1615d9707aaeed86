"""The fields of one BibTeX or biblatex entry → the variables of one CSL-JSON item.

Titles keep the capitals they were typed with: BibTeX's own lower-casing belongs to its styles, and guessing it would
turn `Kaplan` into `kaplan`. Types follow appendix III of the CSL 1.0.2 specification.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.reading import normal_values
from pipeline.reading.bibtex_identifiers import has_url, identifiers
from pipeline.reading.bibtex_names import is_braced, names
from pipeline.reading.bibtex_source import Source
from pipeline.reading.csl_values import KNOWN_TYPES
from pipeline.reading.dates import month_number, parse_date
from pipeline.reading.languages import language_code

TYPES = {
    "article": "article-journal", "suppperiodical": "article-journal", "review": "review", "periodical": "periodical",
    "book": "book", "mvbook": "book", "booklet": "pamphlet", "collection": "book", "mvcollection": "book",
    "reference": "book", "mvreference": "book", "proceedings": "book", "mvproceedings": "book", "manual": "book",
    "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter", "incollection": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia", "inproceedings": "paper-conference",
    "conference": "paper-conference", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "bachelorsthesis": "thesis", "report": "report", "techreport": "report", "online": "webpage",
    "electronic": "webpage", "www": "webpage", "webpage": "webpage", "website": "webpage", "unpublished": "manuscript",
    "patent": "patent", "standard": "standard", "dataset": "dataset", "data": "dataset", "software": "software",
    "legislation": "legislation", "legal": "legislation", "jurisdiction": "legal_case", "movie": "motion_picture",
    "letter": "personal_communication", "video": "motion_picture", "audio": "song", "music": "song",
    "artwork": "graphic", "image": "figure", "performance": "performance", "preprint": "article", "misc": "document",
    "talk": "speech", "presentation": "speech", "softwareversion": "software", "softwaremodule": "software",
    "codefragment": "software", "legmaterial": "legislation", "legadminmaterial": "regulation",
    "newspaper": "article-newspaper", "magazine": "article-magazine",
}  # fmt: skip
_GENRES = {
    "phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "bachelorsthesis": "Bachelor’s thesis",
    "mathesis": "Master’s thesis", "bathesis": "Bachelor’s thesis", "candthesis": "Candidate thesis",
    "techreport": "Technical report", "resreport": "Research report", "datacd": "Data CD", "audiocd": "Audio CD",
}  # fmt: skip
_NAMES = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
    "director": "director", "narrator": "narrator", "execproducer": "executive-producer", "holder": "author",
}  # fmt: skip
_EDITOR_ROLES = {
    "compiler": "compiler", "director": "director", "organizer": "organizer", "producer": "producer",
    "collaborator": "contributor", "curator": "curator",
}  # fmt: skip
_TITLES = {
    "title": "title", "booktitle": "container-title", "maintitle": "volume-title", "issuetitle": "volume-title",
    "eventtitle": "event-title", "origtitle": "original-title",
}  # fmt: skip
# Where two fields mean one variable, the first that is present wins.
_TEXTS = {
    "journaltitle": "container-title", "journal": "container-title", "shortjournal": "container-title-short",
    "journal-iso": "container-title-short", "shorttitle": "title-short", "volume": "volume",
    "series": "collection-title", "publisher": "publisher", "school": "publisher", "institution": "publisher",
    "organization": "publisher", "location": "publisher-place", "address": "publisher-place",
    "chapter": "chapter-number", "version": "version", "pagetotal": "number-of-pages", "numpages": "number-of-pages",
    "volumes": "number-of-volumes", "venue": "event-place", "part": "part-number", "isbn": "ISBN",
    "origpublisher": "original-publisher", "origlocation": "original-publisher-place", "section": "section",
    "abstract": "abstract", "keywords": "keyword", "keyword": "keyword", "annotation": "annote", "annote": "annote",
    "medium": "medium",
}  # fmt: skip
_STATES = {
    "inpress": "in press", "forthcoming": "forthcoming", "submitted": "submitted", "inpreparation": "in preparation",
    "prepublished": "advance online publication",
}  # fmt: skip
_DATES = {
    "date": "issued", "urldate": "accessed", "lastchecked": "accessed", "lastaccessed": "accessed",
    "eventdate": "event-date", "origdate": "original-date",
}  # fmt: skip
_FOR_READERS_OF_THE_FILE = {"abstract", "annote", "keyword"}
_PERIODICALS = {"article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"}
_IN_SERIES = {"book", "chapter", "paper-conference"}


@dataclass(frozen=True, slots=True)
class Converted:
    """One entry as CSL."""

    csl: dict[str, object]
    """Without `id`."""
    doubts: list[str]
    """What looks wrong in names and LaTeX, for the author."""
    unprinted: list[str]
    """Fields that no variable takes."""


def to_csl(entry_type: str, fields: Mapping[str, str]) -> Converted:
    """The variables of an entry; `fields` are named in lower case and hold LaTeX."""
    source = Source(fields)
    csl: dict[str, object] = {"type": _type(entry_type, source)}
    csl |= _people(source)
    for name, variable in _TITLES.items():
        _put(csl, variable, _title(source, name), source, name)
    for name, variable in _TEXTS.items():
        if name in source:
            _put(csl, variable, source.text(name, quiet=variable in _FOR_READERS_OF_THE_FILE), source, name)
    csl |= {variable: value for variable, value in identifiers(source).items() if variable not in csl}
    if "howpublished" in source.unread():
        _put(csl, "publisher", source.text("howpublished"), source, "howpublished")
    csl |= _dates(source) | _kinds(entry_type, source)
    _numbers(csl, source)
    return Converted(csl, list(dict.fromkeys(source.doubts)), source.unread())


def _put(csl: dict[str, object], variable: str, value: str, source: Source, name: str) -> None:
    if value and csl.setdefault(variable, value) != value:
        source.lose(name)


def _type(entry_type: str, source: Source) -> str:
    subtype = source.peek("entrysubtype").lower()
    # What no entry type says; our own exports write it.
    subtype = {"magazine": "article-magazine", "newspaper": "article-newspaper", "preprint": "article"}.get(
        subtype, subtype
    )
    if subtype in KNOWN_TYPES:
        return subtype
    if entry_type == "misc":
        if "eprint" in source or "archiveprefix" in source:
            return "article"
        return "webpage" if has_url(source) else "document"
    if entry_type in ("inbook", "incollection") and "booktitle" not in source:
        return "book"
    return TYPES.get(entry_type, "document")


def _people(source: Source) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, variable in _NAMES.items():
        if name in source and variable not in found:
            _add_names(found, variable, name, source)
    for letter in ("", "a", "b", "c"):
        role = _EDITOR_ROLES.get(source.peek(f"editor{letter}type").lower())
        if not letter and source.peek("editortype").lower() == "editor":
            source.raw("editortype")
        if role and f"editor{letter}" in source and role not in found:
            _add_names(found, role, f"editor{letter}", source)
            source.raw(f"editor{letter}type")
            if not letter:
                del found["editor"]
    if collaboration := source.text("collaboration"):
        people = found.get("author")
        found["author"] = [*(people if isinstance(people, list) else []), {"literal": collaboration}]
    return found


def _add_names(found: dict[str, object], variable: str, name: str, source: Source) -> None:
    people, doubts = names(source.raw(name), source.decode)
    source.doubts += doubts
    if people:
        found[variable] = people


def _title(source: Source, name: str) -> str:
    written = source.raw(name)
    # Braces around the whole come from a program that puts them around every title: they tell nothing of its words.
    title = source.decode(written[1:-1] if is_braced(written) else written, protect=True)
    stem = name.removesuffix("title")
    subtitle = source.text(f"{stem}subtitle", protect=True)
    addon = source.text(f"{stem}titleaddon", protect=True)
    if title and subtitle:
        subtitle = f"{title} {subtitle}" if title.endswith((":", "?", "!")) else f"{title}: {subtitle}"
    title = subtitle or title
    return f"{title}. {addon}" if title and addon else title or addon


def _dates(source: Source) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, variable in _DATES.items():
        if date := _date_text(source, name):
            found.setdefault(variable, parse_date(date))
    issued = found.get("issued")
    year, month, day = source.text("year"), source.raw("month"), source.raw("day")
    if year and not (isinstance(issued, dict) and "date-parts" in issued):
        found["issued"] = _year_and_month(year, source.decode(month), day)
    elif month and not issued:
        source.lose("month")
    return found


def _date_text(source: Source, name: str) -> str:
    """In a date in figures, `~` means about; elsewhere it is a space."""
    value = source.raw(name)
    return value if re.fullmatch(r"[\d/.?%~-]+", value, re.A) else source.decode(value)


def _year_and_month(year: str, month: str, day: str) -> dict[str, object]:
    """`month = 5 # "~July"`, `{July 4}`, `may # "/" # jun` are all in use."""
    date = parse_date(year)
    parts = date.get("date-parts")
    if not isinstance(parts, list) or len(parts) != 1 or len(parts[0]) != 1 or not month:
        return date
    words = re.findall(r"[^\W\d_]+\.?|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", month))
    months = [number for word in words if (number := month_number(word))]
    named = [word for word in words if not word.isdigit()]
    if named and len(words) == 2 and words != named:
        day = next(word for word in words if word.isdigit())
        months = [number for word in named if (number := month_number(word))]
    if not months:
        return date
    if months[0] > 12:
        return {**date, "season": months[0] - 12}
    numbered = [[*parts[0], number] for number in months[:2] if number <= 12]
    if len(numbered) == 1 and day.isdecimal() and 1 <= int(day[:3]) <= 31:
        numbered[0].append(int(day))
    return {**date, "date-parts": numbered}


def _numbers(csl: dict[str, object], source: Source) -> None:
    """`number` is that of an issue, of a book in its series, or of a report; `eid` is the place of an article."""
    is_periodical = csl["type"] in _PERIODICALS
    number, issue = source.text("number"), source.text("issue")
    if is_periodical:
        variable = "issue"
        if number and issue and number != issue:
            number = f"{number} {issue}"
        number = number or issue
    else:
        variable = "collection-number" if "series" in source and csl["type"] in _IN_SERIES else "number"
        _put(csl, "issue", issue, source, "issue")
    _put(csl, variable, number, source, "number")
    for name in ("pages", "eid", "articleno", "article-number"):
        place = normal_values.pages(source.text(name))
        if place and csl.setdefault("page", place) != place:
            _put(csl, "number", place, source, name)
    _put(csl, "number", source.text("reportnumber"), source, "reportnumber")
    if edition := normal_values.edition(source.text("edition")):
        csl["edition"] = edition
    if issn := normal_values.issn(source.text("issn")):
        csl["ISSN"] = issn


def _kinds(entry_type: str, source: Source) -> dict[str, object]:
    kind, state = source.text("type"), source.text("pubstate")
    language = source.text("language")
    found = {
        "genre": _GENRES.get(kind.lower()) or kind or _GENRES.get("" if entry_type == "techreport" else entry_type, ""),
        "status": _STATES.get(state.lower(), state),
        "language": language_code(source.text("langid") or language),
    }
    return {variable: value for variable, value in found.items() if value}
