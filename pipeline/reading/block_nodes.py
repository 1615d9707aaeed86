"""Syntax tree of a narrative → typed block nodes with origins; headings stay flat for `narrative.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import (
    Alignment,
    Block,
    Blocks,
    BulletList,
    Cell,
    CodeBlock,
    DisplayMath,
    Inlines,
    NumberedList,
    Paragraph,
    Placeholder,
    Quote,
    Table,
    ThematicBreak,
)
from pipeline.reading import marks
from pipeline.reading.formulas import to_mathml
from pipeline.reading.inline_nodes import LineReader
from pipeline.reading.inline_rules import BAD_FORMULA, NESTED_TOO_DEEP, UNKNOWN_ATTRIBUTE
from pipeline.reading.markdown import MAX_NESTING, Definitions, Node, parse_line, stands_alone

CAPTION_WITHOUT_ID = rule(
    "table-without-id",
    Severity.WARNING,
    "A table without an id cannot be called in the text.",
    fix="Write the caption with an id on the next line: `: Caption {#tbl-labs}`.",
    example="| a | b |\n|---|---|\n| 1 | 2 |\n\n: A caption without an id\n",
)
TABLE_ID = rule(
    "table-id",
    Severity.ERROR,
    "Only ids that begin with tbl- can be called with @tbl-….",
    fix="Begin the id with tbl-.",
    example="| a | b |\n|---|---|\n| 1 | 2 |\n\n: A caption {#values}\n",
)
ROW_TOO_LONG = rule(
    "table-row-too-long",
    Severity.ERROR,
    "Cells beyond the table's head are printed nowhere.",
    fix="Give the row as many cells as the head has.",
    example="| a | b |\n|---|---|\n| 1 | 2 | 3 |\n",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading before sections are nested."""

    level: int
    title: Inlines
    attributes: marks.Attributes
    origin: Location


@dataclass
class BlockReader:
    """Reads the blocks of one file; collects footnotes and findings on the way."""

    file: str
    lines: Sequence[str]
    definitions: Definitions
    findings: list[Finding] = field(default_factory=list)
    notes: dict[str, tuple[Blocks, Location]] = field(default_factory=dict)
    passages: dict[str, Location] = field(default_factory=dict)
    """Ids of passages met so far."""
    _noted: tuple[int, int] = (1, 0)
    """Line and column behind the latest inline note."""

    def read(self, nodes: Sequence[Node]) -> Iterator[Block | Heading]:
        table: Table | None = None
        for node in nodes:
            if node.level >= MAX_NESTING - 2:
                self.findings.append(NESTED_TOO_DEEP.at(self._at(node), "lists or quotations are nested too deep here"))
                return
            if node.type == "table_caption" and table:
                yield self._captioned(table, node)
                table = None
                continue
            if table:
                yield table
            table = self._table(node) if node.type == "table" else None
            if not table:
                yield from self._one(node)
        if table:
            yield table

    def _one(self, node: Node) -> Iterator[Block | Heading]:
        where = self._at(node)
        match node.type:
            case "paragraph":
                yield Paragraph(self._line(node.children[0]), where)
            case "heading":
                yield self._heading(node)
            case "bullet_list" | "ordered_list":
                yield self._list(node, where)
            case "blockquote":
                yield Quote(self.blocks(node.children), where)
            case "fence" | "code_block":
                yield CodeBlock(node.content.rstrip("\n"), where)
            case "hr":
                yield ThematicBreak(where)
            case "math_block" | "math_block_label":
                yield self._formula(node)
            case "footnote_reference":
                self._note(node)
            case unread if unread != "footnote_anchor":  # the plugin's back-link; ours are made with the numbers
                raise AssertionError(f"no reader for block node {unread}")

    def _list(self, node: Node, where: Location) -> Block:
        items = tuple(self.blocks(item.children) for item in node.children)
        if node.type == "bullet_list":
            return BulletList(items, where)
        return NumberedList(items, int(node.attrs.get("start", 1)), where)

    def blocks(self, nodes: Sequence[Node]) -> Blocks:
        """Blocks inside another: a heading there is an ordinary paragraph in bold."""
        return tuple(self._plain(block) if isinstance(block, Heading) else block for block in self.read(nodes))

    def _plain(self, heading: Heading) -> Paragraph:
        if heading.attributes != marks.Attributes():
            message = "a heading inside a list, quotation or note is no section, and takes no attributes"
            hint = "take out what stands in braces, or begin the line with #"
            self.findings.append(UNKNOWN_ATTRIBUTE.at(heading.origin, message, hint=hint))
        return Paragraph(heading.title, heading.origin)

    def _at(self, node: Node) -> Location:
        line = node.map[0] if node.map else 0
        text = self.lines[line] if line < len(self.lines) else ""
        return Location(self.file, line + 1, len(text) - len(text.lstrip()) + 1)

    def _line(self, node: Node) -> Inlines:
        """An `inline` node → inlines."""
        begin = node.map[0] if node.map else 0
        starts = []
        for number, piece in enumerate(node.content.split("\n")):
            source = self.lines[begin + number] if begin + number < len(self.lines) else ""
            starts.append(Location(self.file, begin + number + 1, max(source.find(piece.strip()), 0) + 1))
        return self._inlines(node, tuple(starts))

    def _inlines(self, node: Node, starts: tuple[Location, ...]) -> Inlines:
        if not stands_alone(node.content):
            return self._reader(node.content, starts).read(node.children)
        inlines, problems = _alone(node.content, starts)
        self.findings += problems
        return inlines

    def _reader(self, content: str, starts: Sequence[Location]) -> LineReader:
        return LineReader(content, starts, self.findings, self.passages)

    def _reparsed(self, text: str, where: Location) -> Inlines:
        """Inlines of a text that was cut out of its block: a heading or caption less its attributes."""
        return self._reader(text, [where]).read_alone(parse_line(text, self.definitions))

    def _heading(self, node: Node) -> Heading:
        inline = node.children[0] if node.children else None
        text, given = marks.trailing_attributes(inline.content if inline else "")
        where = self._at(node)
        column = max(self.lines[where.line - 1].find(text), 0) + 1 if text else where.column
        place = replace(where, column=column, length=max(len(text), 1))
        self._reader("", [place]).refuse_unknown(given, place)
        return Heading(int(node_level(node)), self._reparsed(text, place), given, place)

    def _formula(self, node: Node) -> Block:
        where = self._at(node)
        mathml, problem = to_mathml(node.content.strip(), display=True)
        if problem:
            self.findings.append(BAD_FORMULA.at(where, problem))
            return Paragraph((Placeholder(f"$${node.content.strip()}$$", where),), where)
        return DisplayMath(node.content.strip(), mathml, where)

    def _note(self, node: Node) -> None:
        self.notes.setdefault(str(node.meta["label"]), (self.blocks(node.children), self._at(node)))

    def add_inline_note(self, label: str, content: Sequence[Node]) -> None:
        """The words of a `^[…]` note; the tree gives them without a place."""
        line, column = self._noted
        while line < len(self.lines) and "^[" not in self.lines[line - 1][column:]:
            line, column = line + 1, 0
        begin = max(self.lines[line - 1].find("^[", column), 0) + 2
        self._noted = (line, begin)
        rest = [self.lines[line - 1][begin:], *takewhile(str.strip, self.lines[line:])]
        starts = [
            Location(self.file, line, begin + 1),
            *(Location(self.file, line + n, 1) for n in range(1, len(rest))),
        ]
        inlines = self._reader("\n".join(rest), starts).read(content)
        self.notes[label] = ((Paragraph(inlines, starts[0]),), starts[0])

    def _table(self, node: Node) -> Table:
        rows = [row for part in node.children for row in part.children]
        head = node.children[0].children[0]
        alignments = tuple(_alignment(str(cell.attrs.get("style", ""))) for cell in head.children)
        for row in node.children[1].children if len(node.children) > 1 else ():
            self._whole_row(row, len(alignments))
        cells = [tuple(self._cells(row)) for row in rows]
        return Table("", "", (), alignments, cells[0], tuple(cells[1:]), (), self._at(node))

    def _whole_row(self, row: Node, width: int) -> None:
        where = self._at(row)
        written = (
            len(re.findall(r"(?<!\\)\|", self.lines[where.line - 1].strip().removeprefix("|").removesuffix("|"))) + 1
        )
        if written > width:
            message = f"this row has {written} cells, the table's head has {width}; the cells beyond would be lost"
            self.findings.append(ROW_TOO_LONG.at(where, message, hint="a | within a cell is written \\|"))

    def _cells(self, row: Node) -> Iterator[Cell]:
        behind = 0
        for node in row.children:
            inline = node.children[0]
            line = inline.map[0] if inline.map else 0
            source = self.lines[line] if line < len(self.lines) else ""
            # The tree gives a cell without its column, and with `\\|` as `|`.
            column = max(source.find(inline.content.replace("|", "\\|"), behind), behind)
            behind = source.find("|", column + len(inline.content)) + 1 or len(source)
            where = Location(self.file, line + 1, column + 1)
            yield Cell(self._inlines(inline, (where,)), where)

    def _captioned(self, table: Table, node: Node) -> Table:
        text, given = marks.trailing_attributes(node.content)
        where = self._at(node)
        place = replace(where, column=where.column + 2)
        self._reader("", [place]).refuse_unknown(replace(given, care=(), unknown=_attributes_of(given)), place)
        if not given.id:
            hint = "end the caption with an id: {#tbl-labs}"
            self.findings.append(CAPTION_WITHOUT_ID.at(place, "this table's caption has no id", hint=hint))
        elif not re.fullmatch(r"tbl-[a-z0-9-]*[a-z0-9]", given.id):
            message = f"`{given.id}` is not an id for a table"
            self.findings.append(
                TABLE_ID.at(place, message, hint="write {#tbl-…} with small letters, digits and hyphens")
            )
            given = replace(given, id="")
        return replace(table, id=given.id, title=self._reparsed(" ".join(text.split()), place))


@lru_cache(maxsize=1024)
def _alone(content: str, starts: tuple[Location, ...]) -> tuple[Inlines, tuple[Finding, ...]]:
    """Remembered: an author changes one paragraph, and all others are read as they were."""
    reader = LineReader(content, starts)
    return reader.read(parse_line(content).children), tuple(reader.findings)


def node_level(node: Node) -> str:
    """`###` → 3; underlined headings are 1 and 2."""
    return {"=": "1", "-": "2"}.get(node.markup, str(len(node.markup)))


def _attributes_of(caption: marks.Attributes) -> tuple[str, ...]:
    """Attributes of a caption that are none: a table as a whole answers no item."""
    return (*caption.unknown, *(["care"] if caption.care else []))


def _alignment(style: str) -> Alignment:
    return Alignment(style.removeprefix("text-align:")) if style else Alignment.LEFT
