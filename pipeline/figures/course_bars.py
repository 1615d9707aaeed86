"""Treatments under the plots of a course: bars of a plan in; rows, each with a name and a bar, to draw, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.figures.course_plan import Bar, Dose
from pipeline.figures.course_plots import Region
from pipeline.figures.paper import BAR, FILL, Paper, Type
from pipeline.figures.plotting import INK, LINE, QUIET, measured, wrapped

_BELOW = 1.6
"""Millimetres from a bar to the next name."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar in which the dose is the same; millimetres on the sheet."""

    left: float
    right: float
    label: str
    nothing: bool
    """A pause."""
    begins: bool
    """False where it began before the axis does."""


@dataclass(frozen=True, slots=True)
class Row:
    """One treatment."""

    name: tuple[str, ...]
    """Lines."""
    doses: tuple[str, ...]
    """All doses, where a segment is too short for its own: behind the name if there is room, or lines below it."""
    beside: bool
    segments: tuple[Segment, ...]
    from_before: bool
    """It began before the axis does."""
    goes_on: bool
    """It ends after the axis does, or has not ended."""
    once: bool

    def height(self, step: float) -> float:
        """`step` is from line to line of text."""
        return (len(self.name) + (0 if self.beside else len(self.doses))) * step + 0.4 + BAR + _BELOW

    def draw(self, paper: Paper, region: Region, size: float, step: float) -> list[tuple[float, float, float]]:
        """Name above, bar below, from the top of the region; gives base line, left end and width of all words."""
        base, left = region.top + step * 0.8, region.left
        words: list[tuple[float, float, str, Type]] = []
        for line in self.name:
            words.append((base, left, line, Type(size)))
            base += step
        if self.beside:
            base -= step
            left += measured(self.name[-1], size) + 2.0
        for line in self.doses:
            words.append((base, left, line, Type(size, colour=QUIET)))
            base += step
        top = region.top + self.height(step) - BAR - _BELOW
        for segment in self.segments:
            self._segment(paper, segment, top, size)
            if segment.label and not self.doses:
                words.append((top + BAR * 0.72, segment.left + 1.1, segment.label, Type(size)))
        if self.from_before and self.segments:
            paper.arrow(region.left, top + BAR / 2, to_the_right=False)
        if self.goes_on and self.segments:
            paper.arrow(region.right, top + BAR / 2, to_the_right=True)
        for y, x, line, type_ in words:
            paper.text(x, y, line, type_)
        return [(y, x, measured(line, size)) for y, x, line, _ in words]

    def _segment(self, paper: Paper, segment: Segment, top: float, size: float) -> None:
        left, middle = segment.left, top + BAR / 2
        if self.once:
            paper.box(left - 0.6, top, 1.2, BAR, INK)
            return
        if segment.nothing:
            words = measured(segment.label, size) + 2.0 if not self.doses else 0.0
            paper.line([(left + words, middle), (segment.right, middle)], LINE, 0.8, dashed=True)
        else:
            paper.box(left, top, segment.right - left, BAR, FILL)
        if segment.begins:
            paper.line([(left, top), (left, top + BAR)], INK, 0.9)


def rows_of(bars: Sequence[Bar], region: Region, size: float) -> list[Row]:
    return [_row(bar, region, size) for bar in bars]


def _row(bar: Bar, region: Region, size: float) -> Row:
    segments = _segments(bar, region)
    room = region.right - region.left
    name = wrapped(bar.name, room, size)
    fits = all(not s.label or measured(s.label, size) + 1.8 <= s.right - s.left for s in segments)
    doses = "" if fits and not bar.once else _all_doses(bar.doses)
    beside = measured(name[-1], size) + 2.0 + measured(doses, size) <= room
    lines = [doses] if beside and doses else wrapped(doses, room, size)
    begin, end = bar.doses[0].time, bar.end
    return Row(
        tuple(name),
        tuple(lines),
        beside,
        tuple(segments),
        begin is None or begin.sort_key < region.start,
        end is None or end.sort_key > region.end,
        bar.once,
    )


def _segments(bar: Bar, region: Region) -> list[Segment]:
    """What of the bar lies on the axis; a dose of which only a later part does begins at its edge."""
    dated = [dose for dose in bar.doses if dose.time is not None]
    last = region.right if bar.end is None or bar.end.sort_key > region.end else region.x(bar.end.sort_key)
    starts = [_place(dose, region) for dose in dated]
    found = []
    for dose, left, until in zip(dated, starts, [*starts[1:], last], strict=True):
        right = min(until, last)
        if right > left or (bar.once and region.left <= left <= region.right):
            begins = bool(dose.time and dose.time.sort_key >= region.start)
            found.append(Segment(left, right, dose.short, dose.is_none, begins))
    return found


def _place(dose: Dose, region: Region) -> float:
    day = dose.time.sort_key if dose.time else region.start
    if day < region.start:
        return region.left
    return region.x(day) if day <= region.end else region.right


def _all_doses(doses: Sequence[Dose]) -> str:
    """`500 → 750 → 0 → 500 mg`."""
    amounts = [dose.short for dose in doses if dose.short]
    units = {amount.partition("\N{NO-BREAK SPACE}")[2] for amount in amounts}
    if len(units) == 1 and (unit := units.pop()):
        numbers = [amount.partition("\N{NO-BREAK SPACE}")[0] for amount in amounts]
        return " → ".join(numbers) + f"\N{NO-BREAK SPACE}{unit}"
    return " → ".join(amounts)
