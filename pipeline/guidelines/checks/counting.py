"""Checks that count: entries of a list, paragraphs, citations, references that can be looked up."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.checks.given import entries, is_declared, missed
from pipeline.guidelines.checks.reading import first_place, passages, prose
from pipeline.guidelines.guideline import Check, Item
from pipeline.guidelines.phrases import pattern_of
from pipeline.manuscript import Link, Reference
from pipeline.resolving.walk import nodes_of


def count(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Each field under `of` has at least and at most so many entries. What is told in prose alone is not counted."""
    for path in check.of:
        number = sum(1 for _ in entries(asked.case, path))
        if number and _outside(number, check) and not is_declared(asked.case, path):
            yield missed(asked, check, path, n=number)


def paragraphs(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """The parts `within` have so many paragraphs together; a part that is not there has none to count."""
    found = list(prose(asked, check.within))
    if found and _outside(len(found), check):
        yield missed(asked, check, found[0].origin, n=len(found))


def headings(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """The paragraphs of the parts `within` stand under so many headings."""
    found = list(prose(asked, check.within))
    number = len({passage.heading for passage in found})
    if found and _outside(number, check):
        yield missed(asked, check, found[0].origin, n=number)


def citations(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """The parts `within` cite at least and at most so many references."""
    found = list(passages(asked, check.within))
    number = sum(passage.cites for passage in found)
    if found and _outside(number, check):
        cites = next((passage.origin for passage in found if passage.cites), found[0].origin)
        yield missed(asked, check, cites, n=number)


def identified(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """At least so many percent of the references have a DOI or a PubMed number, so that they can be looked up."""
    references = asked.manuscript.references
    known = sum(map(_can_be_looked_up, references))
    if references and known * 100 < (check.least or 0) * len(references):
        bare = next(reference.origin for reference in references if not _can_be_looked_up(reference))
        yield missed(asked, check, bare, n=known, of=len(references))


def _can_be_looked_up(reference: Reference) -> bool:
    """Identifiers that the style prints are links in the entry, others follow it."""
    return bool(reference.links) or any(isinstance(node, Link) for node in nodes_of(reference.entry))


def _outside(number: int, check: Check) -> bool:
    return number < (check.least or 0) or (check.most is not None and number > check.most)


def where_cited(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """A passage with one of the phrases cites something: who names a guideline gives its reference."""

    pattern = pattern_of(check.phrases, asked.printed.language)
    if pattern is None:
        return
    naming = [passage for passage in passages(asked, check.within) if pattern.search(passage.text)]
    if not any(passage.cites for passage in naming):
        where = naming[0].origin if naming else first_place(asked, check.within)
        yield missed(asked, check, where)
