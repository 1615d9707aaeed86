"""How much room a table needs in print: a table in, the class of its width out."""

from __future__ import annotations

from pipeline.manuscript import Inlines, Table
from pipeline.writing.text_nodes import words

FIGURE = 1.42
"""Millimetres of an average character of a table's face at 8.2 pt, measured on laboratory tables."""
SMALLEST = 7 / 8.2
"""What smaller type saves; nothing is set smaller than 7 pt."""
GUTTER, NARROW_GUTTER = 2.4, 1.4
COLUMN, PAGE, HIGH_PAGE = 124, 168, 240
"""Millimetres: the column of text, it and its margin, and the same page turned."""
COMFORT = 16
"""Characters on a line of a cell of words, below which it is hard to read."""
LONG = 22
"""A table of so many rows is long already, and in the margin it would be shorter."""


def table_width(table: Table) -> str:
    """'' for a table as wide as the text, `broad` with the margin, `vast` the same in small type, else `turned`."""
    columns = list(zip(*([cell.children for cell in row] for row in (table.head, *table.rows) if row), strict=True))
    wanted = FIGURE * sum(_wanted(column) for column in columns)
    gutters = max(len(columns) - 1, 0)
    if wanted + GUTTER * gutters <= COLUMN:
        return ""
    if wanted + GUTTER * gutters <= PAGE:
        return "broad"
    return "vast" if wanted * SMALLEST + NARROW_GUTTER * gutters <= PAGE else "turned"


def _wanted(column: tuple[Inlines, ...]) -> int:
    """Characters: the longest word whole, and of longer cells what reads well."""
    texts = [words(cell) for cell in column]
    longest_word = max((len(word) for text in texts for word in text.split()), default=0)
    return max(longest_word, min(max(map(len, texts)), COMFORT))
