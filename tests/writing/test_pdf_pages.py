"""Where pages end, at many lengths of text: no heading, lone line, row or legend is parted from what it goes with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from pipeline.manuscript import Block, Manuscript, Paragraph, Section
from pipeline.writing import pdf
from pipeline.writing.look import Layout, Look
from pipeline.writing.output import Output
from pipeline.writing.templates import Templates
from tests.writing.specimen import SHIPPED, L, R, cite, course, labs, p, picture, row, section, shipped, specimen

pytestmark = pytest.mark.skipif(bool(pdf.available()), reason=pdf.available() or "Pango is here")

FEW = [0, 7, 19]
MANY = [pytest.param(lines, marks=pytest.mark.heavy) for lines in range(48) if lines not in FEW]
LAYOUTS: list[Layout] = ["article", "manuscript"]
lengths = pytest.mark.parametrize("lines", [*FEW, *MANY])
layouts = pytest.mark.parametrize("layout", LAYOUTS)


def paragraph(name: str, lines: int) -> Paragraph:
    """Of about so many lines, each of which holds its name."""
    return p(f"{name} " * (lines * 72 // (len(name) + 1)))


def stretched(lines: int) -> Manuscript:
    """Headings on three levels, prose, figures and tables after so many lines of prose."""
    shot = replace(course(), panels=(replace(course().panels[0], image=picture("shot.png", 900, 500, 2)),))
    rows = tuple(row(f"Row {n}", f"{n}.5") for n in range(40))
    long = replace(labs(), id="tbl-long", head=row("Name", "Value"), rows=rows, alignments=(L, R), notes=())
    names = iter(f"para{n:02}" for n in range(99))

    def prose(*lengths: int) -> tuple[Block, ...]:
        return tuple(paragraph(next(names), length) for length in lengths)

    def deep(n: int) -> Section:
        inner = section(f"sec-{n}-a-a", f"Inner {n}", *prose(2, 7), level=4)
        return section(f"sec-{n}-a", f"Deeper {n}", inner, *prose(3), level=3)

    first = section("sec-0", "Opening", *prose(lines, 5))
    others = [
        section("sec-1", "First", *prose(2, 4), shot, *prose(6, 3), deep(1)),
        section("sec-2", "Second", *prose(3), labs(), *prose(5, 2), deep(2)),
        section("sec-3", "Third", deep(3), long, *prose(4, 3)),
        section("sec-4", "Fourth", *prose(2, 2, 2)),
    ]
    return replace(specimen(), abstract=None, sections=(first, *others))


@cache
def written(lines: int, layout: Layout) -> tuple[Manuscript, Output, list[str]]:
    manuscript = stretched(lines)
    output = pdf.write(manuscript, shipped(), Look(layout))
    pages = PdfReader(io.BytesIO(output.files["specimen.pdf"])).pages
    return manuscript, output, [page.extract_text() for page in pages]


def all_sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for each in sections:
        yield each
        yield from all_sections(tuple(block for block in each.blocks if isinstance(block, Section)))


@layouts
@lengths
def test_no_heading_is_last_on_a_page(lines: int, layout: Layout) -> None:
    manuscript, output, pages = written(lines, layout)
    for each in all_sections(manuscript.sections):
        block = each.blocks[0]
        begins = output.places[block.id if isinstance(block, Section) else block.origin.anchor]
        assert output.places[each.id].page == begins.page, each.title
    for heading, first in [("Statements", "Consent for publication"), ("References", "Müller")]:
        page = next(page for page in pages if re.search(f"^{heading}$", page, re.M))
        assert first in page


@layouts
@lengths
def test_no_line_of_a_paragraph_is_alone_on_a_page(lines: int, layout: Layout) -> None:
    _, _, pages = written(lines, layout)
    counts = [{name: 0 for page in pages for name in re.findall(r"para\d\d", page)} for _ in pages]
    for page, count in zip(pages, counts, strict=True):
        for line in page.splitlines():
            for name in set(re.findall(r"para\d\d", line)):
                count[name] += 1
    for name in counts[0]:
        on = [count[name] for count in counts if count[name]]
        assert len(on) == 1 or min(on) > 1, (name, on)


@layouts
@lengths
def test_a_table_keeps_its_caption_and_repeats_its_head(lines: int, layout: Layout) -> None:
    _, _, pages = written(lines, layout)
    with_rows = [page for page in pages if re.search(r"^Row \d", page, re.M)]
    assert all(len(re.findall(r"Row \d", page)) > 1 for page in with_rows)
    assert all("Name" in page for page in with_rows)
    assert sum(bool(re.search("^Name", page, re.M)) for page in pages) == len(with_rows)
    captioned = next(page for page in pages if "Laboratory course" in page)
    assert "Alanine aminotransferase" in captioned
    assert "Creatinine" in captioned


@layouts
@lengths
def test_a_figure_is_on_the_page_of_its_legend(lines: int, layout: Layout) -> None:
    _, output, pages = written(lines, layout)
    (legend,) = [number for number, page in enumerate(pages) if "Course of the hepatitis" in page]
    document = pypdfium2.PdfDocument(output.files["specimen.pdf"])
    pictures = [len(list(page.get_objects([FPDF_PAGEOBJ_IMAGE], max_depth=9))) for page in document]
    document.close()
    assert [number for number, found in enumerate(pictures) if found] == [legend]


@lengths
def test_a_last_page_is_not_almost_empty_and_no_page_half(lines: int) -> None:
    _, _, pages = written(lines, "article")
    assert len(pages[-1].splitlines()) > 5
    assert all(len(page.splitlines()) > 18 for page in pages[:-1])


@pytest.mark.parametrize("halves", range(944, 955))
def test_a_line_is_filled_up_to_what_follows_it(tmp_path: Path, halves: int) -> None:
    """A text that fits but for the blank at its end, before a citation, would else break after its first word."""
    (tmp_path / "css").mkdir()
    style = f"@page {{ size: {halves / 2}pt 400pt; margin: 20pt }} p {{ font: 12pt/24pt var(--serif) }}"
    (tmp_path / "css/manuscript.css").write_text(style, encoding="utf-8")
    words = "We report one in which the liver failed first, and follow the CARE guideline "
    manuscript = replace(specimen(), sections=(section("s", "S", p(words, cite(1, "one-1"), ".")),))
    output = pdf.write(manuscript, Templates([tmp_path, SHIPPED]), Look("manuscript"))
    pages = PdfReader(io.BytesIO(output.files["specimen.pdf"])).pages
    assert "We" not in [line.strip() for page in pages for line in page.extract_text().splitlines()]
