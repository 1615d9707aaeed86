"""A manuscript → the lines of text in which it tells of a patient, each of whose words knows its place in the source.

Title, abstract, prose, tables, captions, alt texts and notes; not the authors, the statements and the references.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.findings import Location
from pipeline.manuscript import (
    Citation,
    Code,
    CrossReference,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    Manuscript,
    Section,
    Table,
    Text,
)
from pipeline.resolving.walk import every_block, lines_of, nodes_of

CITED = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where a reference is cited."""
_SHORTER = 1
"""Characters by which what is printed may be longer than its source."""
_ENDS = re.compile(r"[.!?](?:\N{OBJECT REPLACEMENT CHARACTER})?\s+(?=[A-ZÀ-Ý¿¡])")


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    part: str
    """CARE part of the main section it stands in; '' where it stands in none."""
    starts: tuple[tuple[int, Location], ...]
    """Where in `text` each piece begins, and its place in the source."""
    heads: tuple[str, ...] = ()
    """Of the cell of a table, the heads of its column and its row."""

    def at(self, start: int, length: int) -> Location:
        """The place of some of its characters. In case.yaml, where a text may be folded, that of the whole text."""
        begin, origin = self.starts[bisect_right(self.starts, start, key=lambda piece: piece[0]) - 1]
        if origin.field or not origin.column:
            return origin
        return replace(origin, column=origin.column + start - begin, length=length)

    def sentence(self, start: int) -> str:
        """The sentence around a character."""
        ends = [0, *(match.end() for match in _ENDS.finditer(self.text)), len(self.text)]
        index = bisect_right(ends, start) - 1
        return self.text[ends[index] : ends[min(index + 1, len(ends) - 1)]]


def located(source: str, near: Location, words: str) -> tuple[Location, str]:
    """Where words stand at or behind a place of the narrative, and how they are broken into lines there.

    Printed text has lost marks and ends of lines, so that the words stand there or a little later. `near` and '' where
    they are not found, or are no words of the narrative.
    """
    if near.field or not near.column or not words.strip():
        return near, ""
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    if near.line > len(starts):
        return near, ""
    pattern = r"\s+".join(map(re.escape, words.split()))
    match = re.compile(pattern).search(source, max(starts[near.line - 1] + near.column - 1 - _SHORTER, 0))
    if match is None:
        return near, ""
    line = bisect_right(starts, match.start())
    where = replace(near, line=line, column=match.start() - starts[line - 1] + 1, length=len(match[0]))
    return where, match[0]


def printed_lines(manuscript: Manuscript) -> Iterator[Line]:
    """Every line in reading order, pictures' descriptions after what stands around them; empty ones are left out."""
    yield from _made([manuscript.title], "title")
    if manuscript.abstract:
        yield from _of_section(manuscript.abstract)
    for section in manuscript.sections:
        yield from _of_section(section)
    for note in manuscript.notes:
        yield from _made(lines_of(note.blocks), "")


def _of_section(section: Section) -> Iterator[Line]:
    heads = {id(line): heads for line, heads in _cells(section)}
    for line in lines_of((section,)):
        yield from (replace(made, heads=heads.get(id(line), ())) for made in _made([line], section.part))
    for figure in (block for block in every_block((section,)) if isinstance(block, Figure)):
        described = lines_of((figure.description,)) if figure.description else ()
        yield from _made(described, section.part)
        for panel in figure.panels:
            for words in (panel.alt, *panel.words):
                yield Line(words, section.part, ((0, panel.origin),))


def _cells(section: Section) -> Iterator[tuple[Inlines, tuple[str, ...]]]:
    """Each cell below a head or beside one, with the words of both."""
    for table in (block for block in every_block((section,)) if isinstance(block, Table)):
        for row in table.rows:
            for column, cell in enumerate(row):
                heads = (*table.head[column : column + 1], row[0])
                yield cell.children, tuple(_plain(head.children) for head in heads)


def _plain(line: Inlines) -> str:
    return "".join(map(_shown, nodes_of(line))).strip()


def _made(lines: Iterable[Inlines], part: str) -> Iterator[Line]:
    for line in lines:
        text, starts = "", []
        for node in nodes_of(line):
            if shown := _shown(node):
                starts.append((len(text), node.origin))
                text += shown
        if text.strip():
            yield Line(text, part, tuple(starts))


def _shown(node: Inline) -> str:
    match node:
        case Text(text=text) | Code(text=text):
            return text.replace("\N{NO-BREAK SPACE}", " ")
        case Citation():
            return CITED
        case CrossReference(parts=parts):
            return "".join(part.text for part in parts)
        case LineBreak():
            return " "
        case _:
            return ""
