"""Styles, script, fonts and images of a page in; the same as text that stands within one file, and its policy, out."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from pipeline.manuscript import Image

_FONT = re.compile(r'url\("fonts/([^"/]+)"\)')
STRICT = "default-src 'none'; {}; base-uri 'none'; form-action 'none'"
BESIDE = STRICT.format("script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'")
"""The policy of a page whose files lie beside it."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a page that is one file holds in place of links."""

    style: Markup
    script: Markup

    @property
    def policy(self) -> str:
        """Lets this style and this script work, and no other."""
        hashes = f"script-src '{_hash(self.script)}'; style-src '{_hash(self.style)}'"
        return STRICT.format(f"{hashes}; img-src data:; font-src data:")


def embedded(styles: str, script: str, font: Callable[[str], bytes], characters: str) -> Embedded:
    """`font` gives the bytes of a font of this name; of each only the glyphs of `characters` are kept."""

    def within(match: re.Match[str]) -> str:
        return f'url("{data_address("font/woff2", subset(font(match[1]), characters))}")'

    return Embedded(_content(_FONT.sub(within, styles)), _content(script))


def picture_within(image: Image) -> str:
    """The address of an image that holds the image."""
    return data_address(image.media_type, image.data)


def data_address(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(data).decode()}"


def subset(font: bytes, characters: str) -> bytes:
    """A font (WOFF2) with no more glyphs than these characters need; what cannot be reduced stays as it is."""
    from fontTools import subset as reducing
    from fontTools.ttLib import TTFont, TTLibError

    options = reducing.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    try:
        with TTFont(io.BytesIO(font), recalcTimestamp=False) as face:
            reducer = reducing.Subsetter(options)
            reducer.populate(text=characters)
            reducer.subset(face)
            reduced = io.BytesIO()
            face.flavor = "woff2"
            face.save(reduced)
    except TTLibError:
        return font
    return reduced.getvalue()


def _content(text: str) -> Markup:
    """Text as a style or script element may hold it; line ends as browsers read them, for they count in the hash."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return Markup(lines.replace("</", "<\\/"))


def _hash(text: Markup) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
