"""A manuscript in; what is to be cited, for BibTeX and as RIS, out: the article, or the record of a retold one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.manuscript import Manuscript, Name, Publication
from pipeline.writing.embedding import data_address
from pipeline.writing.facts import address
from pipeline.writing.text_nodes import words

BIBTEX_TYPES = {"published": "article", "accepted": "article", "preprint": "misc"}
RIS_TYPES = {"published": "JOUR", "accepted": "JOUR", "preprint": "UNPB"}
_SPECIAL = {
    **{character: f"\\{character}" for character in "{}%&#_$"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Cited:
    title: str
    authors: tuple[Name, ...]
    publication: Publication
    language: str
    keywords: tuple[str, ...]


def cited(manuscript: Manuscript) -> Cited | None:
    """What a reader should cite; None where there is nothing to cite."""
    if not manuscript.cite_as:
        return None
    if source := manuscript.source:
        return Cited(_line(source.title), source.authors, source.publication, "", ())
    authors = tuple(author.parts for author in manuscript.authors)
    title = _line(words(manuscript.title))
    return Cited(title, authors, manuscript.publication, manuscript.language, manuscript.keywords)


@dataclass(frozen=True, slots=True)
class CitationFile:
    """What a reference manager takes."""

    format: str
    """As its readers call it: `BibTeX`."""
    name: str
    """To save it under: `paraspinal-emh.bib`."""
    media_type: str
    address: str
    """That holds the file itself."""


def citation_files(manuscript: Manuscript) -> tuple[CitationFile, ...]:
    """None where there is nothing to cite."""
    work = cited(manuscript)
    if work is None:
        return ()
    made = (
        ("BibTeX", "bib", "application/x-bibtex", bibtex(work)),
        ("RIS", "ris", "application/x-research-info-systems", ris(work)),
    )
    return tuple(
        CitationFile(name, f"{manuscript.case_id}.{suffix}", kind, data_address(f"{kind};charset=utf-8", text.encode()))
        for name, suffix, kind, text in made
    )


def bibtex(work: Cited) -> str:
    """One entry, in Unicode, with what BibTeX would take for a command escaped."""
    of = work.publication
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in work.authors),
        "title": f"{{{_escaped(work.title)}}}",
        "journal": _escaped(of.journal),
        "year": of.published[:4],
        "volume": _escaped(of.volume),
        "number": _escaped(of.issue),
        "pages": _escaped(of.locator).replace("–", "--"),
        "doi": of.doi,
        "pmid": of.pmid,
        "note": "" if of.status in BIBTEX_TYPES else "Manuscript",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{BIBTEX_TYPES.get(of.status, 'unpublished')}{{{_key(work)},\n{''.join(lines)}}}\n"


def ris(work: Cited) -> str:
    """One record, line by line, each ended as RIS asks."""
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in _ris_lines(work) if value or tag == "ER")


def _ris_lines(work: Cited) -> Iterator[tuple[str, str]]:
    of = work.publication
    first, _, last = of.locator.replace("–", "-").partition("-")
    yield "TY", RIS_TYPES.get(of.status, "UNPB")
    for name in work.authors:
        yield "AU", name.literal or ", ".join(filter(None, (name.family, name.given, name.suffix)))
    yield from (("TI", work.title), ("JO", of.journal), ("VL", of.volume), ("IS", of.issue), ("SP", first))
    yield from (("EP", last), ("PY", of.published[:4]))
    yield "DA", of.published.replace("-", "/") if "-" in of.published else ""
    yield from (("DO", of.doi), ("UR", address(of, "doi")), ("AN", of.pmid), ("LA", work.language))
    yield from (("KW", keyword) for keyword in work.keywords)
    yield "ER", ""


def _bibtex_name(name: Name) -> str:
    if name.literal:
        return f"{{{_escaped(name.literal)}}}"
    return ", ".join(_escaped(part) for part in (name.family, name.suffix, name.given) if part)


def _escaped(text: str, special: Mapping[str, str] = _SPECIAL) -> str:
    return "".join(special.get(character, character) for character in _line(text))


def _key(work: Cited) -> str:
    """`aakerstrom2025`: the first author's name in plain letters, and the year."""
    first = work.authors[0].family or work.authors[0].literal if work.authors else ""
    plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    return re.sub(r"\W", "", plain).lower() + work.publication.published[:4] or "case"


def _line(text: str) -> str:
    return " ".join(text.split())
