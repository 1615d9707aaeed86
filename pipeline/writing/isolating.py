"""Text within lines that run from right to left → its pieces, each with whether it must run from left to right.

Browsers and layouts reorder mixed writing by themselves (Unicode Standard Annex 9), but they cannot know that a number
belongs to its unit: of `7.1 g/dL` they put the unit first, and `-3` becomes `3-`. A piece that is set apart stays as
it was written. A range without a unit (`3–5`) is read from right to left in these languages, and stays with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import bidirectional

_RIGHT = "\u200e\u200f\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
"""Marks of direction, and the blocks whose characters run from right to left. Source: Unicode Character Database,
DerivedBidiClass.txt."""
_BRACKETS = r"()\[\]{}\"«»“”"
_AROUND = r".,;:!?'’‘…·—–-"
"""What stands around words and is part of one only within it."""
_INNER = rf"(?:[^\s{_RIGHT}{_BRACKETS}]|\([^\s{_RIGHT}{_BRACKETS}]*\))"
# A hyphen after a letter that runs from right to left joins a prefix to a word, and is no minus.
_WORD = (
    rf"(?:(?<![{_RIGHT}])[-−–](?=\d))?[^\s{_RIGHT}{_BRACKETS}{_AROUND}](?:{_INNER}*[^\s{_RIGHT}{_BRACKETS}{_AROUND}])?"
)
_RUN = re.compile(rf"{_WORD}(?:\s+{_WORD})*")
_SIGNED = re.compile(r"[<>≤≥≈±+−–-]\s?\d")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces: words and quantities that run from left to right, which say True, and what is between."""
    end = 0
    for run in _RUN.finditer(text):
        if _SIGNED.match(run[0]) or has_letters(run[0]):
            if run.start() > end:
                yield text[end : run.start()], False
            yield run[0], True
            end = run.end()
    if end < len(text):
        yield text[end:], False


def is_foreign(text: str) -> bool:
    """Whether a text is all in letters that run from left to right."""
    return has_letters(text) and not re.search(f"[{_RIGHT}]", text)


def has_letters(text: str) -> bool:
    """Whether there is a letter that runs from left to right."""
    return any(bidirectional(char) == "L" for char in text)
