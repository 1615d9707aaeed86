"""A scanner of nobody: curves in millimetres painted with signals in; the grey values of a T2-weighted slice out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grid = NDArray[np.float64]
    Mask = NDArray[np.bool_]

ROWS, COLUMNS = 750, 1000
AIR, VOID, CORTEX, LUNG = 12.0, 22.0, 55.0, 45.0
MUSCLE, MARROW, CORD, MASS, FAT, FLUID, WATERY = 190.0, 330.0, 430.0, 450.0, 640.0, 1080.0, 760.0
_RIM = 25
Point = tuple[float, float]


class Slice:
    """A slice that is painted from back to front. Places are in millimetres, to the right and down."""

    def __init__(self, spacing: float, corner: Point, seed: int) -> None:
        self.spacing, self.corner = spacing, corner
        self.chance = np.random.default_rng(seed)
        rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
        self.x: Grid = corner[0] + (columns + 0.5) * spacing
        self.y: Grid = corner[1] + (rows + 0.5) * spacing
        self.signal: Grid = np.full((ROWS, COLUMNS), AIR)

    def paint(self, where: Mask, level: float, uneven: float = 0.05, grain: float = 2.0) -> None:
        """Fill with a level that varies by the share `uneven` over distances of `grain` millimetres."""
        self.signal[where] = level * (1 + uneven * self.cloud(grain)[where])

    def cloud(self, grain: float) -> Grid:
        """A smooth random field of mean 0 and spread 1."""
        field = blurred(self.chance.normal(size=(ROWS, COLUMNS)), grain / self.spacing)
        return np.asarray((field - field.mean()) / field.std(), dtype=np.float64)

    def inside(self, points: Sequence[Point]) -> Mask:
        """Within a smooth closed curve through the points."""
        edge = smooth(points)
        odd = np.zeros((ROWS, COLUMNS), dtype=np.bool_)
        for (x0, y0), (x1, y1) in zip(edge, np.roll(edge, -1, axis=0), strict=True):
            low, high = (self.row(y) for y in sorted((y0, y1)))
            if low < high:
                at = (self.y[low:high, :1] - y0) / (y1 - y0)
                odd[low:high] ^= self.x[low:high] < x0 + at * (x1 - x0)
        return odd

    def row(self, y: float) -> int:
        """The first row whose middle lies at or below this height."""
        return int(np.clip(np.ceil((y - self.corner[1]) / self.spacing - 0.5), 0, ROWS))

    def near(self, points: Sequence[Point], reach: float, *, closed: bool = True) -> Mask:
        """Closer than `reach` to a smooth curve through the points."""
        line = smooth(points, closed=closed)
        found = np.zeros((ROWS, COLUMNS), dtype=np.bool_)
        ends = np.roll(line, -1, axis=0) if closed else line[1:]
        for (x0, y0), (x1, y1) in zip(line, ends, strict=False):
            top, bottom = self.row(min(y0, y1) - reach), self.row(max(y0, y1) + reach)
            x, y = self.x[top:bottom] - x0, self.y[top:bottom] - y0
            length = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-9)
            along = ((x * (x1 - x0) + y * (y1 - y0)) / length).clip(0, 1)
            found[top:bottom] |= np.hypot(x - along * (x1 - x0), y - along * (y1 - y0)) < reach
        return found

    def bone(self, points: Sequence[Point]) -> None:
        """Marrow, uneven as in anaemia, in a shell of cortex."""
        self.paint(self.inside(points), MARROW, 0.16, 1.2)
        self.signal[self.near(points, 0.55)] = CORTEX

    def tissue(self, where: Mask) -> None:
        """The masses: lobules, a little fat between them, small vessels without signal."""
        self.paint(where, MASS, 0.13, 2.6)
        self.signal[where & (np.abs(self.cloud(2.8)) < 0.045)] *= 1.16
        self.signal[where & (self.cloud(0.8) > 2.4)] *= 0.55

    def taken(self) -> NDArray[np.uint16]:
        """As the scanner gives it: blurred by the matrix, brightest near the coil, with noise in both channels."""
        depth = (self.y - self.corner[1]) / (ROWS * self.spacing)
        across = (self.x - self.corner[0]) / (COLUMNS * self.spacing)
        coil = self.coil(across, depth) * (1 + 0.015 * self.cloud(30))
        seen = blurred(self.signal, 0.34 / self.spacing) * coil
        noise = [13 * self.cloud(0.3) for _ in range(2)]
        return np.hypot(seen + noise[0], noise[1]).clip(0, 4095).round().astype(np.uint16)

    def coil(self, across: Grid, depth: Grid) -> Grid:
        return 0.62 + 0.5 * np.exp(-(((depth - 0.8) / 0.55) ** 2)) * np.exp(-(((across - 0.5) / 0.6) ** 2))


class Lengthwise(Slice):
    """The same with the coil behind the back on the right."""

    def coil(self, across: Grid, depth: Grid) -> Grid:
        return 0.55 + 0.6 * np.exp(-(((across - 0.75) / 0.45) ** 2)) * np.exp(-(((depth - 0.5) / 0.8) ** 2))


def blurred(field: Grid, spread: float) -> Grid:
    """Gaussian blur, `spread` in pixels; the rim keeps one edge from running into the other."""
    wide = np.pad(field, _RIM, mode="edge")
    rows, columns = np.fft.fftfreq(wide.shape[0])[:, None], np.fft.rfftfreq(wide.shape[1])[None, :]
    damped = np.exp(-2 * (np.pi * spread) ** 2 * (rows**2 + columns**2))
    whole = np.fft.irfft2(np.fft.rfft2(wide) * damped, s=wide.shape)
    return np.asarray(whole[_RIM:-_RIM, _RIM:-_RIM], dtype=np.float64)


def smooth(points: Sequence[Point], *, closed: bool = True) -> Grid:
    """Points on a Catmull-Rom curve, eight from one given point to the next."""
    given = np.asarray(points, dtype=np.float64)
    around = np.concatenate([given[-1:], given, given[:2]] if closed else [given[:1], given, given[-1:]])
    before, start, end, after = (around[i : len(around) - 3 + i] for i in range(4))
    made = [
        (2 * start + (end - before) * t + (2 * before - 5 * start + 4 * end - after) * t**2) / 2
        + (3 * start - before - 3 * end + after) * t**3 / 2
        for t in np.arange(8) / 8
    ]
    return np.stack(made, axis=1).reshape(-1, 2)


def ring(centre: Point, radii: Point, lobes: float = 0.0, count: int = 24) -> list[Point]:
    """An ellipse, uneven by the share `lobes`."""
    turns = np.linspace(0, 2 * np.pi, count, endpoint=False)
    size = 1 + lobes * (0.6 * np.cos(5 * turns + 0.7) + 0.4 * np.cos(8 * turns + 2.1))
    x, y = centre[0] + radii[0] * size * np.cos(turns), centre[1] + radii[1] * size * np.sin(turns)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def mirrored(points: Sequence[Point], side: int) -> list[Point]:
    return [(side * x, y) for x, y in points]
