"""Passages that the author marked for an item, in; evidence out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.guideline import Item, Wanted
from pipeline.guidelines.printed import Sort


def marked(asked: Asked, item: Item, wanted: Wanted) -> Iterator[Hit]:
    """What is marked `{care=5b}`, itself or by a section around it; `of` names the CARE items, else the item's own id.

    A mark for `5` holds for `5a` to `5d`. Rows are left to the caption of their table.
    """
    ids = set(wanted.of or (item.id,))
    whole = {care.rstrip("abcd") for care in ids}
    for passage in asked.printed.passages:
        if passage.care & (ids | whole) and passage.sort not in {Sort.HEADING, Sort.ROW}:
            yield Hit(passage, True)
