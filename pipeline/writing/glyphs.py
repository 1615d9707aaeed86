"""Characters that no font can print: a manuscript and the fonts in, a finding for each place out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Manuscript

CHARACTER_WITHOUT_GLYPH = rule(
    "character-without-glyph",
    Severity.ERROR,
    "A character that no font has is printed as an empty box, which no one notices before a reader does.",
)

NOT_PRINTED = frozenset(
    "id note_id target href mathml tex media_type data orcid ror labels part care cited_by case_id language kind "
    "origin alt image".split()
)
"""Fields whose text is not set in type."""
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories that are laid out without a glyph: controls, joiners and spaces."""
STAND_INS = {"\u2011": "\u2010"}
"""Set with another character's glyph by the shaper where a font lacks their own."""
SHOWN = 5
"""Characters named in one finding."""


def missing_glyphs(manuscript: Manuscript, fonts: Sequence[Path]) -> list[Finding]:
    """An error at each node with characters that none of the fonts has, naming them by sign and code point."""
    known: frozenset[int] = frozenset().union(*(_characters(font) for font in fonts))
    findings = []
    for text, origin in _printed(manuscript, Location(manuscript.case_id)):
        missing = [char for char in dict.fromkeys(unicodedata.normalize("NFC", text)) if _is_missing(char, known)]
        if missing:
            named = ", ".join(f"{char} (U+{ord(char):04X}{_name(char)})" for char in missing[:SHOWN])
            more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
            findings.append(
                CHARACTER_WITHOUT_GLYPH.at(
                    origin,
                    f"No font has the character {named}{more}, so the PDF cannot print it.",
                    hint="Write it with other characters, or add a font that has it under templates/fonts/print/.",
                )
            )
    return findings


def _is_missing(char: str, known: frozenset[int]) -> bool:
    code = ord(STAND_INS.get(char, char))
    return code not in known and ord(char) not in known and unicodedata.category(char) not in UNSEEN


def _name(char: str) -> str:
    name = unicodedata.name(char, "")
    return f", {name.lower()}" if name else ""


def _printed(node: object, origin: Location) -> Iterator[tuple[str, Location]]:
    """Every text that is printed, with the nearest origin."""
    match node:
        case str():
            yield node, origin
        case tuple() | list():
            for child in node:
                yield from _printed(child, origin)
        case _ if is_dataclass(node) and not isinstance(node, type):
            origin = getattr(node, "origin", origin)
            for field in fields(node):
                if field.name not in NOT_PRINTED:
                    yield from _printed(getattr(node, field.name), origin)


@lru_cache(maxsize=64)
def _characters(font: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with font.open("rb") as file, TTFont(file, lazy=True) as face:
            return frozenset(face.getBestCmap() or ())
    except TTLibError:
        # The layout cannot use such a file either: what only it might have is missing.
        return frozenset()
