"""What of a case becomes an event of its timeline, in which lane and order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.timeline import Event, Lane, one_by_one, timeline
from tests.resolving.made import case

if TYPE_CHECKING:
    from random import Random

    from pipeline.reading.yaml_nodes import Value

TIMES = ("before", "2 years before", "day -3", "day 0", "about day 4", "week 1", "month 2", "6 months")


def events(facts: str) -> tuple[Event, ...]:
    return one_by_one(timeline(case(facts=facts)))


def shown(event: Event) -> str:
    """lane: start[–end|–] what [note]"""
    end = f" – {event.end.text}" if event.end else " –" if event.ongoing else ""
    subject = f"{event.subject} > " if event.subject else ""
    note = f" [{event.note}]" if event.note else ""
    return f"{event.lane}: {event.start.text}{end}: {subject}{event.what}{note}"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("patient: {concerns: [{what: rash, from: day -3}, fever]}", ["presentation: day -3 –: rash"]),
        ("history: {medical: [{what: asthma, at: 9 years before}]}", ["history: 9 years before: asthma"]),
        ("history: {medical: [{what: asthma, to: 9 years before}]}", ["history: before – 9 years before: asthma"]),
        ("examination: [{what: fever, at: day 0}]", ["presentation: day 0: fever"]),
        ("examination: [{what: fever, at: day 9}]", ["tests: day 9: fever"]),
        ("tests: {mri: {name: MRI, at: day 1, finding: a mass}}", ["tests: day 1: MRI: a mass"]),
        ("tests: {mri: {name: MRI, at: day 1}}", ["tests: day 1: MRI"]),
        ("tests: {mri: {name: MRI, finding: a mass}}", []),
        ("diagnoses: {final: [{what: DRESS, at: day 6}], difficulties: [no MRI]}", ["diagnoses: day 6: DRESS"]),
        ("treatments: {x: {dose: 5 mg, from: day 1}}", ["treatments: day 1 –: x, 5 mg"]),
        ("treatments: {x: {from: day 1, considered_only: true, because: y}}", []),
        (
            "treatments: {x: {name: X, from: day 1, to: day 9, changes: [{at: day 3, what: 2 mg}, {what: 9 mg}]}}",
            ["treatments: day 1 – day 9: X", "treatments: day 3: X > 2 mg"],
        ),
        ("treatments: {x: {name: X, changes: [{at: day 3, what: 2 mg}]}}", ["treatments: day 3: X > 2 mg"]),
        (
            "treatments: {x: {from: day 1, to: day 9, stopped_because: rash}}",
            ["treatments: day 1 – day 9: x [stopped]"],
        ),
        ("events: {days 3–7: in hospital}", ["events: day 3 – day 7: in hospital"]),
        ("outcomes: [{what: walk, value: 10 s, at: week 52}]", ["outcomes: week 52: walk: 10 s"]),
        ("adverse_events: [{what: rash, from: day 9, to: day 12}]", ["adverse_events: day 9 – day 12: rash"]),
        ("adverse_events: none", []),
    ],
)
def test_what_has_a_time_is_an_event(facts: str, expected: list[str]) -> None:
    assert [shown(event) for event in events(facts)] == expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("unit: U/L, range: <35, results: {day 0: 88, day 12: 912, day 90: 24}", ["day 12: T 912 U/L [highest]"]),
        ("unit: g/dL, range: 12–15, results: {day 0: 6.8, day 9: 11}", ["day 0: T 6.8 g/dL [lowest]"]),
        ("unit: U/L, range: <35, results: {day 0: 88}", ["day 0: T 88 U/L"]),
        ("unit: U/L, range: <35, results: {day 0: 20, day 12: 34}", []),
        ("unit: U/L, results: {day 0: 88, day 12: 912}", []),
        (
            "unit: mmol/L, range: 3.5–5, critical: 2.5–6, results: {day 0: 5.9, day 1: 2.4}",
            ["day 1: T 2.4 mmol/L [lowest]"],
        ),
        (
            "results: {day 0: negative, day 3: negative, day 5: positive, day 6: not done, day 9: negative}",
            ["day 0: T: negative", "day 5: T: positive", "day 9: T: negative"],
        ),
    ],
)
def test_of_a_series_the_turns_are_told(test: str, expected: list[str]) -> None:
    told = [shown(event).replace("\N{NO-BREAK SPACE}", " ") for event in events(f"tests: {{t: {{name: T, {test}}}}}")]
    assert told == [f"tests: {line}" for line in expected]


def test_of_many_numbers_at_one_time_the_five_farthest_outside_are_told() -> None:
    numbers = {
        name: f"{{name: {name}, range: <10, results: {{day 0: {n}}}}}"
        for name, n in zip("abcdefg", range(11, 25, 2), strict=True)
    }
    tests = [*(f"{key}: {test}" for key, test in numbers.items()), "w: {name: w, results: {day 0: growth}}"]
    tests.append("k: {name: k, range: <10, critical: '>10', results: {day 0: 10.1}}")
    for order in (tests, tests[::-1]):
        told = [shown(event) for event in events("tests: {" + ", ".join(order) + "}")]
        assert [line.removeprefix("tests: day 0: ") for line in told] == [
            "d 17",
            "e 19",
            "f 21",
            "g 23",
            "k 10.1",
            "w: growth",
        ]


def test_order_is_by_time_then_lane() -> None:
    facts = """
events: {day 0: admitted}
outcomes: [{what: well, at: week 6}, {what: alive, at: day 42}]
tests: {mri: {name: MRI, at: day 0}}
history: {medical: [{what: asthma, from: before}, {what: birth, at: 30 years before}]}
"""
    assert [event.what for event in events(facts)] == ["asthma", "birth", "MRI", "admitted", "alive", "well"]


def test_lanes_may_be_chosen() -> None:
    facts = "events: {day 0: admitted}\noutcomes: [{what: well, at: week 6}]"
    assert [event.what for event in timeline(case(facts=facts), frozenset({Lane.OUTCOMES}))] == ["well"]


def entries(key: str) -> st.SearchStrategy[list[dict[str, str]]]:
    timed = st.fixed_dictionaries({"what": st.sampled_from(("fever", "rash", "cough")), key: st.sampled_from(TIMES)})
    return st.lists(timed, max_size=5)


FACTS = st.fixed_dictionaries(
    {
        "patient": st.fixed_dictionaries({"concerns": entries("from")}),
        "history": st.fixed_dictionaries({"medical": entries("to"), "earlier_treatments": entries("at")}),
        "examination": entries("at"),
        "outcomes": entries("at"),
        "adverse_events": entries("from"),
        "treatments": st.dictionaries(
            st.sampled_from("abc"), st.fixed_dictionaries({"from": st.sampled_from(TIMES), "changes": entries("at")})
        ),
        "events": st.dictionaries(st.sampled_from(TIMES), st.sampled_from(("seen", "moved"))),
    }
)


def shuffled(value: Value, random: Random) -> Value:
    """The same facts, every list and mapping in another order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key], random) for key in random.sample(list(value), len(value))}
    if isinstance(value, list):
        return [shuffled(entry, random) for entry in random.sample(value, len(value))]
    return value


def written(facts: dict[str, Value]) -> str:
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in facts.items())


@given(FACTS, st.randoms(use_true_random=False))
def test_the_order_of_facts_makes_no_difference(facts: dict[str, Value], random: Random) -> None:
    again = shuffled(facts, random)
    assert timeline(case(facts=written(facts))) == timeline(case(facts=written(again)))


@given(FACTS)
def test_events_are_in_order_of_time(facts: dict[str, Value]) -> None:
    keys = [event.start.sort_key for event in one_by_one(timeline(case(facts=written(facts))))]
    assert keys == sorted(keys)
