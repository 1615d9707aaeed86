"""Strokes, texts and symbols on a sheet: millimetres from its upper left corner in; marks of matplotlib out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.figures.plotting import ACCENT, GROUND, INK, QUIET, face

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pipeline.figures.course_plan import Point

BAR = 3.8
"""Millimetres: the height of a bar."""
FILL = "#ccd3d7"
"""Of bars; carries text."""
_HALF_A_FIGURE = 0.325 * 25.4 / 72
"""Of the height of a figure of our typeface, in millimetres for each point of its size."""
_SYMBOLS = {
    "value": ("o", 3.4, ACCENT, ACCENT),
    "critical": ("D", 5.0, INK, INK),
    "below": ("v", 5.2, GROUND, ACCENT),
    "above": ("^", 5.2, GROUND, ACCENT),
    "below-critical": ("v", 5.6, INK, INK),
    "above-critical": ("^", 5.6, INK, INK),
    "gap": ("x", 3.2, QUIET, QUIET),
}
"""Marker of matplotlib, size in points, colour inside and of the edge. Told apart in grey by shape and filling."""


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set; the size in points."""

    size: float
    bold: bool = False
    colour: str = INK
    align: Literal["left", "center", "right"] = "left"
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet to draw on."""

    axes: Axes

    @classmethod
    def on(cls, figure: Figure, width: float, height: float) -> Paper:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        return cls(axes)

    def text(self, x: float, y: float, words: str, type_: Type) -> None:
        """Words with their base line at `y`, or their middle."""
        properties = face(type_.bold)
        properties.set_size(type_.size)
        base = y + (_HALF_A_FIGURE * type_.size if type_.middle else 0.0)
        self.axes.text(x, base, words, color=type_.colour, ha=type_.align, fontproperties=properties, zorder=5)

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        width: float,
        *,
        dashed: bool = False,
        behind: bool = False,
    ) -> None:
        """A stroke through these points, its width in points."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, color=colour, linewidth=width, zorder=1.5 if behind else 2)
        if dashed:
            line.set_linestyle((0, (4, 3)))
        self._put(line)

    def box(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        from matplotlib.patches import Rectangle

        self._put(Rectangle((left, top), width, height, facecolor=colour, edgecolor="none", zorder=1))

    def arrow(self, x: float, y: float, *, to_the_right: bool) -> None:
        """The end of a bar that goes on: a tip whose base stands at `x`."""
        from matplotlib.patches import Polygon

        tip = x + (2.0 if to_the_right else -2.0)
        corners = [(x, y - BAR / 2), (tip, y), (x, y + BAR / 2)]
        self._put(Polygon(corners, facecolor=FILL, edgecolor="none", zorder=1))

    def symbol(self, x: float, y: float, shape: str, name: str = "") -> None:
        """`name` is the id of the mark in the file."""
        from matplotlib.lines import Line2D

        marker, size, inside, edge = _SYMBOLS[shape]
        drawn = Line2D([x], [y], marker=marker, markersize=size, markerfacecolor=inside, markeredgecolor=edge, zorder=3)
        drawn.set_markeredgewidth(0.9)
        if name:
            drawn.set_gid(name)
        self._put(drawn)

    def _put(self, artist: Artist) -> None:
        """What stands on the sheet is neither cut off nor moves its limits."""
        artist.set_clip_on(False)
        self.axes.add_artist(artist)

    @staticmethod
    def shapes(point: Point) -> Iterator[str]:
        """What a point tells by its shape: a limit of what can be measured, a critical value, both or nothing."""
        if point.comparator:
            yield "below" if point.comparator in "<≤" else "above"
        if point.flag in ("HH", "LL"):
            yield "critical"

    @staticmethod
    def symbol_of(point: Point) -> str:
        return "-".join(Paper.shapes(point)) or "value"
