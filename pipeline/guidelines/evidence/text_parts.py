"""Parts of the text in; what stands there, and the phrases that are found in it, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.guideline import Item, Wanted
from pipeline.guidelines.looking import passages
from pipeline.guidelines.phrases import pattern_of, sentences
from pipeline.guidelines.printed import Sort
from pipeline.guidelines.saying import says_anything, sentences_saying


def part(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """The paragraphs of the parts that `of` names, under their own headings: `introduction`, `abstract.conclusions`."""
    for passage in passages(asked.printed, wanted.of, under_one_heading=False):
        if passage.sort is Sort.PARAGRAPH:
            yield Hit(passage, says_anything(asked, passage.text))


def opening(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """The sentences with which the parts under `of` begin, before the first that has one of the phrases."""
    pattern = pattern_of(wanted.phrases, asked.printed.language)
    for passage in passages(asked.printed, wanted.of):
        told = list(sentences(passage.text))
        before = list(takewhile(lambda one: not (pattern and pattern.search(one)), told))
        if before and says_anything(asked, " ".join(before)):
            yield Hit(passage, True, " ".join(before))
        return


def closing(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """The last two sentences of the parts under `of`: strong where one has one of the phrases, else weak."""
    found = [passage for passage in passages(asked.printed, wanted.of) if passage.sort is Sort.PARAGRAPH][-1:]
    for passage in found:
        last = list(sentences(passage.text))[-2:]
        said = list(sentences_saying(asked, " ".join(last), wanted.phrases))
        if said:
            yield Hit(passage, any(answers for _, answers in said), said[-1][0])
        elif last:
            yield Hit(passage, False, last[-1])


def phrase(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """Passages that have one of the phrases of the case's language; the sentence with it is the excerpt.

    Weak where it says only that this is not known.
    """
    for passage in passages(asked.printed, wanted.within):
        text = passage.uncited if wanted.own and passage.cites else passage.text
        if said := list(sentences_saying(asked, text, wanted.phrases, wanted.unless)):
            sentence, answers = max(said, key=lambda one: one[1])
            yield Hit(passage, answers, sentence)


def cited(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """Sentences that cite published work, and have one of the phrases where there are such.

    `before` and `after` ask that the patient has not come yet, or has: before the first sentence with one of these
    phrases, or from it on. A text without such a sentence has no answer.
    """
    hits = list(_citing(asked, wanted, wanted.before or wanted.after))
    comes = next((n for n, (_, is_turn) in enumerate(hits) if is_turn), len(hits))
    if wanted.before:
        hits = hits[:comes] if comes < len(hits) else []
    elif wanted.after:
        hits = hits[comes:]
    yield from (hit for hit, _ in hits if hit.strong)


def _citing(asked: Asked, wanted: Wanted, turn: Mapping[str, Iterable[str]]) -> Iterator[tuple[Hit, bool]]:
    """Every sentence, strong where it answers, and whether it has one of the phrases of `turn`."""
    language = asked.printed.language
    phrases, turns = pattern_of(wanted.phrases, language), pattern_of(turn, language)
    for passage in passages(asked.printed, wanted.within):
        uncited = set(sentences(passage.uncited))
        for sentence in sentences(passage.text):
            cites = passage.cites > 0 and sentence not in uncited
            answers = cites and (phrases is None or phrases.search(sentence) is not None)
            yield Hit(passage, answers, sentence), bool(turns and turns.search(sentence))
