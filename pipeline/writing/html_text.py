"""Text, addresses and ids in; what stands for them in HTML, escaped, out."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from pipeline.writing.isolating import pieces

_ONE_LETTER = re.compile(r"(?<!\w)([^\W\d_]-\w{2,24})(?![\w-])")


def url(address: str) -> str:
    """An address as it may stand in an href: percent-encoded where needed, what is encoded already kept."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~-._")


@lru_cache(maxsize=2048)
def unbroken(text: str) -> Markup:
    """Text in which no line ends after a first syllable of one letter: `β-thalassaemia`, `T-cell`."""
    pieces = _ONE_LETTER.split(text)
    return Markup("").join(
        Markup('<span class="unbroken">{}</span>').format(piece) if number % 2 else escape(piece)
        for number, piece in enumerate(pieces)
    )


def isolated(text: str) -> Markup:
    """The same within lines from right to left: what runs from left to right is set apart."""
    bdi = Markup('<bdi dir="ltr">{}</bdi>')
    return Markup("").join(
        bdi.format(unbroken(piece)) if is_set_apart else escape(piece) for piece, is_set_apart in pieces(text)
    )


def attribute(name: str, value: str) -> Markup:
    """` name="value"`, escaped."""
    # A page asks for hundreds of these, and Markup's own format takes three times as long.
    return Markup(f' {name}="{escape(value)}"')


def fragment(target: str) -> str:
    """The href of an id of this page."""
    return "#" + quote(target, safe=":/")
