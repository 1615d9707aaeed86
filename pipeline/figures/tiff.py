"""TIFF files: bytes in, a `Container` out. Browsers do not show TIFF, so the
picture is decoded instead of kept in bare bytes; Pillow applies the orientation as it decodes one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pipeline.figures.container import BROKEN_OFF, Container, MalformedError
from pipeline.figures.tags import Directory, Tags, meanings, read_tags

_WIDTH, _HEIGHT, _TILE_WIDTH, _TILE_HEIGHT, _PROFILE = 256, 257, 322, 323, 34675
_MOST_PARTS_CHECKED = 200_000
_PARTS = ((273, 279), (324, 325))
"""Tags that hold the places and the lengths of strips, and of tiles."""


def read_tiff(data: bytes) -> Container:
    """Take a TIFF apart. Raises MalformedError where its directories cannot be read."""
    tags = read_tags(data)
    # A tile may be declared larger than its picture, and is what the decoder makes room for.
    pages = tuple(
        (
            max(tags.number(page, _WIDTH), tags.number(page, _TILE_WIDTH)),
            max(tags.number(page, _HEIGHT), tags.number(page, _TILE_HEIGHT)),
        )
        for page in tags.chain
    )
    if 0 in pages[0]:
        raise MalformedError("the file holds no picture")
    ends = (end for page in tags.chain for end in _ends(tags, page))
    if any(end > len(data) for end in islice(ends, _MOST_PARTS_CHECKED)):
        raise MalformedError(BROKEN_OFF)
    kinds = set().union(*(meanings(d, drawing_allowed=True) for d in tags.chain))
    kinds |= set().union(*(meanings(d, drawing_allowed=False) for d in tags.pointed))
    return Container(
        media_type="image/tiff",
        width=pages[0][0],
        height=pages[0][1],
        kinds=tuple(sorted(kinds)),
        profile=bytes(tags.chain[0][_PROFILE].raw) if _PROFILE in tags.chain[0] else b"",
        pages=pages if len(pages) > 1 else (),
    )


def _ends(tags: Tags, page: Directory) -> Iterator[int]:
    """Where each strip or tile of a page ends."""
    for places, lengths in _PARTS:
        for start, length in zip(tags.numbers(page, places), tags.numbers(page, lengths), strict=False):
            yield start + length
