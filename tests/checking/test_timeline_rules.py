"""What times of a case contradict each other, at which line, and what comes near without doing so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.checking import timeline
from pipeline.findings import Finding
from tests.resolving.made import case

COURSE = """\
outcomes:
  - {what: walks without help, at: week 52}
events:
  week 2: discharged
treatments:
  lamotrigine:
    from: day -38
    to: day 10
    changes:
      - {at: CHANGE, what: 200 mg daily}
adverse_events:
  - what: rash
    from: RASH
    suspected: lamotrigine
"""


def course(change: str = "day -10", rash: str = "day -3") -> str:
    return COURSE.replace("CHANGE", change).replace("RASH", rash)


def found(facts: str) -> list[Finding]:
    return list(timeline.check(case(facts=facts)))


BROKEN = [
    ("history: {medical: [{what: asthma, from: day 3, to: day -3}]}", "ends-before-it-begins", 2),
    ("treatments:\n  x: {from: week 9, to: week 8}", "ends-before-it-begins", 3),
    ("treatments:\n  x:\n    from: month 3\n    to: day 20", "ends-before-it-begins", 5),
    ("examination: [{what: fever, at: day 0, from: day -3}]", "point-and-span", 2),
    ("diagnoses: {final: [{what: DRESS, at: day 0, to: day 3}]}", "point-and-span", 2),
    (course(change="day 11"), "change-outside-treatment", 11),
    (course(change="day -39"), "change-outside-treatment", 11),
    (course(change="week 3"), "change-outside-treatment", 11),
    (course(rash="day -39"), "suspect-given-later", 15),
    (course(rash="before"), "suspect-given-later", 15),
    (
        "outcomes: [{what: well, at: week 6}]\ntests: {alt: {name: ALT, results: {week 7: 30}}}",
        "after-last-follow-up",
        3,
    ),
    ("events: {days 3–7: in hospital}\ndiagnoses: {final: [{what: DRESS, at: day 8}]}", "after-last-follow-up", 3),
    ("events: {day 9: seen}\ntreatments: {x: {from: day 1, to: day 12}}", "after-last-follow-up", 3),
    (
        "events: {day 14: Hepatitis, day 20: last seen}\ndiagnoses: {final: [{what: hepatitis, at: day 12}]}",
        "one-fact-at-two-times",
        2,
    ),
    ("events:\n  day 12: hepatitis\n  Day 12: transfer", "event-lost", 4),
]
SOUND = [
    course(),
    course(change="day 10"),
    course(change="week 2"),
    course(change="about day 11"),
    course(rash="day -38"),
    course(rash="month -1"),
    "treatments:\n  x: {from: week 9, to: week 9}",
    "treatments:\n  x: {from: month 1, to: day 20}",
    "examination: [{what: fever, from: day -3, to: day 0}, {what: rash, at: day 0}, pallor]",
    "outcomes: [{what: well, at: 6 months}]\ntests: {alt: {name: ALT, results: {week 26: 30, day 0: 90}}}",
    "tests: {alt: {name: ALT, results: {week 26: 30}}}\ndiagnoses: {final: [{what: DRESS, at: day 8}]}",
    "events: {day 12: hepatitis, day 20: last seen}\ndiagnoses: {final: [{what: hepatitis, at: week 2}]}",
    "examination: [{what: fever, at: day 0}, {what: fever, at: day 9}]",
    "events:\n  day 12: hepatitis\n  day 13: transfer",
]


@pytest.mark.parametrize(("facts", "rule", "line"), BROKEN)
def test_times_that_contradict_each_other(facts: str, rule: str, line: int) -> None:
    findings = found(facts)
    assert [(finding.rule.id, finding.where.line) for finding in findings] == [(rule, line)]
    assert all(finding.hint for finding in findings)


@pytest.mark.parametrize("facts", SOUND)
def test_times_that_may_all_be_true(facts: str) -> None:
    assert found(facts) == []


def test_results_in_a_file_are_not_later_than_the_last_follow_up(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "labs.csv").write_text("day,hb\n0,12\n9,11\n900,13\n", "utf-8")
    facts = "events: {day 9: seen}\ntests: {hb: {name: Hb, file: labs.csv}}\n"
    (finding,) = timeline.check(replace(case(facts=facts), folder=tmp_path))
    assert finding.rule.id == "after-last-follow-up"
    assert (finding.where.file, finding.where.line) == ("one/data/labs.csv", 4)


def test_a_message_names_both_times() -> None:
    (finding,) = found(course(change="day 11"))
    assert finding.message == "lamotrigine is changed at day 11, after it ends at day 10"


def test_of_two_events_under_one_time_the_last_stays() -> None:
    (finding,) = found("events:\n  day 12: hepatitis\n  Day 12: transfer")
    assert finding.message == "there are two events at day 12; the one in line 3 is lost"
