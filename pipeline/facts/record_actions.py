"""What was done for the patient, in the record: each treatment, how it was given, and how that was changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.case import Case
from pipeline.case.course import Change, Treatment
from pipeline.case.sources import FieldPath
from pipeline.facts.causality import events_of
from pipeline.facts.record_features import adverse_term
from pipeline.facts.terms import Terms, coded, own, said
from pipeline.manuscript.record import Action, Deed, Status, Term

_GIVEN = {None, "drug", "transfusion"}
"""Kinds of treatment that have an agent; the others are done."""


def actions_of(case: Case, terms: Terms) -> Iterator[Action]:
    """Earlier treatments, medication, then the treatments of this case; not what was only considered."""
    yield from _earlier(case, terms)
    for index, note in enumerate(case.facts.history.medications):
        path: FieldPath = ("history", "medications", index)
        label = ", ".join(filter(None, (note.what, note.detail)))
        yield Action(Deed.TREATMENT, coded(note.code, path, label))
        start = note.from_ or note.at
        if start or note.to:
            yield Action(Deed.REGIMEN, own((*path, "course"), label), None, terms.when(start), terms.when(note.to))
    harm = _harm(case)
    for key, treatment in case.facts.treatments.items():
        if not treatment.considered_only:
            yield from _treatment(key, treatment, harm.get(key, ()), terms)


def changes_of(case: Case) -> Iterator[tuple[str, Change]]:
    """Key of the treatment, and what was changed."""
    for key, treatment in case.facts.treatments.items():
        yield from ((key, change) for change in treatment.changes)


def _harm(case: Case) -> dict[str, tuple[Term, ...]]:
    """Key of a treatment → the adverse events of which it is suspected."""
    harm: dict[str, tuple[Term, ...]] = {}
    for index, event in enumerate(events_of(case)):
        for key in event.suspected:
            harm[key] = (*harm.get(key, ()), adverse_term(("adverse_events", index), event))
    return harm


def _earlier(case: Case, terms: Terms) -> Iterator[Action]:
    for index, earlier in enumerate(case.facts.history.earlier_treatments):
        path: FieldPath = ("history", "earlier_treatments", index)
        response = said((*path, "result"), earlier.result)
        yield Action(Deed.TREATMENT, coded(earlier.code, path, earlier.what), response=response)
        start = earlier.from_ or earlier.at
        if start or earlier.to:
            course = Action(Deed.REGIMEN, own((*path, "course"), earlier.what))
            yield replace(course, start=terms.when(start), end=terms.when(earlier.to))


def _treatment(key: str, treatment: Treatment, harm: tuple[Term, ...], terms: Terms) -> Iterator[Action]:
    path, name = ("treatments", key), treatment.name or key
    start, end = terms.when(treatment.from_ or treatment.at), terms.when(treatment.to)
    given = treatment.kind in _GIVEN
    yield Action(
        Deed.TREATMENT if given else Deed.PROCEDURE,
        coded(treatment.code, path, name),
        route=said((*path, "route"), treatment.route) if given else None,
        start=None if given else start,
        intent=said((*path, "because"), treatment.because),
        response=said((*path, "result"), treatment.result),
        adverse_events=harm,
        stopped_because=said((*path, "stopped_because"), treatment.stopped_because),
    )
    how = " ".join(filter(None, (treatment.dose, None if given else treatment.route, treatment.frequency)))
    if how or end or (given and start):
        label = f"{name}: {how}" if how else name
        yield Action(Deed.REGIMEN, own((*path, "course"), label), None, start, end, _status(treatment))
    for index, change in enumerate(treatment.changes):
        step = (*path, "changes", index)
        because = said((*step, "because"), change.because)
        yield Action(Deed.REGIMEN, own(step, f"{name}: {change.what}"), None, terms.when(change.at), intent=because)


def _status(treatment: Treatment) -> Status:
    if treatment.stopped_because:
        return Status.DISCONTINUED
    if treatment.to:
        return Status.COMPLETED
    # Left out, `to` means still going on; of a treatment at one time nothing is said.
    return Status.STARTED if treatment.from_ else Status.UNKNOWN
