"""Drawing tools: shapes, lines and letters in; the text of an SVG file that is a still picture, out."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence

Point = tuple[float, float]
WIDTH, HEIGHT = 800, 600

# Letters in single strokes, so that no font is needed: width, then a path; the height of a capital is 1.
LETTERS = {
    "S": (0.62, "M.58.2C.52-.04.06-.06.06.25C.06.55.6.42.6.74C.6 1.06.06 1.06.02.78"),
    "c": (0.5, "M.48.5C.38.28.03.3.03.67C.03 1.05.38 1.07.49.83"),
    "h": (0.5, "M.04 0V1M.04.62C.12.28.47.24.47.58V1"),
    "e": (0.54, "M.04.66H.5C.5.22.03.24.03.67C.03 1.06.4 1.08.5.82"),
    "m": (0.84, "M.04.38V1M.04.62C.1.3.42.28.42.58V1M.42.62C.48.3.8.28.8.58V1"),
    "a": (0.5, "M.46.38V1M.46.67C.46.26.03.26.03.68C.03 1.1.46 1.1.46.68"),
    "t": (0.36, "M.15.14V.82C.15 1 .26 1.02.34.97M.01.4H.33"),
    "i": (0.12, "M.06.4V1M.06.12V.13"),
    "L": (0.5, "M.04 0V1H.5"),
    "R": (0.6, "M.04 1V0H.3C.64 0 .64.52.3.52H.04M.3.52L.58 1"),
    "1": (0.34, "M.04.2L.24 0V1"),
    "2": (0.56, "M.04.26C.04-.08.54-.08.52.27C.5.5.2.72.03 1H.54"),
    "3": (0.56, "M.05.06H.5L.24.4C.6.38.62.98.24.99C.14.99.06.95.02.88"),
    "4": (0.6, "M.44 1V0L.03.7H.58"),
    "5": (0.56, "M.48.03H.12L.07.44C.22.34.53.38.53.68C.53 1.04.14 1.08.02.86"),
}
GAP = 0.17


class Plate:
    """A drawing that grows from back to front."""

    def __init__(self, seed: int) -> None:
        self.parts: list[str] = []
        self.chance = random.Random(seed)
        self._clips = 0

    def add(self, element: str, **looks: object) -> None:
        """An element such as `path d="…"` with its presentation attributes; `_` stands for a hyphen."""
        written = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in looks.items())
        self.parts.append(f"<{element}{written}/>")

    def shape(self, points: Sequence[Point], fill: str, **looks: object) -> None:
        self.add(f'path d="{smooth(points)}"', fill=fill, **looks)

    def line(self, points: Sequence[Point], stroke: str, width: float, **looks: object) -> None:
        d = smooth(points, closed=False)
        self.add(f'path d="{d}"', fill="none", stroke=stroke, stroke_width=width, stroke_linecap="round", **looks)

    def oval(self, centre: Point, radii: Point, fill: str, **looks: object) -> None:
        (x, y), (rx, ry) = centre, radii
        self.add(f'ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}"', fill=fill, **looks)

    def soft(self, points: Sequence[Point], fill: str, reach: float = 8) -> None:
        """A shape whose edge fades over `reach`."""
        for share in (1.0, 0.66, 0.33):
            self.shape(
                points, fill, stroke=fill, stroke_width=n(reach * 2 * share), stroke_linejoin="round", opacity=0.22
            )
        self.shape(points, fill)

    def hatch(self, lines: Iterable[tuple[Point, Point]], stroke: str, width: float, **looks: object) -> None:
        """Many straight lines of one look."""
        d = "".join(f"M{n(a[0])} {n(a[1])}L{n(b[0])} {n(b[1])}" for a, b in lines)
        self.add(f'path d="{d}"', fill="none", stroke=stroke, stroke_width=width, stroke_linecap="round", **looks)

    def within(self, points: Sequence[Point], draw: Callable[[], None]) -> None:
        """Only what of `draw` falls inside the shape."""
        self._clips += 1
        self.parts.append(f'<clipPath id="c{self._clips}"><path d="{smooth(points)}"/></clipPath>')
        self.parts.append(f'<g clip-path="url(#c{self._clips})">')
        draw()
        self.parts.append("</g>")

    def grain(self, count: int, colour: str, **looks: object) -> None:
        """Fine dots scattered over the whole plate."""
        spots = ((self.between(0, WIDTH), self.between(0, HEIGHT)) for _ in range(count))
        d = "".join(f"M{n(x)} {n(y)}h.1" for x, y in spots)
        self.add(f'path d="{d}"', fill="none", stroke=colour, stroke_linecap="round", **looks)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.chance.random()

    def write(self, words: str, place: Point, size: float, ink: str = "#fff", edge: str = "#000") -> None:
        """Words in strokes, `size` the height of a capital, on a dark edge that keeps them legible."""
        (x, top), letters = place, ""
        for letter in words:
            width, strokes = LETTERS[letter]
            letters += f'<path transform="translate({n(x)} {n(top)}) scale({n(size)})" d="{strokes}"/>'
            x += (width + GAP) * size
        for colour, thickness in ((edge, 0.3), (ink, 0.125)):
            looks = f'fill="none" stroke="{colour}" stroke-width="{thickness}"'
            self.parts.append(f'<g {looks} stroke-linecap="round" stroke-linejoin="round">{letters}</g>')

    def arrow(self, tail: Point, tip: Point) -> None:
        """The white arrow of the legends."""
        length, angle = math.dist(tail, tip), math.atan2(tip[1] - tail[1], tip[0] - tail[0])
        outline = [(0, -5.5), (length - 30, -5.5), (length - 33, -17), (length, 0)]
        outline += [(x, -y) for x, y in reversed(outline[:-1])]
        d = "".join(f"{'L' if i else 'M'}{n(x)} {n(y)}" for i, (x, y) in enumerate(outline)) + "Z"
        turn = f'transform="translate({n(tail[0])} {n(tail[1])}) rotate({n(math.degrees(angle))})"'
        self.add(f'path {turn} d="{d}"', fill="#fff", stroke="#000", stroke_width=3, stroke_linejoin="round")

    def svg(self, ground: str) -> str:
        size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        rect = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>'
        return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', rect, *self.parts, "</svg>", ""])


def n(number: float) -> str:
    """A number as short as SVG allows at a tenth of a unit."""
    short = f"{number:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def smooth(points: Sequence[Point], *, closed: bool = True) -> str:
    """A curve through all points (Catmull-Rom, written as Bézier curves)."""
    p = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    d = f"M{n(p[1][0])} {n(p[1][1])}"
    for a, b, c, e in zip(p, p[1:], p[2:], p[3:], strict=False):
        handles = (
            b[0] + (c[0] - a[0]) / 6,
            b[1] + (c[1] - a[1]) / 6,
            c[0] - (e[0] - b[0]) / 6,
            c[1] - (e[1] - b[1]) / 6,
        )
        d += f"C{' '.join(n(h) for h in handles)} {n(c[0])} {n(c[1])}"
    return d + ("Z" if closed else "")


def ring(centre: Point, radii: Point, turn: float = 0, lobes: Iterable[float] = ()) -> list[Point]:
    """An oval, turned by degrees: twelve points, or one for each of `lobes`, which are factors on its radius."""
    factors = list(lobes) or [1.0] * 12
    points = []
    for i, factor in enumerate(factors):
        angle = 2 * math.pi * i / len(factors)
        x, y = radii[0] * factor * math.cos(angle), radii[1] * factor * math.sin(angle)
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        points.append((centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos))
    return points


def mirrored(points: Sequence[Point]) -> list[Point]:
    """Left for right."""
    return [(WIDTH - x, y) for x, y in points]
