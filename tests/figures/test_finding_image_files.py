from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.figures.pictures import loaded, png, rules


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("trnuk.png", "there is no trnuk.png in demo/figures/", "Did you mean trunk.png?"),
        ("trunk.jpg", "there is no trunk.jpg in demo/figures/", "Did you mean trunk.png?"),
        ("Trunk.PNG", "there is no Trunk.PNG in demo/figures/, but there is trunk.png", "exactly as on the disk"),
        ("quite-different", "there is no quite-different in demo/figures/", "there are: day 3/arm.png, trunk.png."),
        ("day 3", "day 3 is a folder in demo/figures/, not an image file", "Files: day 3/arm.png"),
        ("arm.png", "there is no arm.png", "Did you mean day 3/arm.png or"),
        ("", "no image file is named here", "Name a file"),
        ("a\0b.png", "no image file is named here", "Name a file"),
        ("x" * 5000, "there is no xxx", "there are"),
    ],
)
def test_missing(figures: Path, asked: str, message: str, hint: str) -> None:
    (figures / "trunk.png").write_bytes(png())
    (figures / "day 3").mkdir()
    (figures / "day 3" / "arm.png").write_bytes(png())
    _, findings = loaded(figures, asked)
    assert rules(findings) == ["image-missing"]
    assert message in findings[0].message
    assert hint in findings[0].hint


def test_missing_where_there_is_no_folder(tmp_path: Path) -> None:
    _, findings = loaded(tmp_path / "demo" / "figures", "a.png")
    assert rules(findings) == ["image-missing"]
    assert "casewright figure add" in findings[0].hint


@pytest.mark.parametrize(
    "asked",
    ["/etc/hostname", "../private/raw.png", "a/../../private/raw.png", "..\\raw.png", "C:\\raw.png", "~/raw.png"],
)
def test_outside(figures: Path, asked: str) -> None:
    private = figures.parent / "private"
    private.mkdir()
    (private / "raw.png").write_bytes(png())
    assert rules(loaded(figures, asked)[1]) == ["image-outside-case"]


def test_links_that_lead_outside(figures: Path, tmp_path: Path) -> None:
    (tmp_path / "raw.png").write_bytes(png())
    (figures / "own.png").write_bytes(png())
    (figures / "link.png").symlink_to(tmp_path / "raw.png")
    (figures / "inner.png").symlink_to("own.png")
    (figures / "broken.png").symlink_to("gone.png")
    (figures / "round.png").symlink_to("round.png")
    assert rules(loaded(figures, "link.png")[1]) == ["image-outside-case"]
    assert rules(loaded(figures, "inner.png")[1]) == []
    assert rules(loaded(figures, "broken.png")[1]) == ["image-unreadable"]
    assert rules(loaded(figures, "round.png")[1]) == ["image-unreadable"]


def test_a_folder_that_is_itself_a_link_outside(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.png").write_bytes(png())
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "figures").symlink_to(elsewhere)
    assert rules(loaded(tmp_path / "demo" / "figures", "a.png")[1]) == ["image-outside-case"]


def test_a_pipe_is_not_waited_for(figures: Path) -> None:
    os.mkfifo(figures / "pipe.png")
    assert rules(loaded(figures, "pipe.png")[1]) == ["image-unreadable"]
