"""Mending the level of a heading leaves every section where a reader of the draft found it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.fixing import edited
from pipeline.manuscript import Block, Section
from pipeline.reading.inline_nodes import plain_text
from pipeline.reading.narrative import read_narrative

HEADINGS = st.lists(st.integers(1, 6), max_size=9)


def outline(blocks: Iterable[Block], depth: int = 0) -> Iterator[tuple[int, int, str]]:
    for block in blocks:
        if isinstance(block, Section):
            yield depth, block.level, plain_text(block.title)
            yield from outline(block.blocks, depth + 1)


@given(HEADINGS)
@example([2, 4, 4, 5, 2])
@example([2, 4, 6, 1, 3])
def test_sections_stay_where_they_were(levels: list[int]) -> None:
    text = "# Title\n\n" + "".join(f"{'#' * level} H{n}\n\nText.\n\n" for n, level in enumerate(levels))
    before, findings = read_narrative(text, "narrative.md", {})
    fixed = edited({"narrative.md": text}, findings)
    after, left = read_narrative(fixed.texts["narrative.md"], "narrative.md", {})
    assert list(outline(after.sections)) == list(outline(before.sections))
    assert len(left) <= len(findings)
