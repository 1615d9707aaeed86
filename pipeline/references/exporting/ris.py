"""Items → RIS, as Zotero, EndNote and Mendeley read it; and what of the items has no place in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.references.exporting.dates import Date, date_parts, edtf, year_text
from pipeline.references.exporting.parts import Parts, Person, given_name, in_words, organisation, with_particle
from pipeline.references.exporting.rich_text import tagged

_TYPES = {
    "article": "UNPB", "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS",
    "bill": "BILL", "book": "BOOK", "broadcast": "POD", "chapter": "CHAP", "classic": "CLSWK", "dataset": "DATA",
    "document": "GEN", "entry-dictionary": "DICT", "entry-encyclopedia": "ENCYC", "figure": "FIGURE", "graphic": "ART",
    "hearing": "HEAR", "interview": "INTV", "legal_case": "CASE", "legislation": "STAT", "manuscript": "MANSCPT",
    "map": "MAP", "motion_picture": "MPCT", "musical_score": "MUSIC", "pamphlet": "PAMP", "paper-conference": "CONF",
    "patent": "PAT", "periodical": "JFULL", "personal_communication": "PCOMM", "post": "ICOMM", "post-weblog": "BLOG",
    "report": "RPRT", "software": "COMP", "song": "SOUND", "speech": "SLIDE", "standard": "STAND", "thesis": "THES",
    "webpage": "ELEC",
}  # fmt: skip
_NEAREST = {
    "entry": "ENCYC", "regulation": "STAT", "review": "JOUR", "review-book": "JOUR", "treaty": "LEGAL",
}  # fmt: skip
"""For types that RIS does not have; the rest of them are `GEN`."""
_SERIAL = {"article-journal", "article-magazine", "article-newspaper", "periodical", "review", "review-book"}
_OF_A_SERIES = {"book", "report", "thesis", "pamphlet", "classic", "manuscript", "map", "standard", "musical_score"}
"""Here the second title is that of the series."""
_NUMBERED_IN_A_SERIES = {"book", "chapter", "paper-conference"}
_PEOPLE = {"AU": "author", "A2": "editor", "A3": "collection-editor", "A4": "translator"}
_TEXTS = {
    "PB": "publisher", "CY": "publisher-place", "NV": "number-of-volumes", "SN": "ISSN",
    "DO": "DOI", "UR": "URL", "C2": "PMCID", "LA": "language", "CN": "call-number", "N1": "note", "AB": "abstract",
}  # fmt: skip
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")
_RANGE = re.compile(r"([^-\s,;]+)-([^-\s,;]+)")

Lines = Iterator[tuple[str, str]]
"""Tags and values; a line whose value is empty is not written."""


def write(items: Sequence[Item]) -> tuple[str, list[Finding]]:
    """One record for each item, in the order given; a finding for what RIS cannot hold."""
    records: list[str] = []
    findings: list[Finding] = []
    for item in items:
        parts = Parts(item)
        lines = [("TY", _type(parts)), ("ID", item.key), *_lines(parts)]
        records.append("".join(f"{tag}  - {tagged(text, parts)}\n" for tag, text in lines if text) + "ER  - \n")
        findings += parts.left_out(item, "RIS")
    return "\n".join(records), findings


def _type(parts: Parts) -> str:
    if parts.type not in _TYPES:
        parts.cannot_hold(f"the kind of reference ({in_words(parts.type)})")
    if parts.type == "article" and not ("DOI" in parts or "URL" in parts):
        # Only with an address is an unpublished work taken for a preprint.
        return "PREPRINT"
    return _TYPES.get(parts.type) or _NEAREST.get(parts.type, "GEN")


def _lines(parts: Parts) -> Lines:
    in_series = parts.type in _NUMBERED_IN_A_SERIES and "collection-title" in parts
    for tag, role in _PEOPLE.items():
        for one in parts.people(role):
            yield tag, _name(one)
    yield "TI", parts.text("title")
    yield "ST", parts.text("title-short")
    yield from _containers(parts)
    yield from _issued(parts.date("issued"))
    yield "Y2", _slashed(parts.date("accessed"))
    yield "VL", parts.text("volume")
    # RIS has one number: of an issue, of a book in its series, or of a report.
    yield "IS", parts.text("issue" if parts.type in _SERIAL else "collection-number" if in_series else "number")
    yield from _pages(parts)
    yield "SN", parts.text("ISBN")
    for tag, variable in _TEXTS.items():
        yield tag, parts.text(variable)
    if pmid := parts.text("PMID"):
        yield "AN", pmid
        yield "DB", "PubMed"
    for word in parts.text("keyword").split(", "):
        yield "KW", word
    if parts.type not in _SERIAL:
        yield "ET", parts.text("edition")
        yield "M3", parts.text("genre")
    if parts.type == "article-newspaper":
        yield "SE", parts.text("section")


def _name(person: Person) -> str:
    """`Family, Given, Suffix`."""
    if literal := person.get("literal"):
        return organisation(literal)
    family, given, suffix = with_particle(person), given_name(person), person.get("suffix", "")
    if not given:
        return f"{family} {suffix}".strip() + ","
    return ", ".join(filter(None, (family, given, suffix)))


def _containers(parts: Parts) -> Lines:
    if parts.type == "paper-conference" and "event-title" in parts and "container-title" in parts:
        yield "T2", parts.text("event-title")
        yield "C3", parts.text("container-title")
    yield "JF" if parts.type in _OF_A_SERIES else "T2", parts.text("container-title")
    yield "J2", parts.text("container-title-short")
    yield "T2" if parts.type in _OF_A_SERIES else "T3", parts.text("collection-title")


def _issued(date: Date) -> Lines:
    found = date_parts(date)
    yield "PY", year_text(found[0][0]) if found else str(date.get("literal", ""))
    if found and (found[1:] or found[0][1:] or date.keys() & {"season", "circa"}):
        yield "DA", _slashed(date)


def _slashed(date: Date) -> str:
    """`2005/09/15/`, `2014///Spring`; what RIS has no form for, such as a range, as EDTF."""
    found, season = date_parts(date), date.get("season")
    if len(found) != 1 or found[0][0] < 0 or "circa" in date:
        return edtf(date)
    month, day = (*(f"{number:02}" for number in found[0][1:]), "", "")[:2]
    return f"{year_text(found[0][0])}/{month}/{day}/{_SEASONS[season - 1] if isinstance(season, int) else ''}"


def _pages(parts: Parts) -> Lines:
    """First and last page; of a book, how many there are."""
    if parts.type == "book" and "number-of-pages" in parts:
        yield "SP", parts.text("number-of-pages")
        return
    pages = parts.text("page")
    ends = _RANGE.fullmatch(pages)
    if ends and ends[1] != ends[2]:
        yield "SP", ends[1]
        yield "EP", ends[2]
    else:
        yield "SP", pages
