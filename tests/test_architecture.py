"""ARCHITECTURE.md is one page and true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ONE_PAGE = 120
NOT_OURS = {"__pycache__", ".venv", "dist"}


def laid_out() -> list[str]:
    """The paths of the section Layout, whose indentation stands for the folder above."""
    block = PAGE.partition("## Layout")[2].partition("\n\n")[2].partition("\n\n")[0]
    paths, folder = [], ""
    for line in block.splitlines():
        indented = re.match(r"    (?P<inner>  )?(?P<names>\S+(?:  ?\S+/)*)  +", line)
        assert indented, f"not a line of the layout: {line!r}"
        names = indented["names"].split()
        if not indented["inner"]:
            folder = ""
        paths += [folder + name for name in names]
        if not indented["inner"]:
            (folder,) = names
    return paths


def named() -> list[str]:
    """The paths in running text and tables; where one holds a placeholder, the folder it stands in."""
    spans = re.findall(r"`([\w.<>-]+/[\w./<>-]*)`", PAGE)
    return [span.partition("<")[0].rpartition("/")[0] + "/" if "<" in span else span for span in spans]


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= ONE_PAGE


@pytest.mark.parametrize("path", sorted({*laid_out(), *named()}))
def test_what_it_names_exists(path: str) -> None:
    found = ROOT / path
    assert found.is_dir() if path.endswith("/") else found.is_file()


@pytest.mark.parametrize("folder", ["", "pipeline/", "templates/"])
def test_it_names_every_folder_and_module(folder: str) -> None:
    here = [path for path in (ROOT / folder).iterdir() if path.name not in NOT_OURS and path.name[0] not in "._"]
    folders = {f"{folder}{path.name}/" for path in here if any(inner.is_file() for inner in path.glob("**/[!_.]*"))}
    modules = {f"{folder}{path.name}" for path in here if path.suffix == ".py"}
    assert folders | modules <= set(laid_out())
