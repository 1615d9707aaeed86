"""Inline nodes as plain words, and words as lines of at most 80 columns."""

from __future__ import annotations

import textwrap
from typing import assert_never

from pipeline.manuscript import (
    Citation,
    CitationMark,
    Code,
    CrossReference,
    CrossReferenceMark,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    NoteMark,
    NoteReference,
    Passage,
    Placeholder,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    ValueMark,
)

COLUMNS = 80

_SUPERSCRIPT = dict(zip("0123456789+−-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_SUBSCRIPT = dict(zip("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))


def words(children: Inlines) -> str:
    """The words of inline nodes, unwrapped; a line break is a newline, a link is followed by its address."""
    return "".join(_one(child) for child in children)


def _one(node: Inline) -> str:
    match node:
        case Text(text) | Code(text):
            return text
        case Emphasis(children) | Strong(children) | SmallCaps(children) | Passage(children):
            return words(children)
        case Superscript(children):
            return _raised(words(children), _SUPERSCRIPT, "^")
        case Subscript(children):
            return _raised(words(children), _SUBSCRIPT, "_")
        case LineBreak():
            return "\n"
        case Math(tex):
            return tex
        case Placeholder(text):
            return f"[!! {text} !!]"
        case Link() | Citation() | CrossReference() | NoteReference():
            return _reaching(node)
        case CitationMark() | CrossReferenceMark() | ValueMark() | NoteMark():
            raise AssertionError(f"{node} was not resolved")
        case _:
            assert_never(node)


def _reaching(node: Link | Citation | CrossReference | NoteReference) -> str:
    match node:
        case Link(href, children):
            shown = words(children)
            address = href.removeprefix("mailto:")
            return shown if href.startswith("#") or address == shown else f"{shown} <{address}>"
        case Citation(parts, superscript):
            shown = "".join(part.text for part in parts)
            # A raised number needs brackets where nothing can be raised.
            return f"[{shown}]" if superscript else shown
        case CrossReference(parts):
            return "".join(part.text for part in parts)
        case NoteReference(number):
            return f"[^{number}]"
        case _:
            assert_never(node)


def _raised(text: str, alphabet: dict[str, str], sign: str) -> str:
    if text and all(letter in alphabet for letter in text):
        return "".join(alphabet[letter] for letter in text)
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


def stopped(children: Inlines) -> str:
    """The words with a full stop, unless they end a sentence already; '' where there are none."""
    shown = words(children).rstrip()
    return shown + full_stop(children) if shown else ""


def full_stop(children: Inlines) -> str:
    """The full stop that these words still need before a sentence can follow them."""
    return "" if words(children).rstrip().endswith((".", "?", "!", "…", "。")) else "."


def wrapped(text: str, first: str = "", rest: str | None = None, columns: int = COLUMNS) -> list[str]:
    """Lines of text, the first and the following ones indented as given; long words are never cut."""
    rest = first if rest is None else rest
    lines: list[str] = []
    for part in text.split("\n"):
        lines += textwrap.wrap(
            part,
            columns,
            initial_indent=rest if lines else first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return lines
