"""Checks of the course: what its timeline covers, its order, outcomes and who judged them, treatments at one time."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.case import Case
from pipeline.case.time import Time, parse_time
from pipeline.facts.measurements import series_of
from pipeline.facts.timeline import event_places
from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.checks.given import entries, is_declared, missed
from pipeline.guidelines.checks.reading import place_to_say, said, text_of
from pipeline.guidelines.guideline import Check, Item
from pipeline.guidelines.phrases import pattern_of
from pipeline.guidelines.printed import Sort

_TIMES = ("at", "from", "to")
_DAY_0 = Time("day 0", 0.0)


def shown(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """There is a figure or table that shows one of `of`, or one in the parts `within`."""
    facts = asked.case.facts
    drawn = {one.shows for one in facts.figures.values()} | {one.shows for one in facts.tables.values()}
    written = any(p.sort in {Sort.CAPTION, Sort.ROW} and p.part in check.within for p in asked.printed.passages)
    if not (drawn & set(check.of) or written):
        yield missed(asked, check, "figures")


def called(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """The text calls what `shown` looks for."""
    facts = asked.case.facts
    made = {**{k: one.shows for k, one in facts.figures.items()}, **{k: one.shows for k, one in facts.tables.items()}}
    called_ones = {name for passage in asked.printed.passages for name in passage.calls}
    for passage in asked.printed.passages:
        ours = made.get(passage.object_id, "") in check.of or passage.part in check.within
        if passage.sort is Sort.CAPTION and ours and passage.object_id not in called_ones:
            yield missed(asked, check, passage.origin, what=passage.heading)


def pictured(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """There is a figure with pictures, not only one that is drawn from facts."""
    if not any(figure.panels for figure in asked.case.facts.figures.values()):
        yield missed(asked, check, "figures")


def covers(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """At least one entry of each field under `of` has a time; of the treatments that were given, every one has."""
    for path in check.of:
        found = [entry for entry in entries(asked.case, path) if not getattr(entry.value, "considered_only", False)]
        open_ = [
            e
            for e in found
            if not any(e.has(t) or is_declared(asked.case, (*e.path, t)) for t in (*_TIMES, "results", "file"))
        ]
        every = path == "treatments"
        for entry in open_ if every else open_[:1] if len(open_) == len(found) else ():
            yield missed(asked, check, (*entry.path, "from" if every else "at"), what=entry.name)


def ordered(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """The rows of tables written by hand in the parts `within` follow each other in time, where they begin with one."""
    before: Time | None = None
    for passage in asked.printed.passages:
        if passage.sort is not Sort.ROW or passage.part not in check.within:
            continue
        time, _problem = parse_time(passage.text.split(",")[0])
        if time and before and time.is_before(before):
            yield missed(asked, check, passage.origin, what=time.text, before=before.text)
        before = time or before


def at_presentation(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Not every entry of a field under `of` is dated later than day 0."""
    for path in check.of:
        found = list(entries(asked.case, path))
        starts = [getattr(e.value, "at", None) or getattr(e.value, "from_", None) for e in found]
        if found and all(start is not None and _DAY_0.is_before(start) for start in starts):
            yield missed(asked, check, path)


def judged_by(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """An outcome with a time is judged by whom `of` names, or a phrase `within` says so."""
    case = asked.case
    outcomes = list(entries(case, "outcomes"))
    if any(is_declared(case, (*entry.path, "assessed_by")) for entry in outcomes) or is_declared(case, "outcomes"):
        return
    judges = {*check.of, "both"}
    judged = [entry for entry in outcomes if getattr(entry.value, "assessed_by", None) in judges]
    if any(entry.has(time) for entry in judged for time in _TIMES):
        return
    if not said(asked, check):
        yield missed(asked, check, judged[0].path if judged else place_to_say(asked, "outcomes", check.within))


def follow_up(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Something is dated after presentation, or a phrase `within` says how long the patient was followed."""
    if any(_DAY_0.is_before(time) for time in _seen(asked.case)) or is_declared(asked.case, "outcomes"):
        return
    if not said(asked, check):
        yield missed(asked, check, place_to_say(asked, "outcomes", check.within))


def side_by_side(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Where several treatments were begun from presentation on, a phrase `within` says what cannot be told apart."""
    given = [entry for entry in entries(asked.case, "treatments") if not getattr(entry.value, "considered_only", False)]
    kinds = {"drug", "transfusion", "surgery", "radiotherapy", "device"}
    begun = [entry for entry in given if getattr(entry.value, "kind", None) in kinds and _later(entry.value)]
    pattern = pattern_of(check.phrases, asked.printed.language)
    if len(begun) > 1 and pattern and not pattern.search(text_of(asked, check.within)):
        named = ", ".join(entry.name for entry in begun)
        yield missed(asked, check, begun[1].path, names=named)


def _later(treatment: object) -> bool:
    start = getattr(treatment, "at", None) or getattr(treatment, "from_", None)
    return start is None or not start.is_before(_DAY_0)


def _seen(case: Case) -> Iterator[Time]:
    """Every time at which the patient was seen."""
    yield from (time.last for time, _, _ in event_places(case))
    for path in ("outcomes", "examination", "tests"):
        for entry in entries(case, path):
            yield from (time for name in ("at", "from_", "to") if (time := getattr(entry.value, name, None)))
    yield from (result.time for one in series_of(case)[0].values() for result in one.results)
