"""The bytes of a PDF in; pictures of its pages, and its lines of text with their places, out."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import pypdfium2

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points, from the top left of the page."""
MOST_PIXELS = 12_000_000
"""Of one picture: an A4 page at 400 dpi would have more."""
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
    """Pictures that were asked for, the latest last."""

    pictures: OrderedDict[tuple[int, float], bytes] = field(default_factory=OrderedDict)
    size: int = 0

    def add(self, key: tuple[int, float], picture: bytes) -> None:
        self.pictures[key] = picture
        self.size += len(picture)
        while self.size > MOST_BYTES and len(self.pictures) > 1:
            _, gone = self.pictures.popitem(last=False)
            self.size -= len(gone)


class Sheets:
    """A PDF's pages. Its methods take time and may be called from any thread; of damaged bytes there are no pages."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._kept = _Kept()

    @cached_property
    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of every page, in points."""
        with _PDFIUM:
            try:
                with pypdfium2.PdfDocument(self._data) as document:
                    return [document.get_page_size(number) for number in range(len(document))]
            except pypdfium2.PdfiumError:
                return []

    def picture(self, number: int, scale: float) -> bytes:
        """A page, from 1, as PNG; at scale 1 a point is a pixel. Less fine where it would have too many pixels."""
        if known := self._kept.pictures.get((number, scale)):
            return known
        width, height = self.sizes[number - 1]
        fitting = min(scale, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        with _PDFIUM, pypdfium2.PdfDocument(self._data) as document:
            drawn = document[number - 1].render(scale=fitting).to_pil()
        written = io.BytesIO()
        # Level 1: the browser is on the same computer, and somebody waits.
        drawn.save(written, "PNG", compress_level=1)
        self._kept.add((number, scale), written.getvalue())
        return written.getvalue()

    def text(self) -> dict[str, object]:
        """`{"pages": [{"lines": [{"text": …, "box": …}]}]}`, as JSON has it."""
        return {"pages": [{"lines": [asdict(line) for line in lines]} for lines in self._lines]}

    @cached_property
    def _lines(self) -> list[tuple[TextLine, ...]]:
        with _PDFIUM:
            try:
                with pypdfium2.PdfDocument(self._data) as document:
                    return [tuple(_lines_of(page)) for page in document]
            except pypdfium2.PdfiumError:
                return []


def _lines_of(page: Any) -> Iterator[TextLine]:  # pypdfium2 has no types that mypy can see
    """Lines in the order in which the page holds them; cells beside each other are lines of their own."""
    _, height = page.get_size()
    text = page.get_textpage()
    try:
        pieces = [(text.get_text_bounded(*rect), rect) for rect in map(text.get_rect, range(text.count_rects()))]
    finally:
        text.close()
    line: list[tuple[str, Box]] = []
    for words, rect in pieces:
        if line and not _goes_on(line[-1][1], rect):
            yield _joined(line, height)
            line = []
        line.append((words, rect))
    if line:
        yield _joined(line, height)


def _goes_on(last: Box, rect: Box) -> bool:
    """Whether a piece stands behind another in one line: what is raised does, what stands in the next cell does not."""
    (_, low, right, high), (left, bottom, _, top) = last, rect
    overlap = min(high, top) - max(low, bottom)
    return overlap > 0.3 * min(high - low, top - bottom) and -1 < left - right < max(high - low, top - bottom)


def _joined(line: list[tuple[str, Box]], height: float) -> TextLine:
    lefts, bottoms, rights, tops = zip(*(rect for _, rect in line), strict=True)
    box = (min(lefts), height - max(tops), max(rights), height - min(bottoms))
    # What the layout broke at the end of a line ends with a sign of pdfium's own.
    said = "".join(words for words, _ in line).replace("\x02", "\u2010")
    left, top, right, bottom = (round(edge, 1) for edge in box)
    return TextLine(" ".join(said.split()), (left, top, right, bottom))
