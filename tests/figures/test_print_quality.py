from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from pipeline.figures.arrangement import printed_width
from pipeline.figures.sharpness import is_line_art
from pipeline.findings import Finding, Location, Severity
from pipeline.journals import FigureRules, load_journal
from pipeline.workspace import Workspace, shipped_templates
from tests.figures.figure_made import SILENT, figure_of, told
from tests.figures.pictures import SVG, drawn, saved

USUAL = FigureRules()


def lines(width: int) -> Image.Image:
    """A trace, black on white."""
    picture = Image.new("L", (width, width // 2), 255)
    ImageDraw.Draw(picture).line([(0, 0), (width, width // 2)], fill=0, width=2)
    return picture


def photo(width: int, height: int) -> Image.Image:
    """Every level of grey."""
    return Image.linear_gradient("L").resize((width, height))


def found(figures: Path, picture: Image.Image, rules: FigureRules = USUAL, panels: int = 1) -> list[Finding]:
    (figures / "a.png").write_bytes(saved(picture, "PNG"))
    _, findings = figure_of(figures, *[f"file: a.png, legend: {n}" for n in range(panels)], rules=rules)
    assert all(finding.severity is Severity.WARNING for finding in findings)
    return findings


# --- pixels -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "panels", "said"),
    [
        (400, 1, "at 106 mm wide a.png prints at 96 dpi; 300 are asked for by most journals"),
        (1000, 1, "at 124 mm wide a.png prints at 205 dpi; 300 are asked for by most journals"),
        (1465, 1, ""),
        (460, 2, "at 82 mm wide a.png prints at 142 dpi; 300 are asked for by most journals"),
        (975, 2, ""),
    ],
)
def test_dots_per_inch_at_the_printed_width(figures: Path, width: int, panels: int, said: str) -> None:
    findings = found(figures, photo(width, width * 3 // 4), panels=panels)
    assert {finding.message for finding in findings} == ({said} if said else set())


def test_the_hint_says_how_many_pixels_are_enough(figures: Path) -> None:
    (finding,) = found(figures, photo(400, 300))
    enough = re.search(r"at least (\d+) pixels", finding.hint)
    assert enough
    assert found(figures, photo(int(enough[1]), 900)) == []


def test_a_crop_leaves_fewer_pixels(figures: Path) -> None:
    (figures / "a.png").write_bytes(saved(photo(1600, 1200), "PNG"))
    assert figure_of(figures, "file: a.png", rules=USUAL)[1] == []
    (finding,) = figure_of(figures, "file: a.png, crop: {left: 50, top: 50}", rules=USUAL)[1]
    assert finding.rule.id == "image-coarse"


def test_lines_and_letters_want_more_than_photographs(figures: Path) -> None:
    (finding,) = found(figures, lines(2000))
    assert "for lines and letters 600 are asked for" in finding.message
    assert found(figures, lines(2960)) == []


@pytest.mark.parametrize(
    ("picture", "is_line"),
    [
        (lines(300), True),
        (Image.new("L", (30, 30), 255), False),
        (Image.new("L", (30, 30), 0), False),
        (Image.effect_noise((300, 300), 60), False),
        (Image.linear_gradient("L"), False),
        (lines(300).point(lambda level: 255 - level), False),
    ],
)
def test_what_is_line_art(picture: Image.Image, is_line: bool) -> None:
    assert is_line_art(picture) is is_line


# --- shape, bytes, and a journal's rules ------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "rules", "expected"),
    [
        ((200, 25), SILENT, []),
        ((250, 25), SILENT, ["image-extreme-shape"]),
        ((25, 250), SILENT, ["image-extreme-shape"]),
        ((400, 300), replace(SILENT, max_mb=0.0001), ["image-heavy"]),
        ((400, 300), replace(SILENT, min_width_px=401), ["image-narrower-than-asked"]),
        ((400, 300), replace(SILENT, min_width_px=400), []),
        ((400, 300), replace(SILENT, formats=("tif", "jpg")), ["image-format-not-taken"]),
        ((400, 300), replace(SILENT, formats=("tif", "png")), []),
    ],
)
def test_what_journals_ask(figures: Path, size: tuple[int, int], rules: FigureRules, expected: list[str]) -> None:
    assert told(found(figures, photo(*size), rules)) == expected


def test_what_a_journal_asks_is_told_with_its_name_and_how_sure_that_is(tmp_path: Path, figures: Path) -> None:
    profile = tmp_path / "templates" / "journals" / "mine.yaml"
    profile.parent.mkdir(parents=True)
    asks = "{dpi: {is: 500, sure: old, source: a copy}, min_width_px: {is: 9000, source: memory}, formats: tif}"
    profile.write_text(f"name: Mine\nstyle: vancouver\nfigures: {asks}\n", encoding="utf-8")
    journal, _ = load_journal(Workspace(tmp_path), "mine", Location("case.yaml"))
    said = sorted(finding.message.partition("; ")[2] for finding in found(figures, photo(400, 300), journal.figures))
    assert said == [
        "500 are asked for by Mine (a copy; from an old copy)",
        "9000 are asked for by Mine (from memory)",
        "formats asked for by Mine: TIF",
    ]


@pytest.mark.parametrize(("file", "formats"), [("a.jpg", ("jpeg",)), ("a.jpeg", ("jpg",)), ("a.tif", ("tiff",))])
def test_two_names_of_one_format(figures: Path, file: str, formats: tuple[str, ...]) -> None:
    (figures / file).write_bytes(saved(drawn(), "TIFF" if "t" in file else "JPEG"))
    assert figure_of(figures, f"file: {file}", rules=replace(SILENT, formats=formats))[1] == []


@pytest.mark.parametrize(
    ("given", "rules", "problems"),
    [
        ("", FigureRules(), 0),
        ("figures: {dpi: 500, dpi_line: 1000, max_mb: 2.5}", FigureRules(dpi=500, dpi_line=1000, max_mb=2.5), 0),
        (
            "figures: {min_width_px: 900, formats: [PNG, .tif]}",
            FigureRules(min_width_px=900, formats=("png", "tif")),
            0,
        ),
        ("figures: {dpi: many, max_mb: 5}", FigureRules(max_mb=5), 1),
        ("figures: {formats: png, dots: 3}", FigureRules(formats=("png",)), 1),
        ("figures: large", FigureRules(), 1),
    ],
)
def test_what_a_profile_asks(tmp_path: Path, given: str, rules: FigureRules, problems: int) -> None:
    profile = tmp_path / "templates" / "journals" / "mine.yaml"
    profile.parent.mkdir(parents=True)
    profile.write_text(f"name: Mine\nstyle: vancouver\n{given}\n", encoding="utf-8")
    journal, findings = load_journal(Workspace(tmp_path), "mine", Location("case.yaml"))
    assert journal.figures == rules
    assert len(findings) == problems


# --- drawings ---------------------------------------------------------------------------------------


def drawing(figures: Path, content: str) -> list[Finding]:
    """Printed 106 mm wide: 1 unit of 40 is 7.5 points."""
    (figures / "a.svg").write_bytes(
        SVG.replace('viewBox="0 0 40 30"', 'viewBox="0 0 400 300"').format(content).encode()
    )
    return figure_of(figures, "file: a.svg", rules=USUAL)[1]


@pytest.mark.parametrize(
    ("content", "points"),
    [
        ('<text font-size="8">a</text>', ""),
        ('<text font-size="7">a</text>', "5.2"),
        ('<text style="font-size: 4px">a</text>', "3.0"),
        ('<g font-size="5"><text>a</text></g>', "3.7"),
        ('<g font-size="5"><text><tspan font-size="9">a</tspan></text></g>', ""),
        ('<g font-size="5"><text><tspan font-size="9">a</tspan> b</text></g>', "3.7"),
        ('<g transform="scale(0.5)"><text font-size="8">a</text></g>', "3.0"),
        ('<g transform="matrix(2 0 0 2 0 0)"><text font-size="4">a</text></g>', ""),
        ("<style>.s{{fill:red;font-size:5px}} text{{font-size:9px}}</style><text class='s'>a</text>", "3.7"),
        ("<style>text{{font-size:9px}}</style><text>a</text>", ""),
        ("<text>a</text>", ""),
        ('<text font-size="2"> </text>', ""),
        ('<text font-size="2em">a</text>', ""),
        ('<text font-size="6pt">a</text>', ""),
    ],
)
def test_letters_of_less_than_six_points(figures: Path, content: str, points: str) -> None:
    findings = drawing(figures, content.replace("{{", "{").replace("}}", "}"))
    assert told(findings) == (["letters-too-small"] if points else [])
    assert all(f"at {points} points" in finding.message for finding in findings)


@pytest.mark.parametrize(
    ("colours", "alike"),
    [
        (("#d62728", "#1f77b4"), True),
        (("#d00000", "#008000"), True),
        (("#000000", "#16191c"), False),
        (("#1c4c66", "#4d5459"), False),
        (("#ffd700", "#00008b"), False),
        (("red", "none"), False),
        (("url(#a)", "currentColor"), False),
    ],
)
def test_colours_that_are_one_grey(figures: Path, colours: tuple[str, str], alike: bool) -> None:
    shapes = "".join(f'<rect width="9" height="9" fill="{colour}"/>' for colour in colours)
    assert told(drawing(figures, shapes)) == (["colours-same-in-grey"] if alike else [])
    styled = "".join(f'<path d="M0 0h9" style="fill:none;stroke: {colour}"/>' for colour in colours)
    assert told(drawing(figures, styled)) == (["colours-same-in-grey"] if alike else [])


def test_many_colours_shade_a_picture(figures: Path) -> None:
    shapes = "".join(f'<rect width="9" height="9" fill="#{level:x}0{15 - level:x}"/>' for level in range(16))
    assert drawing(figures, shapes) == []


# --- the widths -------------------------------------------------------------------------------------


def test_widths_are_those_of_the_styles_for_print() -> None:
    styles = (shipped_templates() / "css" / "article.css").read_text(encoding="utf-8")
    right, left = (float(n) for n in re.findall(r"margin: 23mm (\d+)mm 23mm (\d+)mm", styles)[0])
    reach = float(re.findall(r"margin-inline-start: -(\d+)mm", styles)[0])
    gap = float(re.findall(r"\.panels \{ gap: (\d+)mm", styles)[0])
    several, alone = (
        float(n) for n in re.findall(r"img \{ (?:width: 100%; )?max-height: (8\d|1[0-6]\d)mm", styles)[:2]
    )
    text = 210 - right - left
    assert printed_width((9000, 900), 1, False) == text
    assert printed_width((9000, 900), 2, True) == (text + reach - gap) / 2
    assert printed_width((900, 9000), 2, True) == several / 10
    assert printed_width((900, 9000), 1, False) == alone / 10
    assert printed_width((96, 96), 1, False) == 25.4
