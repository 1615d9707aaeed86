"""The bytes of a PDF in; pictures of its pages, and its lines of text with their places, out. And what is shown: pages
of several PDFs, bound as one.
"""

from __future__ import annotations

import io
import math
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import pypdfium2
from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points, from the top left of the page."""
UNKNOWN_SIZE = (595.0, 842.0)
"""Of a damaged page: A4."""
MOST_PIXELS = 12_000_000
"""Of one picture: an A4 page at 400 dpi would have more."""
MOST_PIXELS_OF_AN_EDGE = 12_000
"""Of one picture: a page as long and thin as a damaged file may claim has few pixels until they are rounded up."""
MOST_BYTES = 48_000_000
"""Of pictures that are kept."""
# pdfium is not made for several threads, whatever document they look at.
_PDFIUM = threading.Lock()


@dataclass(frozen=True, slots=True)
class TextLine:
    text: str
    box: Box


@dataclass(slots=True)
class _Kept:
    """Pictures that were asked for, the one asked for last at the end."""

    pictures: OrderedDict[tuple[int, float], bytes] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: tuple[int, float]) -> bytes | None:
        with self.lock:
            if key in self.pictures:
                self.pictures.move_to_end(key)
            return self.pictures.get(key)

    def add(self, key: tuple[int, float], picture: bytes) -> None:
        with self.lock:
            self.pictures[key] = picture
            while sum(map(len, self.pictures.values())) > MOST_BYTES and len(self.pictures) > 1:
                self.pictures.popitem(last=False)


class Sheets:
    """A PDF's pages. Its methods take time and may be called from any thread.

    Damaged bytes have no pages; a damaged page among good ones is white and has no text.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._kept = _Kept()
        self._lines: dict[int, tuple[TextLine, ...]] = {}

    @cached_property
    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of every page, in points."""
        with _PDFIUM:
            try:
                with pypdfium2.PdfDocument(self._data) as document:
                    return [_size_of(document, number) for number in range(len(document))]
            except pypdfium2.PdfiumError:
                return []

    def picture(self, number: int, scale: float) -> bytes:
        """A page, from 1, as PNG; at scale 1 a point is a pixel. Less fine where it would have too many pixels.

        Raises IndexError where there is no such page.
        """
        if not 0 < number <= len(self.sizes):
            raise IndexError(f"there is no page {number}")
        key = (number, _fitting(*self.sizes[number - 1], scale))
        if known := self._kept.get(key):
            return known
        written = io.BytesIO()
        # Level 1: the browser is on the same computer, and somebody waits.
        self._drawn(*key).save(written, "PNG", compress_level=1)
        self._kept.add(key, written.getvalue())
        return written.getvalue()

    def _drawn(self, number: int, scale: float) -> Image.Image:
        with _PDFIUM, pypdfium2.PdfDocument(self._data) as document:
            try:
                bitmap = document[number - 1].render(scale=scale, rev_byteorder=True)
            except pypdfium2.PdfiumError:
                width, height = (max(1, round(edge * scale)) for edge in self.sizes[number - 1])
                return Image.new("L", (width, height), "white")
            # The memory is pdfium's, and is given back here, where nobody else asks anything of it.
            drawn: Image.Image = bitmap.to_pil().copy()
            bitmap.close()
            return drawn

    @cached_property
    def looks(self) -> tuple[str, ...]:
        """Of every page a name: pages of the same name look the same."""
        drawn = (self._drawn(number, _fitting(*size, 1)) for number, size in enumerate(self.sizes, 1))
        return tuple(sha256(f"{page.size}".encode() + page.tobytes()).hexdigest()[:16] for page in drawn)

    def lines(self, number: int) -> tuple[TextLine, ...]:
        """The lines of a page, from 1."""
        if number not in self._lines:
            self._lines[number] = self._lines_on(number)
        return self._lines[number]

    def _lines_on(self, number: int) -> tuple[TextLine, ...]:
        # The lock is given back after each page: somebody may be waiting for a picture.
        with _PDFIUM, pypdfium2.PdfDocument(self._data) as document:
            try:
                return tuple(_lines_of(document[number - 1]))
            except pypdfium2.PdfiumError:
                return ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a PDF, as one of those that are shown."""

    sheets: Sheets
    number: int
    """From 1."""
    look: str

    @property
    def size(self) -> tuple[float, float]:
        return self.sheets.sizes[self.number - 1]

    def picture(self, scale: float) -> bytes:
        return self.sheets.picture(self.number, scale)


def bound(looks: Sequence[str], fresh: Sequence[Leaf], before: Sequence[Leaf]) -> tuple[Leaf, ...] | None:
    """For every look a page that has it, a fresh one before an older one; None where there is none for one of them."""
    known = {leaf.look: leaf for leaf in (*before, *fresh)}
    leaves = tuple(known[look] for look in looks if look in known)
    return leaves if len(leaves) == len(looks) else None


def text_of(leaves: Sequence[Leaf]) -> dict[str, object]:
    """`{"pages": [{"lines": [{"text": …, "box": …}]}]}`, as JSON has it."""
    return {"pages": [{"lines": [asdict(line) for line in leaf.sheets.lines(leaf.number)]} for leaf in leaves]}


def _size_of(document: Any, number: int) -> tuple[float, float]:  # pypdfium2 has no types that mypy can see
    try:
        width, height = document.get_page_size(number)
    except pypdfium2.PdfiumError:
        return UNKNOWN_SIZE
    return width, height


def _fitting(width: float, height: float, scale: float) -> float:
    """The scale, or the largest that memory is to be spent on; 1 where it is no number."""
    wanted = scale if scale > 0 else 1
    area, edge = max(width * height, 1), max(width, height, 1)
    return min(wanted, math.sqrt(MOST_PIXELS / area), MOST_PIXELS_OF_AN_EDGE / edge)


def _lines_of(page: Any) -> Iterator[TextLine]:
    """Lines in the order in which the page holds them; cells beside each other are lines of their own."""
    shown_left, _, _, shown_top = page.get_cropbox()
    text = page.get_textpage()
    try:
        pieces = [(text.get_text_bounded(*rect), rect) for rect in map(text.get_rect, range(text.count_rects()))]
    finally:
        text.close()
    line: list[tuple[str, Box]] = []
    for words, rect in pieces:
        if line and not _goes_on(line[-1][1], rect):
            yield _joined(line, shown_left, shown_top)
            line = []
        line.append((words, rect))
    if line:
        yield _joined(line, shown_left, shown_top)


def _goes_on(last: Box, rect: Box) -> bool:
    """Whether a piece stands behind another in one line: what is raised does, what stands in the next cell does not."""
    (_, low, right, high), (left, bottom, _, top) = last, rect
    overlap = min(high, top) - max(low, bottom)
    return overlap > 0.3 * min(high - low, top - bottom) and -1 < left - right < max(high - low, top - bottom)


def _joined(line: list[tuple[str, Box]], shown_left: float, shown_top: float) -> TextLine:
    lefts, bottoms, rights, tops = zip(*(rect for _, rect in line), strict=True)
    box = (min(lefts) - shown_left, shown_top - max(tops), max(rights) - shown_left, shown_top - min(bottoms))
    # What the layout broke at the end of a line ends with a sign of pdfium's own.
    said = "".join(words for words, _ in line).replace("\x02", "\u2010")
    left, top, right, bottom = (round(edge, 1) for edge in box)
    return TextLine(" ".join(said.split()), (left, top, right, bottom))
