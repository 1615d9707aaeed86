from __future__ import annotations

import errno
import tempfile
from pathlib import Path

import pytest

from pipeline import committing
from pipeline.committing import RECORD, commit, withdraw
from pipeline.writing.output import Output


def outputs(**texts: str) -> dict[str, Output]:
    """`text="new"`: what the writer of this name made."""
    return {name: Output({f"case.{name}": text.encode()}, {}) for name, text in texts.items()}


def present(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("[!.]*")}


def put(folder: Path, **texts: str) -> None:
    assert commit(folder, outputs(**texts), "build/case") == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "build" / "case"


def test_outputs_of_writers_that_did_not_run_stay(folder: Path) -> None:
    put(folder, html="old page", text="old text")
    put(folder, text="new text")
    assert present(folder) == {"case.html": "old page", "case.text": "new text"}


@pytest.mark.parametrize(
    ("again", "stays"),
    [
        ({"text": "new text"}, True),
        ({"pdf": "a page"}, True),
        ({"pdf": "another page"}, False),
        ({"pdf": "a page", "checklist": "filled in again"}, True),
        ({"html": "first page for browsers"}, False),
    ],
)
def test_a_form_goes_with_the_article_that_it_points_into(folder: Path, again: dict[str, str], stays: bool) -> None:
    put(folder, pdf="a page", checklist="filled in")
    put(folder, **again)
    assert ("case.checklist" in present(folder)) is stays


def test_a_file_that_its_writer_no_longer_makes_goes(folder: Path) -> None:
    assert commit(folder, {"html": Output({"page.html": b"page", "figures/a.png": b"picture"}, {})}, "build/case") == []
    assert commit(folder, {"html": Output({"page.html": b"page"}, {})}, "build/case") == []
    assert present(folder) == {"page.html": "page"}


@pytest.mark.parametrize("record", ["", "{", "[]", '"text"', "null"])
def test_a_damaged_record_is_begun_anew(folder: Path, record: str) -> None:
    put(folder, text="old text")
    (folder / RECORD).write_text(record, encoding="utf-8")
    put(folder, html="page")
    assert present(folder) == {"case.html": "page"}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EROFS, "this disk can only be read"),
        (errno.EACCES, "you may not write here"),
        (errno.EIO, "Input/output error"),
    ],
)
@pytest.mark.parametrize("step", ["mkdtemp", "_write", "rename"])
def test_where_writing_fails_everything_stays_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, said: str
) -> None:
    put(folder, text="old text")
    renamed = []
    rename = Path.rename

    def fail(*_: object, **__: object) -> Path:
        raise OSError(number, "Input/output error")

    def fail_at_the_second(path: Path, target: Path) -> Path:
        renamed.append(path)
        return fail() if len(renamed) == 2 else rename(path, target)

    match step:
        case "mkdtemp":
            monkeypatch.setattr(tempfile, "mkdtemp", fail)
        case "rename":
            monkeypatch.setattr(Path, "rename", fail_at_the_second)
        case _:
            monkeypatch.setattr(committing, step, fail)
    (finding,) = commit(folder, outputs(text="new text", html="page"), "build/case")
    assert finding.rule.id == "cannot-write"
    assert finding.message == f"the outputs cannot be written: {said}"
    assert present(folder) == {"case.text": "old text"}
    assert [path.name for path in folder.parent.iterdir()] == ["case"], "nothing half written is left"


def test_withdrawing_removes_what_an_interrupted_build_left_too(folder: Path) -> None:
    put(folder, text="text")
    stage = Path(tempfile.mkdtemp(prefix=committing._stage_of(folder), dir=folder.parent))
    (stage / "case.text").write_text("text", encoding="utf-8")
    other = folder.with_name("case-2")
    put(other, text="another case")
    assert withdraw(folder, "build/case") == []
    assert list(folder.parent.iterdir()) == [other]


def test_what_cannot_be_removed_is_told(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.parent.mkdir()
    folder.symlink_to(elsewhere)
    (finding,) = withdraw(folder, "build/case")
    assert finding.message == "earlier outputs of this case could not be removed"
