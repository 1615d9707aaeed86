"""Drawing tools: shapes, lines and words in; the text of an SVG file that is a still picture, out."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

Point = tuple[float, float]
FONTS = "'Casewright Sans', 'Source Sans 3', Arial, sans-serif"


class Plate:
    """A drawing that grows from back to front, with its own chance, so that it is the same every time."""

    def __init__(self, size: Point, ground: str, seed: int = 1) -> None:
        self.width, self.height = size
        self.parts = [f'<rect width="{n(size[0])}" height="{n(size[1])}" fill="{ground}"/>']
        self.chance = random.Random(seed)
        self._clips = 0

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.chance.random()

    def add(self, element: str, **looks: object) -> None:
        """An element such as `path d="…"` with its presentation attributes; `_` stands for a hyphen."""
        self.parts.append(f"<{element}{written(looks)}/>")

    def shape(self, points: Sequence[Point], fill: str, **looks: object) -> None:
        """A closed curve through the points."""
        self.add(f'path d="{smooth(points)}"', fill=fill, **looks)

    def line(self, points: Sequence[Point], stroke: str, width: float, **looks: object) -> None:
        """An open curve through the points."""
        d = smooth(points, closed=False)
        self.add(f'path d="{d}"', fill="none", stroke=stroke, stroke_width=width, stroke_linecap="round", **looks)

    def path(self, points: Sequence[Point], stroke: str, width: float, **looks: object) -> None:
        """Straight from point to point."""
        d = "".join(f"{'L' if i else 'M'}{n(x)} {n(y)}" for i, (x, y) in enumerate(points))
        self.add(f'path d="{d}"', fill="none", stroke=stroke, stroke_width=width, stroke_linejoin="round", **looks)

    def box(self, corner: Point, size: Point, fill: str, **looks: object) -> None:
        (x, y), (width, height) = corner, size
        self.add(f'rect x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"', fill=fill, **looks)

    def soft(self, points: Sequence[Point], fill: str, reach: float = 8) -> None:
        """A shape whose edge fades over `reach`."""
        for share in (1.0, 0.66, 0.33):
            edge = n(reach * 2 * share)
            self.shape(points, fill, stroke=fill, stroke_width=edge, stroke_linejoin="round", opacity=0.22)
        self.shape(points, fill)

    def streaks(self, count: int, box: tuple[Point, Point], step: Point, colour: str, **looks: object) -> None:
        """Short strokes scattered over a box, each about `step` long."""
        (left, top), (right, bottom) = box
        d = ""
        for _ in range(count):
            x, y = self.between(left, right), self.between(top, bottom)
            d += f"M{n(x)} {n(y)}l{n(step[0] * self.between(0.4, 1))} {n(step[1] * self.between(0.4, 1))}"
        self.add(f'path d="{d}"', fill="none", stroke=colour, stroke_linecap="round", **looks)

    def within(self, points: Sequence[Point], draw: Callable[[], None]) -> None:
        """Only what of `draw` falls inside the shape."""
        self._clips += 1
        self.parts.append(f'<clipPath id="c{self._clips}"><path d="{smooth(points)}"/></clipPath>')
        self.parts.append(f'<g clip-path="url(#c{self._clips})">')
        draw()
        self.parts.append("</g>")

    def write(self, words: str, place: Point, size: float, ink: str, **looks: object) -> None:
        """Words with their baseline at `place`; `anchor` and `weight` as in CSS."""
        named = {"text_anchor": looks.pop("anchor", "start"), "font_weight": looks.pop("weight", 400), **looks}
        start = f'<text x="{n(place[0])}" y="{n(place[1])}" font-family="{FONTS}" font-size="{n(size)}" fill="{ink}"'
        safe = words.replace("&", "&amp;").replace("<", "&lt;")
        self.parts.append(f"{start}{written(named)}>{safe}</text>")

    def label(self, words: str, place: Point, size: float, **looks: object) -> None:
        """White words on a dark edge, legible on any grey."""
        edge = {"stroke": "#000", "stroke_width": n(size / 5), "stroke_linejoin": "round"}
        self.write(words, place, size, "#000", weight=700, **edge, **looks)
        self.write(words, place, size, "#fff", weight=700, **looks)

    def arrow(self, tip: Point, degrees: float, length: float) -> None:
        """A white arrow that points in the direction of `degrees`; with `length` 0 only its head."""
        shaft = [(-26, -5), (-length, -5), (-length, 5), (-26, 5)] if length else [(-22, 0)]
        outline = [(0, 0), (-30, -15), *shaft, (-30, 15)]
        d = "".join(f"{'L' if i else 'M'}{n(x)} {n(y)}" for i, (x, y) in enumerate(outline)) + "Z"
        turn = f'transform="translate({n(tip[0])} {n(tip[1])}) rotate({n(degrees)})"'
        self.add(f'path {turn} d="{d}"', fill="#fff", stroke="#000", stroke_width=3, stroke_linejoin="round")

    def svg(self) -> str:
        box = f'viewBox="0 0 {n(self.width)} {n(self.height)}" width="{n(self.width)}" height="{n(self.height)}"'
        return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {box}>', *self.parts, "</svg>", ""])


def written(looks: dict[str, object]) -> str:
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in looks.items())


def n(number: float) -> str:
    """A number as short as SVG allows at a tenth of a unit."""
    return f"{number:.1f}".removesuffix(".0").replace("-0.0", "0")


def smooth(points: Sequence[Point], *, closed: bool = True) -> str:
    """A curve through all points (Catmull-Rom, written as Bézier curves)."""
    p = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    d = f"M{n(p[1][0])} {n(p[1][1])}"
    for a, b, c, e in zip(p, p[1:], p[2:], p[3:], strict=False):
        handles = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        handles += (c[0] - (e[0] - b[0]) / 6, c[1] - (e[1] - b[1]) / 6)
        d += f"C{' '.join(n(h) for h in handles)} {n(c[0])} {n(c[1])}"
    return d + ("Z" if closed else "")


def ring(centre: Point, radii: Point, turn: float = 0, lobes: Sequence[float] = (1.0,) * 12) -> list[Point]:
    """An oval turned by degrees; `lobes` are factors on the radius, one for each point."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    points = []
    for i, factor in enumerate(lobes):
        angle = 2 * math.pi * i / len(lobes)
        x, y = radii[0] * factor * math.cos(angle), radii[1] * factor * math.sin(angle)
        points.append((centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos))
    return points


def mirrored(points: Sequence[Point], axis: float) -> list[Point]:
    return [(2 * axis - x, y) for x, y in points]
