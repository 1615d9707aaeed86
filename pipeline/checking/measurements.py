"""Rules about test results: whether their numbers, units, ranges and times hold together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.case import Case
from pipeline.case.course import Test
from pipeline.checking.prose_values import contradicted
from pipeline.facts.conversion import conversion_of
from pipeline.facts.measurements import Result, Series, series_of
from pipeline.facts.units import find_unit, same_unit, similar_unit
from pipeline.findings import Finding, Location, Severity, rule

UNKNOWN_UNIT = rule(
    "unknown-unit",
    Severity.ERROR,
    "A value in a misspelt unit can be a thousand times another.",
    fix="Write the unit as your laboratory prints it, or in UCUM.",
    example="tests: {creatinine: {name: Creatinine, unit: umoll/L}}\n",
)
NOT_CONVERTED = rule(
    "conversion-not-known",
    Severity.WARNING,
    "A second unit is shown only where the conversion is certain.",
    fix="Take out `also_in`, or name a unit into which the value can be converted.",
    example="tests: {factor: {name: Factor VIII, unit: IU/dL, also_in: mg/L}}\n",
)
CRITICAL_IS_NORMAL = rule(
    "critical-within-range",
    Severity.ERROR,
    "A value cannot be critical and within its reference range.",
    fix="Correct the critical limits or the reference range.",
    example="tests: {na: {name: Sodium, unit: mmol/L, range: 135–145, critical: 140–160, results: {day 0: 139}}}\n",
)
SLIPPED_POINT = rule(
    "slipped-point",
    Severity.WARNING,
    "A slipped decimal point makes a dangerous value of a normal one.",
    fix="Compare the value with the laboratory's report.",
    example="tests: {ferritin: {name: Ferritin, unit: µg/L, results: {day 0: 3420, day 9: 34.2, week 6: 3560}}}\n",
)

SHIFTS = (0.01, 0.1, 10.0, 100.0)
"""What a slipped decimal point does to a value."""
TIGHT, FAR = 2.0, 4.0
"""A range of which the top is at most twice the foot is that of something the body keeps steady, as potassium or pH; a
value four times above or below it is doubted, if it is normal with its decimal point moved."""
ALIKE = 1.5
"""Neighbours within this factor of each other say what a value should be near."""
_LOOK = "look whether the decimal point has slipped; if the value is right, leave it"


def check(case: Case) -> Iterator[Finding]:
    """The findings of this family, and those of reading the results."""
    for key, test in case.facts.tests.items():
        yield from _units(case, key, test)
    series, findings = series_of(case)
    yield from findings
    for one in series.values():
        yield from _limits(one, case.sources.value("tests", one.key, "critical"))
        yield from _slipped(one)
    yield from contradicted(case, series)


def _units(case: Case, key: str, test: Test) -> Iterator[Finding]:
    unknown = False
    for field, unit in (("unit", test.unit), ("also_in", test.also_in)):
        if unit and find_unit(unit) is None:
            unknown = True
            near = similar_unit(unit)
            hint = f"did you mean {near}?" if near else "write it in UCUM; what is no unit stands in braces: {points}"
            where = case.sources.value("tests", key, field)
            yield UNKNOWN_UNIT.at(where, "this is no unit that is known here", hint=hint, quote=unit)
    if not test.also_in or unknown:
        return
    where = case.sources.value("tests", key, "also_in")
    if not test.unit:
        yield NOT_CONVERTED.at(where, f"`{test.name}` has no unit to convert from", hint="add `unit:`")
    elif same_unit(test.unit, test.also_in):
        yield NOT_CONVERTED.at(where, f"`{test.name}` is in this unit already", hint="take `also_in` out")
    elif conversion_of(key, test, test.also_in) is None:
        message = f"how to convert {test.unit} of `{test.name}` to {test.also_in} is not known"
        hint = "give these values yourself, as a test of their own; or add the `loinc` code, if the substance is common"
        yield NOT_CONVERTED.at(where, message, hint=hint)


def _limits(series: Series, where: Location) -> Iterator[Finding]:
    normal, critical = series.range, series.critical
    if normal is None or critical is None:
        return
    too_high = critical.low is not None and normal.low is not None and critical.low > normal.low
    too_low = critical.high is not None and normal.high is not None and critical.high < normal.high
    if too_high or too_low:
        message = f"of {normal.text}, which is the reference range, some would be critical by these limits"
        yield CRITICAL_IS_NORMAL.at(where, message, hint="critical limits lie outside the reference range")


def _slipped(series: Series) -> Iterator[Finding]:
    """Each value that is doubted, once."""
    doubted = [*_unlike_neighbours(series), *_far_from_range(series)]
    yield from {finding.where: finding for finding in reversed(doubted)}.values()


def _far_from_range(series: Series) -> Iterator[Finding]:
    normal = series.range
    if normal is None or normal.low is None or normal.high is None or normal.low < 0:
        return
    low, high = normal.low, normal.high
    for result in series.results:
        value = result.value
        if value is None or result.comparator:
            continue
        if value < 0:
            message = f"`{series.name}` is less than nothing here: {result.text}"
            yield SLIPPED_POINT.at(result.where, message, hint="look whether the sign is meant")
        is_far = high <= low * TIGHT and not low / FAR <= value <= high * FAR
        if is_far and any(low <= value * shift <= high for shift in SHIFTS):
            message = f"`{series.name}` is {result.text} here, far from its reference range {normal.text}"
            yield SLIPPED_POINT.at(result.where, message, hint=_LOOK)


def _unlike_neighbours(series: Series) -> Iterator[Finding]:
    """A value that fits between its neighbours once its decimal point is moved, and does not as it stands."""
    numbered = [(r, r.value) for r in series.results if r.value and r.value > 0 and not r.comparator]
    for ((_, before), (result, value)), (_, (_, after)) in pairwise(pairwise(numbered)):
        low, high = sorted((before, after))
        if high > low * ALIKE or low / 8 < value < high * 8:
            continue
        for shift in SHIFTS:
            if low / ALIKE <= value * shift <= high * ALIKE:
                yield _slip(result, series, value * shift)
                break


def _slip(result: Result, series: Series, meant: float) -> Finding:
    message = f"`{series.name}` is {result.text} here, and about {meant:g} just before and after"
    return SLIPPED_POINT.at(result.where, message, hint=_LOOK)
