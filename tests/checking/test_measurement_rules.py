"""Rules about test results: what breaks each, at which place, and a near miss."""

from __future__ import annotations

import pytest

from pipeline.checking.measurements import check
from tests.resolving.made import case


def found(test: str) -> list[str]:
    """Findings of one test as `rule: message; hint`."""
    return [f"{f.rule.id}: {f.message}; {f.hint}" for f in check(case(facts=f"tests:\n  hb: {{name: Hb, {test}}}\n"))]


@pytest.mark.parametrize(
    ("test", "finding"),
    [
        ("unit: g/dq, results: {day 0: 9}", "unknown-unit: this is no unit that is known here; "),
        ("unit: gg/dL, results: {day 0: 9}", "unknown-unit: this is no unit that is known here; did you mean g/dL?"),
        ("unit: quux", "unknown-unit: this is no unit that is known here; write it in UCUM; what is no unit stands in"),
        ("unit: g/dL, also_in: mol/dk", "unknown-unit: this is no unit that is known here"),
        (
            "unit: g/dL, loinc: 1-8, also_in: kPa",
            "conversion-not-known: how to convert g/dL of `Hb` to kPa is not known; give these values yourself",
        ),
        ("also_in: g/L", "conversion-not-known: `Hb` has no unit to convert from; add `unit:`"),
        ("unit: g/dL, also_in: g/dl", "conversion-not-known: `Hb` is in this unit already; take `also_in` out"),
        (
            "unit: g/dL, range: 12–15, critical: <13, results: {day 0: 9}",
            "critical-within-range: of 12–15, which is the reference range, some would be critical by these limits",
        ),
        ("range: 12–15, critical: '>14', results: {day 0: 9}", "critical-within-range"),
        (
            "results: {day 0: 9.8, day 1: 98, day 2: 10.1}",
            "slipped-point: `Hb` is 98 here, and about 9.8 just before and after; look whether the decimal point",
        ),
        ("results: {day 0: 140, day 1: 1.4, day 2: 138}", "slipped-point: `Hb` is 1.4 here, and about 140 just before"),
        (
            "range: 3.5–5.0, results: {day 0: 42, day 1: 4.1}",
            "slipped-point: `Hb` is 42 here, far from its reference range 3.5–5.0; look whether the decimal point",
        ),
        ("range: 7.35–7.45, results: {day 0: 74}", "slipped-point: `Hb` is 74 here, far from its reference range"),
        ("range: 150–450, results: {day 0: -4}", "slipped-point: `Hb` is less than nothing here: −4; look whether"),
        (
            "range: 3.5–5.0, results: {day 0: 4.2, day 1: 42, day 2: 4.1}",
            "slipped-point: `Hb` is 42 here, and about 4.2",
        ),
        ("range: 15–12, results: {day 0: 9}", "reference-range: this range begins above its end"),
    ],
)
def test_what_is_found(test: str, finding: str) -> None:
    (said,) = found(test)
    assert said.startswith(finding)


@pytest.mark.parametrize(
    "test",
    [
        "unit: g/dl, also_in: mmol/L, results: {day 0: 9}",
        "unit: '{my_own}', results: {day 0: 9}",
        "range: 12–15, critical: <7 or >20, results: {day 0: 9}",
        "range: 12–15, critical: <12, results: {day 0: 9}",
        "range: <15, critical: <7, results: {day 0: 9}",
        # A course that rises and falls is no slip.
        "results: {day 0: 88, day 12: 912, day 90: 24}",
        "results: {day 0: 10, day 1: 60, day 2: 10}",
        "results: {day 0: 10, day 1: 300, day 2: 11}",
        # Far outside, but normal by no shift of the point; or of what may well be ten times normal; or below zero.
        "range: 12–15, results: {day 0: 2.1}",
        "range: 15–200, results: {day 0: 1500}",
        "range: -2–2, results: {day 0: -14}",
        "range: 3.5–5.0, results: {day 0: 2.1, day 1: '>42'}",
        # At the ends, and beside limits, nothing is known.
        "results: {day 0: 98, day 1: 9.9, day 2: 10.1}",
        "results: {day 0: <9.8, day 1: 98, day 2: 10.1}",
        "results: {day 0: 0, day 1: 98, day 2: 0}",
        "at: day 1, finding: a mass",
    ],
)
def test_what_is_not(test: str) -> None:
    assert found(test) == []


def test_a_unit_is_complained_of_at_its_place() -> None:
    (finding,) = check(case(facts="tests:\n  hb: {name: Hb, unit: quux}\n"))
    assert (str(finding.where), finding.quote, finding.where.field) == ("case.yaml:3:24", "quux", "tests.hb.unit")
