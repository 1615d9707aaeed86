"""How the panels of a figure are arranged: their sizes in; the number of columns, and how wide each is printed, out."""

from __future__ import annotations

import math
from collections.abc import Sequence

_PLEASING = 1.8
"""Width over height that a whole figure is drawn towards: it fills the text's width and leaves room for text below."""
_HOLE = 0.3
"""What one empty place in the grid costs, on the scale of the logarithm of the shape."""
_MOST_COLUMNS = 4
"""More would make a panel narrower than 4 cm on a printed page."""
_WIDE = 2.0
"""Width over height above which a panel (a trace, a strip) needs the whole width to be read."""
_TALLEST = 1.4
"""Height over width of what still fits on one page."""

_TEXT, _REACH, _GAP = 124.0, 168.0, 3.0
"""Millimetres of an article on A4: the text's width, that of several columns, and what lies between them."""
_HIGHEST_ALONE, _HIGHEST = 130.0, 85.0
"""Millimetres: of a panel that stands alone, and of one of several."""
_PIXEL = 25.4 / 96
"""Millimetres of a CSS pixel: a panel that stands alone is not enlarged."""


def columns(sizes: Sequence[tuple[int, int]]) -> int:
    """How many panels stand side by side.

    `sizes` are widths and heights of 1 to 9 panels in reading order, in any unit. Every panel is as wide as its column;
    a row is as high as its highest panel. Very wide panels are stacked as long as the stack fits on a page. Otherwise
    the grid is chosen whose outline comes nearest to a calm landscape shape and that leaves the fewest places empty:
    two photographs or three squares side by side, four in a square, nine in three rows. A tie goes to fewer columns.
    """
    heights = [height / width for width, height in sizes]
    if all(height < 1 / _WIDE for height in heights) and sum(heights) <= _TALLEST:
        return 1
    return min(range(1, min(len(sizes), _MOST_COLUMNS) + 1), key=lambda count: _strain(heights, count))


def printed_width(size: tuple[int, int], across: int, several: bool) -> float:
    """Millimetres that a panel of this size, in pixels, takes in an article's print, so many of them `across`.

    The numbers are those of the styles for print.
    """
    column = _TEXT if across == 1 else (_REACH - _GAP * (across - 1)) / across
    if several:
        return min(column, _HIGHEST * size[0] / size[1])
    return min(column, _HIGHEST_ALONE * size[0] / size[1], size[0] * _PIXEL)


def _strain(heights: Sequence[float], count: int) -> float:
    """How far a grid of so many columns is from what pleases; 0 is best. Heights are those of panels of width 1."""
    rows = [heights[start : start + count] for start in range(0, len(heights), count)]
    shape = count / sum(max(row) for row in rows)
    holes = len(rows) * count - len(heights)
    return abs(math.log(shape / _PLEASING)) + _HOLE * holes
