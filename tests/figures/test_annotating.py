from __future__ import annotations

import base64
import io
import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from pipeline.case.marks import Crop
from pipeline.figures.annotating import DARK, HALO, LIGHT, Bar, Shape, annotated
from pipeline.figures.lettering import outline_of, width_of
from pipeline.figures.view import View, view_of
from pipeline.manuscript import Image as Shipped
from tests.figures.pictures import SVG, saved

SVG_NAME = "{http://www.w3.org/2000/svg}"
SIZE = (400, 300)
WHOLE = view_of(SIZE, None, None)
UNIT = 2.0
"""Pixels to a point: printed 200 points wide."""
EVERY = [
    Shape("arrow", (100, 80)),
    Shape("arrow", (200, 80), tail=(150, 120)),
    Shape("arrowhead", (300, 80)),
    Shape("asterisk", (60, 200)),
    Shape("circle", (150, 200), radius=30),
    Shape("label", (250, 200), text="L4"),
]


def ground(picture: Image.Image) -> Shipped:
    return Shipped("fig-a.png", "image/png", saved(picture, "PNG"), *picture.size)


PLAIN = ground(Image.new("L", SIZE, 128))


def drawn(*shapes: Shape, bar: Bar | None = None, view: View = WHOLE, below: Shipped = PLAIN) -> etree._Element:
    return etree.fromstring(annotated(below, view, shapes, bar, UNIT).data)


def named(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(SVG_NAME + name))


def numbers(path: str) -> list[tuple[float, float]]:
    found = [float(number) for number in re.findall(r"-?\d+\.\d+", path)]
    return list(zip(found[::2], found[1::2], strict=True))


def test_the_picture_stands_below_once_and_untouched() -> None:
    root = drawn(*EVERY)
    (image,) = named(root, "image")
    kind, data = image.get("href", "").split(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(data) == PLAIN.data
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("400", "300", "0 0 400 300")
    assert [element.tag for element in root][1] == SVG_NAME + "image"


def test_equal_wishes_give_equal_bytes() -> None:
    assert annotated(PLAIN, WHOLE, EVERY, None, UNIT).data == annotated(PLAIN, WHOLE, EVERY, None, UNIT).data


@pytest.mark.parametrize("shape", EVERY, ids=lambda shape: shape.kind)
def test_everything_light_has_a_dark_outline_below_it(shape: Shape) -> None:
    """At least one of the two stands out 4.5:1 from whatever grey lies below: black and white together leave no gap."""
    dark, light = [element for element in drawn(shape) if element.get("fill") or element.get("stroke")]
    assert {dark.get("stroke"), dark.get("fill")} <= {DARK, "none"}
    assert LIGHT in (light.get("stroke"), light.get("fill"))
    inner = float(light.get("stroke-width", 0))
    assert float(dark.get("stroke-width", 0)) - inner == pytest.approx(2 * HALO * UNIT, abs=0.01)
    if light.tag == SVG_NAME + "path":
        assert dark.get("d") == light.get("d")


def test_an_arrow_has_its_tip_where_it_points_and_comes_from_where_it_is_said() -> None:
    path = numbers(named(drawn(Shape("arrow", (200, 80), tail=(150, 120))), "path")[0].get("d", ""))
    assert path[0] == (200, 80)
    ends = [point for point in path if abs(point[0] - 150) < 3 and abs(point[1] - 120) < 3]
    assert len(ends) == 2


@pytest.mark.parametrize(
    ("at", "side"),
    [((200, 150), (-1, 1)), ((5, 150), (1, 1)), ((200, 295), (-1, -1)), ((2, 298), (1, -1))],
)
def test_an_arrow_from_nowhere_comes_from_where_there_is_room(
    at: tuple[float, float], side: tuple[float, float]
) -> None:
    path = numbers(named(drawn(Shape("arrow", at)), "path")[0].get("d", ""))
    assert all((x - at[0]) * side[0] > -8 and (y - at[1]) * side[1] > -8 for x, y in path)
    assert max(abs(x - at[0]) for x, _ in path) > 25


def test_marks_are_as_large_in_print_however_many_pixels_there_are() -> None:
    shape = Shape("arrowhead", (10, 10), tail=(5, 5))
    for unit in (0.5, 8.0):
        root = etree.fromstring(annotated(PLAIN, WHOLE, [shape], None, unit).data)
        (tip, corner, _) = numbers(named(root, "path")[0].get("d", ""))
        assert ((tip[0] - corner[0]) ** 2 + (tip[1] - corner[1]) ** 2) ** 0.5 / unit == pytest.approx(9.2, abs=0.1)


def test_letters_are_text_once_in_a_face_that_comes_along() -> None:
    root = drawn(Shape("label", (250, 200), text="L4"), Shape("label", (50, 50), text="<&>"))
    assert [text.text for text in named(root, "text")] == ["L4", "<&>"]
    assert "@font-face" in (named(root, "style")[0].text or "")
    assert "@font-face" not in annotated(PLAIN, WHOLE, EVERY[:3], None, UNIT).data.decode()


def test_letters_stay_inside_the_picture() -> None:
    (text,) = named(drawn(Shape("label", (399, 1), text="vena cava")), "text")
    x, y, size = (float(text.get(name, "")) for name in ("x", "y", "font-size"))
    assert x + width_of("vena cava") * size < 400
    assert y - 0.66 * size > 0


def test_letters_that_our_face_lacks_stand_on_a_dark_plate() -> None:
    dark, light = (element for element in drawn(Shape("label", (250, 200), text="肝")) if element.get("fill"))
    assert light.text == "肝"
    assert dark.get("d", "").count("h") == 2
    assert outline_of("肝", 10, (0, 0)) == ""


def test_a_scale_bar_is_as_long_as_it_says_and_keeps_out_of_the_way_of_marks() -> None:
    for marks, left in (((), 286.0), ((Shape("asterisk", (340, 280)),), 14.0)):
        root = drawn(*marks, bar=Bar(100, "20\u00a0mm"))
        bars = [path.get("d", "") for path in named(root, "path") if "h100.00" in path.get("d", "")]
        assert len(bars) == 2
        assert bars[0].startswith(f"M{left:.2f} ")
        assert named(root, "text")[0].text == "20\u00a0mm"


def test_a_drawing_is_cut_and_turned_by_how_it_is_laid() -> None:
    below = Shipped("fig-a.svg", "image/svg+xml", SVG.format("").encode(), 40, 30)
    view = view_of((40, 30), Crop(left=50), 90)
    (image,) = named(drawn(view=view, below=below), "image")
    assert image.get("transform") == "translate(30.000 -20.000) rotate(90.0000)"
    assert (image.get("width"), image.get("height")) == ("40", "30")


GROUNDS = {"black": 0, "white": 255, "grey": 119, "noise": None}


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("name", GROUNDS)
def test_marks_are_seen_on_any_ground(name: str, tmp_path: Path) -> None:
    """Rendered as a browser does: in every mark are black and white, one of which stands out from any ground."""
    level = GROUNDS[name]
    picture = Image.effect_noise(SIZE, 25) if level is None else Image.new("L", SIZE, level)
    (tmp_path / "a.svg").write_bytes(annotated(ground(picture), WHOLE, EVERY, None, UNIT).data)
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += [
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--screenshot={tmp_path / 'a.png'}",
        "--window-size=400,300",
    ]
    subprocess.run([*command, (tmp_path / "a.svg").as_uri()], check=True, capture_output=True, timeout=120)
    shot = Image.open(io.BytesIO((tmp_path / "a.png").read_bytes())).convert("L")
    for shape in EVERY:
        reach = shape.radius + 6 if shape.radius else 16
        x, y = shape.at
        levels = shot.crop((int(x - reach), int(y - reach), int(x + reach), int(y + reach))).histogram()
        assert sum(levels[:20]) > 20, shape.kind
        assert sum(levels[236:]) > 20, shape.kind


def contrast(one: int, other: int) -> float:
    """WCAG 2.2, contrast ratio, of two greys."""

    def luminance(level: int) -> float:
        share = level / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_or_white_stands_out_from_every_grey() -> None:
    assert min(max(contrast(0, level), contrast(255, level)) for level in range(256)) > 4.5
