"""Times of a case must hold together: order, spans, and what follows from what. Case in, findings at their lines out.

Two times contradict each other only where they do so however they are meant: week 4 may be day 32.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.case import Case
from pipeline.case.course import AdverseEvent, Treatment
from pipeline.case.sources import FieldPath
from pipeline.case.time import Time
from pipeline.facts.measurements import one_series
from pipeline.facts.timeline import Fact, event_places, facts_of
from pipeline.findings import Finding, Location, Severity, rule

ENDS_FIRST = rule(
    "ends-before-it-begins",
    Severity.ERROR,
    "A span that runs backwards is drawn and read wrongly.",
    fix="Correct `from` or `to`; times before presentation have a minus sign or `before`.",
    example="treatments: {steroid: {from: week 9, to: week 8}}\n",
)
POINT_AND_SPAN = rule(
    "point-and-span",
    Severity.ERROR,
    "What has one time and also a span has two times, of which one is wrong.",
    fix="Keep `at`, or `from` and `to`.",
    example="examination: [{what: fever, at: day 0, from: day -3}]\n",
)
AFTER_FOLLOW_UP = rule(
    "after-last-follow-up",
    Severity.WARNING,
    "Nothing can be known of a time after the patient was last seen.",
    fix="Correct the time, or add the later visit to `outcomes`.",
    example="outcomes: [{what: well, at: week 6}]\ntests: {alt: {name: ALT, results: {week 7: 30}}}\n",
)
CHANGE_OUTSIDE = rule(
    "change-outside-treatment",
    Severity.WARNING,
    "A dose cannot change before a treatment begins or after it ends.",
    fix="Correct the time of the change, or when the treatment begins or ends.",
    example="treatments: {lamotrigine: {from: day -38, to: day 10, changes: [{at: day 11, what: 200 mg}]}}\n",
)
SUSPECT_TOO_LATE = rule(
    "suspect-given-later",
    Severity.WARNING,
    "A treatment cannot have caused what happened before it was given.",
    fix="Correct one of the times, or take the treatment out of `suspected`.",
    example="treatments: {x: {from: day 5}}\nadverse_events: [{what: rash, at: day 1, suspected: x}]\n",
)
TWO_TIMES = rule(
    "one-fact-at-two-times",
    Severity.WARNING,
    "Of two times for one event a reader cannot tell the right.",
    fix="Write the event once, or correct one of the times.",
    example="events: {day 14: hepatitis}\ndiagnoses: {final: [{what: hepatitis, at: day 12}]}\n",
)
EVENT_LOST = rule(
    "event-lost",
    Severity.ERROR,
    "Two events under one time are one entry, and one of them is lost.",
    fix="Write both events under one time, with a comma between.",
    example="events:\n  day 12: hepatitis\n  Day 12: transfer\n",
)


def check(case: Case) -> Iterator[Finding]:
    """The findings of this family."""
    facts = list(facts_of(case))
    for fact in facts:
        yield from _span(case, fact)
        if isinstance(fact.timed, Treatment):
            yield from _changes(case, fact.path, fact.timed)
        if isinstance(fact.timed, AdverseEvent):
            yield from _suspects(case, fact.path, fact.timed)
    yield from _after_follow_up(case, facts)
    yield from _at_two_times(case, facts)
    yield from _lost(case)


def _span(case: Case, fact: Fact) -> Iterator[Finding]:
    timed = fact.timed
    if timed.at and (timed.from_ or timed.to):
        where = case.sources.key(*fact.path, "at")
        also = "from" if timed.from_ else "to"
        message = f"“{fact.what}” has a time (`at`) and a span (`{also}`); the span is not used"
        yield POINT_AND_SPAN.at(where, message, hint="keep `at`, or `from` and `to`")
    if timed.from_ and timed.to and timed.to.is_before(timed.from_):
        message = f"“{fact.what}” ends at {timed.to.text}, before it begins at {timed.from_.text}"
        hint = "times before presentation have a minus sign or `before`, such as day -3 or 2 years before"
        yield ENDS_FIRST.at(case.sources.value(*fact.path, "to"), message, hint=hint)


def _changes(case: Case, path: FieldPath, treatment: Treatment) -> Iterator[Finding]:
    start, end = treatment.at or treatment.from_, treatment.at or treatment.to
    name = treatment.name or str(path[-1])
    for index, change in enumerate(treatment.changes):
        if change.at is None:
            continue
        where = case.sources.value(*path, "changes", index, "at")
        hint = "correct the time of the change, or `from` and `to` of the treatment"
        if start and change.at.is_before(start):
            message = f"{name} is changed at {change.at.text}, before it begins at {start.text}"
            yield CHANGE_OUTSIDE.at(where, message, hint=hint)
        if end and end.is_before(change.at):
            message = f"{name} is changed at {change.at.text}, after it ends at {end.text}"
            yield CHANGE_OUTSIDE.at(where, message, hint=hint)


def _suspects(case: Case, path: FieldPath, event: AdverseEvent) -> Iterator[Finding]:
    start = event.at or event.from_
    for index, key in enumerate(event.suspected):
        treatment = case.facts.treatments.get(key)
        given = treatment and (treatment.at or treatment.from_)
        if start and given and start.is_before(given):
            where = case.sources.value(*path, "suspected", index)
            message = f"“{event.what}” is there at {start.text}, before `{key}` is given at {given.text}"
            hint = "correct one of the times, or take the treatment out of `suspected`"
            yield SUSPECT_TOO_LATE.at(where, message, hint=hint)


def _after_follow_up(case: Case, facts: list[Fact]) -> Iterator[Finding]:
    """The last follow-up is the latest time in `outcomes` or `events`."""
    seen = [time for time, _, _ in event_places(case)]
    seen += [time for outcome in case.facts.outcomes for time in (outcome.at, outcome.from_, outcome.to) if time]
    dated = [time.last for time in seen if time.last.days is not None]
    if not dated:
        return
    last = max(dated, key=lambda time: time.sort_key)
    for what, time, where in _times(case, facts):
        if last.is_before(time):
            message = f"“{what}” is at {time.text}, after the last follow-up at {last.text}"
            hint = "correct the time, or write the later follow-up under `outcomes` or `events`"
            yield AFTER_FOLLOW_UP.at(where, message, hint=hint)


def _times(case: Case, facts: list[Fact]) -> Iterator[tuple[str, Time, Location]]:
    """Every time but those that say when the last follow-up was."""
    for fact in facts:
        if fact.path[0] == "outcomes":
            continue
        for name, time in (("at", fact.timed.at), ("from", fact.timed.from_), ("to", fact.timed.to)):
            if time:
                yield fact.what, time, case.sources.value(*fact.path, name)
        for index, change in enumerate(fact.timed.changes if isinstance(fact.timed, Treatment) else ()):
            if change.at:
                yield change.what, change.at, case.sources.value(*fact.path, "changes", index, "at")
    for key, test in case.facts.tests.items():
        for time in test.results:
            yield test.name, time, case.sources.key("tests", key, "results", time.text)
        if test.file:
            yield from ((test.name, result.time, result.where) for result in one_series(case, key, test)[0].results)


def _at_two_times(case: Case, facts: list[Fact]) -> Iterator[Finding]:
    """The same words in `events` and elsewhere; within one list a thing may well happen twice."""
    events = {_plain(what): (time, where) for time, what, where in event_places(case)}
    for fact in facts:
        start = fact.timed.at or fact.timed.from_
        if start is None or _plain(fact.what) not in events:
            continue
        time, where = events[_plain(fact.what)]
        if time.last.is_before(start) or (fact.timed.to or start).is_before(time):
            line = case.sources.value(*fact.path).line
            message = f"“{fact.what}” is here at {time.text}, and in line {line} at {start.text}"
            hint = "keep one; `events` are for what stands nowhere else"
            yield TWO_TIMES.at(where, message, hint=hint)


def _lost(case: Case) -> Iterator[Finding]:
    first: dict[Time, Location] = {}
    for time, _, where in event_places(case):
        if time in first:
            message = f"there are two events at {time.text}; the one in line {first[time].line} is lost"
            yield EVENT_LOST.at(where, message, hint="write both in one entry, with a semicolon between")
        first[time] = where


def _plain(what: str) -> str:
    return " ".join(what.casefold().split()).rstrip(".")
