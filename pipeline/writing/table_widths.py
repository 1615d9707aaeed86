"""How much room a table needs in print: a table in, the class of its width out."""

from __future__ import annotations

from pipeline.manuscript import Inlines, Table
from pipeline.writing.text_nodes import words

FIGURE = 1.5
"""Millimetres of an average character of a table's face at 8.2 pt, measured on laboratory tables."""
SMALLEST = 7 / 8.2
"""What smaller type saves; nothing is set smaller than 7 pt."""
GUTTER, NARROW_GUTTER = 2.4, 1.4
COLUMN, PAGE, HIGH_PAGE = 124, 168, 240
"""Millimetres: the column of text, it and its margin, and the same page turned."""
COMFORT, COMFORT_OF_HEAD = 24, 36
"""Characters on a line of a cell of words, below which it is hard to read; and of a first cell, which names its row."""


def table_width(table: Table) -> str:
    """'' for a table as wide as the text, `broad` with the margin, `vast` the same in small type, else `turned`."""
    columns = list(zip(*([cell.children for cell in row] for row in (table.head, *table.rows) if row), strict=True))
    comforts = [COMFORT_OF_HEAD, *[COMFORT] * len(columns)]
    wanted = FIGURE * sum(_wanted(column, comfort) for column, comfort in zip(columns, comforts, strict=False))
    gutters = max(len(columns) - 1, 0)
    if wanted + GUTTER * gutters <= COLUMN:
        return ""
    if wanted + GUTTER * gutters <= PAGE:
        return "broad"
    return "vast" if wanted * SMALLEST + NARROW_GUTTER * gutters <= PAGE else "turned"


def _wanted(column: tuple[Inlines, ...], comfort: int) -> int:
    """Characters: the longest word whole, and of longer cells what reads well."""
    texts = [words(cell) for cell in column]
    longest_word = max((len(word) for text in texts for word in text.split()), default=0)
    return max(longest_word, min(max(map(len, texts)), comfort))
