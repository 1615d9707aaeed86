"""Characters that no font can print: a manuscript and the fonts in, a finding for each place out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Manuscript

if TYPE_CHECKING:
    from pipeline.case import Case

CHARACTER_WITHOUT_GLYPH = rule(
    "character-without-glyph",
    Severity.ERROR,
    "A character that no font has is printed as an empty box, which no one notices before a reader does.",
    fix="Install the extra typefaces, or write the word in Latin letters.",
    example="患者\n",
)

NOT_PRINTED = frozenset(
    "id note_id target href mathml tex media_type data orcid ror part care cited_by case_id language kind "
    "origin alt image source".split()
)
"""Fields whose text is not set in type."""
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories that are laid out without a glyph: controls, joiners and spaces."""
STAND_INS = {"\u2011": "\u2010"}
"""Set with another character's glyph by the shaper where a font lacks their own."""
IN_SCRIPTS = ("ARABIC", "HEBREW", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "BOPOMOFO")
"""How the names of the characters begin for which the extra has faces."""
SHOWN = 5
"""Characters named in one finding."""


def missing_glyphs(manuscript: Manuscript, fonts: Sequence[Path], case: Case | None = None) -> list[Finding]:
    """An error at each node with characters that none of the fonts has, naming them by sign and code point.

    With the case, what has no place of its own in a manuscript, such as a keyword, is found in case.yaml.
    """
    found = (missing_in(text, fonts, origin) for text, origin in _printed(manuscript, _Places(manuscript, case)))
    # A name stands there as a whole and in parts.
    return list(dict.fromkeys(finding for findings in found for finding in findings))


def missing_in(text: str, fonts: Sequence[Path], origin: Location) -> list[Finding]:
    """One error that names the characters of a text that none of the fonts has; nothing where each has some."""
    known = _all_characters(tuple(fonts))
    missing = [char for char in dict.fromkeys(unicodedata.normalize("NFC", text)) if _is_missing(char, known)]
    if not missing:
        return []
    named = ", ".join(f"{char} (U+{ord(char):04X}{_name(char)})" for char in missing[:SHOWN])
    more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
    message = f"No font has the character {named}{more}, so the PDF cannot print it."
    return [CHARACTER_WITHOUT_GLYPH.at(origin, message, hint=_hint(missing))]


def _hint(missing: Sequence[str]) -> str:
    other = "Write it with other characters, or add a font that has it under templates/fonts/print/."
    if any(unicodedata.name(char, "").startswith(IN_SCRIPTS) for char in missing):
        return f"`pip install casewright[scripts]` brings fonts for Arabic, Hebrew, Chinese, Japanese, Korean. {other}"
    return other


def _is_missing(char: str, known: frozenset[int]) -> bool:
    code = ord(STAND_INS.get(char, char))
    return code not in known and ord(char) not in known and unicodedata.category(char) not in UNSEEN


def _name(char: str) -> str:
    name = unicodedata.name(char, "")
    return f", {name.lower()}" if name else ""


class _Places:
    """Where the fields of a manuscript that carry no origin were written."""

    def __init__(self, manuscript: Manuscript, case: Case | None) -> None:
        self._labels = Location(f"templates/labels/{manuscript.language.partition('-')[0]}.yaml")
        self._case = case
        self.nowhere = Location(manuscript.case_id)

    def of(self, field: str, index: int) -> Location:
        """Of a field of the manuscript; of one of its parts where it has several."""
        if field == "labels":
            return self._labels
        if self._case is None:
            return self.nowhere
        match field:
            case "keywords":
                return self._case.sources.value(field, index)
            case "affiliations":
                # They are numbered in the order in which authors name them.
                named = (key for author in self._case.facts.authors for key in author.at)
                keys = [key for key in dict.fromkeys(named) if key in self._case.facts.affiliations]
                return self._case.sources.key(field, *keys[index : index + 1])
            case "byline" | "cite_as":
                return self._case.sources.value("source_record")
            case _:
                return self._case.sources.value(field)


def _printed(manuscript: Manuscript, places: _Places) -> Iterator[tuple[str, Location]]:
    """Every text that is printed, with the nearest origin."""
    for field in fields(manuscript):
        # An own case is cited by its authors and title, which were looked at.
        if field.name in NOT_PRINTED or (field.name == "cite_as" and not manuscript.source):
            continue
        value = getattr(manuscript, field.name)
        if field.name == "labels":
            yield " ".join(value.values()), places.of("labels", 0)
        else:
            for index, part in enumerate(value if isinstance(value, tuple) else (value,)):
                yield from _within(part, places.of(field.name, index))


def _within(node: object, origin: Location) -> Iterator[tuple[str, Location]]:
    match node:
        case str():
            yield node, origin
        case tuple() | list():
            for child in node:
                yield from _within(child, origin)
        case _ if is_dataclass(node) and not isinstance(node, type):
            # What was made here, such as the words to cite by, has no place of its own.
            own = getattr(node, "origin", origin)
            origin = own if own.file else origin
            for field in fields(node):
                if field.name not in NOT_PRINTED:
                    yield from _within(getattr(node, field.name), origin)


@lru_cache(maxsize=8)
def _all_characters(fonts: tuple[Path, ...]) -> frozenset[int]:
    return frozenset().union(*(_characters(font) for font in fonts))


@lru_cache(maxsize=64)
def _characters(font: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with font.open("rb") as file, TTFont(file, lazy=True) as face:
            return frozenset(face.getBestCmap() or ())
    except TTLibError:
        # The layout cannot use such a file either: what only it might have is missing.
        return frozenset()
