"""A manuscript in; what a reader sees of it, passage by passage, each with its place, out.

Evidence is looked for here and nowhere else: what no reader can see answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import assert_never

from pipeline.findings import Location
from pipeline.guidelines.inline_words import fields_in, joined, said_in, uncited_in
from pipeline.guidelines.parts import parts_of
from pipeline.manuscript import (
    Block,
    Blocks,
    BulletList,
    Citation,
    CodeBlock,
    CrossReference,
    DisplayMath,
    Figure,
    Inlines,
    Manuscript,
    Note,
    NumberedList,
    Paragraph,
    Quote,
    Section,
    Statement,
    Table,
    Text,
    ThematicBreak,
)
from pipeline.manuscript import (
    Passage as MarkedWords,
)
from pipeline.resolving.placing import without_panel
from pipeline.resolving.walk import nodes_of

TITLE_ID, KEYWORDS_ID = "page-title", "page-keywords"
"""HTML ids that the page gives them."""


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
    """HTML id under which it is printed; the rows of a table share the table's."""
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
    uncited: str = ""
    """Its sentences that cite nothing, where it cites something."""
    object_id: str = ""
    """`fig-mri`, `tbl-labs`, `statement-consent`: of a caption, a row, a statement."""
    calls: frozenset[str] = frozenset()
    """Ids of the figures and tables that it calls."""
    inner: str = ""
    """CARE part of the innermost section below the main one: `conclusions` in an abstract; '' where it has none."""

    @property
    def parts(self) -> frozenset[str]:
        """The parts of the text that it belongs to: `discussion`, `abstract.conclusions`, `title`, `statements`.

        A part within another section counts as that part, but what stands in the abstract is the abstract's alone.
        """
        names = {self.part, f"{self.part}.{self.inner}", _SORTS_AS_PARTS.get(self.sort, "")}
        return frozenset(names if self.part == "abstract" else names | {self.inner}) - {"", "."}

    def stands_in(self, name: str) -> bool:
        """Whether it belongs to this part of the text."""
        return name in self.parts


_SORTS_AS_PARTS = {Sort.TITLE: "title", Sort.KEYWORDS: "keywords", Sort.STATEMENT: "statements"}


@dataclass(frozen=True)
class Printed:
    """All passages in reading order."""

    passages: tuple[Passage, ...]
    language: str

    @cached_property
    def by_part(self) -> dict[str, frozenset[int]]:
        """Part of the text → which passages stand in it."""
        found: dict[str, set[int]] = {}
        for number, passage in enumerate(self.passages):
            for name in passage.parts:
                found.setdefault(name, set()).add(number)
        return {name: frozenset(numbers) for name, numbers in found.items()}


def printed(manuscript: Manuscript) -> Printed:
    """Title, abstract, keywords, text with its figures and tables, statements, notes; not the references."""
    return Printed(tuple(_Reader(manuscript).read()), manuscript.language)


@dataclass(frozen=True, slots=True)
class _Around:
    """The sections around a block."""

    part: str = ""
    inner: str = ""
    heading: str = ""
    care: frozenset[str] = frozenset()


@dataclass
class _Reader:
    manuscript: Manuscript
    references: dict[str, set[str]] = field(default_factory=dict)
    """Id of a citation → ids of the references that it cites."""
    number: int = 0
    """Of the last paragraph in its section."""

    def __post_init__(self) -> None:
        for reference in self.manuscript.references:
            for citation in reference.cited_by:
                self.references.setdefault(citation, set()).add(reference.id)

    def read(self) -> Iterator[Passage]:
        made = self.manuscript
        if made.title:
            title = Passage(Sort.TITLE, said_in(made.title), made.title[0].origin, TITLE_ID, "", "")
            yield replace(title, fields=fields_in(made.title))
        if made.abstract:
            yield from self._section(made.abstract, _Around())
        if made.keywords:
            where = Location(made.title[0].origin.file if made.title else made.case_id)
            yield Passage(Sort.KEYWORDS, ", ".join(made.keywords), where, KEYWORDS_ID, "", "")
        for section, part in zip(made.sections, parts_of(made.sections), strict=True):
            yield from self._section(section, _Around(), part)
        for statement in made.statements:
            yield from self._statement(statement)
        for note in made.notes:
            yield from self._note(note)

    def _section(self, section: Section, outer: _Around, part: str = "") -> Iterator[Passage]:
        part = part or outer.part or section.part
        inner = (section.part if outer.part else "") or outer.inner
        heading = said_in(section.title)
        around = _Around(part, inner, heading or outer.heading, outer.care | frozenset(section.care))
        if heading:
            yield self._passage(Sort.HEADING, section.title, (section.origin, section.id), around)
        before, self.number = self.number, 0
        yield from self._blocks(section.blocks, around)
        self.number = before

    def _statement(self, statement: Statement) -> Iterator[Passage]:
        for passage in self._blocks(statement.blocks, _Around(heading=statement.heading)):
            yield replace(passage, sort=Sort.STATEMENT, number=0, object_id=statement.id)

    def _note(self, note: Note) -> Iterator[Passage]:
        self.number = note.number - 1
        yield from self._blocks(note.blocks, _Around(heading=self.manuscript.labels["notes"]))

    def _blocks(self, blocks: Blocks, around: _Around) -> Iterator[Passage]:
        for block in blocks:
            yield from self._block(block, around)

    def _block(self, block: Block, around: _Around) -> Iterator[Passage]:
        match block:
            case Paragraph(children, origin):
                yield from self._paragraph(children, origin, around)
            case BulletList(items=items) | NumberedList(items=items):
                for item in items:
                    yield from self._blocks(item, around)
            case Quote(blocks=inside):
                yield from self._blocks(inside, around)
            case CodeBlock(text, origin):
                yield from self._paragraph((Text(text, origin),), origin, around)
            case Table():
                yield from self._table(block, around, block.id or block.origin.anchor)
            case Figure():
                yield from self._figure(block, around)
            case Section():
                yield from self._section(block, around)
            case DisplayMath() | ThematicBreak():
                pass
            case _:
                assert_never(block)

    def _paragraph(self, line: Inlines, origin: Location, around: _Around) -> Iterator[Passage]:
        self.number += 1
        yield replace(self._passage(Sort.PARAGRAPH, line, (origin, origin.anchor), around), number=self.number)
        for node in nodes_of(line):
            if isinstance(node, MarkedWords) and node.care:
                marked = replace(around, care=around.care | frozenset(node.care))
                at = (node.origin, node.id or node.origin.anchor)
                yield replace(self._passage(Sort.MARKED, node.children, at, marked), number=self.number)

    def _table(self, table: Table, around: _Around, anchor: str) -> Iterator[Passage]:
        near = replace(around, heading=table.label or around.heading)
        at = (table.origin, anchor)
        caption = joined([table.title, *table.notes])
        if caption:
            yield replace(self._passage(Sort.CAPTION, caption, at, near), object_id=table.id)
        for row in table.rows:
            cells = [cell.children for cell in row if cell.children]
            where = next((cell.origin for cell in row if cell.children), table.origin)
            passage = self._passage(Sort.ROW, tuple(node for cell in cells for node in cell), (where, anchor), near)
            yield replace(passage, text=", ".join(map(said_in, cells)), object_id=table.id)

    def _figure(self, figure: Figure, around: _Around) -> Iterator[Passage]:
        near = replace(around, heading=figure.label)
        caption = joined([figure.title, figure.legend, figure.credit])
        yield replace(self._passage(Sort.CAPTION, caption, (figure.origin, figure.id), near), object_id=figure.id)
        if figure.description:
            # What a drawing shows is seen in the drawing.
            for passage in self._table(replace(figure.description, label=figure.label), around, figure.id):
                yield replace(passage, object_id=figure.id)

    def _passage(self, sort: Sort, line: Inlines, at: tuple[Location, str], around: _Around) -> Passage:
        nodes = tuple(nodes_of(line))
        cited = {one for node in nodes if isinstance(node, Citation) for one in self.references.get(node.id, ())}
        return Passage(
            sort,
            said_in(line),
            *at,
            around.part,
            around.heading,
            care=around.care,
            fields=fields_in(nodes),
            cites=len(cited),
            uncited=uncited_in(line) if cited else "",
            calls=frozenset(
                without_panel(part.target)
                for node in nodes
                if isinstance(node, CrossReference)
                for part in node.parts
                if part.target
            ),
            inner=around.inner,
        )
