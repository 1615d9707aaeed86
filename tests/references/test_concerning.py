"""What is wrong in the library that all cases share, as one case hears of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.cli import main

SOUND = Path(__file__).parents[1] / "bad_input" / "sound"
Capture = pytest.CaptureFixture[str]
CITED = "@article{cited, author = {Doe, Jane}, title = {A rash}, journal = {J Ex}, year = {2021}, pages = {1}}\n"
BROKEN = "@article{broken, title = {Never closed\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the sound case; the author is in it."""
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    (tmp_path / "bibliography").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(root: Path, *, cite: str, library: dict[str, str], capsys: Capture) -> tuple[int, str]:
    narrative = root / "cases/one/narrative.md"
    narrative.write_text(f"{narrative.read_text(encoding='utf-8')}\nA rash [@{cite}].\n", encoding="utf-8")
    for name, text in library.items():
        (root / "bibliography" / name).write_text(text, encoding="utf-8")
    status = main(["check"])
    return status, capsys.readouterr().err


@pytest.mark.parametrize("library", [{"a.bib": CITED + BROKEN}, {"a.bib": BROKEN, "b.bib": CITED}])
def test_a_broken_reference_that_a_case_does_not_cite_is_counted_and_makes_no_draft(
    root: Path, library: dict[str, str], capsys: Capture
) -> None:
    status, said = check(root, cite="cited", library=library, capsys=capsys)
    assert status == 0
    assert said.splitlines()[:2] == [
        "bibliography: warning[elsewhere-in-library]: one thing is wrong with what this case does not cite, in a.bib",
        "    hint: `casewright refs check` names each",
    ]
    assert main(["refs", "check"]) == 1
    said = capsys.readouterr().err
    assert "a closing brace or quotation mark is missing" in said
    assert "elsewhere-in-library" not in said


@pytest.mark.parametrize(
    ("cite", "library", "named"),
    [
        ("broken", {"a.bib": CITED + BROKEN}, "a.bib:2:10: error[malformed-reference]"),
        ("cited", {"a.bib": CITED + CITED.replace("rash", "cough")}, "a.bib:2:10: error[duplicate-reference-key]"),
        ("cited", {"a.bib": CITED + CITED.replace("cited", "Cited")}, "a.bib:2:10: warning[keys-differ-in-capitals]"),
        ("cited", {"a.bib": CITED.replace("{J Ex}", "jex")}, "a.bib:1:10: error[malformed-reference]"),
        ("nowhere", {"a.csv": "nowhere,A rash"}, "a.csv: warning[unknown-bibliography-format]"),
    ],
)
def test_what_a_case_cites_is_named(
    root: Path, cite: str, library: dict[str, str], named: str, capsys: Capture
) -> None:
    _, said = check(root, cite=cite, library=library, capsys=capsys)
    assert f"bibliography/{named}" in said
    assert "elsewhere-in-library" not in said


def test_the_files_are_counted(root: Path, capsys: Capture) -> None:
    library = {f"{number}.bib": BROKEN for number in range(5)} | {"b.bib": CITED}
    _, said = check(root, cite="cited", library=library, capsys=capsys)
    assert "5 things are wrong with what this case does not cite, in 0.bib, 1.bib, 2.bib and 2 more files" in said
