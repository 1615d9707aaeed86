"""One plot of a course: its series, its scale and its place on the sheet in; band, line, points and labels drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.figures.label_placing import Box, Placing
from pipeline.figures.paper import Paper, Type
from pipeline.figures.plotting import ACCENT, BAND, QUIET, measured

if TYPE_CHECKING:
    from pipeline.figures.course_plan import Plot, Point
    from pipeline.figures.course_scale import Scale

_CROWDED = 0.12
"""Share of a label that may lie on something else before it is left out."""


@dataclass(frozen=True, slots=True)
class Region:
    """A strip of the sheet in millimetres, and the time that runs across it in days."""

    left: float
    right: float
    start: float
    end: float
    top: float = 0.0
    foot: float = 0.0
    uprights: tuple[float, ...] = ()
    """Days that a line across all plots marks."""

    def between(self, top: float, foot: float) -> Region:
        return replace(self, top=top, foot=foot)

    def x(self, day: float) -> float:
        """A little room at both ends keeps points off the edges."""
        room = 1.6
        return self.left + room + (day - self.start) / (self.end - self.start) * (self.right - self.left - 2 * room)

    def y(self, share: float) -> float:
        return self.foot - share * (self.foot - self.top)


def draw_plot(paper: Paper, plot: Plot, scale: Scale, region: Region, size: float) -> None:
    """`size` is that of labels, in points."""
    _band(paper, plot, scale, region)
    places = [(region.x(day), region.y(scale.share(height)), point) for day, height, point in plot.drawn]
    placing = Placing(Box(region.left + 0.2, region.top - 0.5, region.right + 2.5, region.foot))
    for x in map(region.x, region.uprights):
        placing.taken.append(Box(x - 0.3, region.top, x + 0.3, region.foot))
    for run in _runs(plot):
        way = [(region.x(day), region.y(scale.share(height))) for day, height in run]
        if plot.categories:
            way = [corner for pair in _stairs(way) for corner in pair]
        paper.line(way, ACCENT, 1.0)
        placing.avoid_line(way, 0.5)
    for number, (x, y, point) in enumerate(places):
        paper.symbol(x, y, paper.symbol_of(point), f"{plot.key}-{number}")
        placing.avoid(x, y, 1.8)
    _gaps(paper, plot, region, size)
    if not plot.categories:
        _labels(paper, places, placing, size)


def _band(paper: Paper, plot: Plot, scale: Scale, region: Region) -> None:
    """The reference range; an open end runs to the edge."""
    if plot.range is None or plot.range.in_words:
        return
    low = 0.0 if plot.range.low is None else scale.share(plot.range.low)
    high = 1.0 if plot.range.high is None else scale.share(plot.range.high)
    top, foot = region.y(high), region.y(low)
    if foot - top > 0.05:
        paper.box(region.left, top, region.right - region.left, foot - top, BAND)


def _runs(plot: Plot) -> Iterator[list[tuple[float, float]]]:
    """Days and heights of results without a gap between them."""
    run: list[tuple[float, float]] = []
    for day, point in plot.dated:
        if point.height is not None:
            run.append((day, point.height))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _stairs(way: list[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
    """A result in words holds until the next."""
    for n, (x, y) in enumerate(way):
        yield [(x, way[n - 1][1] if n else y), (x, y)]


def _gaps(paper: Paper, plot: Plot, region: Region, size: float) -> None:
    """What was not measured, at the foot of the plot, in the author's words where there is room for them."""
    free = region.left
    for day, point in plot.dated:
        if point.height is not None:
            continue
        x, width = region.x(day), measured(point.text, size)
        paper.symbol(x, region.foot - 1.2, "gap")
        if x - width / 2 > free and x + width / 2 < region.right:
            paper.text(x, region.foot - 2.8, point.text, Type(size, colour=QUIET, align="center"))
            free = x + width / 2 + 1.0


def _labels(paper: Paper, places: list[tuple[float, float, Point]], placing: Placing, size: float) -> None:
    for number in labelled([point for _, _, point in places]):
        x, y, point = places[number]
        width, height = measured(point.text, size), size * 0.72 * 25.4 / 72
        gap = 1.3 if paper.symbol_of(point) == "value" else 1.8
        box, hidden = placing.place((x, y), (width + 0.9, height), gap)
        if hidden <= _CROWDED or number in (0, len(places) - 1):
            paper.text((box.left + box.right) / 2, box.bottom, point.text, Type(size, align="center"))


def labelled(points: list[Point], few: int = 6) -> list[int]:
    """Which points get their value beside them, the most telling first: all where they are few, else the first, the
    last, the highest, the lowest, and those with a shape of their own.
    """
    heights = [point.height or 0.0 for point in points]
    telling = [0, len(points) - 1, heights.index(max(heights)), heights.index(min(heights))]
    special = [n for n, point in enumerate(points) if point.comparator or point.flag in ("HH", "LL")]
    others = range(len(points)) if len(points) <= few else special[:few]
    return list(dict.fromkeys([*telling, *others]))
