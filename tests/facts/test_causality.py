"""Answers → score and category, as the scales were published."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.case.course import AdverseEvent, Answer
from pipeline.facts.causality import (
    SCALES,
    Answers,
    Judgement,
    Scale,
    judgements,
    naranjo_category,
    points_of,
    rules,
    who_umc_category,
)
from tests.resolving.made import WORDS, case

ANSWERS: tuple[Answer, ...] = ("yes", "no", "unknown")
NARANJO_1981 = {
    "reported_before": (1, 0),
    "after_drug": (2, -1),
    "improved": (1, 0),
    "came_back": (2, -1),
    "other_causes": (-1, 2),
    "placebo": (-1, 1),
    "toxic_level": (1, 0),
    "dose_related": (1, 0),
    "earlier_reaction": (1, 0),
    "confirmed": (1, 0),
}
"""Points for yes and for no, from the publication."""
CATEGORIES = {"certain", "probable", "possible", "unlikely", "conditional", "unassessable"}


def judged(naranjo: Answers) -> Judgement:
    return Judgement(0, "x", naranjo, {}, {"naranjo": naranjo, "who_umc": {}})


@pytest.mark.parametrize(("question", "points"), NARANJO_1981.items())
def test_points_of_naranjo(question: str, points: tuple[int, int]) -> None:
    assert tuple(points_of(question, {question: answer}) for answer in ANSWERS) == (*points, 0)
    assert points_of(question, {}) == 0


@pytest.mark.parametrize(
    ("score", "category"),
    [
        (13, "definite"),
        (9, "definite"),
        (8, "probable"),
        (5, "probable"),
        (4, "possible"),
        (1, "possible"),
        (0, "doubtful"),
        (-4, "doubtful"),
    ],
)
def test_categories_of_naranjo(score: int, category: str) -> None:
    assert naranjo_category(score) == category


def test_naranjo_asks_ten_questions_that_give_from_minus_4_to_13_points() -> None:
    assert list(rules().points) == list(NARANJO_1981)
    assert (sum(map(min, NARANJO_1981.values())), sum(map(max, NARANJO_1981.values()))) == (-4, 13)


@given(st.dictionaries(st.sampled_from(list(NARANJO_1981)), st.sampled_from(ANSWERS)))
def test_a_score_is_the_sum_of_what_was_answered(answers: dict[str, Answer]) -> None:
    one = judged(answers)
    expected = sum(NARANJO_1981[q][ANSWERS.index(a)] for q, a in answers.items() if a != "unknown")
    assert one.score == expected
    assert one.answered == sum(answer != "unknown" for answer in answers.values())
    assert one.naranjo_category == naranjo_category(expected)


@pytest.mark.parametrize(
    ("answers", "category"),
    [
        ("plausible_time other_causes- improved specific came_back", "certain"),
        ("plausible_time other_causes- improved specific rechallenge_needed-", "certain"),
        ("plausible_time other_causes- improved specific came_back- rechallenge_needed-", "probable"),
        ("plausible_time other_causes- improved specific", "probable"),
        ("plausible_time other_causes- improved came_back", "probable"),
        ("plausible_time other_causes- specific came_back", "possible"),
        ("plausible_time other_causes improved specific came_back", "possible"),
        ("plausible_time- other_causes", "unlikely"),
        ("plausible_time- other_causes-", "conditional"),
        ("plausible_time", "conditional"),
        ("other_causes-", "conditional"),
        ("plausible_time more_data-", "unassessable"),
        ("plausible_time more_data", "conditional"),
        ("plausible_time other_causes more_data-", "possible"),
    ],
)
def test_categories_of_who_umc(answers: str, category: str) -> None:
    given: dict[str, Answer] = {word.rstrip("-"): "no" if word.endswith("-") else "yes" for word in answers.split()}
    assert who_umc_category(given) == category


def test_every_set_of_answers_has_one_category_of_who_umc() -> None:
    reached = set()
    for answers in product((None, *ANSWERS), repeat=len(rules().criteria)):
        asked = {q: answer for q, answer in zip(rules().criteria, answers, strict=True) if answer}
        reached.add(who_umc_category(asked))
        known = {q: answer for q, answer in asked.items() if answer != "unknown"}
        assert who_umc_category(asked) == who_umc_category(known)
    assert reached == CATEGORIES


def test_every_question_and_category_has_its_words() -> None:
    naranjo = {*rules().points, *(f"is_{name}" for name, _ in rules().categories), f"is_{rules().below}"}
    who_umc = {*rules().criteria, *(f"is_{name}" for name in CATEGORIES)}
    for scale, names in (("naranjo", naranjo), ("who_umc", who_umc)):
        assert {key.removeprefix(f"{scale}_") for key in WORDS if key.startswith(f"{scale}_")} == names


@pytest.mark.parametrize("scale", SCALES)
def test_the_form_names_every_question(scale: Scale) -> None:
    described = AdverseEvent.model_fields[scale].description or ""
    assert ", ".join(rules().questions(scale)) in " ".join(described.split())


TREATMENTS = "treatments: {one: {from: day 1}, two: {from: day 2}}\n"


def test_who_umc_takes_over_what_naranjo_asks_too() -> None:
    facts = (
        TREATMENTS + "adverse_events: [{what: rash, suspected: one,"
        " naranjo: {improved: yes, other_causes: no, placebo: no}, who_umc: {plausible_time: yes}}]"
    )
    (one,) = judgements(case(facts=facts))
    assert one.who_umc == {"improved": "yes", "other_causes": "no", "plausible_time": "yes"}
    assert one.who_umc_category == "probable"


def test_without_its_own_questions_there_is_no_category_of_who_umc() -> None:
    facts = TREATMENTS + "adverse_events: [{what: rash, suspected: one, naranjo: {improved: yes}}]"
    (one,) = judgements(case(facts=facts))
    assert one.who_umc == {}


def test_each_suspect_is_judged_by_its_own_answers() -> None:
    facts = (
        TREATMENTS + "adverse_events: [{what: rash, suspected: [one, two],"
        " naranjo: {one: {improved: yes}, two: {after_drug: yes, improved: yes}}}]"
    )
    assert [(one.suspect, one.score) for one in judgements(case(facts=facts))] == [("one", 1), ("two", 3)]


def test_nothing_answered_is_nothing_judged() -> None:
    assert list(judgements(case(facts=TREATMENTS + "adverse_events: [{what: rash, suspected: one}]"))) == []
    assert list(judgements(case(facts="adverse_events: none"))) == []
