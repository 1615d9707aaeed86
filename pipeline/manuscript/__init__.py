"""The manuscript: a case resolved for one journal, finished. This is all that writers read.

Its text is typed nodes (`inline.py`, `block.py`), never HTML. A writer handles nodes with `match` and `assert_never`,
so that `mypy --strict` names every writer that must learn a new node.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.findings import Location
from pipeline.language import Direction, direction
from pipeline.manuscript.block import (
    Alignment,
    Block,
    Blocks,
    BulletList,
    Cell,
    CodeBlock,
    DisplayMath,
    Figure,
    Image,
    NumberedList,
    Panel,
    Paragraph,
    Quote,
    Section,
    Table,
    ThematicBreak,
)
from pipeline.manuscript.inline import (
    Citation,
    CitationMark,
    Cite,
    Code,
    CrossReference,
    CrossReferenceMark,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    LinkedText,
    Mark,
    Math,
    NoteMark,
    NoteReference,
    Passage,
    Placeholder,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    ValueMark,
)
from pipeline.manuscript.publication import Name, Publication, SourceRecord
from pipeline.manuscript.record import Record

__all__ = [
    "Affiliation",
    "Alignment",
    "Author",
    "Block",
    "Blocks",
    "BulletList",
    "Cell",
    "Citation",
    "CitationMark",
    "Cite",
    "Code",
    "CodeBlock",
    "CrossReference",
    "CrossReferenceMark",
    "DisplayMath",
    "Emphasis",
    "Figure",
    "Image",
    "Inline",
    "Inlines",
    "Kind",
    "LineBreak",
    "Link",
    "LinkedText",
    "Manuscript",
    "Mark",
    "Math",
    "Name",
    "Note",
    "NoteMark",
    "NoteReference",
    "NumberedList",
    "Panel",
    "Paragraph",
    "Passage",
    "Placeholder",
    "Publication",
    "Quote",
    "Record",
    "Reference",
    "Section",
    "SmallCaps",
    "SourceRecord",
    "Statement",
    "Strong",
    "Subscript",
    "Superscript",
    "Table",
    "Text",
    "ThematicBreak",
    "ValueMark",
]


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
    parts: Name
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
    says: tuple[str, ...] = ()
    """What of the case stands in it: `consent.publication`, `ethics`, `interests.grants`."""


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
    publication: Publication
    source: SourceRecord | None
    """Of a retold case only."""
    cite_as: Inlines
    """How to cite the article, or the record of a retold one, in the manuscript's style; () where nothing is to be."""
    abstract: Section | None
    keywords: tuple[str, ...]
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]
    notes: tuple[Note, ...]
    references: tuple[Reference, ...]
    labels: dict[str, str] = field(repr=False)
    """Every fixed word that a writer prints, by key."""
    record: Record = field(default=Record(), repr=False)
    """The facts of the case, for outputs that programs read."""

    @property
    def direction(self) -> Direction:
        """How its lines run."""
        return direction(self.language)
