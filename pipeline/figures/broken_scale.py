"""A time axis in stretches of different scale: the days that are shown in; where each lies on the sheet, out.

Years of history and days of treatment do not fit on one scale. The axis is cut where the events leave the widest gap,
and each piece keeps a scale of its own; whoever draws it marks the cuts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

_WORTH_A_CUT = 8
"""How many times as far as the near events the far ones reach before they get a scale of their own."""
_WORTH_AT_ZERO = 6
"""How many times as far one side of day 0 reaches as the other before the scale changes there too."""
_LEAST_SHARE = 0.16
"""Of the width, for any stretch."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `first` to `last`, drawn from `left` to `right` millimetres."""

    first: float
    last: float
    left: float
    right: float

    def x(self, day: float) -> float:
        return self.left + (day - self.first) / (self.last - self.first) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Scale:
    stretches: tuple[Stretch, ...]
    """In order of time, without gaps between them."""

    @property
    def left(self) -> float:
        return self.stretches[0].left

    @property
    def right(self) -> float:
        return self.stretches[-1].right

    @property
    def cuts(self) -> tuple[float, ...]:
        """Millimetres at which the scale changes."""
        return tuple(stretch.left for stretch in self.stretches[1:])

    def x(self, day: float) -> float:
        """Where a day lies; what is outside the axis lies at its end."""
        for stretch in self.stretches:
            if day <= stretch.last:
                return max(stretch.x(day), self.left)
        return self.right


def scale_of(days: Collection[float], left: float, right: float) -> Scale:
    """A scale for these days, and for day 0, between two places on the sheet."""
    before, after = sorted({-day for day in days if day < 0}), sorted({day for day in days if day > 0})
    near_before, near_after = _cut(before), _cut(after)
    edges = {0.0 if not before else -before[-1], 0.0 if not after else after[-1]}
    edges |= {-cut for cut in near_before} | set(near_after)
    near, far = sorted((near[0] if near else 0.0) for near in (near_before or before[-1:], near_after or after[-1:]))
    if near and far >= _WORTH_AT_ZERO * near:
        edges.add(0.0)
    if len(edges) == 1:
        edges = {-1.0, 1.0}
    ends = sorted(edges)
    pieces = list(pairwise(ends))
    times = {*days, 0.0}
    shares = _shares([sum(first <= day <= last for day in times) for first, last in pieces])
    stretches = []
    at = left
    for (first, last), share in zip(pieces, shares, strict=True):
        to = right if last == ends[-1] else at + share * (right - left)
        stretches.append(Stretch(first, last, at, to))
        at = to
    return Scale(tuple(stretches))


def _cut(distances: list[float]) -> list[float]:
    """Where near and far part, as a distance from day 0; nothing where one scale serves all."""
    pairs = list(pairwise(distances))[1:]
    worth = [(far / near, near, far) for near, far in pairs if distances[-1] >= _WORTH_A_CUT * near]
    if not worth:
        return []
    _, near, far = max(worth)
    # A little behind the last near event, so that the event does not stand on the mark.
    return [near + min((far - near) / 2, near * 0.15)]


def _shares(counts: list[int]) -> list[float]:
    """Of the width, by how much happens in each stretch."""
    weights = [max(count, 1) ** 0.7 for count in counts]
    raw = [max(weight / sum(weights), _LEAST_SHARE) for weight in weights]
    return [share / sum(raw) for share in raw]
