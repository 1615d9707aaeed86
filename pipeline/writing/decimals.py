"""Numbers under each other: a table in; for each cell, how far its number must stand from the right, out."""

from __future__ import annotations

import re

from pipeline.manuscript import Alignment, Table
from pipeline.writing.text_nodes import words

NUMBER = re.compile(r"[<>≤≥~±]?\s?[−-]?\d+(?P<rest>(?:[.,]\d+)?(?:\s?(?:[A-Za-z]{1,2}|[*†‡↑↓%]))?)")
"""A value of a column of numbers, with what stands after its whole part: decimals and a flag such as H."""

MISSING = "–"


def decimal_steps(table: Table) -> tuple[tuple[int, ...], ...]:
    """For each row and cell, the steps of half a figure's width that bring the decimal points under each other.

    Only columns aligned to the right and made of numbers are moved: a range or a word keeps its edge,
    and all the column with it. A dash for a value that is missing stands under the figures before the point.
    """
    columns = [
        _column([words(row[n].children).strip() for row in table.rows]) if side is Alignment.RIGHT else ()
        for n, side in enumerate(table.alignments)
    ]
    return tuple(tuple(column[n] if column else 0 for column in columns) for n in range(len(table.rows)))


def _column(cells: list[str]) -> tuple[int, ...]:
    matches = [NUMBER.fullmatch("0" if cell == MISSING else cell) for cell in cells]
    if any(cell and not match for cell, match in zip(cells, matches, strict=True)):
        return ()
    widths = [_steps(match["rest"]) if match else 0 for match in matches]
    return tuple(max(widths) - width if match else 0 for width, match in zip(widths, matches, strict=True))


def _steps(rest: str) -> int:
    """Width in halves of a figure: a point is half as wide as a figure, a capital with its blank half as wide again."""
    return sum(2 if char.isdigit() else 3 if char.isalpha() else 0 if char.isspace() else 1 for char in rest)
