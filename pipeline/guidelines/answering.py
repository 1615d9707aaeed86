"""A case and a guideline in; of every item what was found, where, and what is lacking, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.guidelines.answers import Answer, Checklist, Evidence, Lack, State
from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.checks import CHECKS
from pipeline.guidelines.evidence import EVIDENCE
from pipeline.guidelines.guideline import Check, Guideline, Item, Wanted
from pipeline.guidelines.places import place_in_words

SHOWN = 240
"""Characters of an excerpt."""
_MARKED = Wanted(kind="marked")


def answered(asked: Asked, guideline_id: str, guideline: Guideline) -> Checklist:
    """Every item's answer, in the guideline's order; confirmations and waivers are added by whoever read them."""
    answers = tuple(_answer(asked, guideline_id, item) for item in guideline.items)
    return Checklist(guideline_id, guideline, answers)


def _answer(asked: Asked, guideline_id: str, item: Item) -> Answer:
    evidence = _evidence(asked, item)
    strong = any(one.strong for one in evidence)
    ran = [check for check in item.checks if not check.skip]
    skipped = tuple((check.id, check.skip) for check in item.checks if check.skip)
    reason = _not_applicable(asked, guideline_id, item)
    if reason and not strong:
        return Answer(item, State.NOT_APPLICABLE, evidence, reason=reason, skipped=skipped)
    unknown = _unknown(asked, item)
    lacks = tuple(lack for check in ran for lack in _lacks(asked, item, check)) if evidence else ()
    if strong:
        state = State.WEAK if lacks else State.FOUND
    elif unknown:
        # What is declared unknown needs no check to say that it is lacking.
        return Answer(item, State.UNKNOWN, evidence, reason=unknown, skipped=skipped)
    elif evidence:
        state = State.WEAK
    else:
        state = State.NOT_PRINTED if _in_source(asked, item) else State.MISSING
    return Answer(item, state, evidence, lacks, unknown, skipped)


def _evidence(asked: Asked, item: Item) -> tuple[Evidence, ...]:
    """Each passage once, the strongest first, then in reading order."""
    best: dict[str, Hit] = {}
    for hit in _hits(asked, item):
        known = best.get(hit.passage.anchor)
        if known is None or (hit.strong and not known.strong):
            best[hit.passage.anchor] = hit
    order = {passage.anchor: number for number, passage in enumerate(asked.printed.passages)}
    ranked = sorted(best.values(), key=lambda hit: (not hit.strong, order[hit.passage.anchor]))
    return tuple(_as_evidence(asked, hit) for hit in ranked)


def _hits(asked: Asked, item: Item) -> Iterator[Hit]:
    yield from EVIDENCE["marked"](asked, item, _MARKED)
    for wanted in item.evidence:
        for hit in EVIDENCE[wanted.kind](asked, item, wanted):
            yield hit if wanted.strong else replace(hit, strong=False)


def _as_evidence(asked: Asked, hit: Hit) -> Evidence:
    passage = hit.passage
    shown = " ".join((hit.excerpt or passage.text).split())
    excerpt = shown if len(shown) <= SHOWN else shown[:SHOWN].rsplit(" ", 1)[0] + " …"
    where = place_in_words(passage, asked.words)
    return Evidence(passage.anchor, passage.origin, where, excerpt, passage.text, hit.strong)


def _lacks(asked: Asked, item: Item, check: Check) -> Iterator[Lack]:
    for missed in CHECKS[check.kind](asked, item, check):
        yield Lack(check.id, missed.message or check.told or check.fix, check.fix, missed.where)


def _not_applicable(asked: Asked, guideline_id: str, item: Item) -> str:
    """The author's reason, '' where there is none or the guideline does not allow it."""
    given = asked.case.facts.not_applicable
    reason = given.get(f"{guideline_id}/{item.id}", given.get(item.id, ""))
    return reason if item.not_applicable == "with a reason" else ""


def _unknown(asked: Asked, item: Item) -> str:
    """What of the item's fields is declared unknown, and why; '' for nothing."""
    declared = asked.case.facts.unknown
    below = {path: why for path, why in declared.items() if any(_within(path, field) for field in item.fields)}
    return "; ".join(f"{path}: {why}" for path, why in below.items())


def _in_source(asked: Asked, item: Item) -> bool:
    """Whether case.yaml holds any of the item's fields."""
    written: Sequence[str] = [".".join(map(str, path)) for path in asked.case.sources.values]
    return any(_within(path, field) for path in written for field in item.fields)


def _within(path: str, field: str) -> bool:
    return path == field or path.startswith(f"{field}.")
