"""What the patient had, in the record: signs and symptoms, diagnoses, and those that were excluded."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.case import Case
from pipeline.case.course import AdverseEvent, Outcome
from pipeline.case.patient import Note
from pipeline.case.sources import FieldPath
from pipeline.facts.causality import events_of
from pipeline.facts.terms import Terms, coded, said
from pipeline.manuscript.record import Disease, Feature, Interpretation, Term

_HISTORY = ("medical", "psychosocial", "genetic", "allergies")


def features_of(case: Case, terms: Terms) -> Iterator[Feature]:
    """Concerns, history and findings, then what happened under treatment, each in the order of case.yaml."""
    facts = case.facts
    for path, heading, notes in (
        (("patient", "concerns"), "", facts.patient.concerns),
        *((("history", name), terms.words[f"field_history_{name}"], getattr(facts.history, name)) for name in _HISTORY),
        (("examination",), terms.words["field_examination"], facts.examination),
    ):
        for index, note in enumerate(notes):
            yield _feature((*path, index), heading, note, terms)
    for index, event in enumerate(events_of(case)):
        yield _adverse(("adverse_events", index), event, terms)
    for index, outcome in enumerate(facts.outcomes):
        if not outcome.value:
            yield _outcome(("outcomes", index), outcome, terms)


def adverse_term(path: FieldPath, event: AdverseEvent) -> Term:
    return coded(event.code, path, event.what)


def _feature(path: FieldPath, heading: str, note: Note, terms: Terms) -> Feature:
    detail = "; ".join(filter(None, (heading, note.detail, terms.time(note.at) if note.at else "")))
    return Feature(
        coded(note.code, path, note.what),
        excluded=note.absent,
        onset=terms.when(note.from_),
        resolution=terms.when(note.to),
        description=detail,
    )


def _adverse(path: FieldPath, event: AdverseEvent, terms: Terms) -> Feature:
    told = terms.named(("action", event.action), ("outcome", event.outcome))
    return Feature(
        adverse_term(path, event),
        severity=said((*path, "grade"), event.grade),
        onset=terms.when(event.from_ or event.at),
        resolution=terms.when(event.to),
        description="; ".join(filter(None, (terms.words["field_adverse_events"], told))),
    )


def _outcome(path: FieldPath, outcome: Outcome, terms: Terms) -> Feature:
    told = assessment(outcome, terms)
    time = terms.time(outcome.at) if outcome.at else ""
    return Feature(
        coded(None, path, outcome.what),
        onset=terms.when(outcome.from_),
        resolution=terms.when(outcome.to),
        description="; ".join(filter(None, (terms.words["field_outcome"], told, time))),
    )


def assessment(outcome: Outcome, terms: Terms) -> str:
    """By what and by whom an outcome was judged."""
    by = outcome.assessed_by and terms.words[f"choice_assessed_by_{outcome.assessed_by}"]
    return terms.named(("instrument", outcome.instrument), ("assessed_by", by))


def diseases_of(case: Case, terms: Terms) -> Iterator[Disease]:
    """The final diagnoses, then what was excluded. What was only considered the patient may have had."""
    for index, diagnosis in enumerate(case.facts.diagnoses.final):
        term = coded(diagnosis.code, ("diagnoses", "final", index), diagnosis.what)
        yield Disease(term, False, terms.when(diagnosis.from_), terms.when(diagnosis.to))
    for index, alternative in enumerate(case.facts.diagnoses.differential):
        if alternative.excluded_by:
            yield Disease(coded(alternative.code, ("diagnoses", "differential", index), alternative.what), True)


def interpretations_of(case: Case, terms: Terms) -> Iterator[Interpretation]:
    """How sure a diagnosis is, on what it rests and when it was made."""
    for index, diagnosis in enumerate(case.facts.diagnoses.final):
        made = terms.time(diagnosis.at) if diagnosis.at else None
        told = terms.named(("certainty", diagnosis.certainty), ("basis", diagnosis.basis), ("at", made))
        if told:
            term = coded(diagnosis.code, ("diagnoses", "final", index), diagnosis.what)
            yield Interpretation(f"diagnoses.final.{index + 1}", term, told)
