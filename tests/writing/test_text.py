"""The text writer: each node as it is printed, and that nothing of the manuscript is missing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from pipeline.findings import Location
from pipeline.manuscript import (
    Alignment,
    Block,
    BulletList,
    Cell,
    Citation,
    CodeBlock,
    DisplayMath,
    Emphasis,
    Image,
    Inline,
    Kind,
    LineBreak,
    Link,
    LinkedText,
    Manuscript,
    Math,
    NoteReference,
    NumberedList,
    Paragraph,
    Placeholder,
    Quote,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.writing.look import Look
from pipeline.writing.output import Place
from pipeline.writing.text import write
from pipeline.writing.text_nodes import words
from pipeline.writing.text_tables import shown_width, table_lines
from tests.writing.specimen import course, labs, p, shipped, skin, specimen, wide, with_body

AT = Location("cases/x/narrative.md", 3, 1)


def t(text: str) -> tuple[Text, ...]:
    return (Text(text, AT),)


def printed(manuscript: Manuscript) -> str:
    return write(manuscript, shipped(), Look()).files["specimen.txt"].decode()


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Emphasis((Strong(t("both"), AT),), AT), "both"),
        (Superscript(t("-12"), AT), "⁻¹²"),
        (Superscript(t("th"), AT), "^(th)"),
        (Superscript(t("a"), AT), "^a"),
        (Subscript(t("2"), AT), "₂"),
        (LineBreak(AT), "\n"),
        (Link("https://example.org", t("there"), AT), "there <https://example.org>"),
        (Link("https://example.org", t("https://example.org"), AT), "https://example.org"),
        (Link("mailto:a@example.org", t("a@example.org"), AT), "a@example.org"),
        (Link("#sec-a", t("above"), AT), "above"),
        (Math("x^2", "<math/>", AT), "x^2"),
        (Citation((LinkedText("["), LinkedText("1", "ref-a"), LinkedText("]")), False, "c", AT), "[1]"),
        (Citation((LinkedText("1", "ref-a"),), True, "c", AT), "[1]"),
        (NoteReference(2, "n", "m", AT), "[^2]"),
        (Placeholder("no such figure", AT), "[!! no such figure !!]"),
    ],
)
def test_inline(node: Inline, expected: str) -> None:
    assert words((node,)) == expected


def one(text: str) -> tuple[Block, ...]:
    return (Paragraph(t(text), AT),)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (BulletList((one("a"), one("b")), AT), "- a\n- b\n"),
        (NumberedList((one("a") + one("b"), one("c")), 9, AT), "9. a\n\n   b\n\n10. c\n"),
        (BulletList(((Paragraph(t("a"), AT), BulletList((one("b"),), AT)),), AT), "- a\n\n  - b\n"),
        (Quote(one("a") + one("b"), AT), "> a\n\n> b\n"),
        (CodeBlock("a\n  b", AT), "    a\n      b\n"),
        (DisplayMath("x = 1", "<math/>", AT), "    x = 1\n"),
        (ThematicBreak(AT), "* * *\n"),
    ],
)
def test_block(node: Block, expected: str) -> None:
    text = printed(with_body(node, Paragraph(t("END"), AT)))
    body = text.split("Only\n----\n\n")[1].split("\nEND")[0]
    assert body.rstrip("\n") + "\n" == expected


def test_table_with_columns_side_by_side() -> None:
    assert table_lines(labs())[:4] == [
        "-----------------------------------------------------------------------",
        "Test                      Unit   Reference range  Day 0  Day 12  Day 90",
        "-----------------------------------------------------------------------",
        "Alanine aminotransferase  U/L                <35     88   912 H      24",
    ]


def test_table_with_long_cells_wraps_them() -> None:
    def cell(text: str) -> Cell:
        return Cell(t(text), AT)

    left = Alignment.LEFT
    long = "word " * 30
    table = Table("t", "", (), (left, left), (cell("A"), cell("B")), ((cell("1"), cell(long)),), (), AT)
    lines = table_lines(table)
    assert max(len(line) for line in lines) <= 80
    assert " ".join(lines).split().count("word") == 30


def test_table_too_wide_becomes_pairs() -> None:
    lines = table_lines(wide())
    assert lines[:2] == [
        "  Column 1 with a long head: Row 1",
        "  Column 2 with a long head: a cell with several words in it",
    ]


def test_columns_of_wide_and_combining_characters() -> None:
    assert [shown_width(text) for text in ("abc", "日本", "e\u0301")] == [3, 4, 1]


def test_figure_has_title_alt_legend_and_credit() -> None:
    text = printed(with_body(skin(), course()))
    assert "Figure 1. Exanthem on day 0.\n  [Image A: Confluent papules on the trunk (invented picture)]\n" in text
    assert "Photographs: B. Muster.\n" in text
    assert "  [Image: Line falling" in text


def test_lines_are_at_most_80_columns_but_for_long_words() -> None:
    long = [line for line in printed(specimen(Kind.SYNTHETIC, 1)).splitlines() if len(line) > 80]
    assert all(" " not in line.strip() for line in long)


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_of_the_manuscript_is_missing(kind: Kind) -> None:
    manuscript = specimen(kind, draft_errors=2)
    text = squeezed(printed(manuscript))
    missing = [part for part in parts(manuscript) if squeezed(part) not in text]
    assert missing == []


def test_places_are_the_lines_of_the_file() -> None:
    output = write(with_body(p("First."), labs()), shipped(), Look())
    lines = output.files["specimen.txt"].decode().splitlines()
    place = output.places["tbl-labs"]
    assert (place.page, lines[place.line - 1]) == (1, "Table 1. Laboratory course.")
    assert lines[output.places["ref-one-1"].line - 1].startswith("1. Müller")
    assert output.places["sec-only"] == Place(1, lines.index("Only") + 1)


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def parts(node: object) -> Iterator[str]:
    """All that a reader must find, in pieces; what is addressed to machines is left out."""
    for_machines = {"id", "note_id", "target", "mathml", "origin", "labels", "part", "care", "cited_by"}
    for_machines |= {"case_id", "language", "kind", "alignments", "short_title", "email"}
    # Printed in the words of the language, or as one reference.
    for_machines |= {"status", "received", "published", "source"}
    if isinstance(node, str):
        yield node
    elif isinstance(node, tuple):
        for child in node:
            yield from parts(child)
    elif is_dataclass(node) and not isinstance(node, Image):
        for field in fields(node):
            value = getattr(node, field.name)
            if field.name not in for_machines and not (field.name == "href" and str(value).startswith("#")):
                yield from parts(value)
