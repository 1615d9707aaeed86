"""The manuscript: a case resolved for one journal, finished. This is all that writers read.

Its text is typed nodes, never HTML. Every node knows its `origin`. A writer handles nodes with `match` and
`assert_never`, so that `mypy --strict` names every writer that must learn a new node.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.findings import Location

Inlines = tuple["Inline", ...]
Blocks = tuple["Block", ...]


# --- inline nodes -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    origin: Location


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: Inlines
    origin: Location


@dataclass(frozen=True, slots=True)
class Strong:
    children: Inlines
    origin: Location


@dataclass(frozen=True, slots=True)
class Superscript:
    children: Inlines
    origin: Location


@dataclass(frozen=True, slots=True)
class Subscript:
    children: Inlines
    origin: Location


@dataclass(frozen=True, slots=True)
class SmallCaps:
    """Only reference styles make these."""

    children: Inlines
    origin: Location


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    origin: Location


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    """http, https, mailto or `#fragment`; nothing else gets here."""
    children: Inlines
    origin: Location


@dataclass(frozen=True, slots=True)
class LineBreak:
    origin: Location


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in a line of text."""

    tex: str
    mathml: str
    """Presentation MathML, complete with its `math` element."""
    origin: Location


@dataclass(frozen=True, slots=True)
class Passage:
    """Words the author marked: `[…]{care=10c}`."""

    children: Inlines
    id: str
    """'' where the author gave none."""
    care: tuple[str, ...]
    """CARE sub-items that these words answer."""
    origin: Location


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A piece of a citation or a cross-reference."""

    text: str
    target: str = ""
    """HTML id it links to; '' for plain text such as brackets and commas."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation mark as printed: `[`, `1`, `–`, `3`, `]`."""

    parts: tuple[LinkedText, ...]
    superscript: bool
    id: str
    """`cite-7`: what the back-links of the references point to."""
    origin: Location


@dataclass(frozen=True, slots=True)
class CrossReference:
    """`Figure 1B`, `Figures 1 and 2`, `Table 3`, a section's title."""

    parts: tuple[LinkedText, ...]
    origin: Location


@dataclass(frozen=True, slots=True)
class NoteReference:
    number: int
    note_id: str
    id: str
    """`note-mark-2`: what the note's back-link points to."""
    origin: Location


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Stands, visibly, where something could not be resolved."""

    text: str
    origin: Location


@dataclass(frozen=True, slots=True)
class Cite:
    """One key of a citation as the author wrote it."""

    key: str
    origin: Location
    prefix: str = ""
    suffix: str = ""
    locator: str = ""
    label: str = "page"
    """CSL locator term."""


@dataclass(frozen=True, slots=True)
class CitationMark:
    """`[@rund2005; @musallam2012, p. 3]` before resolving."""

    cites: tuple[Cite, ...]
    narrative: bool
    """Written without brackets: the authors' names are part of the sentence."""
    origin: Location


@dataclass(frozen=True, slots=True)
class CrossReferenceMark:
    """`@fig-mri-b`, `[@fig-mri; @fig-marrow]` before resolving."""

    targets: tuple[str, ...]
    origin: Location


@dataclass(frozen=True, slots=True)
class ValueMark:
    """`{{ tests.alt at day 12 }}` before resolving."""

    path: str
    at: str
    """The time asked for, '' where none was."""
    source: str
    """What the author wrote, braces included."""
    origin: Location


@dataclass(frozen=True, slots=True)
class NoteMark:
    """`[^1]` before resolving."""

    label: str
    origin: Location


Mark = CitationMark | CrossReferenceMark | ValueMark | NoteMark
"""What the author wrote; resolving replaces every one, writers never meet one."""

Inline = (
    Text
    | Emphasis
    | Strong
    | Superscript
    | Subscript
    | SmallCaps
    | Code
    | Link
    | LineBreak
    | Math
    | Passage
    | Citation
    | CrossReference
    | NoteReference
    | Placeholder
    | CitationMark
    | CrossReferenceMark
    | ValueMark
    | NoteMark
)


# --- block nodes ------------------------------------------------------------------------------------


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
    Paragraph
    | BulletList
    | NumberedList
    | Quote
    | CodeBlock
    | DisplayMath
    | ThematicBreak
    | Table
    | Figure
    | Section
)


# --- the manuscript ---------------------------------------------------------------------------------


class Kind(StrEnum):
    """Whose facts these are."""

    OWN = "own"
    SYNTHETIC = "synthetic"
    RETOLD = "retold"


@dataclass(frozen=True, slots=True)
class Affiliation:
    number: int
    name: str
    """As printed: institution, city, country."""
    ror: str
    """URL, '' where unknown."""


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    """As printed: given names, particle, family name, suffix."""
    affiliations: tuple[int, ...]
    orcid: str
    """URL, '' where unknown."""
    email: str
    """Only of a corresponding author."""
    equal: bool
    origin: Location


@dataclass(frozen=True, slots=True)
class Statement:
    """Consent, interests, funding …: one quiet paragraph with a run-in heading."""

    id: str
    heading: str
    blocks: Blocks
    origin: Location


@dataclass(frozen=True, slots=True)
class Reference:
    id: str
    """`ref-rund2005`."""
    number: int
    label: str
    """As the style prints it: `1.`, `[1]`."""
    entry: Inlines
    links: tuple[Link, ...]
    """Identifiers that the style does not print: DOI, PubMed, PMC."""
    cited_by: tuple[str, ...]
    """Ids of the citations, in order."""
    origin: Location


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    number: int
    blocks: Blocks
    cited_by: tuple[str, ...]
    origin: Location


@dataclass(frozen=True, slots=True)
class Manuscript:
    case_id: str
    kind: Kind
    language: str
    """BCP 47 tag."""
    title: Inlines
    short_title: str
    """For running heads."""
    byline: str
    """Printed instead of authors where there are none to show: a reconstruction."""
    authors: tuple[Author, ...]
    affiliations: tuple[Affiliation, ...]
    correspondence: str
    notice: str
    """What every output says of a synthetic or retold case; '' for an own one."""
    draft_errors: int
    """Findings at error level; a draft says so on every page."""
    publication: tuple[tuple[str, str], ...]
    """Labelled facts of publication, in printing order: status, dates, licence, DOI …"""
    abstract: Section | None
    keywords: tuple[str, ...]
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]
    notes: tuple[Note, ...]
    references: tuple[Reference, ...]
    labels: dict[str, str] = field(repr=False)
    """Every fixed word that a writer prints, by key."""
