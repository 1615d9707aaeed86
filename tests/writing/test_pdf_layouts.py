"""What each layout and paper promises: sizes, lines, margins, order, bookmarks, metadata, type and pictures."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader
from pypdf.generic import Destination

from pipeline.manuscript import Kind, Manuscript
from pipeline.writing import faces, pdf
from pipeline.writing.glyphs import missing_glyphs
from pipeline.writing.look import LAYOUTS, PAPERS, Layout, Look, Paper
from pipeline.writing.templates import Templates
from pipeline.writing.text_nodes import words
from tests.writing.specimen import LABELS, ROOT, SHIPPED, course, p, picture, shipped, specimen, with_body

pytestmark = pytest.mark.skipif(bool(pdf.available()), reason=pdf.available() or "Pango is here")

MM = 72 / 25.4
SIZES = {"a4": (210 * MM, 297 * MM), "letter": (612, 792)}
HANGUL = "가"


def reader(manuscript: Manuscript, look: Look, *folders: Path) -> PdfReader:
    output = pdf.write(manuscript, Templates([*folders, SHIPPED]), look)
    assert output.findings == ()
    return PdfReader(io.BytesIO(output.files["specimen.pdf"]))


@cache
def specimen_in(layout: Layout, paper: Paper, kind: Kind = Kind.OWN) -> PdfReader:
    return reader(specimen(kind), Look(layout, paper))


@cache
def pieces(layout: Layout, paper: Paper, page: int) -> list[tuple[str, float, float, float, str]]:
    """Text, left, baseline, size and font of what is set on a page, in points."""
    found = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, str] | None, size: float) -> None:
        if text.strip() and font:
            scale = cm[0] * tm[0]
            left, baseline = cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5]
            found.append((text.strip(), left, baseline, abs(scale * size), str(font["/BaseFont"])))

    specimen_in(layout, paper).pages[page].extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", PAPERS)
def test_paper_has_its_size_and_a_wide_table_turns_it(layout: Layout, paper: Paper) -> None:
    width, height = SIZES[paper]
    for page in specimen_in(layout, paper).pages:
        turned = "A table wider than the page" in page.extract_text()
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx((height, width) if turned else (width, height), abs=0.5)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_manuscript_is_double_spaced_at_12_points_with_margins_of_25_mm(paper: Paper) -> None:
    texts = [specimen_in("manuscript", paper).pages[n].extract_text() for n in range(5)]
    page = next(n for n, text in enumerate(texts) if text.count("She had taken") > 2)
    lines = [piece for piece in pieces("manuscript", paper, page) if "SourceSerif4" in piece[4].replace("-", "")]
    body = [line for line in lines if round(line[3]) == 12]
    baselines = sorted({round(line[2], 1) for line in body}, reverse=True)
    steps = [round(above - below) for above, below in pairwise(baselines)]
    assert steps.count(24) > len(steps) / 2
    assert min(line[1] for line in body) == pytest.approx(25 * MM, abs=1)


def test_a_manuscript_breaks_no_word_and_ends_with_tables_and_then_figures() -> None:
    texts = [page.extract_text() for page in specimen_in("manuscript", "a4").pages]
    assert not any(line.endswith("\u2010") for text in texts for line in text.splitlines())
    order = ["Introduction", "References", "Table 1. ", "Table 2. ", "Figure 1. ", "Figure 2. "]
    lines = [(n, line) for n, text in enumerate(texts) for line in text.splitlines()]
    heads = [next(n for n, line in lines if line.startswith(head)) for head in order]
    assert heads == sorted(set(heads))
    assert "Abstract" not in texts[0]
    assert "Zoë Åkerström-Ibáñez" in texts[0]


def test_running_heads_name_the_article_but_not_on_the_first_page() -> None:
    first, *others = [page.extract_text() for page in specimen_in("article", "a4").pages]
    head = "Zoë Åkerström-Ibáñez et al. 2025"
    assert head not in first
    assert all(head in text and "Liver failure before the rash" in text for text in others)
    assert all(LABELS["kind_own"] in text for text in (first, *others))


def test_the_outline_has_the_headings_in_their_order_and_depth() -> None:
    def flat(entries: list[object], depth: int = 1) -> Iterator[tuple[int, str]]:
        for entry in entries:
            if isinstance(entry, Destination):
                yield depth, str(entry.title)
            elif isinstance(entry, list):
                yield from flat(entry, depth + 1)

    outline = list(flat(list(specimen_in("article", "a4").outline)))
    assert outline[0] == (1, words(specimen().title))
    assert outline[1:4] == [(2, "Abstract"), (2, "Introduction"), (2, "Case presentation")]
    assert (3, "Diagnostic assessment") in outline
    assert [title for _, title in outline[-3:]] == ["Statements", "Notes", "References"]


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (Kind.OWN, LABELS["kind_own"]),
        (Kind.SYNTHETIC, f"{LABELS['kind_synthetic']}. {LABELS['notice_synthetic']}"),
        (Kind.RETOLD, f"{LABELS['kind_retold']}. {LABELS['notice_retold']}"),
    ],
)
def test_metadata(kind: Kind, subject: str) -> None:
    document = specimen_in("article", "a4", kind)
    assert document.metadata is not None
    assert document.metadata.subject == subject
    assert document.metadata.keywords == "DRESS syndrome, lamotrigine, acute liver failure, case report"
    assert ("Đặng Thị Ngọc" in str(document.metadata.author)) is (kind is not Kind.RETOLD)
    assert str(document.root_object["/Lang"]) == "en"


def test_links_lead_to_places_and_addresses() -> None:
    links = [note.get_object() for page in specimen_in("article", "a4").pages for note in page.get("/Annots", [])]
    addresses = {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}
    places = {link.get("/Dest") for link in links} - {None}
    assert "https://doi.org/10.5555/specimen.1" in addresses
    assert {"fig-skin-a", "tbl-labs", "ref-one-1", "note-1"} <= {str(place) for place in places}


def test_nothing_is_smaller_than_7_points_but_marks_raised_or_lowered() -> None:
    small = [piece for n in range(4) for piece in pieces("article", "a4", n) if piece[3] < 6.95]
    assert all(len(text) <= 4 for text, *_ in small), small


@pytest.mark.parametrize(("pixels", "kept"), [(900, True), (6000, False)])
def test_a_picture_is_reduced_only_where_it_is_finer_than_600_dpi(pixels: int, kept: bool) -> None:
    shot = replace(course(), panels=(replace(course().panels[0], image=picture("shot.png", pixels, 600, 1)),))
    images = {image.name: image for image in reader(with_body(shot), Look()).pages[0].images}
    (image,) = images.values()
    assert image.image is not None
    widest = 124 / 25.4 * 600
    assert (image.image.width == pixels) is kept
    assert image.image.width <= max(widest + 2, 900)


def test_drawings_stay_drawings() -> None:
    images = [image for page in specimen_in("article", "a4").pages for image in page.images]
    assert len({image.name for image in images}) == 3, "the three photographs; the chart has lines"


# --- faces ------------------------------------------------------------------------------------------------


def font(family: str, character: str, file: Path) -> None:
    """A face with one character, a square."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square", "space"])
    builder.setupCharacterMap({ord(character): "square", 32: "space"})
    pen = TTGlyphPen(None)
    for n, point in enumerate([(0, 0), (0, 700), (700, 700), (700, 0)]):
        pen.lineTo(point) if n else pen.moveTo(point)
    pen.closePath()
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph(), "space": TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", "square", "space"], (800, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    file.parent.mkdir(parents=True, exist_ok=True)
    builder.save(file)


def fonts_of(document: PdfReader) -> set[str]:
    found = set()
    for page in document.pages:
        for face in page["/Resources"]["/Font"].values():  # type: ignore[index]  # a page has resources
            found.add(str(face.get_object()["/BaseFont"]).split("+")[-1])
    return found


def test_a_font_of_the_workspace_prints_what_ours_lack(tmp_path: Path) -> None:
    manuscript = with_body(p(f"A name: {HANGUL}."))
    (finding,) = missing_glyphs(manuscript, faces.faces(shipped()))
    assert HANGUL in finding.message
    font("Tiny", HANGUL, tmp_path / "fonts/print/Tiny.ttf")
    assert missing_glyphs(manuscript, faces.faces(Templates([tmp_path, SHIPPED]))) == []
    assert "Tiny" in fonts_of(reader(manuscript, Look(), tmp_path))


def test_a_font_of_the_workspace_replaces_ours_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "fonts/print").mkdir(parents=True)
    bold = (SHIPPED / "fonts/print/SourceSerif4-Bold.ttf").read_bytes()
    (tmp_path / "fonts/print/SourceSerif4-Regular.ttf").write_bytes(bold)
    names = fonts_of(reader(with_body(p("x")), Look(), tmp_path))
    assert "Source-Serif-4" not in names
    assert "Source-Serif-4-Bold" in names


def test_faces_for_other_scripts_are_found_in_their_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    font("Elsewhere", HANGUL, tmp_path / "scripts_for_tests/files/Elsewhere.ttf")
    (tmp_path / "scripts_for_tests/__init__.py").write_text("raise ImportError('never run')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(faces, "SCRIPTS", {"scripts_for_tests": "Korean", "not_installed": "Linear A"})
    assert [face.name for face in faces.faces_for_scripts()] == ["Elsewhere.ttf"]
    assert "Elsewhere" in fonts_of(reader(with_body(p(f"A name: {HANGUL}.")), Look()))
    assert "Elsewhere" not in fonts_of(reader(with_body(p("A name.")), Look()))


def test_the_extra_names_the_packages() -> None:
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = {name.partition("=")[0].partition(">")[0].replace("-", "_") for name in extra["scripts"]}
    assert named == set(faces.SCRIPTS)
