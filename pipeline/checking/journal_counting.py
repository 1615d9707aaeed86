"""A manuscript → how many words stand where, as journals count them.

A word stands between blanks or long dashes and has a letter or a digit: a hyphenated word is one, a number with its
unit is two. Each Chinese or Japanese character is one, and so is a formula; marks of citations and notes are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import assert_never

from pipeline.journals.profile import Counted
from pipeline.manuscript import (
    Blocks,
    BulletList,
    Citation,
    CodeBlock,
    DisplayMath,
    Figure,
    Inlines,
    LineBreak,
    Manuscript,
    Math,
    NoteReference,
    NumberedList,
    Paragraph,
    Quote,
    Section,
    Table,
    ThematicBreak,
)
from pipeline.reading.inline_nodes import plain_text
from pipeline.resolving.walk import lines_of

_CHARACTERS = re.compile(
    r"[\u3005-\u3007\uff66-\uff9f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]"
)
_BETWEEN = re.compile(r"[\s\N{EM DASH}\N{HORIZONTAL BAR}\N{ZERO WIDTH SPACE}]+")
_FORMULA = " formula "


def count_words(text: str) -> int:
    characters = len(_CHARACTERS.findall(text))
    rest = _BETWEEN.split(_CHARACTERS.sub(" ", text))
    return characters + sum(any(c.isalnum() for c in word) for word in rest)


def words_in(line: Inlines) -> int:
    return count_words(_spoken(line))


def word_counts(manuscript: Manuscript) -> Counter[Counted]:
    """Where words stand → how many; an abstract counts with its headings, as it stands in a word processor."""
    counts: Counter[Counted] = Counter()
    counts["abstract"] = _counted(manuscript.abstract.blocks, "text").total() if manuscript.abstract else 0
    for section in manuscript.sections:
        counts += counts_of(section)
    for note in manuscript.notes:
        counts += _counted(note.blocks, "text")
    for statement in manuscript.statements:
        counts["statements"] += count_words(statement.heading) + _counted(statement.blocks, "statements").total()
    counts["references"] = sum(words_in(reference.entry) for reference in manuscript.references)
    return counts


def counts_of(section: Section) -> Counter[Counted]:
    """The same of one section of the text."""
    return _counted((section,), "text")


def _counted(blocks: Blocks, kind: Counted) -> Counter[Counted]:
    counts: Counter[Counted] = Counter()
    for where, words in _pieces(blocks, kind):
        counts[where] += words
    return counts


def _pieces(blocks: Blocks, kind: Counted) -> Iterator[tuple[Counted, int]]:
    for block in blocks:
        match block:
            case BulletList(items=items) | NumberedList(items=items):
                yield from _pieces(tuple(inside for item in items for inside in item), kind)
            case Quote(blocks=inside):
                yield from _pieces(inside, kind)
            case Section():
                yield "headings", words_in(block.title)
                yield from _pieces(block.blocks, "learning points" if block.part == "learning-points" else kind)
            case Table():
                yield "tables", sum(map(words_in, lines_of((block,))))
            case Figure():
                yield "legends", sum(map(words_in, lines_of((block,))))
            case _:
                yield kind, _words_of(block)


def _words_of(block: Paragraph | CodeBlock | DisplayMath | ThematicBreak) -> int:
    match block:
        case Paragraph(children=children):
            return words_in(children)
        case CodeBlock(text=text):
            return count_words(text)
        case DisplayMath():
            return 1
        case ThematicBreak():
            return 0
        case _:
            assert_never(block)


def _spoken(line: Inlines) -> str:
    said = []
    for node in line:
        match node:
            case Citation() | NoteReference():
                pass
            case Math():
                said.append(_FORMULA)
            case LineBreak():
                said.append(" ")
            case _:
                children = getattr(node, "children", None)
                said.append(plain_text((node,)) if children is None else _spoken(children))
    return "".join(said)
