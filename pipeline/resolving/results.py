"""A test and a time → its result with its unit, as a sentence has it."""

from __future__ import annotations

import re

from pipeline.case import Case
from pipeline.case.course import Test
from pipeline.case.time import parse_time
from pipeline.facts.conversion import conversion_of
from pipeline.facts.measurements import Result, Series, one_series
from pipeline.facts.units import find_unit, printed_unit, with_unit
from pipeline.language import with_decimal_sign

_SPAN = re.compile(r"[\d.,–−/]+")


def result_in_words(case: Case, key: str, test: Test, asked: str) -> tuple[str, str, str]:
    """Text, problem, hint. `asked` is a time, and perhaps another unit: `day 0 in mmol/L`; '' for the only result."""
    series, _ = one_series(case, key, test)
    at, _, unit = asked.partition(" in ")
    times = ", ".join(result.time.text for result in series.results)
    known = f"results are given for: {times}" if times else "no results are given"
    if not at:
        if len(series.results) == 1:
            return _printed(case, series, series.results[0], "")
        return (test.finding, "", "") if test.finding else ("", f"`{test.name}` needs a time", known)
    time, problem = parse_time(at)
    if time is None:
        return "", f"`{at}`: {problem}", known
    for result in series.results:
        if result.time.sort_key == time.sort_key:
            return _printed(case, series, result, unit.strip())
    return "", f"`{test.name}` has no result at {time.text}", known


def field_in_words(case: Case, key: str, field: str) -> str:
    """`{{ tests.alt.range }}` and `{{ tests.alt.unit }}` as printed; '' for fields that need no care."""
    test = case.facts.tests[key]
    if field in {"unit", "also_in"}:
        return printed_unit(getattr(test, field))
    series, _ = one_series(case, key, test)
    if field == "range" and series.range:
        return with_decimal_sign(series.range.text, case.facts.language)
    return ""


def _printed(case: Case, series: Series, result: Result, unit: str) -> tuple[str, str, str]:
    text, printed = result.text, series.unit
    if unit:
        test = case.facts.tests[series.key]
        conversion = conversion_of(series.key, test, unit)
        if conversion is None or result.value is None:
            what = "is no unit that is known here" if find_unit(unit) is None else f"is not known for `{series.name}`"
            return "", f"`{unit}` {what}", f"leave out `in {unit}`, or give the value yourself"
        text, printed = conversion.text(text), printed_unit(unit)
    text = with_decimal_sign(text, case.facts.language)
    is_number = result.value is not None or _SPAN.fullmatch(text)
    return with_unit(text, printed) if is_number else text, "", ""
