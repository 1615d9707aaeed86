"""Figures that move down in print: after prose, in their order, never between words and what they lead up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.manuscript import Block, DisplayMath, Figure, Manuscript, Paragraph, Section, Table
from pipeline.writing.floating import delayed
from tests.writing.specimen import FRACTION, course, here, labs, p, section, specimen

A, B = replace(course(), id="A"), replace(course(), id="B")
FORMULA = DisplayMath("x", FRACTION, here())


def manuscript(*sections: Section) -> Manuscript:
    return replace(specimen(), sections=sections)


def shape(blocks: tuple[Block, ...]) -> str:
    """Figures by their id, paragraphs as p, formulas as f, tables as t, sections in brackets."""

    def signs() -> Iterator[str]:
        for block in blocks:
            match block:
                case Figure():
                    yield block.id
                case Section():
                    yield f"[{shape(block.blocks)}]"
                case Paragraph():
                    yield "p"
                case Table():
                    yield "t"
                case _:
                    yield "f"

    return "".join(signs())


@pytest.mark.parametrize(
    ("sections", "after"),
    [
        ([section("s", "S", p("1"), A, p("2"), p("3"))], "[ppAp]"),
        ([section("s", "S", p("1"), A, labs(), p("2"))], "[ptpA]"),
        ([section("s", "S", p("1"), A, p("2"), FORMULA, p("3"))], "[ppfpA]"),
        ([section("s", "S", p("1"), A, section("u", "U", p("2")))], "[p[pA]]"),
        ([section("s", "S", p("1"), A), section("u", "U", p("2"))], "[p][pA]"),
        ([section("s", "S", p("1"), A, p("2"), B)], "[ppAB]"),
        ([section("s", "S", p("1"), A, B, p("2"))], None),
        ([section("s", "S", p("1"), A)], None),
    ],
)
def test_where_a_figure_goes(sections: list[Section], after: str | None) -> None:
    moved = delayed(manuscript(*sections), "A")
    assert (shape(moved.sections) if moved else None) == after
