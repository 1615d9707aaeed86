"""Labels beside the points of a plot: boxes in; for each the place where it covers least, out. Lengths in one unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0


@dataclass
class Placing:
    """What a plot holds already; every label that is placed is added to it."""

    frame: Box
    taken: list[Box] = field(default_factory=list)

    def avoid_line(self, points: Iterable[tuple[float, float]], breadth: float) -> None:
        """Take the way from point to point, in small steps."""
        way = list(points)
        for (x, y), (to_x, to_y) in pairwise(way):
            steps = max(1, round(max(abs(to_x - x), abs(to_y - y)) / breadth))
            for n in range(steps + 1):
                self.avoid(x + (to_x - x) * n / steps, y + (to_y - y) * n / steps, breadth)

    def avoid(self, x: float, y: float, breadth: float) -> None:
        half = breadth / 2
        self.taken.append(Box(x - half, y - half, x + half, y + half))

    def place(self, point: tuple[float, float], size: tuple[float, float], gap: float) -> tuple[Box, float]:
        """The best box of this size beside a point, and how much of it covers something else, from 0 to 1."""
        width, height = size
        best, least = None, float("inf")
        for free in _around(point, size, gap):
            box = self._between_sides(free)
            inside = self.frame.overlap(box)
            cost = (width * height - inside) * 4 + sum(box.overlap(other) for other in self.taken)
            if cost < least - 1e-9:
                best, least = box, cost
        assert best is not None, "there is always a place beside a point"
        self.taken.append(best)
        return best, least / (width * height)

    def _between_sides(self, box: Box) -> Box:
        """Moved to the right or left, so that it does not stand out of the frame."""
        move = max(self.frame.left - box.left, 0.0) - max(box.right - self.frame.right, 0.0)
        return replace(box, left=box.left + move, right=box.right + move)


def _around(point: tuple[float, float], size: tuple[float, float], gap: float) -> Iterable[Box]:
    """Above, below, to the right, to the left, in the corners between; then the same a little farther away."""
    (x, y), (width, height) = point, size
    sides = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))
    for (across, down), far in [(side, far) for far in (1.0, 1.8) for side in sides]:
        near = gap * far * (0.7 if across and down else 1)
        left = x - width / 2 + across * (width / 2 + near)
        top = y - height / 2 + down * (height / 2 + near)
        yield Box(left, top, left + width, top + height)
