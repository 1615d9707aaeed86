"""Marks over a picture: the picture, what is to be drawn and where in; one SVG that holds both, out.

The picture stands in it once, as it is; marks are shapes and letters above it, white with a dark outline, so that they
are seen on any ground. Their sizes are those of print, in points, however many pixels the picture has.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.figures.lettering import CAPITAL, FAMILY, outline_of, width_of
from pipeline.figures.plotting import typefaces
from pipeline.figures.svg import NAMESPACE
from pipeline.figures.view import Point, View
from pipeline.manuscript import Image

LIGHT, DARK = "#ffffff", "#000000"
HALO = 0.9
"""Points of dark around everything light."""
STROKE = 1.3
LETTERS, BAR_LETTERS = 9.0, 8.0
_ARROW, _HEAD, _HEAD_HALF, _SHAFT_HALF = 22.0, 7.5, 3.1, 0.8
_ARROWHEAD, _ARROWHEAD_HALF = 8.5, 3.6
_ASTERISK = 4.0
_BAR, _BAR_MARGIN, _BAR_GAP, _BAR_SHORTEST = 1.8, 7.0, 3.0, 8.0
_EDGE = 1.5
"""Points that letters keep from the edge of the picture."""
_DIAGONALS = ((-1, 1), (1, 1), (-1, -1), (1, -1))
"""Where an arrow may come from, the usual side first."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One mark, in pixels of the view."""

    kind: str
    """arrow, arrowhead, asterisk, circle or label."""
    at: Point
    tail: Point | None = None
    radius: float = 0.0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A scale bar: its length in pixels of the view, and in words."""

    length: float
    text: str


def room_for_bar(width: float, unit: float) -> tuple[float, float]:
    """The shortest and the longest scale bar that a picture of this width can carry, in its pixels."""
    return _BAR_SHORTEST * unit, width - 2 * _BAR_MARGIN * unit


def room_for_label(text: str, width: float, unit: float) -> bool:
    """Whether a picture of this width, in its pixels, can carry the label."""
    return (width_of(text) * LETTERS + 2 * (HALO + _EDGE)) * unit <= width


def annotated(ground: Image, view: View, shapes: Sequence[Shape], bar: Bar | None, unit: float) -> Image:
    """The view of a picture with its marks, under the picture's name.

    `ground` is the picture as it is to be laid below: already cut and turned, or a drawing still whole. `unit` is how
    many pixels of the view a printed point takes.
    """
    sheet = _Sheet(view.size, unit)
    for shape in shapes:
        _DRAW[shape.kind](sheet, shape)
    if bar:
        _draw_bar(sheet, bar, [shape.at for shape in shapes])
    width, height = view.size
    root = etree.fromstring(f'<svg xmlns="{NAMESPACE}"/>')
    for name, value in {"width": width, "height": height, "viewBox": f"0 0 {width} {height}", "role": "img"}.items():
        root.set(name, str(value))
    _lay(root, ground, view)
    for name, attributes, text in (*sheet.dark, *sheet.light):
        element = etree.SubElement(root, f"{{{NAMESPACE}}}{name}", attributes)
        element.text = text or None
    if any(name == "text" for name, _, _ in sheet.light):
        root.insert(0, typefaces(root))
    stem = ground.name.rpartition(".")[0]
    return Image(f"{stem}.svg", "image/svg+xml", etree.tostring(root, encoding="utf-8"), width, height)


def _lay(root: etree._Element, ground: Image, view: View) -> None:
    image = etree.SubElement(root, f"{{{NAMESPACE}}}image")
    # A drawing keeps its size in the file; how large it is drawn is said here.
    size = view.whole if ground.media_type == "image/svg+xml" else view.size
    image.set("width", str(size[0]))
    image.set("height", str(size[1]))
    if ground.media_type == "image/svg+xml" and (view.is_cropped or view.angle):
        (x, y), (to_x, to_y) = view.shown((0, 0)), view.shown((100, 0))
        turn = math.degrees(math.atan2(to_y - y, to_x - x))
        image.set("transform", f"translate({x:.3f} {y:.3f}) rotate({turn:.4f})")
    image.set("href", f"data:{ground.media_type};base64,{base64.b64encode(ground.data).decode()}")


_Element = tuple[str, dict[str, str], str]
"""Name, attributes, text."""


@dataclass
class _Sheet:
    """What lies over the picture: first everything dark, then everything light."""

    size: tuple[int, int]
    unit: float
    dark: list[_Element] = field(default_factory=list)
    light: list[_Element] = field(default_factory=list)

    def filled(self, path: str) -> None:
        outline = {"fill": DARK, "stroke": DARK, "stroke-width": self.length(2 * HALO), "stroke-linejoin": "round"}
        self.dark.append(("path", {"d": path, **outline}, ""))
        self.light.append(("path", {"d": path, "fill": LIGHT}, ""))

    def stroked(self, path: str) -> None:
        for elements, colour, width in ((self.dark, DARK, STROKE + 2 * HALO), (self.light, LIGHT, STROKE)):
            look = {"fill": "none", "stroke": colour, "stroke-width": self.length(width), "stroke-linecap": "round"}
            elements.append(("path", {"d": path, **look}, ""))

    def written(self, text: str, middle: Point, points: float) -> None:
        """Letters with their middle there, or as near as the edges allow; real text above the outline of its shapes."""
        size, margin = points * self.unit, (HALO + _EDGE) * self.unit
        width, height = width_of(text) * size, CAPITAL * size
        x = _within(middle[0] - width / 2, margin, self.size[0] - margin - width)
        y = _within(middle[1] + height / 2, margin + height, self.size[1] - margin)
        path = outline_of(text, size, (x, y))
        if not path:  # a script that our face lacks; whoever shows the file finds a face for it
            path = _rectangle((x, y - 1.1 * size), (width, 1.45 * size))
        outline = {"fill": DARK, "stroke": DARK, "stroke-width": self.length(2 * HALO), "stroke-linejoin": "round"}
        self.dark.append(("path", {"d": path, **outline}, ""))
        look = {"font-family": f"'{FAMILY}', sans-serif", "font-weight": "bold", "font-size": f"{size:.2f}"}
        self.light.append(("text", {"x": f"{x:.2f}", "y": f"{y:.2f}", "fill": LIGHT, **look}, text))

    def length(self, points: float) -> str:
        return f"{points * self.unit:.2f}"

    def tail(self, shape: Shape, points: float) -> Point:
        """Where an arrow comes from: as given, but not too near; otherwise from the first side with room."""
        length = points * self.unit
        x, y = shape.at
        if shape.tail and math.dist(shape.tail, shape.at) > 0.01 * self.unit:
            longer = max(1.0, length / math.dist(shape.tail, shape.at))
            return x + (shape.tail[0] - x) * longer, y + (shape.tail[1] - y) * longer
        side = length / math.sqrt(2)
        ends = [(x + right * side, y + down * side) for right, down in _DIAGONALS]
        inside = [(x, y) for x, y in ends if 0 <= x <= self.size[0] and 0 <= y <= self.size[1]]
        return (*inside, ends[0])[0]


def _arrow(sheet: _Sheet, shape: Shape) -> None:
    tail = sheet.tail(shape, _HEAD * 1.6 if shape.tail else _ARROW)
    length = math.dist(shape.at, tail) / sheet.unit
    corners = [(0.0, 0.0), (_HEAD, _HEAD_HALF), (_HEAD * 0.82, _SHAFT_HALF), (length, _SHAFT_HALF)]
    other_side = [(along, -aside) for along, aside in reversed(corners[1:])]
    sheet.filled(_polygon([*corners, *other_side], _along(shape.at, tail, sheet.unit)))


def _arrowhead(sheet: _Sheet, shape: Shape) -> None:
    path = _along(shape.at, sheet.tail(shape, _ARROWHEAD), sheet.unit)
    sheet.filled(_polygon([(0, 0), (_ARROWHEAD, _ARROWHEAD_HALF), (_ARROWHEAD, -_ARROWHEAD_HALF)], path))


def _asterisk(sheet: _Sheet, shape: Shape) -> None:
    (x, y), reach = shape.at, _ASTERISK * sheet.unit
    arms = [(reach * math.sin(turn), reach * math.cos(turn)) for turn in (0, math.pi / 3, 2 * math.pi / 3)]
    sheet.stroked("".join(f"M{x - dx:.2f} {y - dy:.2f}L{x + dx:.2f} {y + dy:.2f}" for dx, dy in arms))


def _circle(sheet: _Sheet, shape: Shape) -> None:
    (x, y), r = shape.at, shape.radius
    half = f"a{r:.2f} {r:.2f} 0 1 0"
    sheet.stroked(f"M{x - r:.2f} {y:.2f}{half} {2 * r:.2f} 0{half} {-2 * r:.2f} 0Z")


def _label(sheet: _Sheet, shape: Shape) -> None:
    sheet.written(shape.text, shape.at, LETTERS)


_DRAW: dict[str, Callable[[_Sheet, Shape], None]] = {
    "arrow": _arrow,
    "arrowhead": _arrowhead,
    "asterisk": _asterisk,
    "circle": _circle,
    "label": _label,
}


def _draw_bar(sheet: _Sheet, bar: Bar, marks: Sequence[Point]) -> None:
    """In the lower right corner, or in the lower left one where only that is free of marks."""
    unit, (width, height) = sheet.unit, sheet.size
    margin, top = _BAR_MARGIN * unit, height - (_BAR_MARGIN + _BAR) * unit
    highest = top - (_BAR_GAP + 2 * BAR_LETTERS) * unit
    lefts = [width - margin - bar.length, margin]
    free = [
        left
        for left in lefts
        if not any(left - margin <= x <= left + bar.length + margin and y >= highest for x, y in marks)
    ]
    left = (*free, lefts[0])[0]
    sheet.filled(_rectangle((left, top), (bar.length, _BAR * unit)))
    middle = top - (_BAR_GAP + BAR_LETTERS * CAPITAL / 2) * unit
    sheet.written(bar.text, (left + bar.length / 2, middle), BAR_LETTERS)


def _along(tip: Point, tail: Point, unit: float) -> Callable[[Point], Point]:
    """From points behind and beside the tip of an arrow to pixels of the view."""
    length = math.dist(tip, tail)
    x, y = (tail[0] - tip[0]) / length * unit, (tail[1] - tip[1]) / length * unit
    return lambda place: (tip[0] + place[0] * x - place[1] * y, tip[1] + place[0] * y + place[1] * x)


def _polygon(corners: Sequence[Point], placed: Callable[[Point], Point]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in map(placed, corners)) + "Z"


def _rectangle(corner: Point, size: Point) -> str:
    (x, y), (width, height) = corner, size
    return f"M{x:.2f} {y:.2f}h{width:.2f}v{height:.2f}h{-width:.2f}Z"


def _within(value: float, lowest: float, highest: float) -> float:
    return max(lowest, min(value, highest))
