"""Who and what an article is to others: names in parts, where it is published, the record that it retells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in the parts that references need; a group has only `literal`."""

    given: str = ""
    family: str = ""
    """With its particle: `van der Muster`."""
    suffix: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """Where, when and on which terms an article is published; '' for what is not known."""

    status: str = ""
    """`draft`, `submitted`, `accepted`, `preprint` or `published`; '' for what is not on its way to a journal."""
    journal: str = ""
    volume: str = ""
    issue: str = ""
    locator: str = ""
    """Pages or article number."""
    received: str = ""
    """This and the other dates: `2025`, `2025-07` or `2025-07-04`."""
    revised: str = ""
    accepted: str = ""
    published: str = ""
    doi: str = ""
    """Without the resolver's address."""
    pmid: str = ""
    pmcid: str = ""
    licence: str = ""
    """As the author wrote it: `CC BY 4.0`, or an address."""
    copyright: str = ""
    peer_review: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The published record that a retold case retells: it is cited, not the retelling."""

    authors: tuple[Name, ...]
    title: str
    publication: Publication
    retold_by: str
