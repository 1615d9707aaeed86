"""Draws a course: its plan, the words around it and a shape in; one picture out.

Everything stands on one sheet in millimetres from its upper left corner, so that plots, bars and the time axis share
one scale of time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.figures.course_bars import Row, rows_of
from pipeline.figures.course_plan import SLACK, Plan, Plot
from pipeline.figures.course_plots import Region, draw_plot
from pipeline.figures.course_scale import Scale, scale_of
from pipeline.figures.label_placing import Box
from pipeline.figures.paper import Paper, Type
from pipeline.figures.plotting import BAND, LINE, NARROW, QUIET, TALLEST, WIDE, finish, measured, sheet, wrapped
from pipeline.figures.time_axis import TimeAxis, time_axis

if TYPE_CHECKING:
    from pipeline.figures.course_words import Terms
    from pipeline.manuscript import Image

_RIGHT = 3.5
"""Millimetres beside the plots, for arrows of what goes on."""
_WIDE_TICK, _WIDEST_TICK = 0.2, 0.36
"""Of the width of the sheet: longer words beside an axis are broken into lines; a single word may take more."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A sheet for paper or for a narrow screen. Lengths in millimetres, sizes in points."""

    width: float
    text: float
    small: float
    ticks: int
    """The most that the time axis has room for."""
    plots: tuple[float, float]
    """Height of a plot: at least, and where there are few."""

    def ticks_beside(self, plots: int) -> int:
        """The most that an axis of one of so many plots has room for."""
        least, most = self.plots
        return 5 if plots <= 4 or least == most else 4 if plots <= 6 else 3

    def line(self, size: float) -> float:
        """From one line of text to the next."""
        return size * 1.25 * 25.4 / 72


FOR_PAPER = Shape(WIDE, 8.0, 7.5, 14, (12.0, 34.0))
FOR_A_NARROW_SCREEN = Shape(NARROW, 9.0, 9.0, 7, (26.0, 26.0))


def draw(plan: Plan, terms: Terms, shape: Shape, name: str, title: str) -> Image:
    """The picture `name.svg`; its height follows from what the plan holds."""
    with sheet(shape.width, TALLEST) as figure:
        course = _Course(plan, terms, shape)
        height = course.height
        figure.set_size_inches(shape.width / 25.4, height / 25.4)
        course.draw(Paper.on(figure, shape.width, height))
        return finish(figure, name, title)


class _Course:
    def __init__(self, plan: Plan, terms: Terms, shape: Shape) -> None:
        self.plan, self.terms, self.shape = plan, terms, shape
        self.words: list[Box] = []
        self.quiet = Type(shape.small, colour=QUIET)
        ticks = shape.ticks_beside(len(plan.plots))
        self.scales = [scale_of(plot, ticks, terms.language) for plot in plan.plots]
        labels = [label for scale in self.scales for _, label in scale.ticks]
        widths = [measured(line, shape.small) for label in labels for line in self._tick_lines(label)]
        self.left = max([*widths, 4.0]) + 2.5
        days = tuple(mark.time.sort_key for mark in plan.marks)
        self.across = Region(self.left, shape.width - _RIGHT, *_time_of(plan), uprights=days)
        times = [point.time for plot in plan.plots for _, _, point in plot.drawn]
        self.axis: TimeAxis = time_axis(self.across.start, self.across.end, shape.ticks, times)
        self.rows: list[Row] = rows_of(plan.bars, self.across, shape.small)
        self.heads = [self._head(plot) for plot in plan.plots]
        self.marks = [wrapped(mark.what, (shape.width - self.left) / 2, shape.small) for mark in plan.marks]
        self.plot_height = self._plot_height()

    def _tick_lines(self, label: str) -> list[str]:
        longest = max(measured(word, self.shape.small) for word in label.split(" "))
        room = max(self.shape.width * _WIDE_TICK, min(longest, self.shape.width * _WIDEST_TICK))
        return wrapped(label, room, self.shape.small)

    # --- heights --------------------------------------------------------------------------------------

    def _head(self, plot: Plot) -> list[str]:
        """Lines of a plot's name with its unit, which is never torn."""
        unit = f" ({plot.unit})".replace(" ", "\N{NO-BREAK SPACE}").replace("\N{NO-BREAK SPACE}(", " (")
        name = plot.name + (unit if plot.unit else "")
        return wrapped(name, self.across.right - self.left, self.shape.text, bold=True)

    def _notes(self, plot: Plot, lines: list[str]) -> tuple[bool, list[str]]:
        """Whether what is said of range and scale stands behind the name, and its lines."""
        notes = [self.terms.range.format(range=plot.range.text)] if plot.range else []
        notes += [self.terms.logarithmic] if plot.logarithmic or plot.is_titre else []
        if not notes:
            return True, []
        room, said = self.across.right - self.left, "; ".join(notes)
        beside = measured(lines[-1], self.shape.text, bold=True) + measured(said, self.shape.small) + 9 <= room
        return beside, [said] if beside else wrapped(said, room - 5, self.shape.small)

    def _head_height(self, plot: Plot, lines: list[str]) -> float:
        beside, notes = self._notes(plot, lines)
        return self.shape.line(self.shape.text) * (len(lines) + (0 if beside else len(notes))) + 1.0

    def _marks_height(self) -> float:
        return sum(len(lines) for lines in self.marks) * self.shape.line(self.shape.small) + bool(self.marks) * 0.8

    def _around_plots(self) -> float:
        heads = sum(self._head_height(*head) for head in zip(self.plan.plots, self.heads, strict=True))
        between = 3.0 * len(self.plan.plots)
        bars = sum(row.height(self.shape.line(self.shape.small)) for row in self.rows)
        below = self.shape.line(self.shape.small) * 2 + 3.0
        key = self.shape.line(self.shape.small) * len(self._key_lines()) + (1.0 if self._key_lines() else 0.0)
        return 1.0 + self._marks_height() + heads + between + bars + below + key

    def _plot_height(self) -> float:
        least, most = self.shape.plots
        return min(most, max(least, (TALLEST - self._around_plots()) / len(self.plan.plots)))

    @property
    def height(self) -> float:
        return self._around_plots() + self.plot_height * len(self.plan.plots)

    # --- drawing --------------------------------------------------------------------------------------

    def draw(self, paper: Paper) -> None:
        top = 1.0 + self._marks_height()
        first = top
        for plot, scale, head in zip(self.plan.plots, self.scales, self.heads, strict=True):
            self._draw_head(paper, plot, head, top)
            top += self._head_height(plot, head)
            foot = top + self.plot_height
            self._ticks(paper, foot, scale, top)
            draw_plot(paper, plot, scale, self.across.between(top, foot), self.shape.small)
            top = foot + 3.0
        step = self.shape.line(self.shape.small)
        for row in self.rows:
            for words in row.draw(paper, self.across.between(top, top + row.height(step)), self.shape.small, step):
                self._keep_free(*words)
            top += row.height(step)
        self._time_axis(paper, top)
        self._verticals(paper, first, top)
        self._key(paper, top + 3.0 + step * 2)

    def _draw_head(self, paper: Paper, plot: Plot, lines: list[str], top: float) -> None:
        size, step = self.shape.text, self.shape.line(self.shape.text)
        base = top + step * 0.8
        if plot.letter:
            paper.text(0.5, base, plot.letter, Type(size, bold=True))
        for number, line in enumerate(lines):
            name, bracket, unit = line.rpartition("(") if plot.unit and line is lines[-1] else (line, "", "")
            paper.text(self.left, base + number * step, name.strip(), Type(size, bold=True))
            beside = self.left + (measured(name.strip(), size, bold=True) + 0.25 * step if name else 0.0)
            paper.text(beside, base + number * step, bracket + unit, Type(size))
            self._keep_free(base + number * step, self.left, measured(line, size, bold=True))
        beside, notes = self._notes(plot, lines)
        at = base + (len(lines) - beside) * step
        for number, note in enumerate(notes):
            width = measured(note, self.shape.small)
            left = self.across.right - width if beside else self.left + 4.8
            if plot.range and not plot.range.in_words and not number:
                paper.box(left - 4.8, at - 2.0, 3.6, 2.2, BAND)
            paper.text(left, at + number * step, note, self.quiet)
            self._keep_free(at + number * step, left - 5, width + 5)

    def _ticks(self, paper: Paper, foot: float, scale: Scale, top: float) -> None:
        paper.line([(self.left, top), (self.left, foot), (self.across.right, foot)], LINE, 0.6)
        for value, label in scale.ticks:
            at = foot - scale.share(value) * (foot - top)
            paper.line([(self.left - 0.9, at), (self.left, at)], LINE, 0.6)
            lines, step = self._tick_lines(label), self.shape.line(self.shape.small)
            for number, line in enumerate(lines):
                middle = at + (number - (len(lines) - 1) / 2) * step
                paper.text(self.left - 1.6, middle, line, replace(self.quiet, align="right", middle=True))
        for day, _ in self.axis.ticks:
            paper.line([(self.across.x(day), foot), (self.across.x(day), foot + 0.7)], LINE, 0.5)

    def _time_axis(self, paper: Paper, at: float) -> None:
        step = self.shape.line(self.shape.small)
        paper.line([(self.left, at), (self.across.right, at)], LINE, 0.6)
        for day, label in self.axis.ticks:
            x = self.across.x(day)
            paper.line([(x, at), (x, at + 1.0)], LINE, 0.6)
            paper.text(x, at + 0.8 + step * 0.85, label, replace(self.quiet, align="center"))
        middle = (self.left + self.across.right) / 2
        words = self.terms.axis(self.axis.unit)
        paper.text(middle, at + 1.2 + step * 1.85, words, replace(self.quiet, align="center"))

    def _verticals(self, paper: Paper, top: float, foot: float) -> None:
        """Presentation, where something is before it, and adverse events."""
        if self.across.start < 0 < self.across.end:
            self._upright(paper, self.across.x(0), top, foot)
        step = self.shape.line(self.shape.small)
        at = 0.6
        for mark, lines in zip(self.plan.marks, self.marks, strict=True):
            x = self.across.x(mark.time.sort_key)
            self._upright(paper, x, at + 0.4, foot, dashed=True)
            to_the_left = x > (self.left + self.across.right) / 2
            beside, type_ = (x - 1.0, replace(self.quiet, align="right")) if to_the_left else (x + 1.0, self.quiet)
            for line in lines:
                paper.text(beside, at + step * 0.8, line, type_)
                at += step

    def _keep_free(self, base: float, left: float, width: float) -> None:
        """Words stand here, and no upright line runs through them."""
        size = self.shape.line(self.shape.text)
        self.words.append(Box(left - 0.5, base - size * 0.75, left + width + 0.5, base + size * 0.25))

    def _upright(self, paper: Paper, x: float, top: float, foot: float, *, dashed: bool = False) -> None:
        in_the_way = sorted((box.top, box.bottom) for box in self.words if box.left < x < box.right)
        for upper, lower in [*in_the_way, (foot, foot)]:
            if upper > top + 1.0:
                colour, width = (QUIET, 0.7) if dashed else (LINE, 0.5)
                paper.line([(x, top), (x, upper)], colour, width, dashed=dashed, behind=True)
            top = max(top, lower)

    # --- key ------------------------------------------------------------------------------------------

    def _key_entries(self) -> list[tuple[str, str]]:
        """Shape and meaning of every mark that a reader may not know."""
        points = [point for plot in self.plan.plots for _, _, point in plot.drawn]
        kinds = {shape for point in points for shape in Paper.shapes(point)}
        return [(shape, words) for shape, words in self.terms.key if shape in kinds]

    def _key_lines(self) -> list[list[tuple[str, str]]]:
        lines: list[list[tuple[str, str]]] = []
        room = 0.0
        for entry in self._key_entries():
            width = measured(entry[1], self.shape.small) + 9.0
            if not lines or width > room:
                lines.append([])
                room = self.across.right - self.left
            lines[-1].append(entry)
            room -= width
        return lines

    def _key(self, paper: Paper, top: float) -> None:
        step = self.shape.line(self.shape.small)
        for number, line in enumerate(self._key_lines()):
            left, base = self.left, top + step * (number + 0.8)
            for shape, words in line:
                paper.symbol(left + 1.0, base - 0.9, shape)
                paper.text(left + 3.2, base, words, self.quiet)
                left += measured(words, self.shape.small) + 9.0


def _time_of(plan: Plan) -> tuple[float, float]:
    """First and last day of the axis: of the plots, and of treatments and events a little before or after them."""
    start, end = plan.start, plan.end
    slack = (end - start) * SLACK
    ends = [dose.time for bar in plan.bars for dose in bar.doses] + [bar.end for bar in plan.bars]
    days = [time.days for time in ends if time is not None and time.days is not None]
    return (
        min([start, *(day for day in days if start - slack <= day)]),
        max([end, *(day for day in days if day <= end + slack)]),
    )
