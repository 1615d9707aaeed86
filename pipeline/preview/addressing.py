"""The files of a draft's page in; the page as the preview frames it, with addresses that tell their content, out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from html import escape, unescape
from urllib.parse import quote

# The frame runs no scripts and takes no focus by itself; browsers complain of each try.
_SCRIPT = re.compile(r'<script\s[^>]*src="assets/[^>]*></script>\s*')
_AUTOFOCUS = re.compile(r"(?P<before><button[^>]*?) autofocus(?=[ >])")
_ADDRESS = re.compile(r'(?P<attribute>\s(?:src|srcset|href)=")(?P<name>(?:figures|assets)/[^"]+)"')
FILES = 128
"""Of which what tells them apart is known: pictures and typefaces are the same from one draft to the next."""


@lru_cache(FILES)
def fingerprint(data: bytes) -> str:
    """16 characters; the same bytes have the same."""
    return blake2b(data, digest_size=8).hexdigest()


def addressed(page: bytes, files: Mapping[str, bytes], top: str, query: str) -> bytes:
    """The page with `assets/page.css` as `/case/ID/draft/assets/page.css?v=1f0c…`.

    Only what the page names and the writer made is changed; `top` ends with a slash, `query` is that of the view.
    A page that is patched in place so fetches nothing again whose bytes are the same.
    """

    def address(found: re.Match[str]) -> str:
        name = unescape(found["name"])
        if name not in files:
            return found[0]
        asked = "&".join(filter(None, (f"v={fingerprint(files[name])}", query)))
        return f'{found["attribute"]}{escape(top + quote(name) + "?" + asked)}"'

    text = _AUTOFOCUS.sub(r"\g<before>", _SCRIPT.sub("", page.decode()))
    return _ADDRESS.sub(address, text).encode()
