from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.figures.panels import length_in_words
from pipeline.findings import Severity
from pipeline.journals import FigureRules
from pipeline.reading.inline_nodes import plain_text
from pipeline.writing.glyphs import missing_glyphs
from tests.figures.figure_made import figure_of, inside, told
from tests.figures.pictures import LENT, SECRET, SVG, drawn, jpeg, opened, png, saved
from tests.figures.test_cleaning_images import assert_nothing_told
from tests.writing.specimen import SHIPPED, with_body

CT = np.array([[0, 900, 1000, 1100, 4000]] * 4, np.uint16)
"""Raw values of a scan, in 16 bits."""
FACES = sorted((SHIPPED / "fonts/print").glob("*.ttf"))
MARKED = "marks: [{shape: label, at: [50, 50], text: liver}]"


@pytest.fixture
def scan(figures: Path) -> Path:
    """A folder with a picture of each kind that panels are made of."""
    (figures / "scan.png").write_bytes(saved(drawn((400, 300)), "PNG"))
    (figures / "photo.jpg").write_bytes(saved(drawn((400, 300)), "JPEG"))
    (figures / "deep.tif").write_bytes(saved(Image.fromarray(CT), "TIFF"))
    (figures / "lines.svg").write_bytes(SVG.format("<rect width='9' height='9'/>").encode())
    return figures


# --- crop and turn ----------------------------------------------------------------------------------


def test_a_picture_without_instructions_is_shipped_as_it_is(scan: Path) -> None:
    figure, findings = figure_of(scan, "file: photo.jpg")
    assert findings == []
    assert figure.panels[0].image.data == (scan / "photo.jpg").read_bytes()


@pytest.mark.parametrize(
    ("file", "wish", "size", "suffix"),
    [
        ("scan.png", "crop: {left: 50, top: 50}", (200, 150), ".png"),
        ("photo.jpg", "crop: {right: 25}", (100, 300), ".jpg"),
        ("scan.png", "rotate: 90", (300, 400), ".png"),
        ("scan.png", "rotate: 0", (400, 300), ".png"),
        ("lines.svg", "rotate: 90", (30, 40), ".svg"),
        ("lines.svg", "crop: {right: 50}", (20, 30), ".svg"),
        ("scan.png", "crop: {left: 50}, marks: [{shape: asterisk, at: [75, 50]}]", (200, 300), ".svg"),
    ],
)
def test_the_part_that_is_shown(scan: Path, file: str, wish: str, size: tuple[int, int], suffix: str) -> None:
    figure, _ = figure_of(scan, f"file: {file}, {wish}", rest="legend: Asterisk, this.")
    image = figure.panels[0].image
    assert (image.width, image.height) == size
    assert image.name == f"fig-x{suffix}"


def test_what_is_cut_off_is_in_no_byte(scan: Path) -> None:
    figure, findings = figure_of(
        scan, f"file: scan.png, crop: {{left: 50, top: 50}}, {MARKED.replace('50, 50', '75, 75')}"
    )
    assert findings == []
    media_type, data = inside(figure.panels[0].image)
    assert media_type == "image/png"
    assert opened(data).getcolors() == [(200 * 150, (0, 0, 255))]


def test_a_drawing_only_hides_what_is_cut_off(scan: Path) -> None:
    _, (finding,) = figure_of(scan, "file: lines.svg, crop: {left: 50}")
    assert (finding.rule.id, finding.where.line) == ("crop-only-hides", 8)
    assert figure_of(scan, "file: scan.png, crop: {left: 50}")[1] == []


@pytest.mark.parametrize("crop", ["{left: 60, right: 40}", "{left: 120}", "{lft: 20}", "{top: half}"])
def test_a_crop_that_cannot_be_read_shows_nothing(scan: Path, crop: str) -> None:
    """What it was to cut off may be what nobody should see."""
    figure, findings = figure_of(scan, f"file: scan.png, crop: {crop}")
    assert [finding.severity for finding in findings] == [Severity.ERROR]
    assert (figure.panels[0].image.width, figure.panels[0].image.height) == (480, 320)


# --- windows ----------------------------------------------------------------------------------------


def test_grey_values_through_a_window(scan: Path) -> None:
    figure, findings = figure_of(scan, "file: deep.tif, window: {centre: 1000, width: 200}")
    assert findings == []
    assert list(opened(figure.panels[0].image.data).tobytes()[:5]) == [0, 0, 128, 255, 255]
    assert plain_text(figure.credit) == "Image processing: window centre 1000, width 200."


def test_measured_values_need_a_window(scan: Path) -> None:
    hounsfield = Image.fromarray(np.array([[-1000, 40, 240], [-160, 40, 240]], np.float32))
    (scan / "hu.tif").write_bytes(saved(hounsfield, "TIFF"))
    figure, findings = figure_of(scan, "file: hu.tif, window: {centre: 40, width: 400}")
    assert findings == []
    assert list(opened(figure.panels[0].image.data).tobytes()) == [0, 128, 255, 0, 128, 255]
    assert told(figure_of(scan, "file: hu.tif")[1]) == ["image-unreadable"]


def test_without_a_window_all_values_are_shown_and_it_is_said(scan: Path) -> None:
    _, (finding,) = figure_of(scan, "file: deep.tif")
    assert finding.rule.id == "image-converted"
    assert "window" in finding.hint


def test_a_window_that_shows_nothing(scan: Path) -> None:
    figure, (finding,) = figure_of(scan, "file: deep.tif, window: {centre: 9000, width: 200}")
    assert finding.rule.id == "window-shows-nothing"
    assert "from 0 to 4000" in finding.message
    assert figure.panels[0].image.width == 480


def test_a_window_for_a_picture_that_has_nothing_to_choose_from(scan: Path) -> None:
    figure, (finding,) = figure_of(scan, "file: scan.png, window: {centre: 100, width: 50}")
    assert (finding.rule.id, finding.severity) == ("window-not-needed", Severity.WARNING)
    assert figure.panels[0].image.data == (scan / "scan.png").read_bytes()
    assert figure.credit == ()


def test_a_window_for_a_drawing(scan: Path) -> None:
    figure, findings = figure_of(scan, "file: lines.svg, window: {centre: 100, width: 50}")
    assert told(findings) == ["window-not-needed"]
    assert figure.credit == ()


# --- marks ------------------------------------------------------------------------------------------


def test_a_mark_on_what_is_cut_off(scan: Path) -> None:
    marks = "marks: [{shape: label, at: [20, 20], text: liver}, {shape: label, at: [80, 80], text: spleen}]"
    figure, (finding,) = figure_of(scan, f"file: scan.png, crop: {{left: 50}}, {marks}")
    assert finding.rule.id == "mark-cut-off"
    assert "label at 20, 20" in finding.message
    assert b"spleen" in figure.panels[0].image.data
    assert b"liver" not in figure.panels[0].image.data


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("{shape: label, at: [1, 1]}", "a label says something"),
        ("{shape: arrow, at: [1, 1], text: a}", "an arrow has no `text`"),
        ("{shape: asterisk, at: [1, 1], radius: 3}", "only a circle has a `radius`, not an asterisk"),
        ("{shape: circle, at: [1, 1], radius: 0}", "more than 0"),
        ("{shape: circle, at: [1, 1], from: [2, 2]}", "a circle comes from nowhere"),
        ("{shape: arrow, at: [1, 101]}", "from 0 to 100"),
        ("{shape: arrow, at: [1, nan]}", "from 0 to 100"),
        ("{shape: arrow, at: [1]}", "two numbers in percent"),
        ("{shape: arrow, at: 50}", "two numbers in percent"),
        ("{shape: arrow, at: [1, [2]]}", "two numbers in percent"),
        ("{shape: arrow, at: [1, half]}", "such as 42"),
    ],
)
def test_marks_that_cannot_be_drawn(scan: Path, mark: str, said: str) -> None:
    figure, findings = figure_of(scan, f"file: scan.png, marks: [{mark}]")
    assert said in findings[0].message
    assert figure.panels[0].image.media_type == "image/png"


@pytest.mark.parametrize(("count", "rules"), [(6, []), (60, ["label-too-long"])])
def test_a_label_longer_than_its_picture_is_not_drawn(scan: Path, count: int, rules: list[str]) -> None:
    figure, findings = figure_of(scan, f"file: scan.png, marks: [{{shape: label, at: [50, 50], text: {'m' * count}}}]")
    assert told(findings) == rules
    assert (b"<text" in figure.panels[0].image.data) == (not rules)


def test_a_label_is_one_line(scan: Path) -> None:
    figure, _ = figure_of(scan, r'file: scan.png, marks: [{shape: label, at: [50, 50], text: "left\nlobe"}]')
    assert b">left lobe</text>" in figure.panels[0].image.data


def test_letters_of_a_label_are_looked_for_in_the_faces_of_print(scan: Path) -> None:
    figure, _ = figure_of(scan, "file: scan.png, marks: [{shape: label, at: [50, 50], text: ตับ}]")
    (finding,) = missing_glyphs(with_body(figure), FACES)
    assert finding.rule.id == "character-without-glyph"
    assert str(finding.where).startswith("case.yaml:8:")


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("window: {centre: inf, width: 3}", "not a number"),
        ("window: {centre: 3, width: -3}", "more than 0"),
        ("rotate: nan", "not a number"),
        ("scale_bar: {length: inf mm}", "ends somewhere"),
        ("scale_bar: {length: 20}", "such as 20 mm"),
        ("scale_bar: {length: 20 px}", "such as 20 mm"),
        ("rotate: 90°", "write figures alone"),
        ("crop: {left: 200}", "not in pixels"),
    ],
)
def test_numbers_that_are_none(scan: Path, wish: str, said: str) -> None:
    assert said in figure_of(scan, f"file: scan.png, {wish}")[1][0].message


# --- scale bars -------------------------------------------------------------------------------------

NOTE = 'adjustments: ["window centre 40, width 400 HU (kept in the file)"]\npixel_spacing_mm: [0.5, 0.5]\n'


@pytest.mark.parametrize(
    ("wish", "pixels"),
    [
        ("scale_bar: {length: 20 mm, spacing: 0.5 mm}", "h40.00"),
        ("scale_bar: {length: 20mm, spacing: 500µm}", "h40.00"),
        ("scale_bar: {length: 2 cm}", "h40.00"),
        ("crop: {left: 50}, scale_bar: {length: 20 mm}", "h40.00"),
        ("rotate: 30, scale_bar: {length: 20 mm}", "h40.00"),
        ("scale_bar: {length: 200 µm, spacing: 2 µm}", "h100.00"),
    ],
)
def test_a_scale_bar_is_as_long_as_the_pixels_say(scan: Path, wish: str, pixels: str) -> None:
    (scan / "scan.yaml").write_text(NOTE, encoding="utf-8")
    figure, findings = figure_of(scan, f"file: scan.png, {wish}")
    assert findings == []
    assert figure.panels[0].image.data.decode().count(pixels) == 2


@pytest.mark.parametrize(
    ("wish", "note", "rules"),
    [
        ("{length: 20 mm}", "", ["scale-bar-without-spacing"]),
        ("{length: 20 mm}", "adjustments: []\n", ["scale-bar-without-spacing"]),
        ("{length: 20 mm}", NOTE, []),
        ("{length: 195 mm}", NOTE, ["scale-bar-unfit"]),
        ("{length: 1 mm}", NOTE, ["scale-bar-unfit"]),
        ("{length: 20 mm}", NOTE + "pixel_spacing_note: at the detector\n", ["scale-bar-doubtful"]),
        ("{length: 20 mm, spacing: 0.5 mm}", NOTE + "pixel_spacing_note: at the detector\n", []),
        ("{length: 20 mm}", "pixel_spacing_mm: [0.5", ["figure-note-unreadable", "scale-bar-without-spacing"]),
        ("{length: 20 mm}", "pixel_spacing_mm: [0, x]", ["figure-note-unreadable", "scale-bar-without-spacing"]),
        ("{length: 20 mm, spacing: 1 mm}", "- a list", ["figure-note-unreadable"]),
        ("{length: 20 mm, spacing: 1 mm}", "[" * 5000, ["figure-note-unreadable"]),
        ("{length: 20 mm, spacing: 1 mm}", "#" * 70_000, ["figure-note-unreadable"]),
        ("{length: 20 mm}", NOTE + "pixel_spacing_note: [not, a, sentence]\n", []),
    ],
)
def test_scale_bars_that_cannot_be_drawn_or_trusted(scan: Path, wish: str, note: str, rules: list[str]) -> None:
    if note:
        (scan / "scan.yaml").write_text(note, encoding="utf-8")
    figure, findings = figure_of(scan, f"file: scan.png, scale_bar: {wish}")
    assert told(findings) == rules
    # What could not be drawn is not said to have been added.
    assert ("scale bar added" in plain_text(figure.credit)) == (b"<svg" in figure.panels[0].image.data)


@pytest.mark.parametrize(("note", "said"), [("", "Export it from the original"), (NOTE, "The scanner made no more")])
def test_of_a_scan_no_more_pixels_are_asked_for_than_there_are(scan: Path, note: str, said: str) -> None:
    (scan / "scan.yaml").write_text(note or "adjustments: []\n", encoding="utf-8")
    _, (finding,) = figure_of(scan, "file: scan.png", rules=FigureRules(dpi=300, dpi_line=300, max_mb=10))
    assert finding.rule.id == "image-coarse"
    assert finding.hint.startswith(said)


def test_a_note_that_is_a_link_out_of_the_case_is_not_read(scan: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text(NOTE, encoding="utf-8")
    (scan / "scan.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert told(figure_of(scan, "file: scan.png")[1]) == ["figure-note-unreadable"]


def test_a_note_is_not_taken_for_that_of_another_picture_of_its_name(scan: Path) -> None:
    (scan / "photo.yaml").write_text(NOTE, encoding="utf-8")
    figure, findings = figure_of(scan, "file: photo.jpg, scale_bar: {length: 20 mm}")
    assert told(findings) == ["scale-bar-without-spacing"]
    assert "window" not in plain_text(figure.credit)


def test_a_note_that_multiplies_itself_is_read_in_no_time(scan: Path) -> None:
    doubled = "".join(f"k{n}: &a{n} [{f'*a{n - 1}, *a{n - 1}' if n else 'x'}]\n" for n in range(40))
    (scan / "scan.yaml").write_text(f"{doubled}pixel_spacing_note: *a39\npixel_spacing_mm: *a39\n", encoding="utf-8")
    assert told(figure_of(scan, "file: scan.png")[1]) == ["figure-note-unreadable"]


@pytest.mark.parametrize(
    ("length", "language", "words"),
    [(20, "en", "20 mm"), (2.5, "es", "2,5 mm"), (0.05, "en", "50 µm"), (150, "en", "150 mm"), (1234, "en", "1234 mm")],
)
def test_lengths_in_words(length: float, language: str, words: str) -> None:
    assert length_in_words(length, language) == words.replace(" ", "\u00a0")


# --- what is said of it -----------------------------------------------------------------------------


def test_what_was_done_is_printed_after_the_credit(scan: Path) -> None:
    (scan / "scan.yaml").write_text(NOTE, encoding="utf-8")
    panels = [
        "file: scan.png, legend: a, crop: {left: 10}, rotate: -90, scale_bar: {length: 20 mm}",
        f"file: photo.jpg, legend: b, {MARKED}",
        "file: lines.svg, legend: c",
        f"file: lines.svg, legend: d, {MARKED}",
    ]
    figure, _ = figure_of(scan, *panels, rest="credit: Ours")
    assert plain_text(figure.credit) == (
        "Ours. Image processing: (A) window centre 40, width 400 HU; cropped; turned 270° clockwise; scale bar added. "
        "(B, D) marks added."
    )
    assert figure_of(scan, "file: photo.jpg, legend: b", rest="legend: x")[0].credit == ()
    spanish, _ = figure_of(scan, f"file: photo.jpg, rotate: 2.5, {MARKED}", language="es")
    assert plain_text(spanish.credit) == "Tratamiento de la imagen: girada 2,5° en sentido horario; marcas añadidas."


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("window centre −600.5, width 1500 HU (customary for lung)", "ventana con centro −600,5 y ancho 1500 UH"),
        ("window centre 2e−05, width 1e−05 (given by the author)", "ventana con centro 2e−05 y ancho 1e−05"),
        ("window centre 40, width 400 SMITH^JOHN (kept in the file)", ""),
        ("window centre 40, width 400 HU of Mr Smith", ""),
        ("rows doubled, because its pixels are not square", "remuestreada a píxeles cuadrados"),
        ("low values white, as the file asks", ""),
    ],
)
def test_of_the_english_note_nothing_is_printed_but_numbers(scan: Path, note: str, printed: str) -> None:
    (scan / "scan.yaml").write_text(f"adjustments: ['{note}']\n", encoding="utf-8")
    figure, _ = figure_of(scan, "file: scan.png", language="es")
    assert plain_text(figure.credit) == (f"Tratamiento de la imagen: {printed}." if printed else "")


# --- nothing else goes along ------------------------------------------------------------------------

WISHES = (
    "crop: {left: 10, bottom: 90}",
    "rotate: 90",
    "rotate: 7",
    "marks: [{shape: label, at: [50, 50], text: liver}]",
)


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("data", [png(), jpeg()], ids=["png", "jpeg"])
def test_a_picture_that_is_not_clean_is_not_shown_whatever_is_done_to_it(figures: Path, data: bytes, wish: str) -> None:
    file = "a.png" if data.startswith(b"\x89") else "a.jpg"
    (figures / file).write_bytes(data + SECRET)
    figure, findings = figure_of(figures, f"file: {file}, {wish}")
    assert "image-carries-metadata" in told(findings)
    assert SECRET not in figure.panels[0].image.data


@pytest.mark.skipif(not LENT.is_dir(), reason="shared/data is not beside this checkout")
@pytest.mark.filterwarnings("error")
def test_real_files_with_instructions_come_out_or_are_explained(figures: Path) -> None:
    shown = 0
    for number, path in enumerate(sorted(path for path in LENT.rglob("*") if path.is_file())):
        (figures / path.name).unlink(missing_ok=True)
        (figures / path.name).write_bytes(path.read_bytes())
        name = path.name.replace('"', "")
        figure, findings = figure_of(figures, f'file: "{name}", page: 1, {WISHES[number % 4]}')
        image = figure.panels[0].image
        if (image.width, image.height) == (480, 320) and any(f.severity is Severity.ERROR for f in findings):
            continue
        shown += 1
        assert_nothing_told(path, inside(image)[1] if image.media_type == "image/svg+xml" else image.data)
    assert shown > 30
