"""Block nodes: paragraphs, lists, tables, figures, sections. Every node knows its `origin`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.findings import Location
from pipeline.manuscript.inline import Inlines

Blocks = tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: Inlines
    origin: Location


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[Blocks, ...]
    origin: Location


@dataclass(frozen=True, slots=True)
class NumberedList:
    items: tuple[Blocks, ...]
    start: int
    origin: Location


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: Blocks
    origin: Location


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str
    origin: Location


@dataclass(frozen=True, slots=True)
class DisplayMath:
    tex: str
    mathml: str
    origin: Location


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    origin: Location


class Alignment(StrEnum):
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    children: Inlines
    origin: Location


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    """`tbl-labs`, or derived from the number where the author gave none."""
    label: str
    """`Table 1`; '' before resolving and for a table without a caption."""
    title: Inlines
    alignments: tuple[Alignment, ...]
    head: tuple[Cell, ...]
    """Empty for a table without a head row."""
    rows: tuple[tuple[Cell, ...], ...]
    """Every row has as many cells as there are alignments."""
    notes: tuple[Inlines, ...]
    origin: Location


@dataclass(frozen=True, slots=True)
class Image:
    """A picture ready to be shipped: no metadata, safe content."""

    name: str
    """File name, unique in the manuscript: `fig-mri-a.png`."""
    media_type: str
    data: bytes = field(repr=False)
    width: int
    """Pixels; for SVG, CSS pixels of its view box."""
    height: int


@dataclass(frozen=True, slots=True)
class Panel:
    letter: str
    """`A` to `I`; '' in a figure of one panel."""
    image: Image
    alt: str
    """Never empty."""
    origin: Location
    narrow: Image | None = None
    """The same drawn for a narrow screen, where `image` would be too small to read there."""
    words: tuple[str, ...] = ()
    """Labels that an author drew over the picture."""


@dataclass(frozen=True, slots=True)
class Figure:
    id: str
    number: int
    label: str
    """`Figure 1`."""
    title: Inlines
    legend: Inlines
    """Composed: the figure's own legend, then `(A)` … clauses; credits follow in `credit`."""
    credit: Inlines
    panels: tuple[Panel, ...]
    columns: int
    """Panels side by side, chosen from their shapes."""
    origin: Location
    description: Table | None = None
    """The same facts as a table, of a figure drawn from facts: its long description."""
    plots: str = ""
    """Letters of the plots inside a drawing of one panel: `ABC`."""


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    level: int
    """2 for a main section, 3 and 4 below; the title is level 1."""
    title: Inlines
    part: str
    """The CARE part it answers, such as `discussion`; '' for the author's own headings."""
    care: tuple[str, ...]
    blocks: Blocks
    """Prose, tables and figures; then the sections below it."""
    origin: Location


Block = (
    Paragraph | BulletList | NumberedList | Quote | CodeBlock | DisplayMath | ThematicBreak | Table | Figure | Section
)
