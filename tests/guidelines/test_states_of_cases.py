"""What CARE's items are in the cases that ship: the synthetic one answers all, the retold one shows its honest gaps.

The states were judged by reading each case; a change of one is a change of what we claim.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pipeline.build import Wishes, check_case
from pipeline.guidelines.answers import Answer, State
from pipeline.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]

PARASPINAL = """
1    found    title names the disease and “case report”
2    weak     seven keywords, none of them `case report`
3a   found    rare beside the spine, where it can press on the cord
3b   found    weak legs, abnormal sensation, retention; mass and iron
3c   found    diagnosis, three treatments, outcome and harm
3d   found    the single effects cannot be told apart
4    found    names CARE, and only does not cite it
5a   found    a 26-year-old man
5b   weak     how long each complaint had lasted is declared unknown
5c   weak     family, psychosocial and genetic history are declared unknown
5d   unknown
6    unknown  no grade, level or reflex is in the record
7    weak     a table that is called, with times missing
8a   weak     times and results are declared unknown
8b   unknown  that there were difficulties, not which
8c   weak     no alternatives
8d   unknown
9a   weak     the chelators are not named
9b   weak     no dose, start or duration
9c   found    hydroxyurea was stopped because of aplasia
10a  weak     who judged is declared unknown
10b  weak     smaller, lower: words without numbers
10c  unknown
10d  weak     aplasia, its time, grade and outcome declared unknown
11a  found    strength and limits of the reconstruction, one patient
11b  found
11c  found    compatible, not proven, three treatments at once
11d  found
12   weak     the heading is there, the patient's words are not
13   weak     “obtained or waived”
"""
LACKING = {
    "care.2.count",
    "care.2.type",
    "care.4.care-cited",
    "care.7.cover",
    "care.9b.duration",
    "care.10b.numbers",
    "care.12.words",
    "care.13.clear",
}


@cache
def answers(case_id: str) -> tuple[Answer, ...]:
    return check_case(Workspace(ROOT), case_id, Wishes(guideline="care-2013")).checklists[0].answers


def test_the_synthetic_case_answers_every_item() -> None:
    assert {
        answer.item.id: answer.state for answer in answers("synthetic-emh") if answer.state is not State.FOUND
    } == {}
    assert len(answers("synthetic-emh")) == 30


def test_the_retold_case_shows_its_gaps_and_no_others() -> None:
    expected = {line.split()[0]: line.split()[1] for line in PARASPINAL.strip().splitlines()}
    assert {answer.item.id: str(answer.state) for answer in answers("paraspinal-emh")} == expected


def test_what_the_retold_case_lacks_is_what_is_told() -> None:
    assert {lack.check for answer in answers("paraspinal-emh") for lack in (*answer.lacks, *answer.advice)} == LACKING


@pytest.mark.parametrize("case_id", ["synthetic-emh", "paraspinal-emh"])
def test_every_answer_points_to_what_a_reader_sees(case_id: str) -> None:
    found = [answer for answer in answers(case_id) if answer.state in {State.FOUND, State.WEAK}]
    assert all(answer.evidence and answer.evidence[0].excerpt for answer in found)


@pytest.mark.parametrize("case_id", ["synthetic-emh", "paraspinal-emh"])
def test_every_lack_says_where_to_mend_it(case_id: str) -> None:
    lacks = [lack for answer in answers(case_id) for lack in answer.lacks]
    assert all(lack.where.file.startswith(f"cases/{case_id}/") and "{" not in lack.message for lack in lacks)
