"""A built case in; how far its manuscript is, in words and numbers, out. Never a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.checking.journal_words import words_of
from pipeline.guidelines.answers import Answer, Checklist, Confirmed, State
from pipeline.manuscript import (
    Block,
    Blocks,
    BulletList,
    Figure,
    NumberedList,
    Quote,
    Section,
    Table,
)
from pipeline.reporting.rows import item_row

if TYPE_CHECKING:
    from pipeline.build import Result

ANSWERED = {State.FOUND, State.NOT_APPLICABLE}


def asking(checklist: Checklist) -> list[Answer]:
    """The answers that still ask for something: missing, weak, not printed, or declared unknown."""
    return [answer for answer in checklist.answers if answer.state not in ANSWERED]


def answered(checklist: Checklist) -> dict[str, object]:
    """A guideline as the preview shows it, item by item."""
    counts = Counter(answer.state for answer in checklist.answers)
    return {
        "id": checklist.id,
        "title": checklist.guideline.title,
        "of": checklist.shown_of,
        "extended_by": checklist.extended_by,
        "counts": {str(state): counts[state] for state in State},
        "confirmed": sum(answer.confirmation.state is Confirmed.CONFIRMED for answer in checklist.answers),
        "items": [_item(answer) for answer in checklist.answers],
    }


def progress(result: Result) -> dict[str, object] | None:
    """Words, references, figures and tables of the manuscript, where there is one."""
    manuscript = result.manuscript
    if manuscript is None:
        return None
    blocks = list(_within(manuscript.sections))
    return {
        "words": _words(result),
        "references": len(manuscript.references),
        "figures": sum(isinstance(block, Figure) for block in blocks),
        "tables": sum(isinstance(block, Table) for block in blocks),
    }


def _item(answer: Answer) -> dict[str, object]:
    """As other programs read it, and what a person is asked."""
    item = answer.item
    return {**item_row(answer), "requirement": item.requirement, "person": item.person or ""}


def _words(result: Result) -> list[dict[str, object]]:
    if not (result.manuscript and result.journal):
        return []
    counts = words_of(result.manuscript, result.journal)
    return [{"part": one.part, "count": one.words, "limit": one.limit, "sure": one.sure} for one in counts]


def _within(blocks: Blocks) -> Iterator[Block]:
    """Every block, those within others after them."""
    for block in blocks:
        yield block
        match block:
            case Section(blocks=inner) | Quote(blocks=inner):
                yield from _within(inner)
            case BulletList(items=items) | NumberedList(items=items):
                for item in items:
                    yield from _within(item)
            case _:
                pass
