"""The lines of a PDF as a reader counts them, told from its characters alone: a second opinion on our own counting."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4
RAISED_BY = 4.0
"""Points, at most, between a raised sign and its line."""

NEAR = 0.8
"""Points between baselines that are one."""
RAISED = 0.82
"""Type smaller than this part of its neighbours is a raised or lowered sign, and stands on no line of its own."""


@dataclass(frozen=True)
class Sign:
    text: str
    x: float
    baseline: float
    """From the foot of the page, in points."""
    size: float


def signs_of(data: bytes) -> list[list[Sign]]:
    """Of each page its signs in the order in which they are written; none of drawings."""
    with pypdfium2.PdfDocument(data) as document:
        return [list(_signs(page)) for page in document]


def _signs(page: Any) -> Iterator[Sign]:  # pypdfium2 has no types that mypy can see
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        read = chr(raw.FPDFText_GetUnicode(text, index))
        written_by = raw.FPDFText_GetTextObject(text, index)
        if not read.isspace() and written_by and "Span" in _marks(written_by):
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            yield Sign(read, x.value, y.value, raw.FPDFText_GetFontSize(text, index))
    text.close()
    page.close()


def _marks(written_by: Any) -> set[str]:  # a pointer of pypdfium2
    names = set()
    for index in range(raw.FPDFPageObj_CountMarks(written_by)):
        mark = raw.FPDFPageObj_GetMark(written_by, index)
        size = ctypes.c_ulong()
        buffer = (ctypes.c_ushort * 32)()
        raw.FPDFPageObjMark_GetName(mark, buffer, 64, size)
        names.add(bytes(buffer)[: size.value - 2].decode("utf-16-le"))
    return names


@dataclass(frozen=True)
class Area:
    """The content box of a page, in points from its left lower corner."""

    left: float
    right: float
    foot: float
    head: float

    def holds(self, sign: Sign) -> bool:
        return self.left <= sign.x <= self.right and self.foot <= sign.baseline <= self.head


def baselines(signs: list[Sign], area: Area) -> list[float]:
    """Heights of the lines in an area, from the top."""
    rows: list[tuple[float, float]] = []
    for sign in sorted(signs, key=lambda sign: -sign.baseline):
        if not area.holds(sign):
            continue
        if rows and rows[-1][0] - sign.baseline <= NEAR:
            rows[-1] = rows[-1][0], max(rows[-1][1], sign.size)
        else:
            rows.append((sign.baseline, sign.size))
    return [height for height, size in rows if not _is_raised(height, size, rows)]


def _is_raised(height: float, size: float, rows: list[tuple[float, float]]) -> bool:
    return any(0 < abs(other - height) < larger * 0.6 and size < larger * RAISED for other, larger in rows)


def content_box(layout: str, page: int, width: float, height: float, mirrored: bool = False) -> Area:
    """As the styles of the two layouts set it; `mirrored` where lines run from right to left."""
    if layout == "manuscript":
        return Area(25 * MM, width - 25 * MM, 25 * MM, height - 25 * MM)
    beside = 24 if width > height else 62
    left, right = (24, beside) if mirrored else (beside, 24)
    head = 20 if page == 1 else 23
    return Area(left * MM - 0.5, width - right * MM + 0.5, 23 * MM, height - head * MM)


def lines_with(text: str, signs: list[Sign], heights: list[float]) -> set[int]:
    """The lines of a page on which a text begins; a raised sign stands on the line it is nearest to."""
    wanted = "".join(filter(str.isalnum, text))
    spelt = [sign for sign in signs if sign.text.isalnum()]
    page = "".join(sign.text for sign in spelt)
    if not wanted:
        return set(range(1, len(heights) + 1))
    return {nearest(heights, spelt[n].baseline) for n in range(len(page)) if page.startswith(wanted, n)}


def nearest(heights: list[float], baseline: float) -> int:
    """The number of a line, from 1; of what stands beside the text area alone, the next line's."""
    near = min(range(len(heights)), key=lambda n: abs(heights[n] - baseline))
    below = sum(height > baseline + 1 for height in heights)
    return (near if abs(heights[near] - baseline) < RAISED_BY else min(below, len(heights) - 1)) + 1
