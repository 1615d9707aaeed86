"""One table per kind of extension: what lies in its folder is in it, and the other way round."""

from __future__ import annotations

import ast
from pathlib import Path

from pipeline.figures import FIGURE_KINDS
from pipeline.reading.bibliography import FORMATS, FORMATS_BY_CONTENT
from pipeline.writing import FORMS, WRITERS

PIPELINE = Path(__file__).resolve().parents[1] / "pipeline"


def modules_with(function: str, folder: str) -> set[str]:
    """The modules directly in a folder that define a function of this name: what makes them one of their kind."""
    found = set()
    for path in (PIPELINE / folder).glob("*.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        if any(isinstance(node, ast.FunctionDef) and node.name == function for node in body):
            found.add(f"pipeline.{folder}.{path.stem}")
    return found


def test_every_writer_and_form_is_in_its_table() -> None:
    listed = {
        *(writer.write.__module__ for writer in WRITERS.values()),
        *(form.write.__module__ for form in FORMS.values()),
    }
    assert modules_with("write", "writing") == listed


def test_writers_and_forms_stand_under_their_names() -> None:
    names = [*WRITERS, *FORMS]
    assert [*(made.name for made in WRITERS.values()), *(made.name for made in FORMS.values())] == names
    assert len(set(names)) == len(names)
    assert {name for form in FORMS.values() for name in form.about} <= WRITERS.keys()


def test_every_bibliography_format_is_in_the_table() -> None:
    readers = {*FORMATS.values(), *(read for _, read in FORMATS_BY_CONTENT)}
    assert modules_with("read", "reading") == {read.__module__ for read in readers}


def test_every_figure_kind_has_its_file() -> None:
    assert {kind for kind in FIGURE_KINDS if not (PIPELINE / "figures" / f"{kind}.py").is_file()} == set()
