"""The ground of every drawing: our typeface inside the file, the same bytes each time, nothing of the machine in it."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from pipeline.figures.plotting import FAMILY, TEXT, face, finish, measured, sheet, wrapped
from pipeline.figures.svg import read_svg

if TYPE_CHECKING:
    from pipeline.manuscript import Image

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*words: str, bold: str = "", title: str = "") -> Image:
    with sheet(100, 50) as figure:
        axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
        axes.plot([0, 1, 2], [3, 4, 5], marker="o", linestyle="--")
        for row, text in enumerate(words):
            axes.text(0.2, 3 + row, text)
        axes.text(1, 3, bold, fontproperties=face(bold=True))
        return finish(figure, "fig-x", title)


def texts(image: Image) -> list[str]:
    return ["".join(map(str, text.itertext())) for text in etree.fromstring(image.data).iter(SVG + "text")]


def test_a_sheet_is_as_wide_on_screen_as_in_print() -> None:
    image = drawn()
    assert (image.name, image.media_type, image.width, image.height) == ("fig-x.svg", "image/svg+xml", 378, 189)
    assert b'width="378"' in image.data
    assert b'viewBox="0 0 283.46' in image.data


def test_text_stays_text_in_our_typeface_at_the_size_asked_for() -> None:
    image = drawn("Ferritin <5 µg/L", "−3 × 10⁹/L & more", bold="A")
    assert {"Ferritin <5 µg/L", "−3 × 10⁹/L & more", "A"} <= set(texts(image))
    for text in etree.fromstring(image.data).iter(SVG + "text"):
        assert text.get("font-family") == f"'{FAMILY}', sans-serif"
        assert text.get("font-size") == f"{TEXT:g}px"


def test_the_characters_used_travel_with_the_file() -> None:
    page = drawn("Ωmega", bold="A").data.decode()
    faces = re.findall(r"font-weight:(\w+);font-style:normal;src:url\(data:font/woff2;base64,([^)]+)\)", page)
    held = {weight: set(map(chr, TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())) for weight, data in faces}
    assert set("Ωmega0123") <= held["normal"]
    assert held["bold"] == {"A"}


def test_styles_are_attributes_and_nothing_is_said_of_who_drew_it() -> None:
    root = read_svg(drawn("one").data).root
    assert [element for element in root.iter() if element.get("style")] == []
    assert root.find(f".//{SVG}metadata") is None
    assert b"atplotlib" not in drawn("one").data.replace(b'id="matplotlib.axis_', b"")
    assert root.get("role") == "img"


def test_a_title_names_it_where_one_is_given() -> None:
    root = etree.fromstring(drawn(title="Fever & more").data)
    assert root[0].tag == SVG + "title"
    assert root[0].text == "Fever & more"
    assert etree.fromstring(drawn().data).find(SVG + "title") is None


def test_the_same_drawing_has_the_same_bytes() -> None:
    assert drawn("one").data == drawn("one").data
    assert drawn("one").data != drawn("two").data


def test_the_settings_of_others_neither_count_nor_change() -> None:
    import matplotlib

    plain = drawn("one").data
    with matplotlib.rc_context({"lines.linewidth": 9, "axes.facecolor": "red", "font.size": 30}):
        assert drawn("one").data == plain
        assert matplotlib.rcParams["lines.linewidth"] == 9


def test_a_name_in_a_script_that_our_face_lacks_stays_text() -> None:
    assert "هيموغلوبين" in texts(drawn("هيموغلوبين"))


@pytest.mark.parametrize("sign", ["\a", "\0", "\x1b", "\ud800", "\uffff"])
def test_what_xml_cannot_hold_is_replaced(sign: str) -> None:
    image = drawn(f"a{sign}b", title=f"c{sign}d")
    assert "a�b" in texts(image)
    assert "c�d" in image.data.decode()


def test_a_formula_is_no_formula() -> None:
    assert "$x^2$ costs $5" in texts(drawn("$x^2$ costs $5"))


def test_text_is_measured_and_wrapped() -> None:
    with sheet(100, 50):
        # Figures of our face are 0.497 of its size wide.
        assert measured("0000000000", 10) == pytest.approx(10 * 0.497 * 10 * 25.4 / 72, rel=0.02)
        assert measured("Ferritin", 8, bold=True) > measured("Ferritin", 8)
        lines = wrapped("Haemoglobin before transfusion, Sauerstoffbindungskapazität", 25, 8)
        assert lines[:2] == ["Haemoglobin before", "transfusion,"]
        assert "".join(lines[2:]) == "Sauerstoffbindungskapazität"
        assert len(lines) == 4
        assert all(measured(line, 8) <= 25 for line in lines)
        assert wrapped("", 25) == []


DRAW = """
from pipeline.figures.plotting import sheet, finish
import sys, logging
logging.basicConfig()
logging.getLogger("matplotlib").setLevel("INFO")
with sheet(100, 50) as figure:
    figure.add_axes((0.1, 0.1, 0.8, 0.8)).plot([0, 1], [0, 1])
    sys.stdout.buffer.write(finish(figure, "x").data)
"""


def test_it_leaves_nothing_at_home_and_looks_through_no_fonts(tmp_path: Path) -> None:
    place = tmp_path / "home"
    given = {"HOME": str(place), "PATH": "", "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", DRAW], env=given, cwd=ROOT, capture_output=True, check=True)
    assert done.stderr == b""
    assert not place.exists()
    with sheet(100, 50) as figure:
        figure.add_axes((0.1, 0.1, 0.8, 0.8)).plot([0, 1], [0, 1])
        assert finish(figure, "x").data == done.stdout
