"""Reference ranges, critical limits and flags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.quantities import read_quantity
from pipeline.facts.ranges import Flag, Range, flag_of, read_critical, read_range


@pytest.mark.parametrize(
    ("typed", "low", "high", "text"),
    [
        ("<35", None, 35, "<35"),
        (">20", 20, None, ">20"),
        ("≥55", 55, None, "≥55"),
        ("<=5", None, 5, "≤5"),
        ("up to 35", None, 35, "≤35"),
        ("13–17", 13, 17, "13–17"),
        ("13-17", 13, 17, "13–17"),
        ("12.0 to 15.0", 12, 15, "12.0–15.0"),
        ("12,0–15,0", 12, 15, "12.0–15.0"),
        ("0–5", 0, 5, "0–5"),
        ("-2–2", -2, 2, "−2–2"),
        ("-5 to -2", -5, -2, "−5\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}−2"),
        ("<1:80", None, 80, "<1:80"),
        ("50", 50, 50, "50"),
        ("negative", None, None, "negative"),
    ],
)
def test_ranges(typed: str, low: float | None, high: float | None, text: str) -> None:
    found, problem = read_range(typed)
    assert problem == ""
    assert found is not None
    assert (found.low, found.high, found.text) == (low, high, text)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("17–13", "this range begins above its end: 17 is more than 13"),
        ("13..17", "this is not a range: write"),
        ("between 13 and 17", "this is not a range: write"),
        ("1,200–1500", "`1,200` could be two numbers"),
    ],
)
def test_what_is_no_range(typed: str, problem: str) -> None:
    found, said = read_range(typed)
    assert found is None
    assert said.startswith(problem)


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("2.5–6.5", 2.5, 6.5),
        ("<0.5", 0.5, None),
        (">20", None, 20),
        ("<2.5 or >6.5", 2.5, 6.5),
        (">6.5; <2.5", 2.5, 6.5),
    ],
)
def test_critical_limits_become_the_values_between_them(typed: str, low: float | None, high: float | None) -> None:
    found, _ = read_critical(typed)
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("typed", ["high", "<3 or <5", ">2 or <6", "6.5–2.5", "<3 or 4"])
def test_what_are_no_critical_limits(typed: str) -> None:
    found, problem = read_critical(typed)
    assert found is None
    assert problem


@pytest.mark.parametrize(
    ("value", "normal", "flag"),
    [
        ("88", "<35", "H"),
        ("35", "<35", "H"),
        ("34.9", "<35", None),
        ("15", "13–15", None),
        ("15.1", "13–15", "H"),
        ("20", ">20", "L"),
        ("55", "≥55", None),
        ("<5", "5–10", "L"),
        ("<5", "3–10", None),
        ("≤5", "5–10", None),
        ("<50", "<35", None),
        (">1000", "<35", "H"),
        (">20", "<35", None),
        ("2–3", "4–5", "L"),
        ("2–3", "<2", "H"),
        ("2–3", "3–5", None),
        ("39/50", "50", "L"),
        ("1:160", "<1:80", "H"),
        ("positive", "negative", "A"),
        ("weakly positive", "negative", "A"),
        ("2+", "negative", "A"),
        ("negative", "positive", "A"),
        ("not detected", "negative", None),
        ("detected", "not detected", "A"),
        ("not done", "negative", None),
        ("positivo", "negativo", "A"),
        ("high", "<35", None),
        ("88", "", None),
    ],
)
def test_flags(value: str, normal: str, flag: str | None) -> None:
    assert flag_of(read_quantity(value), read_range(normal)[0] if normal else None, None) == flag


@pytest.mark.parametrize(
    ("value", "flag"), [("2.4", "LL"), ("2.5", "L"), ("3.4", "L"), ("4", None), ("6", "H"), ("6.5", "H"), ("6.6", "HH")]
)
def test_critical_values(value: str, flag: str | None) -> None:
    normal, critical = read_range("3.5–5.1")[0], read_critical("<2.5 or >6.5")[0]
    assert flag_of(read_quantity(value), normal, critical) == flag


limits = st.decimals(0, 999, places=1)


@given(st.decimals(0, 999, places=1), limits, limits)
def test_flags_agree_with_ranges(value: object, one: object, other: object) -> None:
    low, high = sorted((float(str(one)), float(str(other))))
    normal, number = read_range(f"{low}–{high}")[0], float(str(value))
    expected = Flag.HIGH if number > high else Flag.LOW if number < low else None
    assert flag_of(read_quantity(str(value)), normal, None) == expected


@given(st.decimals(0, 999, places=1), st.sampled_from(["<", "≤", ">", "≥"]), limits)
def test_a_limit_is_flagged_only_where_all_that_it_may_mean_is_outside(
    value: object, comparator: str, limit: object
) -> None:
    number, bound = float(str(value)), float(str(limit))
    flag = flag_of(read_quantity(f"{comparator}{value}"), Range(bound, bound, True, True, ""), None)
    meant = {number} if comparator in "≤≥" else set()
    meant |= {number - 0.05, -1e9} if comparator in "<≤" else {number + 0.05, 1e9}
    assert (flag is Flag.HIGH) == all(m > bound for m in meant)
    assert (flag is Flag.LOW) == all(m < bound for m in meant)
