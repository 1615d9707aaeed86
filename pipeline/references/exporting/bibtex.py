"""Items → BibTeX, with biblatex's fields where BibTeX has none, so that both read them; and what has no place in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.findings import Finding, Severity, rule
from pipeline.library import Item
from pipeline.references.exporting.dates import Date, date_parts, edtf, year_text
from pipeline.references.exporting.latex import address, latex, names, title
from pipeline.references.exporting.parts import Parts

CHANGED_KEY = rule(
    "changed-reference-key",
    Severity.WARNING,
    "A text that cites the reference by its old key does not find it in the exported file.",
    fix="Cite the reference by the new key in the other program.",
    example="$ casewright refs export one   # with the key DBLP:conf/x\n",
)

_TYPES = {
    "article": "misc", "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "bill": "legislation", "book": "book", "chapter": "incollection", "dataset": "dataset", "entry": "inreference",
    "entry-dictionary": "inreference", "entry-encyclopedia": "inreference", "figure": "image", "graphic": "artwork",
    "legal_case": "jurisdiction", "legislation": "legislation", "manuscript": "unpublished",
    "motion_picture": "movie", "pamphlet": "booklet", "paper-conference": "inproceedings", "patent": "patent",
    "performance": "performance", "periodical": "periodical", "personal_communication": "letter", "post": "online",
    "post-weblog": "online", "regulation": "legislation", "report": "techreport", "review": "article",
    "review-book": "article", "software": "software", "song": "audio", "standard": "standard", "thesis": "thesis",
    "treaty": "legal", "webpage": "online",
}  # fmt: skip
"""Types of CSL → entry types; every other type is `@misc`."""
_SUBTYPES = {
    "article": "preprint", "article-magazine": "magazine", "article-newspaper": "newspaper",
}  # fmt: skip
"""What `entrysubtype` says where it is not the type of CSL itself."""
_SAID_BY_ENTRY_TYPE = {
    "article-journal", "book", "dataset", "entry-encyclopedia", "figure", "graphic", "legal_case", "legislation",
    "manuscript", "motion_picture", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "report", "software", "song", "standard", "thesis", "webpage",
}  # fmt: skip
_CHAPTERS = {"incollection", "inproceedings", "inreference"}
_THESES = {"PhD thesis": "phdthesis", "Master’s thesis": "mastersthesis"}
_PUBLISHERS = {"phdthesis": "school", "mastersthesis": "school", "thesis": "institution", "techreport": "institution"}
_NUMBERED_IN_A_SERIES = {"book", "chapter", "paper-conference"}
_LANGUAGES = {
    "en": "english", "en-US": "american", "en-GB": "british", "de": "german", "fr": "french", "es": "spanish",
    "it": "italian", "pt": "portuguese", "pt-BR": "brazilian", "nl": "dutch", "ru": "russian", "pl": "polish",
    "tr": "turkish", "ar": "arabic", "zh": "chinese", "ja": "japanese", "ko": "korean", "sv": "swedish", "da": "danish",
    "el": "greek",
}  # fmt: skip
_PEOPLE = {
    "author": "author", "bookauthor": "container-author", "director": "director", "editor": "editor",
    "translator": "translator",
}  # fmt: skip
_PLACES = {
    "address": "publisher-place", "edition": "edition", "chapter": "chapter-number", "part": "part-number",
    "version": "version", "pagetotal": "number-of-pages", "volumes": "number-of-volumes", "eventtitle": "event-title",
    "venue": "event-place", "origtitle": "original-title", "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place", "section": "section", "medium": "medium", "isbn": "ISBN",
    "issn": "ISSN",
}  # fmt: skip
_NOTES = {"note": "note", "annotation": "annote", "keywords": "keyword", "abstract": "abstract"}
_STATES = {
    "in press": "inpress", "forthcoming": "forthcoming", "submitted": "submitted", "in preparation": "inpreparation",
}  # fmt: skip
_DATES = {"eventdate": "event-date", "origdate": "original-date"}
_ONE_WORD = re.compile(r"[^\s<>{}\\]+")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NOT_IN_A_KEY = re.compile(r"[\s\"#%'(),={}\\~]+")


def write(items: Sequence[Item]) -> tuple[str, list[Finding]]:
    """One entry for each item, in the order given; a finding for each variable and key that BibTeX cannot hold."""
    entries: list[str] = []
    findings: list[Finding] = []
    taken = {item.key for item in items if not _NOT_IN_A_KEY.search(item.key)}
    for item in items:
        key = item.key
        if _NOT_IN_A_KEY.search(key):
            key = _legal_key(key, taken)
            taken.add(key)
            message = f"this key holds a sign that BibTeX does not allow in keys; it is written as “{key}”"
            findings.append(CHANGED_KEY.at(item.origin, message, quote=item.key))
        parts = Parts(item)
        entry_type, fields = _entry(parts)
        entries.append(_laid_out(entry_type, key, fields))
        findings += parts.left_out(item, "BibTeX")
    return "\n".join(entries), findings


def _legal_key(key: str, taken: set[str]) -> str:
    stem = _NOT_IN_A_KEY.sub("-", key).strip("-") or "reference"
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)


def _laid_out(entry_type: str, key: str, fields: Mapping[str, str]) -> str:
    width = max(map(len, fields), default=0)
    lines = [
        # Months are the abbreviations that every style knows, and so without braces.
        f"  {name.ljust(width)} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
    ]
    return "\n".join([f"@{entry_type}{{{key},", *lines, "}", ""])


def _entry(parts: Parts) -> tuple[str, dict[str, str]]:
    """The entry type, and the fields as they are written."""
    entry_type, genre, state = _TYPES.get(parts.type, "misc"), parts.text("genre"), parts.text("status")
    if parts.type == "thesis" and genre in _THESES:
        entry_type, genre = _THESES[genre], ""
    eprint = _eprint(parts)
    fields = {
        **{field: names(parts.people(role)) for field, role in _PEOPLE.items()},
        "title": title(parts.text("title")),
        "shorttitle": latex(parts.text("title-short")),
        "entrysubtype": _subtype(parts, in_archive=bool(eprint)),
        "type": latex(genre),
        **_container(parts),
        **_issued(parts.date("issued")),
        **_numbers(parts),
        _PUBLISHERS.get(entry_type, "publisher"): latex(parts.text("publisher")),
        **{field: latex(parts.text(variable)) for field, variable in _PLACES.items()},
        **{field: _date(parts.date(variable)) for field, variable in _DATES.items()},
        **_identifiers(parts),
        **eprint,
        "pubstate": _STATES.get(state, latex(state)),
        **{field: latex(parts.text(variable)) for field, variable in _NOTES.items()},
    }
    return entry_type, {name: value for name, value in fields.items() if value}


def _subtype(parts: Parts, *, in_archive: bool) -> str:
    """The type of CSL, where the entry type would be read as another."""
    is_clear = parts.type in _SAID_BY_ENTRY_TYPE
    is_clear |= parts.type == "chapter" and "container-title" in parts
    is_clear |= parts.type == "document" and "URL" not in parts and not in_archive
    return "" if is_clear else _SUBTYPES.get(parts.type, parts.type)


def _container(parts: Parts) -> dict[str, str]:
    """Programs look for the title of a book in chapters alone; for all else they take it from `journal`."""
    of_a_book = _TYPES.get(parts.type) in _CHAPTERS
    container = parts.text("container-title")
    return {
        "booktitle": title(container) if of_a_book else "",
        "journal": "" if of_a_book else latex(container),
        "shortjournal": latex(parts.text("container-title-short")),
        "maintitle": title(parts.text("volume-title")),
    }


def _issued(date: Date) -> dict[str, str]:
    """`year` and `month`, which every style knows; `date` with them where they cannot say all."""
    found = date_parts(date)
    if not found:
        return {"year": latex(str(date.get("literal", "")))}
    year = {"year": year_text(found[0][0])}
    if len(found) > 1 or len(found[0]) > 2 or date.keys() & {"season", "circa"}:
        return {"date": _date(date), **year}
    return {**year, "month": _MONTHS[found[0][1] - 1]} if found[0][1:] else year


def _date(date: Date) -> str:
    return edtf(date) if "date-parts" in date else latex(edtf(date))


def _numbers(parts: Parts) -> dict[str, str]:
    """BibTeX has one `number`: of an issue, of a book in its series, or of a report."""
    series = parts.text("collection-title")
    is_periodical = _TYPES.get(parts.type) in ("article", "periodical")
    in_series = series and parts.type in _NUMBERED_IN_A_SERIES
    return {
        "volume": latex(parts.text("volume")),
        "number": latex(parts.text("issue" if is_periodical else "collection-number" if in_series else "number")),
        "issue": latex(parts.text("issue")),
        "series": latex(series),
        "pages": latex(parts.text("page")).replace("-", "--"),
        "eid": latex(parts.text("number")) if is_periodical else "",
    }


def _eprint(parts: Parts) -> dict[str, str]:
    """Where an archive keeps the work. arXiv's numbers are known by their beginning."""
    number, publisher = parts.peek("number"), parts.peek("publisher")
    if number.startswith("arXiv:") and publisher:
        parts.text("number")
        if publisher == "arXiv":
            parts.text("publisher")
        return {"eprint": address(number.removeprefix("arXiv:")), "eprinttype": "arxiv"}
    if "archive" in parts and _ONE_WORD.fullmatch(parts.peek("archive_location")):
        return {"eprint": address(parts.text("archive_location")), "eprinttype": latex(parts.text("archive"))}
    return {}


def _identifiers(parts: Parts) -> dict[str, str]:
    language = parts.text("language")
    return {
        "langid": _LANGUAGES.get(language, latex(language)),
        "doi": address(parts.text("DOI")),
        "pmid": latex(parts.text("PMID")),
        "pmcid": latex(parts.text("PMCID")),
        "url": address(parts.text("URL")),
        "urldate": _date(parts.date("accessed")),
    }
