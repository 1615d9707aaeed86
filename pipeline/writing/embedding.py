"""Styles, script, fonts and images of a page in; the same as text that stands within one file, and its policy, out."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
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


def embedded(styles: str, script: str, fonts: Mapping[str, bytes]) -> Embedded:
    """`fonts` by the names under which the styles know them; one that is not there stays a link that leads nowhere."""

    def within(match: re.Match[str]) -> str:
        font = fonts.get(match[1])
        return f'url("{data_address("font/woff2", font)}")' if font else match[0]

    return Embedded(_content(_FONT.sub(within, styles)), _content(script))


def picture_within(image: Image) -> str:
    """The address of an image that holds the image."""
    return data_address(image.media_type, image.data)


def data_address(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(data).decode()}"


def _content(text: str) -> Markup:
    """Text as a style or script element may hold it; line ends as browsers read them, for they count in the hash."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return Markup(lines.replace("</", "<\\/"))


def _hash(text: Markup) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
