"""Inline nodes: what stands in a line of text. Every node knows its `origin`."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.findings import Location

Inlines = tuple["Inline", ...]


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
