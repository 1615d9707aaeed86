"""Tests of case.yaml as series: values, flags, order, places, and what is wrong with them."""

from __future__ import annotations

import random

import pytest

from pipeline.facts.measurements import Series, series_of
from tests.resolving.made import case


def read(test: str) -> tuple[Series, list[str]]:
    """The series of one test, and its findings as `rule: message; hint`."""
    series, findings = series_of(case(facts=f"tests:\n  alt: {test}\n"))
    return series["alt"], [f"{f.rule.id}: {f.message}; {f.hint}" for f in findings]


def test_a_series() -> None:
    results = "{week 2: 912, day 0: <40, 3 months: 24}"
    series, findings = read(
        f"{{name: ALT, unit: u/l, range: <35, critical: '>500', loinc: 1742-6, results: {results}}}"
    )
    assert findings == []
    assert (series.key, series.name, series.unit, series.loinc) == ("alt", "ALT", "U/L", "1742-6")
    assert [(r.time.text, r.text, r.value, r.comparator, r.flag) for r in series.results] == [
        ("day 0", "<40", 40, "<", None),
        ("week 2", "912", 912, "", "HH"),
        ("3 months", "24", 24, "", None),
    ]
    assert series.results[0].where.field == "tests.alt.results.day 0"


def test_a_test_in_words_alone_is_no_series() -> None:
    assert series_of(case(facts="tests: {mri: {name: MRI, at: day 1, finding: a mass}}\n")) == ({}, [])


def test_the_order_of_writing_does_not_matter() -> None:
    results = [f"day {n}: {n + 10}" for n in range(-5, 6)]
    expected = read(f"{{name: ALT, results: {{{', '.join(results)}}}}}")[0].results
    random.Random(5).shuffle(results)
    found = read(f"{{name: ALT, results: {{{', '.join(results)}}}}}")[0].results
    assert [(r.time, r.text) for r in found] == [(r.time, r.text) for r in expected]


@pytest.mark.parametrize(
    ("value", "text", "finding"),
    [
        ("88", "88", ""),
        ("88 U/L", "88", ""),
        ("88 H", "88", "flag-written: a flag is written behind this value of `ALT`; write 88 alone"),
        (
            "'6,8'",
            "6.8",
            "number-form: this number has a comma, or separators of thousands; it is read as 6.8: write it so",
        ),
        ("1 200", "1200", "number-form: this number has a comma, or separators of thousands; it is read as 1200"),
        ("'1,200'", "1,200", "ambiguous-number: this could be two numbers, and is not guessed; write 1200 or 1.200"),
        ("88 mg/L", "88 mg/L", "unit-changes: `ALT` is in U/L, but mg/L is written here; the value gets no flag"),
        ("l2", "l2", "result-not-a-number: this value of `ALT` begins like a number but is none; it gets no flag"),
        ("12 (haemolysed)", "12 (haemolysed)", "result-not-a-number: this value of `ALT` begins like a number"),
        ("1e999", "1e999", "result-not-a-number"),
        ("not done", "not done", ""),
        ("haemolysed – repeated on day 3", "haemolysed – repeated on day 3", ""),
    ],
)
def test_results(value: str, text: str, finding: str) -> None:
    series, findings = read(f"{{name: ALT, unit: U/L, range: <35, results: {{day 0: {value}}}}}")
    (result,) = series.results
    assert result.text == text
    assert "; ".join(findings).startswith(finding)
    assert len(findings) == bool(finding)
    assert (result.value is None) == (finding.startswith(("ambiguous", "unit", "result")) or text[0] in "nh")


def test_words_without_unit_or_range_may_begin_with_figures() -> None:
    assert read("{name: Culture, results: {day 0: 2 of 4 bottles grew Escherichia coli}}")[1] == []


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("range: 17–13", "reference-range: this range begins above its end: 17 is more than 13"),
        ("range: 13 to seventeen", "reference-range: `to seventeen` belongs to no range: write `13–17`"),
        ("range: around 35", "reference-range: this is not a range"),
        ("range: 1–3 mg/L", "unit-changes: `ALT` is in U/L, but mg/L is written here"),
        ("range: '1,5–3'", "number-form: this number has a comma, or separators of thousands; it is read as 1.5–3"),
        ("critical: high", "critical-limits: critical limits are numbers"),
        ("critical: 9–3", "critical-limits: this range begins above its end"),
        ("range: <35 U/L", ""),
        ("critical: '<10 or >500'", ""),
    ],
)
def test_ranges_of_a_test(typed: str, finding: str) -> None:
    series, findings = read(f"{{name: ALT, unit: U/L, {typed}, results: {{day 0: 88}}}}")
    assert "; ".join(findings).startswith(finding)
    assert len(findings) == bool(finding)
    assert [r.text for r in series.results] == ["88"]


def test_a_time_given_twice_keeps_its_first_result() -> None:
    series, findings = read("{name: ALT, results: {week 1: 88, day 7: 90, day 8: 70}}")
    assert [r.text for r in series.results] == ["88", "70"]
    assert findings == [
        (
            "time-given-twice: `ALT` already has a result at this time: 88; the first is kept; "
            "`day 7` and `week 1` are the same time"
        )
    ]


@pytest.mark.parametrize("typed", ["Day 0", "DAY  0", "day 0"])
def test_a_result_knows_its_place_however_its_time_is_typed(typed: str) -> None:
    series, _ = read(f"{{name: ALT, results: {{week 1: 5, {typed}: 88}}}}")
    line = f"  alt: {{name: ALT, results: {{week 1: 5, {typed}: 88}}}}"
    assert series.results[0].where.column == line.index("88") + 1
