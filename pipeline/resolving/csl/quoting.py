"""The quotation marks of a style's language, and marked text with them written out."""

from __future__ import annotations

from pipeline.resolving.csl.elements import Style
from pipeline.resolving.csl.markup import CLOSE, OPEN, Quotes

_TERMS = (
    ("open-quote", "“"),
    ("close-quote", "”"),
    ("open-inner-quote", "‘"),
    ("close-inner-quote", "’"),
)


def quotes_of(tree: Style) -> Quotes:
    """The outer and inner quotation marks that a style prints."""
    marks = []
    for name, default in _TERMS:
        term = tree.get_term(name)
        marks.append(str(term.single) if term is not None else default)
    return Quotes((marks[0], marks[1]), (marks[2], marks[3]))


def with_quotes(text: str, quotes: Quotes) -> str:
    """Marked text in which quotations, outer and inner by turns, stand between the quotation marks themselves."""
    depth = 0
    written = []
    for character in text:
        if character == OPEN["quote"]:
            written.append((quotes.inner if depth % 2 else quotes.outer)[0])
            depth += 1
        elif character == CLOSE["quote"]:
            depth -= 1
            written.append((quotes.inner if depth % 2 else quotes.outer)[1])
        else:
            written.append(character)
    return "".join(written)
