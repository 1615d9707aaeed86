"""The PDF writer: nothing missing, nothing fetched, only our fonts, places that are true, the same bytes each time."""

from __future__ import annotations

import importlib.abc
import io
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from pypdf import PdfReader

from pipeline.findings import Severity
from pipeline.manuscript import Image, Kind, Manuscript
from pipeline.writing import pdf
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.templates import Templates
from tests.writing.specimen import LABELS, ROOT, SHIPPED, course, p, picture, shipped, specimen, with_body

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

needs_pango = pytest.mark.skipif(bool(pdf.available()), reason=pdf.available() or "Pango is here")


def written(manuscript: Manuscript) -> Output:
    return pdf.write(manuscript, shipped(), Look())


def reader(output: Output) -> PdfReader:
    return PdfReader(io.BytesIO(output.files["specimen.pdf"]))


def squeezed(text: str) -> str:
    """What two ways of extracting text agree on: no blanks, no hyphens of the layout."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFKC", text))


@needs_pango
def test_a_whole_manuscript_is_laid_out_without_a_complaint() -> None:
    output = written(specimen(Kind.SYNTHETIC, draft_errors=2))
    assert output.findings == ()
    document = reader(output)
    assert document.metadata is not None
    assert str(document.metadata.title).startswith("Liver failure before the rash")
    catalog = document.root_object
    assert str(catalog["/Lang"]) == "en"
    assert "/StructTreeRoot" in catalog
    assert document.xmp_metadata is not None
    assert b"pdfuaid" in document.xmp_metadata.stream.get_data()


@needs_pango
@pytest.mark.parametrize(
    ("kind", "errors", "marks"),
    [
        (Kind.OWN, 0, []),
        (Kind.SYNTHETIC, 0, [LABELS["running_synthetic"]]),
        (Kind.RETOLD, 1, [LABELS["running_retold"], LABELS["draft_one"]]),
    ],
)
def test_every_page_says_what_it_is(kind: Kind, errors: int, marks: list[str]) -> None:
    pages = [squeezed(page.extract_text()) for page in reader(written(specimen(kind, errors))).pages]
    assert len(pages) > 2
    for mark in (LABELS["running_synthetic"], LABELS["running_retold"], LABELS["draft_one"]):
        expected = mark in marks
        assert [squeezed(mark) in page for page in pages] == [expected] * len(pages)


@needs_pango
def test_only_our_fonts_are_in_it() -> None:
    names = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in reader(written(specimen())).pages
        for font in cast("DictionaryObject", cast("DictionaryObject", page["/Resources"])["/Font"]).values()
    }
    assert names
    assert all(re.match(r"Source-Serif-4|Casewright-Sans", name) for name in names), names


@needs_pango
def test_words_of_the_manuscript_are_in_it() -> None:
    manuscript = specimen()
    text = squeezed("".join(page.extract_text() for page in reader(written(manuscript)).pages))
    for word in [
        *(author.name for author in manuscript.authors),
        *(affiliation.name for affiliation in manuscript.affiliations),
        *manuscript.keywords,
        "Close view of follicular pustules",
        "912 H",
        "a cell with several words in it",
        "Carbamazepine and allopurinol",
        "Müller-Łukasiewicz Ž, Nguyễn TH",
        "citation ‘nobody2001’ is not in the library",
        "<script>alert(1)</script> & {{ 7*7 }}",
    ]:
        assert squeezed(word) in text, word


@needs_pango
def test_places_are_where_the_words_are() -> None:
    """A paragraph's place against what pypdf reads on its page: of the lines there, each is a paragraph."""
    marker = "Hic incipit demonstratio."
    body = [p(f"Line by line, paragraph {n}.") for n in range(1, 90)]
    body[70] = p(marker)
    output = written(with_body(*body))
    place = output.places[body[70].origin.anchor]
    assert place.page > 1
    text = reader(output).pages[place.page - 1].extract_text().splitlines()
    lines = [line for line in text if line.startswith("Line by line") or line == marker]
    assert lines.index(marker) + 1 == place.line > 1


@needs_pango
def test_text_flows_before_a_figure_that_would_leave_a_page_half_empty() -> None:
    tall = replace(course(), panels=(replace(course().panels[0], image=picture("tall.png", 500, 700, 3)),))
    following = [p("After. " * 100) for _ in range(6)]
    output = written(with_body(p("Before. " * 200), tall, *following))
    figure, after = output.places["fig-course"], output.places[following[0].origin.anchor]
    assert after.page < figure.page
    assert output.places[following[1].origin.anchor].page == figure.page


@needs_pango
def test_every_id_and_origin_has_a_place() -> None:
    manuscript = specimen()
    output = written(manuscript)
    assert {"fig-skin", "fig-skin-b", "tbl-labs", "ref-two-2", "note-1", "cite-1", "psg-assay", "st-consent"} <= set(
        output.places
    )
    discussion = manuscript.sections[2]
    assert output.places[discussion.origin.anchor] == output.places[discussion.id]
    assert all(place.page >= 1 and place.line >= 0 for place in output.places.values())
    assert output.places["fig-skin"].line > 0


@needs_pango
def test_same_manuscript_same_bytes_in_another_process(tmp_path: Path) -> None:
    script = (
        "import sys; from tests.writing.specimen import specimen, shipped; from pipeline.writing import pdf; "
        "from pipeline.writing.look import Look; "
        "sys.stdout.buffer.write(pdf.write(specimen(), shipped(), Look()).files['specimen.pdf'])"
    )
    runs = [
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True).stdout
        for _ in range(2)
    ]
    assert runs[0] == runs[1]
    assert runs[0].startswith(b"%PDF")


@needs_pango
def test_the_environment_is_as_before() -> None:
    before = dict(os.environ)
    written(with_body(p("x")))
    assert dict(os.environ) == before


@needs_pango
@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "https://example.org/x.png",
        "http://manuscript.invalid/figures/a.png",
        "https://manuscript.invalid/figures/../../x",
        "https://manuscript.invalid/other.png",
        "data:text/css,p{}",
        "figures/a.png",
    ],
)
def test_nothing_but_the_files_of_the_page_is_served(url: str) -> None:
    files = pdf.fetcher({"figures/a.png": b"a"})
    assert files.fetch("https://manuscript.invalid/figures/a.png").read() == b"a"
    with pytest.raises(ValueError, match="only the files"):
        files.fetch(url)


@needs_pango
@pytest.mark.parametrize(
    ("rule", "reach"),
    [
        ('body { background: url("file:///etc/hostname") }', "etc/hostname"),
        ('@import url("https://example.org/x.css");', "example.org/x.css"),
    ],
)
def test_a_style_that_reaches_outside_gets_nothing_and_says_so(tmp_path: Path, rule: str, reach: str) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/print.css").write_text(rule, encoding="utf-8")
    output = pdf.write(with_body(p("x")), Templates([tmp_path, SHIPPED]), Look())
    (finding,) = output.findings
    assert (finding.rule.id, finding.severity) == ("pdf-missing-file", Severity.ERROR)
    assert reach in finding.quote


@needs_pango
def test_a_picture_that_cannot_be_read_is_an_error() -> None:
    broken = Image("fig-x.png", "image/png", b"not a picture", 10, 10)
    figure = replace(course(), panels=(replace(course().panels[0], image=broken),))
    (finding,) = written(with_body(figure)).findings
    assert (finding.rule.id, "figures/fig-x.png" in finding.quote) == ("pdf-missing-file", True)


@needs_pango
def test_a_broken_template_of_a_workspace_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html/section.j2").write_text("{{ nothing }}", encoding="utf-8")
    output = pdf.write(specimen(), Templates([tmp_path, SHIPPED]), Look())
    assert [finding.rule.id for finding in output.findings] == ["template-broken"]


class NoPango(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_where_pango_is_missing_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    pdf.available.cache_clear()
    try:
        said = pdf.available()
    finally:
        pdf.available.cache_clear()
    assert "\n" not in said
    for system in ("apt-get install libpango", "dnf install pango", "brew install pango", "Windows: "):
        assert system in said
