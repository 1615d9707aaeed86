"""Test results and measured outcomes in the record: numbers with UCUM units, everything else in the author's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.case import Case
from pipeline.case.course import Test
from pipeline.case.sources import FieldPath
from pipeline.facts.measurements import Result, Series
from pipeline.facts.record_features import assessment
from pipeline.facts.terms import Terms, own, said, unit_term
from pipeline.facts.units import with_unit
from pipeline.manuscript.record import Measurement, Quantity, Term

_NOT_ALONE = set(":/+")
"""In `1:160`, `4/5` and `2+` the number is only half of what is said."""


def measurements_of(case: Case, series: Mapping[str, Series], terms: Terms) -> Iterator[Measurement]:
    """`series` are the results by key of their test."""
    for key, test in case.facts.tests.items():
        path = ("tests", key)
        assay = Term(f"LOINC:{test.loinc}", test.name) if test.loinc else own(path, test.name)
        if key in series:
            for result in series[key].results:
                yield _measurement(assay, result, series[key], terms, test)
        if test.finding:
            observed, method = terms.when(test.at or test.from_), terms.named(("method", test.method))
            yield Measurement(assay, own((*path, "finding"), test.finding), observed, method)
    for index, outcome in enumerate(case.facts.outcomes):
        path_of_outcome: FieldPath = ("outcomes", index)
        if value := said((*path_of_outcome, "value"), outcome.value):
            observed = terms.when(outcome.at or outcome.from_)
            yield Measurement(own(path_of_outcome, outcome.what), value, observed, assessment(outcome, terms))


def _measurement(assay: Term, result: Result, series: Series, terms: Terms, test: Test) -> Measurement:
    limits = series.range
    has_both = limits is not None and limits.low is not None and limits.high is not None
    observed = terms.when(result.time)
    # A range that is open on one side, or in words, is none to the schema, which reads a missing end as 0.
    outside = with_unit(limits.text, series.unit if not limits.in_words else "") if limits and not has_both else None
    told = terms.named(("method", test.method), ("range", outside))
    if result.value is None or result.comparator or _NOT_ALONE & set(result.text):
        step = observed.id.rpartition(":time.")[2] if observed else ""
        text = with_unit(result.text, series.unit if result.value is not None else "")
        return Measurement(assay, own(("tests", series.key, "results", step), text), observed, told)
    unit = unit_term(("tests", series.key, "unit"), test.unit)
    low, high = (limits.low, limits.high) if limits and has_both else (None, None)
    return Measurement(assay, Quantity(result.value, unit, low, high), observed, told)
