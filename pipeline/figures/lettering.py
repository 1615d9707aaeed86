"""Letters of our bold face as shapes: a text in; its width, and the path of its outline, out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.workspace import shipped_templates

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "Casewright Sans"
CAPITAL = 0.66
"""Height of its capitals and figures, in parts of the size."""
_UNKNOWN = 0.7
"""Width of a letter that it lacks, in parts of the size: a guess."""


def width_of(text: str) -> float:
    """In parts of the size; set letter by letter, without kerning."""
    font = _font()
    known, units = font.getBestCmap(), font["head"].unitsPerEm
    return sum(font["hmtx"][known[ord(c)]][0] / units if ord(c) in known else _UNKNOWN for c in text)


def outline_of(text: str, size: float, start: tuple[float, float]) -> str:
    """The path of the text from this point of its baseline on; '' where the face lacks one of its letters."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    font = _font()
    known, glyphs, scale = font.getBestCmap(), font.getGlyphSet(), size / font["head"].unitsPerEm
    if not all(ord(character) in known for character in text):
        return ""
    pen, (x, y) = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}"), start
    for character in text:
        name = known[ord(character)]
        glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
        x += font["hmtx"][name][0] * scale
    return str(pen.getCommands())


@cache
def _font() -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(shipped_templates() / "fonts" / "print" / "CasewrightSans-Bold.ttf")
