"""A manuscript in; the headings of its page with where they stand, for the outline beside the text, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.manuscript import Blocks, Manuscript, Section
from pipeline.writing.text_nodes import words

BACK_MATTER = ("statements", "notes", "references")
"""In the order of the page; each stands under the id `page-<name>`, and its label is its heading."""


@dataclass(frozen=True, slots=True)
class Heading:
    target: str
    """HTML id of its section."""
    title: str
    below: tuple[Heading, ...] = ()


def outline(manuscript: Manuscript) -> tuple[Heading, ...]:
    """Two levels are enough to find one's way; sections without a title are left out."""
    front = (manuscript.abstract,) if manuscript.abstract else ()
    back = (Heading(f"page-{name}", manuscript.labels[name]) for name in BACK_MATTER if getattr(manuscript, name))
    return (*_headings(front, 1), *_headings(manuscript.sections, 2), *back)


def _headings(blocks: Blocks, levels: int) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Section) and block.title:
            below = tuple(_headings(block.blocks, levels - 1)) if levels > 1 else ()
            yield Heading(block.id, words(block.title), below)
