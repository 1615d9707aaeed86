from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import reporting
from pipeline.build import Result
from pipeline.guidelines.answers import State
from pipeline.guidelines.guideline import Wanted
from pipeline.reporting.reported import open_items
from pipeline.reporting.terminal import line_of, show_checked
from tests.reporting.reported_case import DOUBTFUL, reported, result

WORKSPACE = reported().workspace


def test_a_checked_case_is_shown_with_its_findings_items_and_waivers(capsys: pytest.CaptureFixture[str]) -> None:
    told = result()
    told.findings = [DOUBTFUL]
    show_checked(told, WORKSPACE)
    shown = capsys.readouterr()
    assert shown.out == (
        "one: checked · 1 warning · 1 set aside · CARE 2013: 1 found, 1 weak, 2 missing, 1 missing, declared unknown, "
        "1 in the source but not printed, 1 not applicable · 1.2 s\n"
    )
    assert (
        shown.err
        == """\
cases/one/narrative.md:7: warning[some-warning]: this is doubtful
one: CARE 2013 (here 7 of 30 items), as Some Journal asks for it: 1 of 7 items confirmed by a named person
    7 Timeline: missing; no table or figure shows the timeline
        at cases/one/case.yaml:12:1
        hint: Add one.
    8 Tests: weak; there is only a trace of it: “She was well.”
        at cases/one/narrative.md:3:1
        hint: Tell of tests.
    9 Treatment: missing
        hint: Tell of treatment.
        set aside by Ada Example on 2026-11-21: it is in the other paper
    10 Outcome: missing, declared unknown; not in the record
        hint: Tell of outcome.
    11 Adherence: in the source but not printed
        hint: Tell of adherence.
cases/one/narrative.md:12:5: set aside[some-warning]: this is set aside
    by Ada Example on 2026-11-20: the journal asks for it
"""
    )


def test_nothing_found_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    show_checked(Result("two", seconds=0.04), WORKSPACE)
    assert capsys.readouterr() == ("two: checked · no findings · 0.0 s\n", "")


@pytest.mark.parametrize("form", reporting.REPORTS)
def test_where_another_form_is_wanted_nothing_is_shown_in_between(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_checked(result(), WORKSPACE, form)
    assert capsys.readouterr() == ("", "")


def test_no_score_is_given() -> None:
    told = result()
    told.findings = []
    assert "%" not in line_of(told, WORKSPACE)


def test_a_reason_cannot_steer_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    told = result()
    (finding, waiver) = told.waived[0]
    told.waived = [(finding, type(waiver)("r", "because\x1b[2J of this", "A", "2026", finding.where))]
    show_checked(told, WORKSPACE)
    assert "\x1b" not in capsys.readouterr().err


def test_an_item_that_can_be_marked_says_how() -> None:
    told = result()
    (checklist,) = told.checklists
    missing = next(answer for answer in checklist.answers if answer.state is State.MISSING and not answer.lacks)
    item = missing.item.model_copy(update={"evidence": (Wanted(kind="marked"),)})
    told.checklists = (replace(checklist, answers=(replace(missing, item=item),)),)
    (one,) = open_items(told)
    assert one.fix.endswith(f" Where the text says so already, mark it: [words]{{care={item.id}}}")
