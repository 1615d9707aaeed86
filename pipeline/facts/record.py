"""A case → its clinical record, and the fields that have no place in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.case import Case
from pipeline.case.time import Time
from pipeline.facts.age_at_last import age_at_last
from pipeline.facts.causality import events_of
from pipeline.facts.measurements import Series, series_of
from pipeline.facts.record_actions import actions_of, changes_of
from pipeline.facts.record_features import diseases_of, features_of, interpretations_of
from pipeline.facts.record_measurements import measurements_of
from pipeline.facts.terms import Terms, own, said
from pipeline.facts.timeline import facts_of
from pipeline.findings import Location
from pipeline.manuscript.record import Age, AgeRange, Record, Term
from pipeline.remembering import Same, facts_and_files, remembered

_NO_PLACE = {
    ("patient", "ancestry"): "ancestry",
    ("patient", "occupation"): "occupation",
    ("history", "family"): "family history",
    ("diagnoses", "prognosis"): "prognosis",
    ("diagnoses", "difficulties"): "difficulties of the diagnosis",
    ("diagnoses", "differential"): "reasons for and against alternative diagnoses",
    ("events",): "events",
    ("adherence",): "adherence",
}
"""What the schema cannot say of the patient. A relative's disease would be read as the patient's, `discharged home` as
a symptom."""


@remembered(lambda case, words, age_told="": (facts_and_files(case), Same(words), age_told))
def record_of(case: Case, words: Mapping[str, str], age_told: str = "") -> Record:
    """`age_told` is the age in words, where the journal prints no exact one."""
    terms = Terms(words, case.facts.language)
    patient = case.facts.patient
    series, _ = series_of(case)
    return Record(
        sex=patient.sex or "",
        gender=said(("patient", "gender"), patient.gender),
        age=_age(case, series, age_told),
        features=tuple(features_of(case, terms)),
        measurements=tuple(measurements_of(case, series, terms)),
        diseases=tuple(diseases_of(case, terms)),
        interpretations=tuple(interpretations_of(case, terms)),
        actions=tuple(actions_of(case, terms)),
        where=Location(case.sources.file),
        left_out=tuple(_left_out(case)),
    )


def _age(case: Case, series: Mapping[str, Series], told: str) -> Age | AgeRange | Term | None:
    path = ("patient", "age")
    if told or not case.facts.patient.age:
        return own(path, told) if told else None
    followed = max((time.last.days or 0.0 for time in _times(case, series)), default=0.0)
    return age_at_last(path, case.facts.patient.age, followed)


def _times(case: Case, series: Mapping[str, Series]) -> Iterator[Time]:
    """Every time that the case names."""
    for fact in facts_of(case):
        yield from filter(None, (fact.timed.at, fact.timed.from_, fact.timed.to))
    yield from case.facts.events
    yield from (result.time for one in series.values() for result in one.results)
    yield from (change.at for _, change in changes_of(case) if change.at)


def _left_out(case: Case) -> Iterator[str]:
    facts = case.facts
    for path, what in _NO_PLACE.items():
        value: object = facts
        for step in path:
            value = getattr(value, step)
        if value:
            yield what
    if not all(alternative.excluded_by for alternative in facts.diagnoses.differential):
        yield "alternative diagnoses that nothing excluded"
    if any(not (test.results or test.file or test.finding) for test in facts.tests.values()):
        yield "tests without a result"
    if facts.adverse_events == "none":
        yield "that there were no adverse events"
    if any(event.naranjo or event.who_umc for event in events_of(case)):
        yield "answers about the cause of adverse events"
    if any(treatment.considered_only for treatment in facts.treatments.values()):
        yield "treatments that were only considered"
