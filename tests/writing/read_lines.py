"""The lines of a PDF as a reader counts them, told from its characters alone: a second opinion on our own counting."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

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
