"""Title, keywords and statements, in; what of them answers an item, out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.evidence.facts import facts_at
from pipeline.guidelines.guideline import Item, Wanted
from pipeline.guidelines.phrases import pattern_of
from pipeline.guidelines.printed import Sort
from pipeline.guidelines.telling import told


def title(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """The title: strong where it has one of the phrases, or shares a word with a field under `of`; weak otherwise.

    Strong in any event where neither is asked for.
    """
    pattern = pattern_of(wanted.phrases, asked.printed.language)
    facts = [way for path in wanted.of for fact in facts_at(asked, path) for way in fact.ways]
    for passage in asked.printed.passages:
        if passage.sort is Sort.TITLE:
            words = told(passage.text, asked.printed.language).stems
            holds = bool(pattern and pattern.search(passage.text)) or any(words & way.stems for way in facts)
            yield Hit(passage, holds or not (wanted.phrases or wanted.of))


def keywords(asked: Asked, _: Item, __: Wanted) -> Iterator[Hit]:
    """The line of keywords."""
    yield from (Hit(passage, True) for passage in asked.printed.passages if passage.sort is Sort.KEYWORDS)


def statement(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """The statements that `of` names by their ids: `consent`, `ethics`, `data_availability`."""
    ids = {f"statement-{name.replace('_', '-')}" for name in wanted.of}
    for passage in asked.printed.passages:
        if passage.sort is Sort.STATEMENT and passage.object_id in ids:
            yield Hit(passage, True)
