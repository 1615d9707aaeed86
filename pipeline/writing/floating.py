"""Figures and tables away from where they were written: a little later, so that pages are filled, or at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.manuscript import (
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    DisplayMath,
    Figure,
    Manuscript,
    NumberedList,
    Paragraph,
    Quote,
    Section,
    Table,
)

Float = Figure | Table
PROSE = (Paragraph, BulletList, NumberedList, Quote)
LED_UP_TO = (BulletList, NumberedList, Quote, CodeBlock, DisplayMath)
"""What the words before it lead up to, so that nothing may come between."""


def stops(manuscript: Manuscript, float_id: str) -> list[str]:
    """Origin anchors of the blocks of prose after which a figure or table may stand, later than where it stands.

    In reading order, into later sections, and up to the next figure (or table): they keep their order.
    """
    found: list[str] = []
    moving: Float | None = None
    for block, following in _in_order(manuscript.sections):
        if isinstance(block, Figure | Table) and block.id == float_id:
            moving = block
        elif moving and type(block) is type(moving):
            break
        elif moving and isinstance(block, PROSE) and not isinstance(following, LED_UP_TO):
            found.append(block.origin.anchor)
    return found


def delayed(manuscript: Manuscript, float_id: str, stop: str) -> Manuscript:
    """The manuscript with this figure or table after the block with this origin anchor, one of `stops`."""
    blocks = (block for block, _ in _in_order(manuscript.sections))
    moving = next(block for block in blocks if isinstance(block, Figure | Table) and block.id == float_id)
    sections = _moved(manuscript.sections, moving, stop)
    return replace(manuscript, sections=tuple(block for block in sections if isinstance(block, Section)))


def gathered(manuscript: Manuscript) -> tuple[Manuscript, Blocks]:
    """The manuscript without its numbered tables and figures; and these, tables first, as journals ask for them."""
    floats = [block for block, _ in _in_order(manuscript.sections) if isinstance(block, Figure | Table) and block.label]
    sections = manuscript.sections
    for each in floats:
        sections = tuple(block for block in _moved(sections, each, "") if isinstance(block, Section))
    tables = [each for each in floats if isinstance(each, Table)]
    return replace(manuscript, sections=sections), (*tables, *(each for each in floats if each not in tables))


def _in_order(blocks: Blocks) -> Iterator[tuple[Block, Block | None]]:
    """Every block, but sections by what is in them; each with the one that follows in the same section."""
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Section):
            yield from _in_order(block.blocks)
        else:
            yield block, following


def _moved(blocks: Blocks, moving: Float, stop: str) -> Blocks:
    """Without it where it was, and with it after the stop."""
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Section):
            result.append(replace(block, blocks=_moved(block.blocks, moving, stop)))
        elif block is not moving:
            result.append(block)
            if block.origin.anchor == stop and isinstance(block, PROSE):
                result.append(moving)
    return tuple(result)
