"""Plain text: a manuscript in, one UTF-8 file of at most 80 columns out, with all of it but the pictures."""

from __future__ import annotations

from typing import assert_never

from pipeline.findings import Location
from pipeline.manuscript import (
    Author,
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    DisplayMath,
    Figure,
    Kind,
    Manuscript,
    NumberedList,
    Paragraph,
    Quote,
    Section,
    Table,
    ThematicBreak,
)
from pipeline.writing.facts import facts
from pipeline.writing.look import Look
from pipeline.writing.output import Output, Place
from pipeline.writing.templates import Templates
from pipeline.writing.text_nodes import COLUMNS, stopped, words, wrapped
from pipeline.writing.text_tables import table_lines

Prose = Paragraph | BulletList | NumberedList | Quote | CodeBlock | DisplayMath | ThematicBreak
UNDERLINES = {1: "=", 2: "-", 3: "~"}


def write(manuscript: Manuscript, _: Templates, _look: Look) -> Output:
    """The manuscript as `<case>.txt`; places are lines of page 1. The templates have no part in it."""
    sheet = _Sheet(manuscript.labels)
    _front(sheet, manuscript)
    if manuscript.abstract:
        sheet.blocks((manuscript.abstract,))
    if manuscript.keywords:
        sheet.add(f"{manuscript.labels['keywords']}: {'; '.join(manuscript.keywords)}")
    sheet.blocks(manuscript.sections)
    _back(sheet, manuscript)
    content = "\n".join(sheet.lines).rstrip("\n") + "\n"
    return Output({f"{manuscript.case_id}.txt": content.encode()}, sheet.places)


class _Sheet:
    """Lines written so far, and the line of each id."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels
        self.lines: list[str] = []
        self.places: dict[str, Place] = {}

    def mark(self, origin: Location, own: str = "") -> None:
        """What comes next was written at this origin and has this id."""
        for identifier in (origin.anchor, own):
            if identifier:
                self.places.setdefault(identifier, Place(1, len(self.lines) + 1))

    def add(self, text: str, first: str = "", rest: str | None = None) -> None:
        """A paragraph and the empty line after it."""
        self.lines += [*wrapped(text, first, rest), ""]

    def heading(self, text: str, level: int) -> None:
        lines = wrapped(text)
        self.lines += lines
        if level in UNDERLINES:
            self.lines.append(UNDERLINES[level] * max(len(line) for line in lines))
        self.lines.append("")

    def blocks(self, blocks: Blocks, indent: str = "") -> None:
        for block in blocks:
            self._block(block, indent)

    def _block(self, node: Block, indent: str) -> None:
        match node:
            case Table():
                self._table(node)
            case Figure():
                self._figure(node)
            case Section():
                self._section(node, indent)
            case _:
                self.mark(node.origin)
                self._prose(node, indent)

    def _section(self, node: Section, indent: str) -> None:
        """Learning points stand between rules, as in a box."""
        edge = ["*" * COLUMNS, ""] if node.part == "learning-points" else []
        self.lines += edge
        self.mark(node.origin, node.id)
        self.heading(words(node.title), node.level)
        self.blocks(node.blocks, indent)
        self.lines += edge

    def _prose(self, node: Prose, indent: str) -> None:
        match node:
            case Paragraph(children):
                self.add(words(children), indent)
            case BulletList(items):
                self._list([("- ", item) for item in items], indent)
            case NumberedList(items, start):
                self._list([(f"{number}. ", item) for number, item in enumerate(items, start)], indent)
            case Quote(blocks):
                self.blocks(blocks, indent + "> ")
            case CodeBlock(text):
                self.lines += [*(f"{indent}    {line}" for line in text.splitlines()), ""]
            case DisplayMath(tex):
                self.add(tex, indent + "    ")
            case ThematicBreak():
                self.add("* * *", indent)
            case _:
                assert_never(node)

    def _list(self, items: list[tuple[str, Blocks]], indent: str) -> None:
        for mark, item in items:
            self.hanging(mark, item, indent)
            if len(item) <= 1 and self.lines[-1] == "":
                self.lines.pop()
        self.lines.append("")

    def hanging(self, mark: str, blocks: Blocks, indent: str = "") -> None:
        """Blocks behind a mark such as a bullet or a number."""
        start = len(self.lines)
        inner = indent + " " * len(mark)
        self.blocks(blocks, inner)
        if start < len(self.lines):
            self.lines[start] = indent + mark + self.lines[start][len(inner) :]
        else:
            self.lines += [indent + mark.rstrip(), ""]

    def _table(self, table: Table) -> None:
        self.mark(table.origin, table.id)
        self.lines += wrapped(_caption(table)) if _caption(table) else []
        for row in (table.head, *table.rows):
            for cell in row:
                self.mark(cell.origin)
        self.lines += [*table_lines(table), *(line for note in table.notes for line in wrapped(words(note)))]
        self.lines.append("")

    def _figure(self, figure: Figure) -> None:
        self.mark(figure.origin, figure.id)
        self.lines += wrapped(_caption(figure))
        for panel in figure.panels:
            own = f"{figure.id}-{panel.letter.lower()}" if panel.letter else ""
            self.mark(panel.origin, own)
            letter = f" {panel.letter}" if panel.letter else ""
            self.lines += wrapped(f"[{self.labels['image']}{letter}: {panel.alt}]", "  ", "   ")
        for text in (words(figure.legend), words(figure.credit)):
            if text:
                self.lines += wrapped(text)
        if figure.description:
            self.lines += ["", *table_lines(figure.description)]
            self.lines += [line for note in figure.description.notes for line in wrapped(words(note))]
        self.lines.append("")


def _caption(node: Table | Figure) -> str:
    label = f"{node.label}." if node.label else ""
    return " ".join(part for part in (label, stopped(node.title)) if part)


def _front(sheet: _Sheet, manuscript: Manuscript) -> None:
    labels = manuscript.labels
    if manuscript.draft_errors:
        count = manuscript.draft_errors
        sheet.add(labels["draft_one" if count == 1 else "draft"].format(n=count))
    sheet.add(labels[f"kind_{manuscript.kind}"])
    sheet.heading(words(manuscript.title), 1)
    if manuscript.notice:
        sheet.add(manuscript.notice, "*** ")
    if manuscript.authors:
        for author in manuscript.authors:
            sheet.mark(author.origin)
        sheet.add(", ".join(_author(author) for author in manuscript.authors))
    if manuscript.byline:
        sheet.add(manuscript.byline)
    for affiliation in manuscript.affiliations:
        ror = f" <{affiliation.ror}>" if affiliation.ror else ""
        sheet.lines += wrapped(f"({affiliation.number}) {affiliation.name}{ror}", "", "    ")
    if any(author.equal for author in manuscript.authors):
        sheet.lines += wrapped(f"(=) {labels['equal']}")
    if manuscript.correspondence:
        sheet.lines += wrapped(f"(*) {labels['correspondence']}: {manuscript.correspondence}", "", "    ")
    _facts(sheet, manuscript)


def _facts(sheet: _Sheet, manuscript: Manuscript) -> None:
    sheet.lines += [
        line
        for author in manuscript.authors
        if author.orcid
        for line in wrapped(f"{manuscript.labels['orcid'].format(name=author.name)}: {author.orcid}", "", "    ")
    ]
    for fact in facts(manuscript):
        sheet.lines += wrapped(f"{fact.label}: {fact.text}", "", "    ")
    if manuscript.cite_as:
        label = manuscript.labels["cite_record" if manuscript.source else "citation"]
        sheet.lines += wrapped(f"{label}: {words(manuscript.cite_as)}", "", "    ")
    if sheet.lines and sheet.lines[-1]:
        sheet.lines.append("")


def _author(author: Author) -> str:
    marks = [str(number) for number in author.affiliations]
    marks += ["="] * author.equal + ["*"] * bool(author.email)
    return f"{author.name} ({','.join(marks)})" if marks else author.name


def _back(sheet: _Sheet, manuscript: Manuscript) -> None:
    labels = manuscript.labels
    if manuscript.statements:
        sheet.heading(labels["statements"], 2)
    for statement in manuscript.statements:
        sheet.mark(statement.origin, statement.id)
        sheet.heading(statement.heading, 3)
        sheet.blocks(statement.blocks)
    if manuscript.notes:
        sheet.heading(labels["notes"], 2)
    for note in manuscript.notes:
        sheet.mark(note.origin, note.id)
        sheet.hanging(f"{note.number}. ", note.blocks)
    if manuscript.references:
        sheet.heading(labels["references"], 2)
    for reference in manuscript.references:
        sheet.mark(reference.origin, reference.id)
        label = f"{reference.label} " if reference.label else ""
        links = "".join(f" {words((link,))}" for link in reference.links)
        sheet.add(f"{label}{words(reference.entry)}{links}", "", " " * len(label))
    if manuscript.kind is not Kind.OWN and manuscript.notice:
        sheet.add("-" * COLUMNS)
        sheet.add(manuscript.notice)
