"""Title, keywords and statements, in; what of them answers an item, out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.evidence.facts import facts_at
from pipeline.guidelines.guideline import Item, Wanted
from pipeline.guidelines.phrases import pattern_of
from pipeline.guidelines.printed import Passage, Sort
from pipeline.guidelines.telling import told


def title(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """The title: strong where it has one of the phrases, or shares a word with a field under `of`; weak otherwise.

    Strong in any event where neither is asked for.
    """
    pattern = pattern_of(wanted.phrases, asked.printed.language)
    facts = [fact.told for path in wanted.of for fact in facts_at(asked, path)]
    for passage in asked.printed.passages:
        if passage.sort is Sort.TITLE:
            words = told(passage.text, asked.printed.language).stems
            holds = bool(pattern and pattern.search(passage.text)) or any(words & fact.stems for fact in facts)
            yield Hit(passage, holds or not (wanted.phrases or wanted.of))


def keywords(asked: Asked, _: Item, __: Wanted) -> Iterator[Hit]:
    """The line of keywords."""
    yield from (Hit(passage, True) for passage in asked.printed.passages if passage.sort is Sort.KEYWORDS)


def statement(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """The statements that `of` names (`consent`, `ethics`), under whatever heading the journal prints them."""
    for passage in asked.printed.passages:
        if passage.sort is Sort.STATEMENT and any(_says(passage, name) for name in wanted.of):
            yield Hit(passage, True)


def _says(passage: Passage, name: str) -> bool:
    """Whether the case states it here; a heading that the journal keeps where nothing is stated says nothing."""
    if any(field == f"statements.{name}" or field.partition(".")[0] == name for field in passage.fields):
        return True
    of_authors = any(field.partition(".")[0] == "authors" for field in passage.fields)
    return of_authors and passage.object_id.startswith(f"statement-{name.replace('_', '-')}")
