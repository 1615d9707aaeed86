"""One table per kind of extension: what lies in its folder is in it, and the other way round."""

from __future__ import annotations

import ast
from pathlib import Path

from pipeline.figures import FIGURE_KINDS
from pipeline.reading.bibliography import FORMATS, FORMATS_BY_CONTENT
from pipeline.writing import WRITERS

PIPELINE = Path(__file__).resolve().parents[1] / "pipeline"


def modules_with(function: str, folder: str) -> set[str]:
    """The modules directly in a folder that define a function of this name: what makes them one of their kind."""
    found = set()
    for path in (PIPELINE / folder).glob("*.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        if any(isinstance(node, ast.FunctionDef) and node.name == function for node in body):
            found.add(f"pipeline.{folder}.{path.stem}")
    return found


def test_every_writer_is_in_the_table() -> None:
    assert modules_with("write", "writing") == {writer.write.__module__ for writer in WRITERS.values()}


def test_writers_stand_under_their_names() -> None:
    assert {name: writer.name for name, writer in WRITERS.items()} == {name: name for name in WRITERS}


def test_every_bibliography_format_is_in_the_table() -> None:
    readers = {*FORMATS.values(), *(read for _, read in FORMATS_BY_CONTENT)}
    assert modules_with("read", "reading") == {read.__module__ for read in readers}


def test_every_figure_kind_has_its_file() -> None:
    assert {kind for kind in FIGURE_KINDS if not (PIPELINE / "figures" / f"{kind}.py").is_file()} == set()
