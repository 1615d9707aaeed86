"""Checks that look for words: phrases, names of facts, claims without a hedge, parts of an abstract."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.checks.given import Entry, entries, missed
from pipeline.guidelines.checks.reading import first_place, passages, said, text_of
from pipeline.guidelines.guideline import Check, Item
from pipeline.guidelines.phrases import pattern_of, sentences
from pipeline.guidelines.printed import Sort
from pipeline.guidelines.stems import named_in, stems

FIRST, LAST = "first", "last"
_NAMED = 3
"""Facts that a message names."""


def phrase(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """One of the phrases stands in the parts `within`; a language without phrases is not checked."""
    if pattern_of(check.phrases, asked.printed.language) and not said(asked, check):
        yield missed(asked, check, first_place(asked, check.within))


def unhedged(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """No clause has one of the phrases, unless it has one of `unless` too: `proves`, but not `does not prove`."""
    pattern = pattern_of(check.phrases, asked.printed.language)
    hedge = pattern_of(check.unless, asked.printed.language)
    if pattern is None:
        return
    for passage in passages(asked, check.within):
        for clause in (clause for sentence in sentences(passage.text) for clause in sentence.split(";")):
            found = pattern.search(clause)
            if found and not (hedge and hedge.search(clause)):
                yield missed(asked, check, passage.origin, words=found[0])


def causal(asked: Asked, item: Item, check: Check) -> Iterator[Missed]:
    """Where no method judged the cause of any adverse event, what `unhedged` asks must hold: `drug-induced`."""
    events = list(entries(asked.case, "adverse_events"))
    if not any(event.has("naranjo") or event.has("who_umc") for event in events):
        yield from unhedged(asked, item, check)


def names(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """At least one fact under `of` is named in the parts `within`: half of the words of its name are there.

    Facts that case.yaml does not give cannot be looked for.
    """
    language = asked.printed.language
    facts = [entry for path in check.of for entry in entries(asked.case, path) if not _only_considered(entry)]
    text = stems(text_of(asked, check.within), language)
    if facts and text and not any(named_in(fact.name, text, language) for fact in facts):
        named = ", ".join(f"“{fact.name}”" for fact in facts[:_NAMED])
        yield missed(asked, check, first_place(asked, check.within), names=named)


def in_references(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """At least one reference has a word of one of the facts under `of` in its title."""
    from pipeline.writing.text_nodes import words

    language = asked.printed.language
    references = asked.manuscript.references
    facts = [entry for path in check.of for entry in entries(asked.case, path)]
    titles = stems(" ".join(words(reference.entry) for reference in references), language)
    if facts and references and not any(named_in(fact.name, titles, language) for fact in facts):
        yield missed(asked, check, references[0].origin, names=f"“{facts[0].name}”")


def keywords_used(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Every keyword occurs in the text, but for one of `unless`, which says what kind of article it is."""
    language = asked.printed.language
    of_kind = pattern_of(check.unless, language)
    text = stems(text_of(asked, ("title", "abstract")) + "\n" + text_of(asked, ()), language)
    for index, keyword in enumerate(asked.case.facts.keywords):
        if not (of_kind and of_kind.search(keyword)) and not named_in(keyword, text, language):
            yield missed(asked, check, ("keywords", index), word=keyword)


def abstract_part(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """The abstract's `first` or `last` heading is one of the phrases; without headings, a passage answers the item."""
    language = asked.printed.language
    of_abstract = [passage for passage in asked.printed.passages if passage.part == "abstract"]
    heads = list(dict.fromkeys(passage.heading for passage in of_abstract if passage.sort is Sort.PARAGRAPH))
    last = LAST in check.of
    pattern = pattern_of(check.phrases, language)
    if pattern is None or not heads:
        return
    holds = pattern.search(heads[-1] if last else heads[0]) if len(heads) > 1 else asked.is_answered
    if not holds:
        yield missed(asked, check, of_abstract[-1 if last else 0].origin)


def _only_considered(entry: Entry) -> bool:
    return bool(getattr(entry.value, "considered_only", False))
