"""Walking the text of a document in reading order: finding its marks, and rewriting its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import is_
from typing import TypeVar, assert_never

from pipeline.manuscript import (
    Block,
    Blocks,
    BulletList,
    Cell,
    CodeBlock,
    DisplayMath,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    Link,
    NumberedList,
    Paragraph,
    Passage,
    Quote,
    Section,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Table,
    ThematicBreak,
)

T = TypeVar("T")
Rewrite = Callable[[Inline], Inlines]
"""One node without children that matter → the nodes that stand in its place."""
_PARENTS = (Emphasis, Strong, Superscript, Subscript, SmallCaps, Link, Passage)


def every_block(blocks: Blocks) -> Iterator[Block]:
    """Every block in reading order, parents before what is in them."""
    for block in blocks:
        yield block
        match block:
            case Section(blocks=inside) | Quote(blocks=inside):
                yield from every_block(inside)
            case BulletList(items=items) | NumberedList(items=items):
                yield from every_block(tuple(inside for item in items for inside in item))


def lines_of(blocks: Blocks) -> Iterator[Inlines]:
    """Every line of prose in reading order; sections' titles, captions and cells included."""
    for block in blocks:
        match block:
            case Paragraph(children=children):
                yield children
            case BulletList(items=items) | NumberedList(items=items):
                yield from lines_of(tuple(inside for item in items for inside in item))
            case Quote(blocks=inside):
                yield from lines_of(inside)
            case Table():
                cells = (cell.children for row in (block.head, *block.rows) for cell in row)
                yield from (block.title, *cells, *block.notes)
            case Figure():
                yield from (block.title, block.legend, block.credit)
            case Section():
                yield block.title
                yield from lines_of(block.blocks)
            case CodeBlock() | DisplayMath() | ThematicBreak():
                pass
            case _:
                assert_never(block)


def nodes_of(line: Inlines) -> Iterator[Inline]:
    """Every node of a line, parents before children."""
    for node in line:
        yield node
        if isinstance(node, _PARENTS):
            yield from nodes_of(node.children)


def rewritten(line: Inlines, rewrite: Rewrite) -> Inlines:
    """The line with every leaf replaced by what `rewrite` gives for it.

    Here and below, what stays as it was is the very same object: what is made of it later can be remembered.
    """
    made: list[Inline] = []
    for node in line:
        if isinstance(node, _PARENTS):
            children = rewritten(node.children, rewrite)
            made.append(node if children is node.children else replace(node, children=children))
        else:
            made.extend(rewrite(node))
    return _kept(made, line)


def rewritten_blocks(blocks: Blocks, rewrite: Rewrite) -> Blocks:
    """The blocks with every line rewritten."""
    return _kept([_block(block, rewrite) for block in blocks], blocks)


def rewritten_section(section: Section, rewrite: Rewrite) -> Section:
    return replace(section, title=rewritten(section.title, rewrite), blocks=rewritten_blocks(section.blocks, rewrite))


def _block(block: Block, rewrite: Rewrite) -> Block:
    match block:
        case Paragraph(children=children):
            now = rewritten(children, rewrite)
            return block if now is children else replace(block, children=now)
        case BulletList() | NumberedList():
            return replace(block, items=tuple(rewritten_blocks(item, rewrite) for item in block.items))
        case Quote(blocks=inside):
            return replace(block, blocks=rewritten_blocks(inside, rewrite))
        case Table():
            return _table(block, rewrite)
        case Figure():
            return replace(
                block,
                title=rewritten(block.title, rewrite),
                legend=rewritten(block.legend, rewrite),
                credit=rewritten(block.credit, rewrite),
            )
        case Section():
            return rewritten_section(block, rewrite)
        case CodeBlock() | DisplayMath() | ThematicBreak():
            return block
        case _:
            assert_never(block)


def _table(table: Table, rewrite: Rewrite) -> Table:
    # In reading order, as `lines_of` goes: citations are numbered that way.
    return replace(
        table,
        title=rewritten(table.title, rewrite),
        head=_row(table.head, rewrite),
        rows=_kept([_row(row, rewrite) for row in table.rows], table.rows),
        notes=_kept([rewritten(note, rewrite) for note in table.notes], table.notes),
    )


def _row(row: tuple[Cell, ...], rewrite: Rewrite) -> tuple[Cell, ...]:
    return _kept([_cell(cell, rewrite) for cell in row], row)


def _cell(cell: Cell, rewrite: Rewrite) -> Cell:
    children = rewritten(cell.children, rewrite)
    return cell if children is cell.children else replace(cell, children=children)


def _kept(made: Sequence[T], before: tuple[T, ...]) -> tuple[T, ...]:
    """What was there before, where all of it is still there."""
    return before if len(made) == len(before) and all(map(is_, made, before)) else tuple(made)
