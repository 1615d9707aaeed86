"""waivers.yaml: what is understood, what is refused and why, what a waiver covers, and how one is added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.build import Result
from pipeline.findings import RULES, Finding, Location, Severity
from pipeline.guidelines.answers import Answer, Checklist, Lack, State, Waiver
from pipeline.guidelines.guideline import Guideline, Item
from pipeline.signing.waivers import of_nothing, read_waivers, set_aside, waivers_in, with_waivers
from pipeline.signing.waiving import add_waiver, why_refused

ENTRY = "- {rule: not-called, because: It is a logo., by: Ada Example, on: 2025-11-23}\n"
HERE = Location("cases/one/case.yaml", 8, 3, field="figures.fig-logo.title")


def told(text: str) -> list[tuple[str, int]]:
    return [(finding.rule.id, finding.where.line) for finding in waivers_in(f"waivers:\n{text}", "waivers.yaml")[1]]


def waiver(rule: str = "not-called", at: str = "", because: str = "It is a logo.") -> Waiver:
    return Waiver(rule, because, "Ada Example", "2025-11-23", Location("waivers.yaml", 2), at)


def finding(rule: str = "not-called", where: Location = HERE, message: str = "`fig-logo` is not called") -> Finding:
    return RULES[rule].at(where, message, quote="example2020")


def test_a_waiver_says_what_who_why_and_when() -> None:
    (read,), findings = waivers_in(f"waivers:\n{ENTRY}", "waivers.yaml")
    assert replace(read, origin=Location("")) == replace(waiver(), origin=Location(""))
    assert read.origin.line == 2
    assert not findings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENTRY.replace("not-called", "not-caled"), [("waiver-unknown-rule", 2)]),
        (ENTRY.replace("not-called", "consent-withdrawn"), [("waiver-not-possible", 2)]),
        (ENTRY.replace("not-called", "unknown-key"), [("waiver-not-possible", 2)]),
        (ENTRY.replace("not-called", "waiver-of-nothing"), [("waiver-not-possible", 2)]),
        (ENTRY + ENTRY, [("waiver-twice", 3)]),
        (ENTRY + ENTRY.replace("because", "at: fig-logo, because"), []),
        (ENTRY.replace("It is a logo.", "ok"), [("waiver-without-reason", 2)]),
        (ENTRY.replace("because: It is a logo., ", ""), [("missing-key", 2)]),
        (ENTRY.replace("by: Ada Example, ", ""), [("missing-key", 2)]),
        (ENTRY.replace("2025-11-23", "yesterday"), [("wrong-value", 2)]),
        (ENTRY.replace("because", "becuase"), [("unknown-key", 2), ("missing-key", 2)]),
        # Whether there is such an item or check, the checklists say.
        (ENTRY.replace("not-called", "care-2013/12"), []),
        (ENTRY.replace("not-called", "care.7.cover"), []),
    ],
)
def test_what_is_wrong_with_a_waiver_is_told_at_its_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert sorted(told(text)) == sorted(expected)


@pytest.mark.parametrize(("today", "holds"), [("2025-11-22", False), ("2025-11-23", True), ("2026-01-01", True)])
def test_a_waiver_of_a_day_to_come_does_not_hold_until_then(today: str, holds: bool) -> None:
    text = "waivers:\n- rule: not-called\n  because: It is a logo.\n  by: Ada Example\n  on: 2025-11-23\n"
    read, findings = waivers_in(text, "waivers.yaml", date.fromisoformat(today))
    assert bool(read) is holds
    assert [(one.rule.id, one.where.line) for one in findings] == ([] if holds else [("waiver-in-the-future", 5)])
    assert all(
        one.message == f"the waiver of `not-called` is dated 2025-11-23, and today is {today}" for one in findings
    )


def test_of_two_waivers_the_one_that_has_come_holds() -> None:
    read, _ = waivers_in("waivers:\n" + ENTRY.replace("2025", "2125") + ENTRY, "waivers.yaml", date(2025, 12, 1))
    assert [one.on for one in read] == ["2025-11-23"]


def test_a_misspelt_rule_is_named() -> None:
    _, (found,) = waivers_in("waivers:\n" + ENTRY.replace("not-called", "not-caled"), "waivers.yaml")
    assert found.hint == "did you mean `not-called`?"


def test_one_bad_waiver_does_not_take_the_next_with_it() -> None:
    good, _ = waivers_in("waivers:\n" + ENTRY.replace("Ada Example", '""') + ENTRY, "waivers.yaml")
    assert [one.rule for one in good] == ["not-called"]


def test_a_file_that_is_not_yaml_is_an_error_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text("waivers: [", "utf-8")
    waivers, findings = read_waivers(tmp_path, str)
    assert waivers == ()
    assert {found.severity for found in findings} == {Severity.ERROR}


def test_a_case_without_waivers_has_none(tmp_path: Path) -> None:
    assert read_waivers(tmp_path, str) == ((), [])


@pytest.mark.parametrize("at", ["", "fig-logo", "figures.fig-logo", "figures", "example2020", "@example2020"])
def test_a_waiver_sets_aside_what_is_of_its_rule_and_at_its_place(at: str) -> None:
    assert set_aside([finding()], [waiver(at=at)]) == ([], [(finding(), waiver(at=at))])


@pytest.mark.parametrize(
    "other",
    [waiver(at="fig-mri"), waiver(at="logo"), waiver(at="figures.fig"), waiver("table-without-id")],
    ids=["figure", "part of a word", "part of a path", "rule"],
)
def test_a_waiver_of_something_else_does_not(other: Waiver) -> None:
    assert set_aside([finding()], [other]) == ([finding()], [])


@pytest.mark.parametrize(
    ("severity", "aside"), [(Severity.ERROR, True), (Severity.FATAL, False), (Severity.REFUSAL, False)]
)
def test_what_a_journal_made_an_error_can_be_waived_but_nothing_graver(severity: Severity, aside: bool) -> None:
    raised = replace(finding(), raised=severity)
    assert bool(set_aside([raised], [waiver()])[1]) is aside


def test_an_error_is_not_set_aside_even_where_the_file_says_so() -> None:
    wrong = RULES["unknown-key"].at(HERE, "x")
    assert set_aside([wrong], [waiver("unknown-key")]) == ([wrong], [])


def test_the_nearest_waiver_stands_in_the_report() -> None:
    _, ((_, used),) = set_aside([finding()], [waiver(), waiver(at="fig-logo")])
    assert used.at == "fig-logo"


# --- items and checks --------------------------------------------------------------------------------------

LACK = Lack("care.7.cover", "the time line is short", "add events", HERE)


def checklist(*answers: Answer) -> Checklist:
    return Checklist("care-2013", Guideline(title="CARE"), answers)


def answer(number: str, state: State, *lacks: Lack) -> Answer:
    return Answer(Item(id=number, topic="Topic", requirement="Tell it."), state, lacks=lacks)


ASKED = checklist(answer("7", State.WEAK, LACK), answer("12", State.MISSING), answer("13", State.FOUND))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("care-2013/12", [0, 1, 0]),
        ("care.7.cover", [1, 0, 0]),
        ("care-2013/7", [1, 0, 0]),
        # Nothing to set aside: it is found, or of another guideline.
        ("care-2013/13", [0, 0, 0]),
        ("scare-2023/12", [0, 0, 0]),
    ],
)
def test_items_and_checks_show_their_waivers(rule: str, expected: list[int]) -> None:
    (made,) = with_waivers([ASKED], [waiver(rule)])
    assert [len(one.waivers) for one in made.answers] == expected


@pytest.mark.parametrize(
    ("rule", "is_told"),
    [
        ("not-called", True),
        ("care-2013/13", True),
        ("care.7.nothing", True),
        ("care-2013/12", False),
        ("care.7.cover", False),
        # What was not looked at: another guideline, an output that is not written.
        ("scare-2023/12", False),
        ("pdf-layout", False),
    ],
)
def test_a_waiver_that_sets_nothing_aside_any_more_is_told(rule: str, is_told: bool) -> None:
    waivers = [waiver(rule)]
    found = list(of_nothing(waivers, [], with_waivers([ASKED], waivers)))
    assert [one.rule.id for one in found] == ["waiver-of-nothing"] * is_told


def test_a_waiver_in_force_is_not_told() -> None:
    _, aside = set_aside([finding()], [waiver()])
    assert not list(of_nothing([waiver()], aside, []))


# --- adding ------------------------------------------------------------------------------------------------

INDENTED = "# mine\nwaivers:\n  - rule: x.y  # why\n    because: It is so.\n    by: Ben\n    on: 2026-01-02"
OF_WINDOWS = "\ufeffwaivers:\r\n- {rule: x.y, because: It is so., by: Ben, on: 2026-01-02}\r\n"
RESULT = Result("one", [finding()], checklists=(ASKED,))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (waiver(), []),
        (waiver(at="fig-logo"), []),
        (waiver("care-2013/12"), []),
        (waiver("not-caled"), ["waiver-unknown-rule"]),
        (waiver("unknown-key"), ["waiver-not-possible"]),
        (waiver(because="fine"), ["waiver-without-reason"]),
        (waiver(at="fig-mri"), ["waiver-of-nothing"]),
        (waiver("table-without-id"), ["waiver-of-nothing"]),
        (waiver("care-2013/13"), ["waiver-of-nothing"]),
    ],
)
def test_what_is_not_there_or_may_not_be_waived_is_refused(wanted: Waiver, expected: list[str]) -> None:
    assert [found.rule.id for found in why_refused(wanted, RESULT)] == expected


@pytest.mark.parametrize(
    ("before", "start"),
    [
        ("", "# What was set aside in this case, by whom and why. `casewright waive` adds to it.\nwaivers:\n"),
        (INDENTED, f"{INDENTED}\n"),
        (OF_WINDOWS, OF_WINDOWS),
    ],
)
def test_a_waiver_is_added_at_the_end_and_all_else_stays(tmp_path: Path, before: str, start: str) -> None:
    path = tmp_path / "waivers.yaml"
    if before:
        path.write_bytes(before.encode())
    new = replace(waiver(at="fig-logo", because='A "logo": no #1, né'), by="Zoë")
    assert add_waiver(tmp_path, str, new) == []
    text = path.read_bytes().decode()
    entry = (
        '- rule: "not-called"\n  at: "fig-logo"\n  because: "A \\"logo\\": no #1, né"\n  by: "Zoë"\n  on: 2025-11-23\n'
    )
    if "  - rule" in text:
        entry = "".join(f"  {line}\n" for line in entry.splitlines())
    end = "\r\n" if "\r\n" in text else "\n"
    assert text == start + entry.replace("\n", end)
    read, findings = read_waivers(tmp_path, str)
    assert not findings
    assert (read[-1].because, read[-1].by) == ('A "logo": no #1, né', "Zoë")


@pytest.mark.parametrize(
    ("before", "rule"),
    [
        ("waivers: [{rule: x.y, because: It is so., by: Ben, on: 2026-01-02}]\n", "waiver-not-added"),
        ("waivers:\n" + ENTRY, "waiver-twice"),
        ("waivers: [\n", "not-yaml"),
    ],
)
def test_a_file_to_which_nothing_can_be_added_stays_as_it_is(tmp_path: Path, before: str, rule: str) -> None:
    (tmp_path / "waivers.yaml").write_text(before, "utf-8")
    assert [found.rule.id for found in add_waiver(tmp_path, str, waiver())] == [rule]
    assert (tmp_path / "waivers.yaml").read_text("utf-8") == before


def test_nothing_is_written_through_a_link_that_leads_elsewhere(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    (case / "waivers.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert [found.rule.id for found in add_waiver(case, str, waiver())] == ["cannot-store"]
    assert not (tmp_path / "elsewhere.yaml").exists()
