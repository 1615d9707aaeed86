"""Marked pictures in a PDF: every pixel, the marks as shapes, their letters as text in our own face."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PIL import Image as Pillow
from pypdf import PdfReader

from pipeline.build import Result, Wishes, make_case
from pipeline.workspace import Workspace
from pipeline.writing import pdf

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

pytestmark = pytest.mark.needs("pango")

CASE = """\
casewright: 1
kind: synthetic
authors: [{given: Ada, family: Example, at: here, corresponding: ada@example.org, interests: none}]
affiliations: {here: {name: Example University, country: JO}}
consent: {publication: {status: given, how: written, by: patient, held_by: institution}}
figures:
  fig-x:
    title: A title
    legend: Arrow, mass.
    panels:
      - file: a.png
        alt: A picture.
        crop: {left: 5, right: 95}
        marks: [{shape: arrow, at: [50, 50]}, {shape: label, at: [30, 30], text: Liver}]
        scale_bar: {length: 20 mm, spacing: 0.1 mm}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Result:
    root: Path = tmp_path_factory.mktemp("workspace")
    figures = root / "cases" / "one" / "figures"
    figures.mkdir(parents=True)
    Pillow.effect_noise((1700, 1000), 60).save(figures / "a.png")
    (root / "cases" / "one" / "case.yaml").write_text(CASE, encoding="utf-8")
    (root / "cases" / "one" / "narrative.md").write_text(
        "# A title\n\n## Discussion\n\nSee @fig-x.\n", encoding="utf-8"
    )
    return make_case(Workspace(root), "one", Wishes(writers=("pdf", "html")))


@pytest.fixture(scope="module")
def pages(built: Result) -> PdfReader:
    return PdfReader(io.BytesIO(built.outputs["pdf"].files["one.pdf"]))


def pictures(resources: DictionaryObject) -> Iterator[DictionaryObject]:
    """Every picture that a page draws, those inside drawings included."""
    for reference in resources.get("/XObject", {}).values():
        drawn = reference.get_object()
        if drawn["/Subtype"] == "/Image":
            yield drawn
        elif "/Resources" in drawn:
            yield from pictures(drawn["/Resources"])


def test_it_is_printed_without_a_complaint(built: Result) -> None:
    assert built.findings == []


def test_no_pixel_is_lost(pages: PdfReader) -> None:
    drawn = [
        each for page in pages.pages for each in pictures(cast("DictionaryObject", page["/Resources"].get_object()))
    ]
    assert [f"{each['/Width']} x {each['/Height']}" for each in drawn] == ["1530 x 1000"]


def test_letters_are_text_once(pages: PdfReader) -> None:
    text = "".join("".join(page.extract_text().split()) for page in pages.pages)
    assert text.count("Liver") == 1
    assert text.count("20mm") == 1


def test_the_page_shows_the_same_picture(built: Result) -> None:
    files = built.outputs["html"].files
    assert b'href="data:image/png;base64,' in files["figures/fig-x.svg"]
    assert b'src="figures/fig-x.svg" alt="A picture." width="1530" height="1000"' in files["one.html"]


def test_what_stands_within_a_drawing_is_served_if_it_is_a_picture() -> None:
    files = pdf.fetcher({})
    assert files.fetch("data:image/png;base64,YQ==").read() == b"a"
    for address in ("data:font/woff2;base64,YQ==", "data:text/html;base64,YQ==", "data:image/png,a"):
        with pytest.raises(ValueError, match="only the files"):
            files.fetch(address)
