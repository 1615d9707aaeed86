"""Figures that may stand a little later than they were written, so that printed pages are filled."""

from __future__ import annotations

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
)

PROSE = (Paragraph, BulletList, NumberedList, Quote)
LED_UP_TO = (BulletList, NumberedList, Quote, CodeBlock, DisplayMath)
"""What the words before it lead up to, so that nothing may come between."""


def delayed(manuscript: Manuscript, figure_id: str) -> Manuscript | None:
    """The manuscript with this figure after the next block of prose, in the next section if need be.

    None where no prose follows, or where another figure would be passed: figures keep their order.
    """
    sections: list[Section] = []
    carried: Figure | None = None
    for section in manuscript.sections:
        blocks, carried = _delay(section.blocks, figure_id, carried)
        sections.append(replace(section, blocks=blocks))
    moved = replace(manuscript, sections=tuple(sections))
    return None if carried or _order(moved.sections) != _order(manuscript.sections) else moved


def _delay(blocks: Blocks, figure_id: str, carried: Figure | None) -> tuple[Blocks, Figure | None]:
    """The blocks without the figure, or with it again where it may stand; and the figure while it has no place."""
    result: list[Block] = []
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        match block:
            case Figure(id=own) if own == figure_id:
                carried = block
            case Section():
                inner, carried = _delay(block.blocks, figure_id, carried)
                result.append(replace(block, blocks=inner))
            case _ if carried and isinstance(block, PROSE) and not isinstance(following, LED_UP_TO):
                result += [block, carried]
                carried = None
            case _:
                result.append(block)
    return tuple(result), carried


def _order(blocks: tuple[Block, ...]) -> list[str]:
    order: list[str] = []
    for block in blocks:
        order += [block.id] if isinstance(block, Figure) else []
        order += _order(block.blocks) if isinstance(block, Section) else []
    return order
