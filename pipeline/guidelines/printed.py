"""A manuscript in; what a reader sees of it, passage by passage, each with its place, out.

Evidence is looked for here and nowhere else: what no reader can see answers nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.findings import Location


class Sort(StrEnum):
    """What a passage is."""

    TITLE = "title"
    KEYWORDS = "keywords"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    """Of prose: list items, quotations and notes too."""
    MARKED = "marked"
    """Words within a paragraph that the author marked `[…]{care=10c}`; the paragraph comes as a passage of its own."""
    ROW = "row"
    """Of a table: its cells, a comma between them."""
    CAPTION = "caption"
    """Title, legend and notes of a figure or table."""
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Passage:
    sort: Sort
    text: str
    origin: Location
    anchor: str
    """HTML id under which it is printed."""
    part: str
    """CARE part of the main section it stands in: `abstract`, `discussion`; '' where it stands in none."""
    heading: str
    """Of the innermost section, figure or table: as printed."""
    number: int = 0
    """Of a paragraph within its innermost section, from 1."""
    care: frozenset[str] = frozenset()
    """CARE sub-items that the author marked it with, or a section around it."""
    fields: frozenset[str] = frozenset()
    """Paths of the fields of case.yaml whose values are printed in it."""
    cites: int = 0
    """References that it cites."""
    object_id: str = ""
    """`fig-mri`, `tbl-labs`: of a caption, a row, or a paragraph that calls one."""


@dataclass(frozen=True, slots=True)
class Printed:
    """All passages in reading order."""

    passages: tuple[Passage, ...]
    language: str
