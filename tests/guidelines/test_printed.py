"""What a reader sees of a manuscript, passage by passage, each under an id that the outputs have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.build import Wishes, check_case
from pipeline.guidelines.printed import Passage, Sort, printed
from pipeline.manuscript import Manuscript
from pipeline.workspace import Workspace
from pipeline.writing import html, pdf
from pipeline.writing.look import Look
from pipeline.writing.templates import Templates
from tests.resolving.made import manuscript

WORKSPACE = Workspace(Path(__file__).parents[2])
TEMPLATES = Templates(WORKSPACE.templates)

NARRATIVE = """# A rash after a new drug

## Abstract

### Introduction

One sentence.

### Conclusion

Another.

## Case presentation

A {{ patient }} had a rash {{ tests.alt at day 12 }} [@one; @two; @one].

Second, with [marked words]{care=5d #tried} and @tbl-own.

| a | b |
|---|---|
| c | d |
: Own {#tbl-own}

### Outcome {care=10a}

- first point
- second point[^1]

[^1]: A note.

## Discussion

Words.
"""
FACTS = """
patient: {age: 34 years, sex: female}
keywords: [rash, case report]
tests:
  alt: {name: ALT, unit: U/L, results: {day 12: 912}}
statements: {funding: None.}
"""


@pytest.fixture(scope="module")
def passages() -> dict[str, Passage]:
    made, _ = manuscript(NARRATIVE, FACTS, "one", "two")
    return {passage.text: passage for passage in printed(made).passages}


def test_passages_come_in_reading_order(passages: dict[str, Passage]) -> None:
    assert [f"{passage.sort}: {text}" for text, passage in passages.items()] == [
        "title: A rash after a new drug",
        "heading: Abstract",
        "heading: Introduction",
        "paragraph: One sentence.",
        "heading: Conclusion",
        "paragraph: Another.",
        "keywords: rash, case report",
        "heading: Case presentation",
        "paragraph: A 34-year-old woman had a rash 912 U/L (1,2).",
        "paragraph: Second, with marked words and Table 1.",
        "marked: marked words",
        "caption: Own",
        "row: c, d",
        "heading: Outcome",
        "paragraph: first point",
        "paragraph: second point[^1]",
        "heading: Discussion",
        "paragraph: Words.",
        "statement: None.",
        "paragraph: A note.",
    ]


@pytest.mark.parametrize(
    ("text", "named", "answer"),
    [
        ("One sentence.", "abstract", True),
        ("One sentence.", "abstract.introduction", True),
        ("One sentence.", "introduction", False),
        ("Another.", "abstract.introduction", False),
        ("first point", "case-presentation", True),
        ("first point", "follow-up-and-outcomes", True),
        ("first point", "discussion", False),
        ("Words.", "discussion", True),
        ("c, d", "case-presentation", True),
        ("None.", "statements", True),
        ("Words.", "statements", False),
        ("rash, case report", "keywords", True),
        ("A note.", "", False),
    ],
)
def test_the_part_of_the_text_that_a_passage_stands_in(
    passages: dict[str, Passage], text: str, named: str, answer: bool
) -> None:
    assert passages[text].stands_in(named) is answer


def test_a_value_in_prose_keeps_the_field_it_is_from(passages: dict[str, Passage]) -> None:
    first = passages["A 34-year-old woman had a rash 912 U/L (1,2)."]
    assert first.fields == {"patient.age", "patient.sex", "tests.alt.results"}
    assert passages["None."].fields == {"statements.funding"}
    assert passages["Words."].fields == frozenset()


def test_marks_hold_for_what_stands_below_them(passages: dict[str, Passage]) -> None:
    assert passages["marked words"].care == {"5d"}
    assert passages["marked words"].anchor == "tried"
    assert passages["Second, with marked words and Table 1."].care == frozenset()
    assert passages["second point[^1]"].care == {"10a"}


def test_what_a_passage_cites_and_calls(passages: dict[str, Passage]) -> None:
    assert passages["A 34-year-old woman had a rash 912 U/L (1,2)."].cites == 2
    assert passages["Second, with marked words and Table 1."].calls == {"tbl-own"}
    assert passages["c, d"].object_id == "tbl-own"
    assert passages["None."].object_id == "statement-funding"


def test_paragraphs_are_counted_within_their_section(passages: dict[str, Passage]) -> None:
    assert [(p.heading, p.number) for p in passages.values() if p.sort is Sort.PARAGRAPH] == [
        ("Introduction", 1),
        ("Conclusion", 1),
        ("Case presentation", 1),
        ("Case presentation", 2),
        ("Outcome", 1),
        ("Outcome", 2),
        ("Discussion", 1),
        ("Notes", 1),
    ]


def test_what_is_drawn_counts_as_printed() -> None:
    facts = "patient: {concerns: [{what: rash, from: day -3}]}\nfigures: {fig-t: {title: T, shows: timeline}}\n"
    made, _ = manuscript("# T\n\n## Timeline\n\n@fig-t shows it.\n", facts)
    rows = [passage for passage in printed(made).passages if passage.sort is Sort.ROW]
    assert [(row.object_id, row.text) for row in rows] == [("fig-t", "From day −3, Rash, Presentation")]
    assert rows[0].fields == {"patient.concerns.0"}


def test_what_could_not_be_resolved_is_no_evidence() -> None:
    made, _ = manuscript("# T\n\n## Discussion\n\nThe value {{ tests.alt }} was high.\n")
    assert "The value was high." in [passage.text for passage in printed(made).passages]


@pytest.fixture(scope="module", params=["synthetic-emh", "paraspinal-emh"])
def finished(request: pytest.FixtureRequest) -> Manuscript:
    made = check_case(WORKSPACE, request.param, Wishes()).manuscript
    assert made is not None
    return made


def test_every_anchor_is_an_id_of_the_page(finished: Manuscript) -> None:
    page = html.for_screen(finished, TEMPLATES, Look()).html
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert {passage.anchor for passage in printed(finished).passages} - ids == set()


@pytest.mark.skipif(bool(pdf.available()), reason="the PDF needs Pango")
def test_every_anchor_has_a_page_and_line_in_the_pdf(finished: Manuscript) -> None:
    places = pdf.write(finished, TEMPLATES, Look()).places
    assert {passage.anchor for passage in printed(finished).passages} - set(places) == set()
