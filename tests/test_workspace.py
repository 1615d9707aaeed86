from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.workspace import Workspace, shipped_templates


def workspace(root: Path, *cases: str) -> Workspace:
    for case in cases:
        (root / "cases" / case).mkdir(parents=True)
    return Workspace(root)


@pytest.mark.parametrize(
    ("present", "wanted", "ids", "found"),
    [
        (["a", "b"], [], ["a", "b"], []),
        (["a", "b"], ["b"], ["b"], []),
        (["a", "b"], ["cases/b/"], ["b"], []),
        (["a"], ["a", "a"], ["a"], []),
        (["a"], ["c", "a"], ["a"], ["no-such-case"]),
        ([], [], [], ["no-such-case"]),
        (["a", ".hidden"], [], ["a"], []),
        (["a b", "c"], [], ["c"], ["case-id"]),
        (["Case-1", "case-1", "other"], [], ["other"], ["two-cases-with-one-id", "two-cases-with-one-id"]),
        (["Case-1", "case-1", "other"], ["other"], ["other"], []),
    ],
)
def test_cases_are_found_by_their_folders(
    tmp_path: Path, present: list[str], wanted: list[str], ids: list[str], found: list[str]
) -> None:
    got, findings = workspace(tmp_path, *present).find_cases(wanted)
    assert got == ids
    assert [finding.rule.id for finding in findings] == found


def test_a_schema_or_other_file_among_the_cases_is_no_case(tmp_path: Path) -> None:
    space = workspace(tmp_path, "a")
    (space.cases / "case.schema.json").write_text("{}", encoding="utf-8")
    assert space.find_cases([]) == (["a"], [])


def test_own_templates_come_before_those_that_ship(tmp_path: Path) -> None:
    assert Workspace(tmp_path).templates == (shipped_templates(),)
    own = tmp_path / "templates" / "labels"
    own.mkdir(parents=True)
    (own / "en.yaml").write_text("", encoding="utf-8")
    (own / "xx.yaml").write_text("", encoding="utf-8")
    space = Workspace(tmp_path)
    assert space.template("labels", "en.yaml") == own / "en.yaml"
    assert space.template("labels", "none.yaml") is None
    assert space.template("journals", "default.yaml") == shipped_templates() / "journals" / "default.yaml"
    assert {"en", "xx"} <= set(space.template_names("labels", ".yaml"))


def test_paths_are_shown_from_the_workspace(tmp_path: Path) -> None:
    space = workspace(tmp_path, "a")
    assert space.show(space.case_folder("a") / "case.yaml") == "cases/a/case.yaml"
    assert space.show(Path("/elsewhere/x")) == "/elsewhere/x"
    assert space.case_of(space.case_folder("a") / "private" / "x.png") == "a"
    assert space.case_of(Path("/elsewhere/x.png")) == ""
