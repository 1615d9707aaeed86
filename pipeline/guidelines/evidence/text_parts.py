"""Parts of the text in; what stands there, and the phrases that are found in it, out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.guideline import Item, Wanted
from pipeline.guidelines.looking import passages
from pipeline.guidelines.phrases import pattern_of, sentences
from pipeline.guidelines.printed import Sort


def part(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """The paragraphs of the parts that `of` names: `introduction`, `abstract.conclusions`."""
    for passage in passages(asked.printed, wanted.of):
        if passage.sort is Sort.PARAGRAPH:
            yield Hit(passage, True)


def phrase(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """Passages that have one of the phrases of the case's language; the sentence with it is the excerpt."""
    pattern = pattern_of(wanted.phrases, asked.printed.language)
    if pattern is None:
        return
    for passage in passages(asked.printed, wanted.within):
        if pattern.search(passage.text):
            yield Hit(passage, True, next((said for said in sentences(passage.text) if pattern.search(said)), ""))
