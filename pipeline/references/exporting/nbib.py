"""Items → NBIB, PubMed's own format, made for articles and books; and what of the items has no place in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.references.exporting.dates import Date, date_parts, edtf, year_text
from pipeline.references.exporting.parts import Parts, Person, given_name, in_words, organisation, with_particle
from pipeline.references.exporting.rich_text import tagged

_TYPES = {
    "article": "Preprint", "article-journal": "Journal Article", "article-newspaper": "Newspaper Article",
    "book": "Book", "chapter": "Book Chapter", "dataset": "Dataset", "legal_case": "Legal Case",
    "legislation": "Legislation", "report": "Technical Report", "review-book": "Book Review",
    "thesis": "Academic Dissertation",
}  # fmt: skip
"""Types of CSL → the publication type in PubMed (MeSH, category V); others have none."""
_BOOKS = {"book", "chapter", "report", "thesis"}
_PEOPLE = {"author": ("FAU", "AU"), "editor": ("FED", "ED")}
_LANGUAGES = {
    "en": "eng", "de": "ger", "fr": "fre", "es": "spa", "it": "ita", "pt": "por", "nl": "dut", "ru": "rus",
    "pl": "pol", "tr": "tur", "ar": "ara", "zh": "chi", "ja": "jpn", "ko": "kor", "sv": "swe", "da": "dan",
    "el": "gre", "no": "nor", "fi": "fin", "cs": "cze", "hu": "hun", "he": "heb", "fa": "per", "uk": "ukr",
}  # fmt: skip
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")

Lines = Iterator[tuple[str, str]]
"""Tags and values; a line whose value is empty is not written."""


def write(items: Sequence[Item]) -> tuple[str, list[Finding]]:
    """One record for each item, in the order given; a finding for what NBIB cannot hold."""
    records: list[str] = []
    findings: list[Finding] = []
    for item in items:
        parts = Parts(item)
        lines = [f"{tag:<4}- {tagged(text, parts)}\n" for tag, text in _lines(parts) if text]
        records.append("".join([f"PMID- {parts.text('PMID')}\n", *lines]))
        findings += parts.left_out(item, "NBIB")
    return "\n".join(records), findings


def _lines(parts: Parts) -> Lines:
    yield "IS", parts.text("ISSN")
    yield "VI", parts.text("volume")
    yield "IP", parts.text("issue")
    yield "DP", _date(parts.date("issued"), parts)
    title = parts.text("title")
    yield "TI", title if title.endswith((".", "?", "!")) or not title else f"{title}."
    if parts.type in _BOOKS:
        yield "BTI", parts.text("container-title")
        # Of an article, this is the country of its journal.
        yield "PL", parts.text("publisher-place")
    yield "CTI", parts.text("collection-title")
    yield "VTI", parts.text("volume-title")
    yield "EN", parts.text("edition")
    yield "ISBN", parts.text("ISBN")
    yield "PB", parts.text("publisher")
    yield "PG", parts.text("page")
    if doi := parts.text("DOI"):
        yield "LID", f"{doi} [doi]"
    yield "AB", parts.text("abstract")
    for role, tags in _PEOPLE.items():
        for person in parts.people(role):
            yield from _person(person, tags)
    language = parts.text("language")
    yield "LA", _LANGUAGES.get(language, language)
    yield "PT", _type(parts)
    yield "TA", parts.text("container-title-short")
    yield "JT", parts.text("container-title")
    yield "PMC", parts.text("PMCID")
    for word in parts.text("keyword").split(", "):
        yield "OT", word
    yield "GN", parts.text("note")


def _type(parts: Parts) -> str:
    if parts.type not in _TYPES:
        parts.cannot_hold(f"the kind of reference ({in_words(parts.type)})")
    return _TYPES.get(parts.type, "")


def _person(person: Person, tags: tuple[str, str]) -> Lines:
    """The whole name and, for programs that look for it alone, the name with initials; a group among the authors."""
    if literal := person.get("literal"):
        is_author = tags[0] == "FAU" and literal != "others"
        yield ("CN", literal) if is_author else (tags[0], organisation(literal))
        return
    family, given, suffix = with_particle(person), given_name(person), person.get("suffix", "")
    initials = "".join(word[0] for word in given.replace("-", " ").split() if word[0].isalpha() and not word.islower())
    yield tags[0], ", ".join(filter(None, (family, f"{given} {suffix}".strip())))
    yield tags[1], " ".join(filter(None, (family, initials, suffix)))


def _date(date: Date, parts: Parts) -> str:
    """`2005 Sep 15`, `2010 May-Jun`, `2010 Dec-2011 Jan`, `2014 Spring`, or the words of a date."""
    found = date_parts(date)
    if not found or found[0][0] < 0:
        return edtf(date)
    if "circa" in date:
        parts.cannot_hold("that the date is approximate")
    season = date.get("season")
    if isinstance(season, int):
        return f"{year_text(found[0][0])} {_SEASONS[season - 1]}"
    first, *last = (
        [year_text(year), *(_MONTHS[rest[0] - 1 :][:1] if rest else []), *map(str, rest[1:])] for year, *rest in found
    )
    if not last:
        return " ".join(first)
    # What both ends share is said once.
    shared = next((n for n, (one, other) in enumerate(zip(first, last[0], strict=False)) if one != other), len(first))
    return f"{' '.join(first)}-{' '.join(last[0][shared:])}"
