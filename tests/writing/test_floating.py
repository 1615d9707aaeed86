"""Figures and tables that move down in print: after prose, in their order, never between words and what they lead up
to; and all of them at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipeline.manuscript import Block, DisplayMath, Figure, Manuscript, Paragraph, Section, Table
from pipeline.writing.floating import delayed, gathered, stops
from tests.writing.specimen import FRACTION, course, here, labs, p, section, specimen

A, B = replace(course(), id="A"), replace(course(), id="B")
FORMULA = DisplayMath("x", FRACTION, here())
UNNUMBERED = replace(labs(), id="u", label="", title=())


def manuscript(*sections: Section) -> Manuscript:
    return replace(specimen(), sections=sections)


def shape(blocks: tuple[Block, ...]) -> str:
    """Figures by their id, paragraphs as p, formulas as f, tables as t or u, sections in brackets."""

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
                    yield "t" if block.label else "u"
                case _:
                    yield "f"

    return "".join(signs())


def everywhere(case: Manuscript, float_id: str) -> list[str]:
    return [shape(delayed(case, float_id, stop).sections) for stop in stops(case, float_id)]


@pytest.mark.parametrize(
    ("sections", "places"),
    [
        ([section("s", "S", p("1"), A, p("2"), p("3"))], ["[ppAp]", "[pppA]"]),
        ([section("s", "S", p("1"), A, labs(), p("2"))], ["[ptpA]"]),
        ([section("s", "S", p("1"), A, p("2"), FORMULA, p("3"))], ["[ppfpA]"]),
        ([section("s", "S", p("1"), A, section("u", "U", p("2")))], ["[p[pA]]"]),
        ([section("s", "S", p("1"), A), section("u", "U", p("2"))], ["[p][pA]"]),
        ([section("s", "S", p("1"), A, p("2"), B, p("3"))], ["[ppABp]"]),
        ([section("s", "S", p("1"), A, B, p("2"))], []),
        ([section("s", "S", p("1"), A)], []),
    ],
)
def test_where_a_figure_may_go(sections: list[Section], places: list[str]) -> None:
    assert everywhere(manuscript(*sections), "A") == places


def test_a_table_passes_figures_and_no_table() -> None:
    case = manuscript(section("s", "S", p("1"), labs(), p("2"), A, p("3"), UNNUMBERED, p("4")))
    assert everywhere(case, "tbl-labs") == ["[pptApup]", "[ppAptup]"]


def test_at_the_end_tables_come_first_and_what_has_no_number_stays() -> None:
    case = manuscript(section("s", "S", p("1"), A, p("2"), section("u", "U", labs(), UNNUMBERED, B)))
    text, floats = gathered(case)
    assert shape(text.sections) == "[pp[u]]"
    assert shape(floats) == "tAB"
