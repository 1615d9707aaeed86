"""Adverse events: what is wrong with suspects and answers, where, and what is not."""

from __future__ import annotations

import pytest

from pipeline.checking.causality import check
from pipeline.reading.case_file import read_case_file
from tests.resolving.made import case

TREATMENTS = """\
treatments:
  one: {from: week 1}
  two: {from: week 2}
  held: {considered_only: true}
"""


def found(event: str) -> list[list[str]]:
    """Of one adverse event: rule, field, message and hint."""
    facts = f"{TREATMENTS}adverse_events:\n  - {{what: rash, from: week 3, {event}}}\n"
    return [[f.rule.id, f.where.field, f.message, f.hint] for f in check(case(facts=facts))]


@pytest.mark.parametrize(
    "event",
    [
        "suspected: one",
        "suspected: [one, two]",
        "grade: mild",
        "suspected: one, naranjo: {after_drug: yes, came_back: yes, other_causes: no}",
        "suspected: one, naranjo: {after_drug: unknown, came_back: yes}",
        "suspected: one, naranjo: {other_causes: unknown}, who_umc: {other_causes: yes, plausible_time: yes}",
        "suspected: one, naranjo: {other_causes: no}, who_umc: {other_causes: no, plausible_time: no}",
        "suspected: [one, two], naranjo: {one: {other_causes: yes}, two: {other_causes: unknown}}",
    ],
)
def test_nothing_is_wrong_with(event: str) -> None:
    assert found(event) == []


@pytest.mark.parametrize(
    ("event", "finding", "hint"),
    [
        (
            "suspected: onee",
            ["suspected-treatment", "adverse_events.0.suspected.0", "there is no treatment of this name"],
            "did you mean `one`?",
        ),
        (
            "suspected: [one, held]",
            [
                "suspected-treatment",
                "adverse_events.0.suspected.1",
                "this treatment was only considered, so it cannot have caused anything",
            ],
            "take it out here, or take `considered_only` out there",
        ),
        (
            "suspected: one, naranjo: {improvd: yes}",
            ["causality-question", "adverse_events.0.naranjo.improvd", "this is not one of the questions"],
            "did you mean `improved`?",
        ),
        (
            "suspected: [one, two], who_umc: {two: {plausible: yes}}",
            ["causality-question", "adverse_events.0.who_umc.two.plausible", "this is not one of the questions"],
            "did you mean `plausible_time`?",
        ),
        (
            "naranjo: {improved: yes}",
            [
                "causality-whose-answers",
                "adverse_events.0.naranjo",
                "these answers do not say of which treatment they are",
            ],
            "name the treatment in `suspected:`",
        ),
        (
            "suspected: [one, two], naranjo: {improved: yes}",
            [
                "causality-whose-answers",
                "adverse_events.0.naranjo",
                "these answers do not say of which treatment they are",
            ],
            "write them for each treatment: naranjo: {one: {…}}",
        ),
        (
            "suspected: [one, two], naranjo: {twoo: {improved: yes}}",
            [
                "causality-whose-answers",
                "adverse_events.0.naranjo.twoo",
                "answers are given for this treatment, which is not in `suspected`",
            ],
            "did you mean `two`?",
        ),
        (
            "suspected: one, naranjo: {other_causes: yes}, who_umc: {other_causes: no}",
            [
                "causality-contradiction",
                "adverse_events.0.who_umc.other_causes",
                "`other_causes` is no here and yes under `naranjo`",
            ],
            "answer it once, under `naranjo`: it is counted for both",
        ),
        (
            "suspected: [one, two], naranjo: {one: {other_causes: no}, two: {other_causes: yes}}",
            [
                "causality-other-suspect",
                "adverse_events.0.naranjo.one.other_causes",
                "no other cause is said to explain the event, yet two is suspected of it as well",
            ],
            "answer yes, or unknown, where the other could be the cause",
        ),
    ],
)
def test_what_is_wrong_with(event: str, finding: list[str], hint: str) -> None:
    assert found(event) == [[*finding, hint]]


def begun(event: str, treatment: str, answers: str) -> list[str]:
    """Contradictions where event and treatment began at these times, '' for none given."""
    given, began = (f"from: {time}" if time else "" for time in (treatment, event))
    facts = f"treatments: {{one: {{{given}}}}}\nadverse_events: [{{what: rash, {began}, suspected: one, {answers}}}]\n"
    findings = check(case(facts=facts.replace(", ,", ",")))
    return [f"{f.where.field.rpartition('.')[2]}: {f.message}" for f in findings if f.rule.id.endswith("contradiction")]


@pytest.mark.parametrize(
    ("event", "treatment", "answers", "wrong"),
    [
        ("day 1", "day 5", "naranjo: {after_drug: yes}", ["after_drug"]),
        ("day 5", "day 1", "naranjo: {after_drug: no}", ["after_drug"]),
        ("day 5", "before", "naranjo: {after_drug: no}", ["after_drug"]),
        ("day 1", "day 5", "who_umc: {plausible_time: yes}", ["plausible_time"]),
        ("day 5", "day 1", "naranjo: {after_drug: yes}, who_umc: {plausible_time: no}", []),
        ("day 5", "day 5", "naranjo: {after_drug: yes}", []),
        ("day 5", "week 1", "naranjo: {after_drug: yes}", []),
        ("", "day 5", "naranjo: {after_drug: yes}", []),
        ("day 1", "", "naranjo: {after_drug: yes}", []),
        ("", "", "naranjo: {after_drug: no, came_back: yes}", ["came_back"]),
        ("", "", "naranjo: {after_drug: no}, who_umc: {plausible_time: yes}", ["plausible_time"]),
    ],
)
def test_answers_fit_each_other_and_the_times(event: str, treatment: str, answers: str, wrong: list[str]) -> None:
    assert [said.partition(":")[0] for said in begun(event, treatment, answers)] == wrong


def test_a_contradiction_with_the_course_names_both_times() -> None:
    assert begun("day 1", "day 5", "naranjo: {after_drug: yes}") == [
        "after_drug: `after_drug` is answered with yes, but the event began at day 1, the treatment at day 5"
    ]


@pytest.mark.parametrize(
    ("answers", "finding"),
    [
        ("{improved: maybe}", "`adverse_events.0.naranjo.improved`: write one of: yes, no, unknown"),
        ("{one: {improved: maybe}}", "`adverse_events.0.naranjo.one.improved`: write one of: yes, no, unknown"),
        (
            "{one: {improved: yes}, improved: yes}",
            "`adverse_events.0.naranjo.improved`: fields are expected here, not a text or a list",
        ),
        ("yes", "`adverse_events.0.naranjo`: fields are expected here, not a text or a list"),
    ],
)
def test_answers_that_are_none(answers: str, finding: str) -> None:
    facts = f"casewright: 1\n{TREATMENTS}adverse_events:\n  - {{what: rash, suspected: one, naranjo: {answers}}}\n"
    read, _, findings = read_case_file(facts, "case.yaml")
    assert read is not None
    assert [f.message for f in findings] == [finding]
