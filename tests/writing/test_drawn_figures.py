"""A figure drawn from facts, as the page and the PDF show it: two shapes, a table, our typeface, text as text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

import pytest
from pypdf import PdfReader

from pipeline.manuscript import Manuscript
from pipeline.writing import html, pdf
from pipeline.writing.look import Look
from tests.resolving import made
from tests.writing.specimen import shipped

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

FACTS = """tests:
  ferritin: {name: Ferritin, unit: µg/L, range: 15–200, results: {day 0: 3420, week 6: 3560, week 52: 1840}}
treatments: {deferasirox: {dose: 720 mg oral daily, from: before}}
figures:
  fig-x: {title: The course, shows: course, of: [ferritin], treatments: [deferasirox]}
"""


def manuscript() -> Manuscript:
    return made.manuscript("# T\n\n## Discussion\n\nIt fell (@fig-x).\n", FACTS)[0]


def test_a_page_has_both_shapes_and_the_same_as_a_table() -> None:
    files = html.write(manuscript(), shipped(), Look()).files
    page = files["one.html"].decode()
    assert {name for name in files if name.endswith(".svg")} == {"figures/fig-x.svg", "figures/fig-x-narrow.svg"}
    assert '<source media="(max-width: 36rem)" srcset="figures/fig-x-narrow.svg" width="325"' in page
    assert 'src="figures/fig-x.svg" alt="Values over time, day 0 to week 52. Ferritin: a fall from 3420' in page
    details = page.partition('<details class="description">')[2].partition("</details>")[0]
    assert "<td>Week 6</td>" in details.replace(' class="left"', "")
    assert "3560" in details


def test_a_page_of_one_file_holds_both_shapes() -> None:
    (page,) = html.write(manuscript(), shipped(), Look(embed=True)).files.values()
    assert page.count(b"data:image/svg+xml") >= 2


@pytest.mark.needs("pango")
def test_in_print_its_words_are_text_in_our_typeface_and_its_narrow_shape_is_left_out() -> None:
    reader = PdfReader(io.BytesIO(pdf.write(manuscript(), shipped(), Look()).files["one.pdf"]))
    text = "".join(page.extract_text() for page in reader.pages)
    assert text.count("Weeks from presentation") == 1
    assert "reference range 15–200" in text
    names = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in reader.pages
        for font in cast("DictionaryObject", cast("DictionaryObject", page["/Resources"])["/Font"]).values()
    }
    assert "Casewright-Sans-Bold" in names
    assert [name for name in names if not name.startswith(("Casewright", "Source-Serif-4"))] == []
