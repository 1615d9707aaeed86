from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from pipeline.build import Result
from pipeline.cli import main
from pipeline.findings import Edit, Finding, Location
from pipeline.reporting import REPORTS, Reported
from pipeline.workspace import Workspace
from tests.reporting.reported_case import DOUBTFUL, ERROR, FILE, MISSPELT, WAIVER, reported

HERE = Path(__file__).parent
SCHEMA = json.loads((HERE / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
ROOT = HERE.parents[1]


def run(told: Reported) -> Any:  # JSON
    log = json.loads(REPORTS["sarif"](told))
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(log)] == []
    (one,) = log["runs"]
    return one


def results(told: Reported, rule: str) -> Any:  # JSON
    return [one for one in run(told)["results"] if one["ruleId"] == rule]


def test_the_schema_finds_faults() -> None:
    assert list(Draft4Validator(SCHEMA).iter_errors({"version": "2.1.0", "runs": [{"results": []}]})) != []


def test_every_finding_and_every_item_left_open_is_a_result() -> None:
    told = run(reported())
    assert [(one["ruleId"], one["level"]) for one in told["results"]] == [
        ("some-error", "error"),
        ("some-error", "error"),
        ("some-warning", "warning"),
        ("some-refusal", "error"),
        ("some-warning", "warning"),
        ("care-2013/7", "note"),
        ("care-2013/8", "note"),
        ("care-2013/9", "note"),
        ("care-2013/10", "note"),
        ("care-2013/11", "note"),
    ]
    rules = told["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in told["results"])
    assert len({rule["id"] for rule in rules}) == len(rules)


def test_nothing_found_is_a_run_without_results() -> None:
    assert run(reported(Result("one")))["results"] == []


def test_strictly_an_item_left_open_is_an_error() -> None:
    assert {one["level"] for one in results(reported(strict=True), "care-2013/7")} == {"error"}


def test_a_rule_helps() -> None:
    (rule,) = [rule for rule in run(reported())["tool"]["driver"]["rules"] if rule["id"] == "some-error"]
    assert rule["help"]["text"] == "why it is wrong.\nMend it.\nFor example:\na: b\n\nSource: ICMJE 2024"
    assert rule["properties"]["severity"] == "error"


def test_a_place_is_relative_and_in_characters() -> None:
    (command, misspelt) = results(reported(), "some-error")
    (place,) = misspelt["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": FILE, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4, "startColumn": 1, "endColumn": 9},
    }
    assert run(reported())["columnKind"] == "unicodeCodePoints"
    assert command["locations"] == [{"logicalLocations": [{"name": "--journal"}]}]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("cases/a b/caño.yaml", "cases/a%20b/ca%C3%B1o.yaml"),
        ("/home/ada/templates/labels/en.yaml", None),
        ("C:/Users/ada/en.yaml", None),
    ],
)
def test_no_path_of_this_computer_is_told(file: str, uri: str | None) -> None:
    found = ERROR.at(Location(file, 1, 1), "wrong")
    (one,) = results(reported(Result("one", [found])), "some-error")
    assert one["locations"][0].get("physicalLocation", {}).get("artifactLocation", {}).get("uri") == uri
    assert "home" not in json.dumps(one)
    assert "Users" not in json.dumps(one)


def test_what_is_refused_is_not_told() -> None:
    assert "Ada Example" not in json.dumps(results(reported(), "some-refusal"))


def test_what_was_set_aside_is_suppressed_with_name_and_reason() -> None:
    (_, aside) = results(reported(), "some-warning")
    (suppression,) = aside["suppressions"]
    assert suppression["justification"] == f"{WAIVER.because} (set aside by Ada Example on 2026-11-20)"
    assert results(reported(), "care-2013/9")[0]["suppressions"]
    assert "suppressions" not in results(reported(), "care-2013/7")[0]


@pytest.mark.parametrize(
    ("column", "was", "region"),
    [
        pytest.param(3, "ab", (4, 3, 4, 5), id="within a line"),
        pytest.param(3, "", (4, 3, 4, 3), id="nothing goes"),
        pytest.param(5, "", (4, 5, 4, 5), id="nothing goes at the end of a line"),
        pytest.param(3, "ab\n", (4, 3, 5, 1), id="with the end of its line"),
        pytest.param(3, "ab\n\ncde", (4, 3, 6, 4), id="over several lines"),
    ],
)
def test_a_fix_takes_away_what_stands_there(tmp_path: Path, column: int, was: str, region: tuple[int, ...]) -> None:
    (one,) = with_fix(tmp_path, Edit(Location(FILE, 4, column, len(was)), "new", was))
    (fix,) = one["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert tuple(replacement["deletedRegion"].values()) == region
    assert replacement["insertedContent"] == {"text": "new"}


@pytest.mark.parametrize(
    ("line", "column", "was"),
    [(4, 3, "abc"), (4, 2, "ab"), (4, 3, "ab\nx"), (4, 6, ""), (9, 1, "ab"), (0, 0, "x"), (4, 0, "x")],
)
def test_a_fix_of_what_is_not_there_any_more_is_left_out(tmp_path: Path, line: int, column: int, was: str) -> None:
    good = Edit(Location(FILE, 4, 3, 2), "new", "ab")
    (one,) = with_fix(tmp_path, good, Edit(Location(FILE, line, column, len(was)), "new", was))
    assert "fixes" not in one
    assert one["message"]["text"]


def with_fix(root: Path, *edits: Edit) -> Any:  # JSON
    (root / FILE).parent.mkdir(parents=True)
    (root / FILE).write_bytes("\ufeffone\r\ntwo\r\nthree\r\n  ab\r\n\r\ncdef\r\n".encode())
    found = Result("one", [replace(MISSPELT, edits=edits)])
    return results(Reported([found], Workspace(root), False), "some-error")


def signs(*findings: Finding) -> list[str]:
    told = run(reported(Result("one", list(findings))))
    return [one["partialFingerprints"]["casewright/v1"] for one in told["results"]]


def test_a_finding_is_known_again_when_lines_above_it_come_and_go() -> None:
    below = replace(MISSPELT, where=replace(MISSPELT.where, line=40))
    assert signs(MISSPELT) == signs(below)
    assert len(set(signs(MISSPELT, below))) == 2
    with_lines = [replace(DOUBTFUL, message=f"given already in line {line}") for line in (3, 4)]
    assert signs(with_lines[0]) == signs(with_lines[1])


def test_another_finding_is_another() -> None:
    others = [replace(MISSPELT, message="something else"), replace(MISSPELT, where=replace(MISSPELT.where, field="x"))]
    assert len({*signs(MISSPELT), *signs(others[0]), *signs(others[1])}) == 3


def test_the_cases_of_this_workspace_are_valid(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--format", "sarif", "--root", str(ROOT)])
    shown = capsys.readouterr()
    assert shown.err == ""
    assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(json.loads(shown.out))] == []
    assert str(ROOT) not in shown.out
    assert Workspace(ROOT).case_folders()
