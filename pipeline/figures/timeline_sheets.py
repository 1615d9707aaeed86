"""The events of a timeline → its two drawings: to scale for paper and wide screens, as a list for a phone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.facts.timeline import Event, Lane, one_by_one
from pipeline.figures import plotting
from pipeline.figures.broken_scale import scale_of
from pipeline.figures.plotting import (
    ACCENT,
    BAND,
    GROUND,
    INK,
    LINE,
    NARROW,
    NARROW_TEXT,
    QUIET,
    SMALL,
    TEXT,
    WIDE,
    finish,
    sheet,
)
from pipeline.figures.time_axis import time_axis
from pipeline.figures.timeline_plan import BAR, LINE_HEIGHT, Bar, Label, Mark, Planner, Row, shortened
from pipeline.manuscript import Image
from pipeline.tabulating.timeline import capital, grouped, named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMES = 21.0
"""Millimetres for the names of the lanes, where no word of them needs more."""
_BEFORE = 12.0
"""For what has no known beginning."""
_AHEAD = 5.0
"""For the arrow of what still goes on."""
_HEAD = 11.0
_TICK_ROOM = 7.0
_NARROW_LINE = 4.1
_SHAPES = {
    Lane.HISTORY: "o",
    Lane.PRESENTATION: "D",
    Lane.TESTS: "s",
    Lane.DIAGNOSES: "^",
    Lane.TREATMENTS: "v",
    Lane.ADVERSE_EVENTS: "X",
    Lane.EVENTS: "h",
    Lane.OUTCOMES: "P",
}
_FILLS = {
    Lane.HISTORY: (BAND, LINE),
    Lane.PRESENTATION: (LINE, LINE),
    Lane.TREATMENTS: (ACCENT, ACCENT),
    Lane.ADVERSE_EVENTS: (GROUND, INK),
}
"""Lane → ground and edge of its bars."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What either drawing is made from."""

    name: str
    events: tuple[Event, ...]
    words: Mapping[str, str]
    language: str


def wide(made: Sheet) -> Image:
    """Lanes below each other on one axis of time."""
    with sheet(WIDE, 50.0) as figure:
        planner = planned(made)
        height = _HEAD + planner.top + 5.0
        figure.set_size_inches(WIDE / 25.4, height / 25.4)
        axes = _blank(figure.add_axes((0, 0, 1, 1)), WIDE, height)
        _axis(axes, planner, made)
        for row in planner.rows:
            _lane(axes, planner, row)
        return finish(figure, made.name)


def narrow(made: Sheet) -> Image:
    """One event below the other, with its time as a heading; not to scale."""
    with sheet(NARROW, 50.0) as figure:
        lines: list[tuple[str, str, Lane | None]] = []
        for when, shared in grouped(one_by_one(made.events), made.words, made.language):
            lane = shared[0].lane
            kind = made.words[f"timeline_lane_{lane}"]
            lines += [(line, "bold", None) for line in _wrap(f"{when} · {kind}", NARROW - 6, NARROW_TEXT, True)]
            for event in shared:
                text = capital(f"{event.subject}: {event.what}") if event.subject else named(event, made.words)
                wrapped = _wrap(shortened(text), NARROW - 7.5, NARROW_TEXT)
                lines += [(line, "normal", None if index else lane) for index, line in enumerate(wrapped)]
        height = (len(lines) + 0.6) * _NARROW_LINE + 1.6 * sum(weight == "bold" for _, weight, _ in lines)
        figure.set_size_inches(NARROW / 25.4, height / 25.4)
        axes = _blank(figure.add_axes((0, 0, 1, 1)), NARROW, height)
        _list(axes, lines)
        return finish(figure, made.name)


def _list(axes: Axes, lines: list[tuple[str, str, Lane | None]]) -> None:
    y = 0.4
    for text, weight, lane in lines:
        y += 1.6 * (weight == "bold")
        x = 0.5 if weight == "bold" else 6.0
        style = plotting.face(weight == "bold")
        axes.text(x, y + _NARROW_LINE / 2, text, size=NARROW_TEXT, va="center_baseline", fontproperties=style)
        if lane:
            axes.plot(2.6, y + _NARROW_LINE / 2, _SHAPES[lane], ms=4.4, mfc=INK, mec=INK)
        y += _NARROW_LINE


def planned(made: Sheet) -> Planner:
    """Where everything stands."""
    times = [time for event in one_by_one(made.events) for time in (event.start, event.end) if time]
    unbounded = any(time.days is None for time in times)
    start = _room_for_names(made.words) + (1.0 if not unbounded else 0.0)
    scale = scale_of([time.days for time in times if time.days is not None], start + _BEFORE * unbounded, WIDE - _AHEAD)

    planner = Planner(
        scale, start, made.words, made.language, partial(_wrap, size=SMALL), partial(_width, size=SMALL), _HEAD
    )
    for lane in Lane:
        if events := [event for event in made.events if event.lane is lane]:
            planner.lane(lane, events, len(_name(lane, made.words)) * LINE_HEIGHT * 1.1)
    planner.top -= _HEAD
    return planner


def _room_for_names(words: Mapping[str, str]) -> float:
    """`Acontecimiento` is longer than any English word here, and a name is not torn within a word."""
    longest = max(_width(word, TEXT, True) for lane in Lane for word in words[f"timeline_lane_{lane}"].split())
    return max(_NAMES, longest + 2.5)


def _name(lane: Lane, words: Mapping[str, str]) -> list[str]:
    return _wrap(words[f"timeline_lane_{lane}"], _room_for_names(words) - 2, TEXT, True)


def _wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Lines of at most so many millimetres; measured word by word, as the same words come again and again."""
    lines: list[str] = []
    room = 0.0
    blank = _width("n n", size, bold) - _width("nn", size, bold)
    for word in chain.from_iterable(_pieces(whole, width, size, bold) for whole in text.split(" ")):
        needed = _width(word, size, bold)
        if lines and blank + needed <= room:
            lines[-1] += f" {word}"
            room -= blank + needed
        else:
            lines.append(word)
            room = width - needed
    return lines


def _pieces(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """A word wider than its line, such as an address or a sequence, in parts."""
    while (needed := _width(word, size, bold)) > width and len(word) > 1:
        most = max(1, int(len(word) * width / needed * 0.9))
        yield word[:most]
        word = word[most:]
    yield word


@cache
def _width(text: str, size: float, bold: bool = False) -> float:
    return plotting.measured(text, size, bold)


def _blank(axes: Axes, width: float, height: float) -> Axes:
    """One unit is one millimetre, from the upper left corner."""
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    return axes


def _axis(axes: Axes, planner: Planner, made: Sheet) -> None:
    """Numbers and units above, fine lines through all lanes, double strokes where the scale changes."""
    scale, bottom = planner.scale, _HEAD + planner.top - 1.0
    taken: list[float] = []
    times = [time for event in one_by_one(made.events) for time in (event.start, event.end) if time]
    axes.plot((scale.left, scale.right), (_HEAD - 2.4,) * 2, color=LINE, lw=0.6, solid_capstyle="butt")
    for number, stretch in enumerate(scale.stretches):
        inside = [time for time in times if time.days is not None and stretch.first <= time.days <= stretch.last]
        room = max(2, int((stretch.right - stretch.left) / _TICK_ROOM))
        ticks = time_axis(stretch.first, stretch.last, room, inside)
        middle = (stretch.left + stretch.right) / 2
        axes.text(
            middle, 1.9, made.words[f"timeline_axis_{ticks.unit}"], size=SMALL, color=QUIET, ha="center", va="center"
        )
        for day, text in ticks.ticks:
            x = stretch.x(day)
            is_crowded = any(abs(x - other) < 3.6 for other in (*taken, *(scale.cuts if day else ())))
            if not is_crowded:
                taken.append(x)
                axes.plot((x, x), (_HEAD - 2.4, bottom), color=BAND, lw=0.5, zorder=0)
                axes.text(x, _HEAD - 4.4, text, size=SMALL, color=QUIET, ha="center", va="center")
        if number:
            _cut(axes, stretch.left, bottom)
    zero = scale.x(0.0)
    axes.plot((zero, zero), (_HEAD - 3.2, bottom), color=INK, lw=0.8, zorder=0.5)
    is_ongoing = any(event.ongoing for event in made.events)
    said = {"timeline_zero": True, "timeline_scale": bool(scale.cuts), "timeline_ongoing": is_ongoing}
    notes = [made.words[key] for key, is_needed in said.items() if is_needed]
    axes.text(planner.start, bottom + 3.4, " ".join(notes), size=SMALL, color=QUIET, va="center")


def _cut(axes: Axes, x: float, bottom: float) -> None:
    y = _HEAD - 2.4
    axes.plot((x, x), (y, bottom), color=LINE, lw=0.6, ls=(0, (1, 2)), zorder=0)
    axes.plot((x - 0.5, x + 0.5), (y, y), color=GROUND, lw=1.6, zorder=3)
    for shift in (-0.5, 0.5):
        axes.plot((x + shift - 0.4, x + shift + 0.4), (y + 1.0, y - 1.0), color=INK, lw=0.7, zorder=4)


def _lane(axes: Axes, planner: Planner, row: Row) -> None:
    axes.plot((0, WIDE), (row.top - 1.2, row.top - 1.2), color=LINE, lw=0.5, zorder=1)
    for index, line in enumerate(_name(row.lane, planner.words)):
        y = row.top + (index + 0.5) * LINE_HEIGHT * 1.1
        axes.text(0, y, line, size=TEXT, va="center_baseline", fontproperties=plotting.face(True))
    for mark in row.marks:
        match mark:
            case Mark():
                _point(axes, mark, row.lane)
            case Bar():
                _bar(axes, mark, row.lane)


def _point(axes: Axes, mark: Mark, lane: Lane) -> None:
    if mark.whisker:
        axes.plot(mark.whisker, (mark.y, mark.y), "|-", color=INK, lw=0.6, ms=3.5, mew=0.6, zorder=3)
    ground = GROUND if mark.whisker else INK
    axes.plot(mark.x, mark.y, _SHAPES[lane], ms=4.2, mfc=ground, mec=INK, mew=0.7, zorder=4)
    _words(axes, mark.label)


def _bar(axes: Axes, bar: Bar, lane: Lane) -> None:
    ground, edge = _FILLS.get(lane, (LINE, LINE))
    low, high = bar.y - BAR / 2, bar.y + BAR / 2
    right = max(bar.right, bar.left + 0.6)
    # What goes on, or has no known beginning, ends in a point.
    outline = [(bar.left, low), (right, low)]
    outline += [(right + BAR, bar.y)] if bar.open_right else []
    outline += [(right, high), (bar.left, high)]
    outline += [(bar.left - BAR * 0.8, bar.y)] if bar.open_left else []
    axes.fill(*zip(*outline, strict=True), facecolor=ground, edgecolor=edge, lw=0.7, zorder=3)
    for change in bar.changes:
        axes.plot((change.x, change.x), (low, change.label.y + 1.0), color=LINE, lw=0.5, zorder=1.5)
        axes.plot((change.x, change.x), (low - 0.3, high + 0.3), color=GROUND, lw=1.8, zorder=4)
        axes.plot((change.x, change.x), (low - 0.5, high + 0.5), color=INK, lw=0.8, zorder=5)
        _words(axes, change.label)
    _words(axes, bar.label)


def _words(axes: Axes, label: Label) -> None:
    """On a ground of their own, so that no line runs through them; the time in bold."""
    left, right, top = label.x - 0.3, label.x + label.width, label.y
    bottom = top + label.height
    axes.fill((left, right, right, left), (top, top, bottom, bottom), facecolor=GROUND, lw=0, zorder=2)
    for index, line in enumerate(label.lines):
        y, x = top + (index + 0.5) * LINE_HEIGHT, label.x
        if index == 0:
            bold = plotting.face(True)
            axes.text(x, y, label.when, size=SMALL, va="center_baseline", fontproperties=bold, zorder=6)
            x += _width(label.when, SMALL, True) + 0.9
        rest = line if index else line[len(label.when) :].strip()
        axes.text(x, y, rest, size=SMALL, va="center_baseline", zorder=6)
