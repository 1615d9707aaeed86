"""Events → where each stands on the wide drawing of a timeline. All lengths in millimetres, y downward.

Every lane is a block of its own height. Its events are boxes (a mark with its words, or a bar with its words and its
changes), and each box takes the highest place in the lane that no earlier one covers, so that nothing overlaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import Generic, TypeVar

from pipeline.case.time import Time
from pipeline.facts.timeline import Event, Lane
from pipeline.figures.broken_scale import Scale
from pipeline.tabulating.timeline import capital, named, when_in_words

LINE_HEIGHT = 3.15
BAR = 1.9
"""Height of a bar."""
MARK = 2.4
"""From the middle of a mark to its words."""
GAP = 1.2
"""Between boxes."""
_WIDEST = 78.0
"""A line of words that is longer is hard to read."""
_NARROWEST = 34.0
"""Words are not squeezed into less, where there is another side."""
_LEAST_WIDTH = 20.0
_BOLD = 1.1
"""How much wider bold letters are, at most."""
_DROP = 0.3
"""From the middle of a line to the middle of its small letters."""
_CROWD = 1.5
"""Millimetres of height that it is worth to leave the place of one later event free."""
_LONGEST = 140
"""Characters of one event on a drawing; all of them stand in its table."""

Wrap = Callable[[str, float], list[str]]
"""Words and a width → lines."""
Width = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place: `x` is their left edge, `y` the top of their first line."""

    x: float
    y: float
    when: str
    """Printed bold before the words; part of the first line."""
    lines: tuple[str, ...]
    width: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def height(self) -> float:
        return len(self.lines) * LINE_HEIGHT


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in time, or the moment of a change on a bar."""

    x: float
    y: float
    label: Label
    whisker: tuple[float, float] | None = None
    """Left and right end of what an uncertain time may be."""


@dataclass(frozen=True, slots=True)
class Bar:
    left: float
    right: float
    y: float
    """Middle."""
    open_left: bool
    open_right: bool
    label: Label
    changes: tuple[Mark, ...] = ()


_Put = TypeVar("_Put", bound=Mark | Bar, covariant=True)


@dataclass(frozen=True, slots=True)
class Box(Generic[_Put]):
    """What one event, or several points of one time, takes up; a place for it is still to be found."""

    left: float
    right: float
    height: float
    at: float
    """Where on the axis it belongs."""
    put: Callable[[float], _Put]
    """The top of the box → what is drawn."""


@dataclass(frozen=True, slots=True)
class Row:
    """One lane."""

    lane: Lane
    top: float
    height: float
    marks: tuple[Mark | Bar, ...]


@dataclass
class Planner:
    scale: Scale
    start: float
    """Left edge of what is drawn: before the scale where something has no known beginning."""
    words: Mapping[str, str]
    language: str
    wrap: Wrap
    width: Width
    top: float = 0.0
    rows: list[Row] = field(default_factory=list)

    def lane(self, lane: Lane, events: Sequence[Event], least: float) -> None:
        """Put a lane below those before it; `least` is the height that its name needs."""
        found = places(list[Sequence[Box[Mark | Bar]]](self._boxes(events)))
        height = max([least, *(top + box.height for box, top in found)])
        marks = tuple(box.put(self.top + top) for box, top in found)
        self.rows.append(Row(lane, self.top, height, marks))
        self.top += height + 2 * GAP

    def x(self, time: Time) -> float:
        if time.days is None:
            return (self.start + self.scale.left) / 2
        return self.scale.x(time.days)

    def _boxes(self, events: Sequence[Event]) -> Iterator[list[Box[Mark]] | list[Box[Bar]]]:
        """The shapes that each may take."""
        for (when, is_span), group in groupby(events, lambda event: (self._when(event), event.is_span)):
            shared = list(group)
            if is_span:
                yield from (self._bar(event, when) for event in shared)
            else:
                yield self._point(shared, when)

    def _when(self, event: Event) -> str:
        return capital(when_in_words(event, self.words, self.language))

    def _point(self, events: Sequence[Event], when: str) -> list[Box[Mark]]:
        text = " · ".join(shortened(named(event, self.words)) for event in events)
        x, whisker = self.x(events[0].start), self._whisker(events[0].start)
        ends = (x - MARK / 2, x + MARK / 2, *(whisker or ()))

        def box(label: Label) -> Box[Mark]:
            def put(top: float) -> Mark:
                return Mark(x, top + LINE_HEIGHT / 2 + _DROP, replace(label, y=top), whisker)

            return Box(min(label.x, *ends), max(label.right, *ends), label.height, x, put)

        return [box(label) for label in self._beside(x - MARK, x + MARK, when, text)]

    def _whisker(self, time: Time) -> tuple[float, float] | None:
        if not time.uncertain or time.days is None:
            return None
        spread = time.precision / 2
        return self.scale.x(time.days - spread), self.scale.x(time.days + spread)

    def _bar(self, event: Event, when: str) -> list[Box[Bar]]:
        left = self.start if event.start.days is None else self.x(event.start)
        right = self._end(event)
        end = right + BAR * event.ongoing
        text = shortened(named(event, self.words))
        changes = places([[box] for box in self._changes(event)])
        below = max((top + box.height for box, top in changes), default=0.0)
        edges = [left, end, *(edge for box, _ in changes for edge in (box.left, box.right))]

        def box(label: Label, *, above: bool) -> Box[Bar]:
            bar_at = label.height + BAR / 2 + 0.5 if above else LINE_HEIGHT / 2 + _DROP
            body = label.height + BAR + 0.9 if above else label.height

            def put(top: float) -> Bar:
                under = tuple(change.put(top + body + at) for change, at in changes)
                open_left = event.start.days is None
                return Bar(left, right, top + bar_at, open_left, event.ongoing, replace(label, y=top), under)

            return Box(min(label.x, *edges), max(label.right, *edges), body + below, left, put)

        # Words beside a bar save a line; where no side has room for them they stand above it.
        beside = [box(label, above=False) for label in self._beside(left - GAP, end + GAP, when, text)]
        return [*beside, box(self._over(left, when, text), above=True)]

    def _end(self, event: Event) -> float:
        if event.end:
            return self.x(event.end)
        # Of a complaint it is known that it was there at presentation, and no more.
        is_past = event.lane in {Lane.HISTORY, Lane.PRESENTATION} and event.start.sort_key < 0
        return self.scale.x(0.0) if is_past else self.scale.right

    def _changes(self, event: Event) -> Iterator[Box[Mark]]:
        """From the right, so that a line down to a label passes none of those placed before it."""
        for change in sorted(event.changes, key=lambda change: -change.start.sort_key):
            x = self.x(change.start)
            label = self._beside(x - GAP, x + GAP, self._when(change), shortened(named(change, self.words)))[0]
            yield Box(label.x, label.right, label.height, x, partial(_put_change, x, label))

    def _beside(self, left: float, right: float, when: str, text: str) -> list[Label]:
        """Words that begin to the right of a place, and words that end to the left of it, where there is room."""
        room_right, room_left = self.scale.right - right, left - self.start
        needed = min(self.width(f"{when} {text}") + 2 * GAP, _WIDEST)
        # A time is never broken; bold is wider than what is measured.
        least = max(min(needed, _NARROWEST), self.width(when) * _BOLD + GAP)
        labels = []
        if room_right >= least:
            labels.append(self._label(right, when, text, min(needed, room_right)))
        if room_left >= least:
            label = self._label(0.0, when, text, min(needed, room_left))
            labels.append(replace(label, x=left - label.width))
        return labels

    def _over(self, left: float, when: str, text: str) -> Label:
        label = self._label(left, when, text, max(_WIDEST, min(_WIDEST * 1.4, self.scale.right - left)))
        return replace(label, x=min(left, self.scale.right - label.width))

    def _label(self, x: float, when: str, text: str, width: float) -> Label:
        prefix = when.replace(" ", "\N{NO-BREAK SPACE}")
        room = max(width, _LEAST_WIDTH, self.width(prefix) * _BOLD + GAP) - GAP
        lines = tuple(self.wrap(f"{prefix} {text}", room))
        return Label(x, 0.0, prefix, lines, max(self.width(line) for line in lines) + GAP)


def _put_change(x: float, label: Label, top: float) -> Mark:
    return Mark(x, top, replace(label, y=top))


def places(boxes: Sequence[Sequence[Box[_Put]]]) -> list[tuple[Box[_Put], float]]:
    """Boxes, each in the shapes it may take → the shape and top of each: the highest that covers none before it."""
    taken: list[tuple[Box[_Put], float]] = []
    for number, shapes in enumerate(boxes):
        # Words that lie where later events stand would push those down.
        later = [others[0].at for others in boxes[number + 1 :]]
        costs = []
        for shape in shapes:
            top = _top(shape, taken)
            crowd = sum(shape.left < at < shape.right for at in later)
            costs.append((top + shape.height + crowd * _CROWD, top))
        cheapest = min(range(len(shapes)), key=lambda index: costs[index][0])
        taken.append((shapes[cheapest], costs[cheapest][1]))
    return taken


def _top(box: Box[_Put], taken: Sequence[tuple[Box[_Put], float]]) -> float:
    """The highest place for a box among those that have one."""
    beside = [
        (top, top + other.height + GAP / 2)
        for other, top in taken
        if other.left < box.right + GAP and box.left < other.right + GAP
    ]
    y = 0.0
    for top, bottom in sorted(beside):
        if y + box.height <= top:
            break
        y = max(y, bottom)
    return y


def shortened(text: str) -> str:
    """At most so many characters as a drawing has room for, cut between words."""
    if len(text) <= _LONGEST:
        return text
    head = text[:_LONGEST].rsplit(" ", 1)[0].rstrip(",;:")
    return f"{head}\N{NO-BREAK SPACE}…"
