"""What is to be cited: the facts of publication of a case or of the record it retells, and its reference."""

from __future__ import annotations

from pipeline.case import Case
from pipeline.case.people import SourceRecord as WrittenRecord
from pipeline.findings import Location
from pipeline.library import Item
from pipeline.manuscript import Author, Inlines, Kind, Name, Publication, SourceRecord
from pipeline.reading.bibtex_names import names
from pipeline.reading.latex import decode
from pipeline.resolving.csl import Style

TYPES = {"preprint": "article", "published": "article-journal", "accepted": "article-journal"}
"""Status → CSL type; what is on no journal's list yet is a manuscript."""


def publication_of(case: Case) -> Publication:
    """The facts of publication; a retold or synthetic case is not on its way to a journal and has no status."""
    record = case.facts.publication
    return Publication(
        status=record.status if case.facts.kind is Kind.OWN else "",
        journal=record.journal or "",
        volume=record.volume or "",
        issue=record.issue or "",
        locator=record.locator or "",
        received=record.dates.received or "",
        revised=record.dates.revised or "",
        accepted=record.dates.accepted or "",
        published=record.dates.published or "",
        doi=record.doi or "",
        pmid=record.pmid or "",
        pmcid=record.pmcid or "",
        licence=record.licence or "",
        copyright=record.copyright or "",
        peer_review=record.peer_review,
    )


def source_of(case: Case) -> SourceRecord | None:
    """The record that a retold case retells."""
    record = case.facts.source_record
    if case.facts.kind is not Kind.RETOLD or record is None:
        return None
    return SourceRecord(tuple(map(_name, record.authors)), record.title, _published(record), record.retold_by)


def _name(printed: str) -> Name:
    """The parts of a name printed as `Ludwig van Beethoven` or `Beethoven, Ludwig van`."""
    people, _ = names(printed, decode)
    if len(people) != 1 or "family" not in people[0]:
        return Name(literal=printed)
    person = people[0]
    family = f"{person.get('non-dropping-particle', '')} {person['family']}".strip()
    return Name(person.get("given", ""), family, person.get("suffix", ""))


def _published(record: WrittenRecord) -> Publication:
    return Publication(
        status="published",
        journal=record.journal,
        volume=record.volume or "",
        issue=record.issue or "",
        locator=record.locator or "",
        published=str(record.year),
        doi=record.doi or "",
        pmid=record.pmid or "",
        pmcid=record.pmcid or "",
        licence=record.licence or "",
    )


def cited_as(style: Style, item: Item | None, language: str) -> Inlines:
    """The reference of an article in a style; () for an article that is not to be cited."""
    return style.entries([(1, item)], language)[0].body if item else ()


def cited_item(kind: Kind, title: str, authors: tuple[Author, ...], of: Publication | SourceRecord) -> Item | None:
    """What a reader should cite: an own case itself, the record of a retold one, nothing of a synthetic one."""
    if isinstance(of, SourceRecord):
        return _item(of.title, of.authors, of.publication)
    if kind is not Kind.OWN or not authors:
        return None
    return _item(title, tuple(author.parts for author in authors), of)


def _item(title: str, authors: tuple[Name, ...], publication: Publication) -> Item:
    texts = {
        "title": title,
        "container-title": publication.journal,
        "volume": publication.volume,
        "issue": publication.issue,
        "page": publication.locator,
        "DOI": publication.doi,
        "PMID": publication.pmid,
        "PMCID": publication.pmcid,
    }
    csl: dict[str, object] = {"type": TYPES.get(publication.status, "manuscript")}
    csl |= {name: text for name, text in texts.items() if text}
    csl["author"] = [_csl_name(author) for author in authors]
    if publication.published:
        csl["issued"] = {"date-parts": [[int(part) for part in publication.published.split("-")]]}
    return Item("this-article", csl, Location(""))


def _csl_name(name: Name) -> dict[str, str]:
    parts = {"given": name.given, "family": name.family, "suffix": name.suffix, "literal": name.literal}
    return {part: text for part, text in parts.items() if text}
