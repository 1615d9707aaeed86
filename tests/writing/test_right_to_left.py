"""Languages whose lines run from right to left: the page runs as they do, and Latin words and quantities within it do
not."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from lxml import html as parser

from pipeline.manuscript import Manuscript, Paragraph, Text
from pipeline.writing import html, pdf
from pipeline.writing.isolating import pieces
from pipeline.writing.look import Look
from tests.writing.specimen import labs, p, shipped, t, with_body

needs_pango = pytest.mark.skipif(bool(pdf.available()), reason=pdf.available() or "Pango is here")


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("המוגלובין היה 7.1 g/dL בפנייה.", ["7.1 g/dL"]),
        ("גוש (T9, L1) ליד עמוד השדרה", ["T9", "L1"]),
        ("ירידה של -3, ולא <35", ["-3", "<35"]),
        ("ניתן Fe(OH)3 פעמיים", ["Fe(OH)3"]),
        ("ראו https://doi.org/10.5555/example.1.", ["https://doi.org/10.5555/example.1"]),
        ("لوحظ Staphylococcus aureus في المزرعة", ["Staphylococcus aureus"]),
        # The hyphen belongs to the prefix before it, as in “by MRI” and “to 3”.
        ("ב-MRI, ל-3", ["MRI"]),
        # A range is read as its line is, and a number is turned by no program.
        ("בטווח 3–5, בן 41", []),
        ("כאב גב", []),
    ],
)
def test_what_is_set_apart(text: str, apart: list[str]) -> None:
    made = list(pieces(text))
    assert [piece for piece, is_set_apart in made if is_set_apart] == apart
    assert "".join(piece for piece, _ in made) == text


def turned(language: str = "he", text: str = "היה 7.1 g/dL בפנייה") -> Manuscript:
    return replace(with_body(p(t(text)), p(t("All in English, 7 mg.")), labs()), language=language)


def page(manuscript: Manuscript) -> parser.HtmlElement:
    output = html.write(manuscript, shipped(), Look())
    return parser.fromstring(output.files["specimen.html"].decode())


@pytest.mark.parametrize("language", ["he", "ar", "ar-EG", "fa", "ur"])
def test_the_page_runs_as_its_language_does(language: str) -> None:
    made = page(turned(language))
    assert (made.get("lang"), made.get("dir")) == (language, "rtl")
    first, second = made.xpath("//*[@class='body']//p")[:2]
    assert (first.get("dir"), [bdi.text for bdi in first.xpath(".//bdi[@dir='ltr']")]) == (None, ["7.1 g/dL"])
    assert second.get("dir") == "ltr", "there is nothing in it that runs to the left"
    assert {entry.get("dir") for entry in made.xpath("//*[@class='entry']")} == {"ltr"}
    assert "7.1 g/dL" in first.text_content()


def test_a_reference_runs_as_it_begins() -> None:
    manuscript = turned()
    hebrew = replace(manuscript.references[0], entry=(Text("כהן א. כאב גב. Spine. 2020", manuscript.title[0].origin),))
    made = page(replace(manuscript, references=(hebrew, *manuscript.references[1:])))
    assert [entry.get("dir") for entry in made.xpath("//*[@class='entry']")][:2] == [None, "ltr"]


@pytest.mark.parametrize("language", ["en", "es", "ku"])
def test_other_pages_say_nothing_of_a_direction(language: str) -> None:
    assert not page(turned(language)).xpath("//*[@dir] | //bdi")


def test_a_table_in_another_direction_is_not_taken_from_memory() -> None:
    assert not page(turned("en")).xpath("//table//bdi")
    assert page(turned("he")).xpath("//table//bdi")


@needs_pango
def test_on_paper_the_margin_with_the_facts_is_where_lines_begin() -> None:
    def left_of(words: str, manuscript: Manuscript) -> float:
        output = pdf.write(manuscript, shipped(), Look())
        with pypdfium2.PdfDocument(output.files["specimen.pdf"]) as document:
            text = document[0].get_textpage()
            return float(text.get_charbox(text.search(words).get_next()[0])[0])

    body, fact = "English", "specimen"
    assert left_of(fact, turned("en")) < left_of(body, turned("en"))
    assert left_of(fact, turned("he")) > left_of(body, turned("he"))


def test_a_paragraph_of_formulas_and_numbers_alone_has_the_direction_of_its_page() -> None:
    manuscript = turned()
    body = replace(
        manuscript.sections[0],
        blocks=(Paragraph((Text("3–5", manuscript.title[0].origin),), manuscript.title[0].origin),),
    )
    (only,) = page(replace(manuscript, sections=(body,))).xpath("//*[@class='body']//p")
    assert only.get("dir") is None
