"""A table as lines of plain text: columns side by side where 80 columns are enough, else `Head: value` lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from pipeline.manuscript import Alignment, Table
from pipeline.writing.text_nodes import COLUMNS, words, wrapped

GAP = "  "
NARROWEST = 10
"""No column is squeezed below this."""

Row = list[str]


def table_lines(table: Table) -> list[str]:
    """Head, rows and the rules around them; the caption and the notes are the caller's."""
    head = [words(cell.children) for cell in table.head]
    rows = [[words(cell.children) for cell in row] for row in table.rows]
    widths = _widths([head, *rows] if head else rows)
    if widths is None:
        return _as_pairs(head, rows)
    rule = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    lines = [rule]
    if head:
        lines += [*_side_by_side(head, widths, table.alignments), rule]
    for row in rows:
        lines += _side_by_side(row, widths, table.alignments)
    return [*lines, rule]


def shown_width(text: str) -> int:
    """Columns that a terminal needs: none for combining marks, two for East Asian wide characters."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _widths(rows: Sequence[Row]) -> list[int] | None:
    """A width for each column, the widest squeezed first; None where words would have to be cut."""
    if not rows:
        return None
    columns = list(zip(*rows, strict=True))
    widths = [max(_line_width(cell) for cell in column) for column in columns]
    least = [
        max([min(NARROWEST, width), *(shown_width(word) for cell in column for word in cell.split())])
        for column, width in zip(columns, widths, strict=True)
    ]
    room = COLUMNS - len(GAP) * (len(widths) - 1)
    while sum(widths) > room:
        spare, widest = max((width - low, n) for n, (width, low) in enumerate(zip(widths, least, strict=True)))
        if spare <= 0:
            return None
        widths[widest] -= 1
    return widths


def _line_width(cell: str) -> int:
    return max(shown_width(line) for line in cell.split("\n"))


def _side_by_side(cells: Row, widths: Sequence[int], alignments: Sequence[Alignment]) -> list[str]:
    columns = [wrapped(cell, columns=max(width, 1)) for cell, width in zip(cells, widths, strict=True)]
    height = max(len(column) for column in columns)
    lines = []
    for n in range(height):
        parts = [
            _aligned(column[n] if n < len(column) else "", width, alignment)
            for column, width, alignment in zip(columns, widths, alignments, strict=True)
        ]
        lines.append(GAP.join(parts).rstrip())
    return lines


def _aligned(text: str, width: int, alignment: Alignment) -> str:
    space = max(width - shown_width(text), 0)
    match alignment:
        case Alignment.LEFT:
            return text + " " * space
        case Alignment.RIGHT:
            return " " * space + text
        case Alignment.CENTRE:
            return " " * (space // 2) + text + " " * (space - space // 2)


def _as_pairs(head: Row, rows: Sequence[Row]) -> list[str]:
    """Every row as a small list, for tables too wide to stand side by side."""
    names = [f"{name}: " if name else "" for name in head]
    lines: list[str] = []
    for row in rows:
        for name, cell in zip(names or [""] * len(row), row, strict=True):
            lines += wrapped(f"{name}{cell}", "  ", "    ")
        lines.append("")
    # A head without rows is still something the author wrote.
    return lines or wrapped(" | ".join(head), "  ")
