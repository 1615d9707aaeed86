"""Pages and lines: every line that we name, looked up among the characters of the PDF itself; and where words begin."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from pipeline.manuscript import Manuscript
from pipeline.writing import pdf
from pipeline.writing.look import Look
from pipeline.writing.output import Line, Output, Place
from pipeline.writing.places import Row, place_of, places
from tests.writing.read_lines import baselines, content_box, lines_with, signs_of
from tests.writing.specimen import p, shipped, specimen, with_body

needs_pango = pytest.mark.skipif(bool(pdf.available()), reason=pdf.available() or "Pango is here")


def wrongly_placed(manuscript: Manuscript, look: Look) -> list[str]:
    """Lines of an output that the PDF does not have there, and pages of which we count other lines."""
    output = pdf.write(manuscript, shipped(), look)
    data = output.files[f"{manuscript.case_id}.pdf"]
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in PdfReader(io.BytesIO(data)).pages]
    wrong = []
    for number, (signs, size) in enumerate(zip(signs_of(data), sizes, strict=True), 1):
        heights = baselines(signs, content_box(look.layout, number, *size))
        ours = [line for line in output.lines if line.place.page == number and line.place.line]
        if len(heights) != max((line.place.line for line in ours), default=0):
            wrong.append(f"page {number}: {len(heights)} lines")
        wrong += [f"{line}" for line in ours if line.place.line not in lines_with(line.text, signs, heights)]
    assert output.lines
    return wrong


@needs_pango
@pytest.mark.parametrize("layout", ["article", "manuscript"])
def test_every_line_is_where_the_pdf_has_it(layout: str) -> None:
    look = Look(layout="article" if layout == "article" else "manuscript")
    assert wrongly_placed(specimen(), look) == []


@needs_pango
def test_lines_that_run_from_right_to_left_are_counted_without_the_margin_at_their_right() -> None:
    made = replace(specimen(), language="he")
    left, right = (pdf.write(each, shipped(), Look()) for each in (specimen(), made))
    data = right.files[f"{made.case_id}.pdf"]
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in PdfReader(io.BytesIO(data)).pages]
    for number, (signs, size) in enumerate(zip(signs_of(data), sizes, strict=True), 1):
        heights = baselines(signs, content_box("article", number, *size, mirrored=True))
        ours = [line for line in right.lines if line.place.page == number and line.place.line]
        assert len(heights) == max(line.place.line for line in ours)
        # A line with words of both directions is not written in the order in which it is read.
        found = [(line.place.line, lines_with(line.text, signs, heights)) for line in ours]
        assert [one for one in found if one[1]]
        assert [(line, at) for line, at in found if at and line not in at] == []
    assert {name for name, place in right.places.items() if not place.line} == {"page-keywords"}
    assert left.places["page-keywords"].line == 0


def test_lines_side_by_side_count_once_and_a_column_in_the_margin_not() -> None:
    title: list[str | Row] = ["title", Row(100, "A title")]
    table: list[str | Row] = ["table", Row(120, "Table 1", counts=False), Row(134, "left")]
    aside: list[str | Row] = ["note", Row(110, "beside", counts=False, aside=True)]
    found, lines = places([[*title, *aside, *table, "cell", Row(134.4, "right"), "end"]], {"at-x-1-1": "cell"})
    assert found == {
        "title": Place(1, 1),
        "note": Place(1, 0),
        "table": Place(1, 2),
        "cell": Place(1, 2),
        "end": Place(1, 2),
        "at-x-1-1": Place(1, 2),
    }
    assert [(line.place.line, line.text) for line in lines] == [
        (1, "A title"),
        (0, "beside"),
        (2, "Table 1"),
        (2, "left"),
        (2, "right"),
    ]


def test_what_goes_on_over_pages_stands_where_it_begins() -> None:
    found, _ = places([["a", Row(1, "x"), Row(15, "y"), "b"], ["a", Row(1, "z")], ["c"]], {})
    assert found == {"a": Place(1, 1), "b": Place(1, 2), "c": Place(3, 1)}


LINES = Output(
    {},
    {"p0": Place(1, 0), "p1": Place(1, 1), "p2": Place(1, 3), "fig": Place(2, 1)},
    lines=(
        Line(Place(1, 0), "Keywords low It", frozenset({"p0"})),
        Line(Place(1, 1), "She had pain in the back. It grew", frozenset({"p1"})),
        Line(Place(1, 2), "worse at night, and the hae\N{HYPHEN}"),
        Line(Place(2, 1), "moglobin¹ was low. It grew"),
        Line(Place(1, 3), "It grew in the other column", frozenset({"p2"})),
    ),
)


@pytest.mark.parametrize(
    ("anchor", "words", "place"),
    [
        ("p1", "She had pain", Place(1, 1)),
        ("p1", "It grew worse", Place(1, 1)),
        ("p1", "the haemoglobin was", Place(1, 2)),
        ("p1", "haemoglobin (1) was", Place(1, 2)),
        ("p1", "was low.", Place(2, 1)),
        ("p0", "low", Place(1, 0)),
        ("fig", "She had pain", Place(2, 1)),
        ("p2", "It grew", Place(1, 3)),
        ("p1", "words that are only in a picture", Place(1, 1)),
        ("p1", "…", Place(1, 1)),
        ("p1", "", Place(1, 1)),
        ("nowhere", "She had pain", None),
    ],
)
def test_words_are_found_after_the_place_of_their_passage(anchor: str, words: str, place: Place | None) -> None:
    assert place_of(LINES, anchor, words, 80) == place


@needs_pango
def test_a_sentence_has_the_line_of_its_first_word_and_moves_with_it() -> None:
    long = p("Filling words come first. " * 20 + "Hic incipit sententia.")
    before = pdf.write(with_body(long), shipped(), Look())
    after = pdf.write(with_body(p("One more paragraph."), p("And another."), long), shipped(), Look())
    first, second = (place_of(output, long.origin.anchor, "Hic incipit", 600) for output in (before, after))
    assert first
    assert first.line > before.places[long.origin.anchor].line
    assert first in [line.place for line in before.lines if "Hic incipit" in line.text]
    assert second == replace(first, line=first.line + 2)
