"""The fields of one BibTeX or biblatex entry → the variables of one CSL-JSON item.

Titles keep the capitals they were typed with: BibTeX's own lower-casing belongs to its styles, and guessing it would
turn `Kaplan` into `kaplan`. Types follow appendix III of the CSL 1.0.2 specification.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.reading.bibtex_names import is_braced, names
from pipeline.reading.csl_values import KNOWN_TYPES
from pipeline.reading.dates import month_number, parse_date
from pipeline.reading.latex import decode

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
    "talk": "speech",
}  # fmt: skip
_GENRES = {
    "phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "bachelorsthesis": "Bachelor’s thesis",
    "mathesis": "Master’s thesis", "bathesis": "Bachelor’s thesis",
}  # fmt: skip
_NAMES = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
    "director": "director", "holder": "author",
}  # fmt: skip
_TITLES = {"title": "title", "booktitle": "container-title", "maintitle": "volume-title"}
# Where two fields mean one variable, the first that is present wins.
_TEXTS = {
    "journaltitle": "container-title", "journal": "container-title", "shortjournal": "container-title-short",
    "shorttitle": "title-short", "volume": "volume", "series": "collection-title", "publisher": "publisher",
    "school": "publisher", "institution": "publisher", "organization": "publisher", "location": "publisher-place",
    "address": "publisher-place", "chapter": "chapter-number", "version": "version", "pagetotal": "number-of-pages",
    "numpages": "number-of-pages", "volumes": "number-of-volumes", "eventtitle": "event-title",
    "venue": "event-place", "part": "part-number", "isbn": "ISBN", "issn": "ISSN",
}  # fmt: skip
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "german": "de", "ngerman": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
    "brazilian": "pt-BR", "dutch": "nl", "russian": "ru", "polish": "pl", "turkish": "tr", "arabic": "ar",
    "chinese": "zh", "japanese": "ja", "korean": "ko", "swedish": "sv", "danish": "da", "greek": "el",
}  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_DATES = {"date": "issued", "urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}

_PMID = re.compile(r"\bPMID\s*:?\s*(\d{1,9})\b[;.,]?\s*", re.I)
_PMCID = re.compile(r"\b(?:PMCID\s*:?\s*)?(PMC\d{1,9})\b[;.,]?\s*", re.I)
_DOI = re.compile(r"\b(10\.\d{4,9}/\S+)")
_URL = re.compile(r"\\url\s*\{([^{}]*)\}|(https?://[^\s{}]+)")
_VERBATIM_ESCAPE = re.compile(r"\\([_%&#$~{}])")


def to_csl(entry_type: str, fields: Mapping[str, str]) -> tuple[dict[str, object], list[str]]:
    """CSL-JSON without `id`, and what is wrong with the fields, for the author."""
    csl: dict[str, object] = {"type": _type(entry_type, fields)}
    problems: list[str] = []
    for name, variable in _NAMES.items():
        if fields.get(name) and variable not in csl:
            csl[variable], doubts = names(fields[name])
            problems += doubts
    for name, variable in _TITLES.items():
        if title := _title(fields, name):
            csl.setdefault(variable, title)
    for name, variable in _TEXTS.items():
        if text := decode(fields.get(name, "")):
            csl.setdefault(variable, text)
    csl |= _dates(fields) | _numbers(str(csl["type"]), fields) | _identifiers(fields) | _kinds(entry_type, fields)
    return csl, problems


def _type(entry_type: str, fields: Mapping[str, str]) -> str:
    subtype = fields.get("entrysubtype", "").lower()
    if subtype in KNOWN_TYPES or subtype == "preprint":
        # What no entry type says; our own exports write it.
        return "article" if subtype == "preprint" else subtype
    if entry_type == "misc":
        if fields.get("eprint") or fields.get("archiveprefix"):
            return "article"
        return "webpage" if fields.get("url") or _URL.search(fields.get("howpublished", "")) else "document"
    if entry_type in ("inbook", "incollection") and not fields.get("booktitle"):
        return "book"
    if entry_type == "article" and subtype in ("magazine", "newspaper"):
        return f"article-{subtype}"
    return TYPES.get(entry_type, "document")


def _title(fields: Mapping[str, str], name: str) -> str:
    written = fields.get(name, "")
    # Braces around the whole come from a program that puts them around every title: they tell nothing of its words.
    title = decode(written[1:-1] if is_braced(written) else written, protect=True)
    stem = name.removesuffix("title")
    subtitle = decode(fields.get(f"{stem}subtitle", ""), protect=True)
    addon = decode(fields.get(f"{stem}titleaddon", ""), protect=True)
    if subtitle:
        title = f"{title} {subtitle}" if title.endswith((":", "?", "!")) else f"{title}: {subtitle}"
    return f"{title}. {addon}" if addon else title


def _dates(fields: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {
        variable: parse_date(_date_text(fields[name])) for name, variable in _DATES.items() if fields.get(name)
    }
    if "issued" not in found and fields.get("year"):
        found["issued"] = _year_and_month(decode(fields["year"]), fields.get("month", ""), fields.get("day", ""))
    return found


def _date_text(value: str) -> str:
    """In a date in figures, `~` means about; elsewhere it is a space."""
    return value if re.fullmatch(r"[\d/.?%~-]+", value, re.A) else decode(value)


def _year_and_month(year: str, month: str, day: str) -> dict[str, object]:
    """`month = 5 # "~July"`, `{July 4}`, `may # "/" # jun` are all in use."""
    date = parse_date(year)
    parts = date.get("date-parts")
    if not isinstance(parts, list) or len(parts) != 1 or len(parts[0]) != 1 or not month.strip():
        return date
    words = re.findall(r"[^\W\d_]+\.?|\d+", decode(month))
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
    if len(numbered) == 1 and day.isdigit() and 1 <= int(day) <= 31:
        numbered[0].append(int(day))
    return {**date, "date-parts": numbered}


def _numbers(csl_type: str, fields: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    if pages := decode(fields.get("pages") or fields.get("eid") or fields.get("articleno") or ""):
        found["page"] = re.sub(r"\s*[-–—−]+\s*", "-", pages)
    number, issue = decode(fields.get("number", "")), decode(fields.get("issue", ""))
    if csl_type in ("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"):
        found["issue"] = number or issue
    elif fields.get("series") and csl_type in ("book", "chapter", "paper-conference"):
        found["collection-number"] = number
    else:
        found["number"] = number
    edition = decode(fields.get("edition", ""))
    if match := re.fullmatch(r"(\d+)(?:st|nd|rd|th|\.)?(?: ed(?:ition|\.)?)?", edition, re.I):
        edition = match[1]
    elif edition.lower() in _ORDINALS:
        edition = str(_ORDINALS.index(edition.lower()) + 1)
    found["edition"] = edition
    return {variable: value for variable, value in found.items() if value}


def _identifiers(fields: Mapping[str, str]) -> dict[str, object]:
    """DOI, PMID, PMCID and URL wherever reference managers and PubMed's exports put them."""
    note = fields.get("note", "")
    eprint, eprint_type = (
        fields.get("eprint", ""),
        (fields.get("eprinttype") or fields.get("archiveprefix", "")).lower(),
    )
    url = _verbatim(fields.get("url", ""))
    if not url and (match := _URL.search(fields.get("howpublished", "") or note)):
        url = _verbatim(match[1] or match[2])
    found = {
        "URL": url,
        "DOI": _first(_DOI, _verbatim(fields.get("doi", "")), url if "doi.org/" in url else ""),
        "PMID": _first(
            re.compile(r"(\d+)"), fields.get("pmid", ""), eprint if eprint_type in ("pubmed", "pmid") else ""
        )
        or _first(_PMID, note, fields.get("annote", "")),
        "PMCID": _first(
            _PMCID, _pmc(fields.get("pmcid") or fields.get("pmc", "")), _pmc(eprint) if "pmc" in eprint_type else ""
        )
        or _first(_PMCID, note),
        "note": decode(_PMCID.sub("", _PMID.sub("", note))),
    }
    if eprint and eprint_type == "arxiv":
        found["number"] = f"arXiv:{eprint.removeprefix('arXiv:')}"
        found["publisher"] = "arXiv"
    return {variable: value for variable, value in found.items() if value}


def _pmc(value: str) -> str:
    return f"PMC{value.strip()}" if value.strip().isdecimal() else value


def _first(pattern: re.Pattern[str], *values: str) -> str:
    return next((match[1] for value in values if (match := pattern.search(value))), "")


def _verbatim(value: str) -> str:
    if match := re.fullmatch(r"\s*\\url\s*\{(.*)\}\s*", value, re.S):
        value = match[1]
    return _VERBATIM_ESCAPE.sub(r"\1", value.replace("{\\_}", "_")).strip(" <>{}").replace(" ", "")


def _kinds(entry_type: str, fields: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    kind = fields.get("type", "")
    if genre := _GENRES.get(kind.lower()) or decode(kind) or _GENRES.get(entry_type, ""):
        found["genre"] = genre
    published = fields.get("howpublished", "")
    if published and not _URL.search(published) and not fields.get("publisher"):
        found["publisher"] = decode(published)
    language = fields.get("langid") or fields.get("language", "")
    if language:
        found["language"] = _LANGUAGES.get(language.lower(), decode(language))
    return found
