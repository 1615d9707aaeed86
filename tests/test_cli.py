from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.cli import main

SOUND = Path(__file__).parent / "bad_input" / "sound"

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    return tmp_path


def misspell(root: Path, case: str = "one") -> None:
    path = root / "cases" / case / "case.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "keywrods: [a]\n", encoding="utf-8")


def test_a_build_prints_a_line_for_each_case_and_gives_0(root: Path, capsys: Capture) -> None:
    shutil.copytree(SOUND, root / "cases" / "two")
    assert main(["build", "--to", "text", "--root", str(root)]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert [line.split(" · ")[:2] for line in shown.out.splitlines()] == [
        ["one: build/one/ text", "no findings"],
        ["two: build/two/ text", "no findings"],
    ]


def test_the_workspace_may_be_named_before_the_command_or_after_it(root: Path, capsys: Capture) -> None:
    assert main(["--root", str(root), "check"]) == 0
    assert main(["check", "--root", str(root)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("one: checked · no findings")
    assert second.startswith("one: checked")


def test_findings_at_error_level_give_1_and_checking_writes_nothing(root: Path, capsys: Capture) -> None:
    misspell(root)
    assert main(["check", "--root", str(root)]) == 1
    shown = capsys.readouterr()
    assert "error[unknown-key]: `keywrods` is not a field of case.yaml" in shown.err
    assert shown.out.startswith("one: checked · 1 error · ")
    assert not (root / "build").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["biuld"],
        ["build", "--to", "docx"],
        ["build", "--to", ""],
        ["check", "--format", "xml"],
        ["check", "one", "--strikt"],
        ["check", "--strict", "one", "--strikt"],
        ["new", "two", "--root", ".", "three"],
        ["explain", "no-such-rule"],
        ["figure", "add", "somewhere.png"],
    ],
)
def test_wrong_usage_gives_2(root: Path, arguments: list[str], capsys: Capture) -> None:
    try:
        status = main(["--root", str(root), *arguments])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    assert status == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err != ""


def test_cases_may_stand_before_and_behind_an_option(root: Path, capsys: Capture) -> None:
    shutil.copytree(SOUND, root / "cases" / "two")
    shutil.copytree(SOUND, root / "cases" / "three")
    assert main(["check", "one", "--root", str(root), "two"]) == 0
    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == ["one", "two"]


@pytest.mark.parametrize("command", [["check"], ["build", "--to", "text"]])
@pytest.mark.parametrize("cases", [["one"], ["one", "two"], ["nobody"], ["one", "nobody"]])
def test_json_is_all_that_is_printed(root: Path, command: list[str], cases: list[str], capsys: Capture) -> None:
    shutil.copytree(SOUND, root / "cases" / "two")
    misspell(root)
    status = main([*command, *cases, "--format", "json", "--root", str(root)])
    shown = capsys.readouterr()
    assert shown.err == ""
    rows = {row["case"]: row for row in json.loads(shown.out)}
    assert rows.keys() == {case if case != "nobody" else "" for case in cases}
    assert status == 1
    if "one" in cases:
        (finding,) = rows["one"]["findings"]
        assert finding == {
            "rule": "unknown-key",
            "severity": "error",
            "file": "cases/one/case.yaml",
            "line": 12,
            "column": 1,
            "length": 8,
            "field": "keywrods",
            "message": "`keywrods` is not a field of case.yaml",
            "hint": "did you mean `keywords`?",
            "quote": "",
        }
        assert rows["one"]["written"] == (["one.txt"] if command[0] == "build" else [])


def test_a_new_case_builds_without_findings(tmp_path: Path, capsys: Capture) -> None:
    assert main(["new", "my-case", "--root", str(tmp_path)]) == 0
    assert "cases/my-case is ready" in capsys.readouterr().out
    assert main(["build", "--to", "html,text", "--root", str(tmp_path)]) == 0
    assert "no findings" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["one", "ONE", "a b", "../x", "x" * 99, "", "é"])
def test_a_new_case_needs_a_free_and_plain_name(root: Path, name: str, capsys: Capture) -> None:
    before = sorted(root.rglob("*"))
    assert main(["new", name, "--root", str(root)]) == 1
    assert "error[cannot-start-case]" in capsys.readouterr().err
    assert sorted(root.rglob("*")) == before


def test_the_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"casewright {__version__}\n"


def test_an_empty_workspace_says_how_to_begin(tmp_path: Path, capsys: Capture) -> None:
    assert main(["build", "--to", "text", "--root", str(tmp_path)]) == 1
    assert "`casewright new ID` makes one" in capsys.readouterr().err
