"""A case and a guideline in; of every item what was found, where, and what is lacking, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.case import Case
from pipeline.guidelines.answers import Answer, Checklist, Evidence, Lack, State
from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.checks import CHECKS
from pipeline.guidelines.checks.given import is_given
from pipeline.guidelines.evidence import EVIDENCE
from pipeline.guidelines.evidence.facts import is_below
from pipeline.guidelines.guideline import Check, Guideline, Item
from pipeline.guidelines.places import place_in_words
from pipeline.guidelines.printed import Sort
from pipeline.pausing import pause
from pipeline.resolving.field_words import in_words

SHOWN = 240
"""Characters of an excerpt."""
Reasons = Mapping[str, str]
"""Item → why it does not apply, in the author's words."""


def answered(asked: Asked, guideline_id: str, guideline: Guideline, reasons: Reasons) -> Checklist:
    """Every item's answer, in the guideline's order; confirmations and waivers are added by whoever read them."""
    asked = replace(asked, unsaid=guideline.unsaid)
    answers = []
    for item in guideline.items:
        pause()
        answers.append(_answer(asked, item, reasons.get(item.id, "")))
    return Checklist(guideline_id, guideline, tuple(answers))


def not_resolved(
    case: Case, words: Mapping[str, str], guideline_id: str, guideline: Guideline, reasons: Reasons
) -> Checklist:
    """What can be said of a case of which nothing can be printed: what its source holds, and what it declares."""
    answers = tuple(_from_source(case, words, item, reasons.get(item.id, "")) for item in guideline.items)
    return Checklist(guideline_id, guideline, answers)


def _answer(asked: Asked, item: Item, reason: str) -> Answer:
    evidence = _evidence(asked, item)
    strong = any(one.strong for one in evidence)
    skipped = tuple((check.id, check.skip) for check in item.checks if check.skip)
    if reason and item.not_applicable == "with a reason" and not strong:
        return Answer(item, State.NOT_APPLICABLE, evidence, reason=reason, skipped=skipped)
    unknown, wholly = _unknown(asked.case, asked.words, item)
    if unknown and (wholly or not strong):
        # What is declared unknown needs no check to say that it is lacking.
        return Answer(item, State.UNKNOWN, evidence, reason=unknown, skipped=skipped)
    ran = [check for check in item.checks if not check.skip]
    asked = replace(asked, is_answered=strong)
    found = [(check.level, lack) for check in ran for lack in _lacks(asked, item, check)] if evidence else []
    lacks = tuple(lack for level, lack in found if level != "advice")
    advice = tuple(lack for level, lack in found if level == "advice")
    if strong:
        state = State.WEAK if lacks or unknown else State.FOUND
    elif evidence:
        state = State.WEAK
    else:
        state = State.NOT_PRINTED if _in_source(asked.case, item) else State.MISSING
    return Answer(item, state, evidence, lacks, advice, unknown, skipped)


def _from_source(case: Case, words: Mapping[str, str], item: Item, reason: str) -> Answer:
    unknown, _ = _unknown(case, words, item)
    if reason and item.not_applicable == "with a reason":
        return Answer(item, State.NOT_APPLICABLE, reason=reason)
    if _in_source(case, item):
        return Answer(item, State.NOT_PRINTED, reason=words["not_resolved"])
    if unknown:
        return Answer(item, State.UNKNOWN, reason=unknown)
    return Answer(item, State.MISSING, reason=words["not_resolved"])


def _evidence(asked: Asked, item: Item) -> tuple[Evidence, ...]:
    """Each place once, the strongest first, prose before tables, then in reading order."""
    order = {id(passage): number for number, passage in enumerate(asked.printed.passages)}
    hits: dict[str, dict[int, Hit]] = {}
    for hit in _hits(asked, item):
        here = hits.setdefault(hit.passage.anchor, {})
        known = here.get(order[id(hit.passage)])
        if known is None or (hit.strong, bool(hit.excerpt)) > (known.strong, bool(known.excerpt)):
            here[order[id(hit.passage)]] = hit

    def rank(hit: Hit) -> tuple[bool, bool, bool, int]:
        passage = hit.passage
        return (not hit.strong, item.id not in passage.care, passage.sort is Sort.ROW, order[id(passage)])

    places = [sorted(here.values(), key=rank) for here in hits.values()]
    found = [_as_evidence(asked, here) for here in sorted(places, key=lambda here: rank(here[0]))]
    # Traces say something only where nothing answers.
    return tuple([one for one in found if one.strong] or found)


def _hits(asked: Asked, item: Item) -> Iterator[Hit]:
    for wanted in item.evidence:
        for hit in EVIDENCE[wanted.kind](asked, item, wanted):
            yield hit if wanted.strong else replace(hit, strong=False)


def _as_evidence(asked: Asked, here: Sequence[Hit]) -> Evidence:
    """Of several passages at one place, such as the rows of a table, the best is shown; a signature is for all."""
    first = here[0]
    passage = first.passage
    shown = " ".join((first.excerpt or passage.text).split())
    excerpt = shown if len(shown) <= SHOWN else shown[:SHOWN].rsplit(" ", 1)[0] + " …"
    text = "\n".join(hit.passage.text for hit in here)
    return Evidence(passage.anchor, passage.origin, place_in_words(passage, asked.words), excerpt, text, first.strong)


def _lacks(asked: Asked, item: Item, check: Check) -> Iterator[Lack]:
    for missed in CHECKS[check.kind](asked, item, check):
        yield Lack(check.id, missed.message or check.told or check.fix, check.fix, missed.where)


def _unknown(case: Case, words: Mapping[str, str], item: Item) -> tuple[str, bool]:
    """What of the item's fields is declared unknown, and why, as a reader says it; and whether that is all of them."""
    declared = case.facts.unknown
    by_reason: dict[str, list[str]] = {}
    for path, why in declared.items():
        if any(is_below(path, field) or is_below(field, path) for field in item.fields):
            by_reason.setdefault(why, []).append(in_words(tuple(path.split(".")), case.facts, words))
    said = "; ".join(f"{', '.join(dict.fromkeys(named))}: {why}" for why, named in by_reason.items())
    return said, all(any(is_below(field, path) for path in declared) for field in item.fields)


def _in_source(case: Case, item: Item) -> bool:
    """Whether case.yaml holds any of the item's fields."""
    return any(is_given(case, field) for field in item.fields)
