"""A case → its timeline: everything in case.yaml that has a time, in one order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.case import Case
from pipeline.case.course import AdverseEvent, Outcome, Test, Treatment
from pipeline.case.patient import Timed
from pipeline.case.sources import FieldPath
from pipeline.case.time import Time, ends, parse_time
from pipeline.facts.causality import events_of
from pipeline.facts.turns import turns
from pipeline.findings import Location

_PRESENTATION = Time("day 0", 0.0)
_HISTORY = ("medical", "psychosocial", "genetic", "medications", "allergies", "earlier_treatments")


class Lane(StrEnum):
    """The kinds of event, from the top of a timeline to its bottom; named as their fields in case.yaml."""

    HISTORY = "history"
    PRESENTATION = "presentation"
    """Concerns, and what examination found up to day 0."""
    TESTS = "tests"
    DIAGNOSES = "diagnoses"
    TREATMENTS = "treatments"
    ADVERSE_EVENTS = "adverse_events"
    EVENTS = "events"
    OUTCOMES = "outcomes"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has a time. Two events are equal where they say the same, wherever it is written."""

    lane: Lane
    start: Time
    """`before` where only its end is known."""
    end: Time | None
    """None for a point, and for what is still going on."""
    ongoing: bool
    what: str
    detail: str = ""
    note: str = ""
    """`highest` or `lowest` of a measured value; `stopped` where `detail` says why a treatment ended."""
    subject: str = ""
    """Of a change: the treatment that was changed."""
    changes: tuple[Event, ...] = ()
    """Of a treatment, in order of time."""
    where: Location = field(default=Location(""), compare=False)

    @property
    def is_span(self) -> bool:
        return self.ongoing or self.end is not None

    @property
    def order(self) -> tuple[object, ...]:
        """By time, then by lane; what remains equal, by its words."""
        last = self.end.sort_key if self.end else float("inf") if self.ongoing else self.start.sort_key
        lane = list(Lane).index(self.lane)
        return (self.start.sort_key, lane, last, self.subject, self.what, self.detail, self.start.text)


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of case.yaml that may have a time, and where it stands."""

    path: FieldPath
    timed: Timed
    what: str


def timeline(case: Case, lanes: frozenset[Lane] = frozenset(Lane)) -> tuple[Event, ...]:
    """Every event of these lanes, changes inside their treatment, whatever the order of the lists in case.yaml."""
    events = (*(event for fact in facts_of(case) if (event := _event(case, fact))), *_others(case))
    return tuple(sorted((event for event in events if event.lane in lanes), key=lambda event: event.order))


def one_by_one(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The same with each change as an event of its own, where its time puts it."""
    changes = [change for event in events for change in event.changes]
    return tuple(sorted([*events, *changes], key=lambda event: event.order))


def facts_of(case: Case) -> Iterator[Fact]:
    """Every fact that has fields for a time, whether they are filled in or not; not what was only considered."""
    facts = case.facts
    notes: list[tuple[FieldPath, tuple[Timed, ...]]] = [
        (("patient", "concerns"), facts.patient.concerns),
        *((("history", name), getattr(facts.history, name)) for name in _HISTORY),
        (("examination",), facts.examination),
        (("diagnoses", "final"), facts.diagnoses.final),
        (("diagnoses", "difficulties"), facts.diagnoses.difficulties),
        (("outcomes",), facts.outcomes),
        (("adverse_events",), events_of(case)),
    ]
    for path, entries in notes:
        for index, entry in enumerate(entries):
            yield Fact((*path, index), entry, str(getattr(entry, "what", "")))
    for key, test in facts.tests.items():
        yield Fact(("tests", key), test, test.name)
    for key, treatment in facts.treatments.items():
        if not treatment.considered_only:
            yield Fact(("treatments", key), treatment, treatment.name or key)


def event_places(case: Case) -> list[tuple[Time, str, Location]]:
    """The entries of `events` as they were written: two keys may be one time, of which the case keeps the last."""
    places = []
    for path, where in case.sources.keys.items():
        if len(path) == 2 and path[0] == "events":
            time = parse_time(str(path[1]))[0]
            what = case.facts.events.get(time) if time else None
            if time and what:
                places.append((time, what, where))
    return places


def _event(case: Case, fact: Fact) -> Event | None:
    timed = fact.timed
    start = timed.at or timed.from_ or (Time("before", None) if timed.to else None)
    if start is None:
        return None
    what, detail, note = _told(fact)
    ongoing = not timed.at and timed.to is None
    changes = tuple(sorted(_changes(case, fact), key=lambda event: event.order))
    where = case.sources.key(*fact.path)
    end = None if timed.at else timed.to
    return Event(_lane(fact, start), start, end, ongoing, what, detail, note, "", changes, where)


def _lane(fact: Fact, start: Time) -> Lane:
    match fact.path[0]:
        case "patient":
            return Lane.PRESENTATION
        case "examination":
            return Lane.TESTS if _PRESENTATION.is_before(start) else Lane.PRESENTATION
        case top:
            return Lane(str(top))


def _told(fact: Fact) -> tuple[str, str, str]:
    """What, detail and note of an event."""
    match fact.timed:
        case Test(finding=str(finding)):
            return f"{fact.what}: {finding}", "", ""
        case Treatment() as treatment:
            what = f"{fact.what}, {treatment.dose}" if treatment.dose else fact.what
            return what, treatment.stopped_because or "", "stopped" if treatment.stopped_because else ""
        case Outcome() as outcome:
            return f"{fact.what}: {outcome.value}" if outcome.value else fact.what, outcome.instrument or "", ""
        case AdverseEvent() as event:
            return fact.what, "; ".join(filter(None, (event.grade, event.action, event.outcome))), ""
        case timed:
            names = ("detail", "certainty", "result")
            return fact.what, "; ".join(filter(None, (getattr(timed, name, None) for name in names))), ""


def _changes(case: Case, fact: Fact) -> Iterator[Event]:
    if isinstance(fact.timed, Treatment):
        for index, change in enumerate(fact.timed.changes):
            if change.at:
                where = case.sources.value(*fact.path, "changes", index)
                yield Event(
                    Lane.TREATMENTS,
                    change.at,
                    None,
                    False,
                    change.what,
                    change.because or "",
                    subject=fact.what,
                    where=where,
                )


def _others(case: Case) -> Iterator[Event]:
    """`events`, turns of series of results, and changes of treatments that have no time themselves."""
    for time, (what, where) in {time: (what, where) for time, what, where in event_places(case)}.items():
        start, _ = parse_time(ends(time.text)[0])
        yield Event(Lane.EVENTS, start or time, time.end, False, what, where=where)
    for turn in turns(case):
        yield Event(Lane.TESTS, turn.time, None, False, turn.what, note=turn.note, where=turn.where)
    for fact in facts_of(case):
        if fact.timed.at is None and fact.timed.from_ is None and fact.timed.to is None:
            yield from _changes(case, fact)
