"""The files of a draft's page in; the page as the preview frames it, with addresses that tell their content, out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from html import escape, unescape
from urllib.parse import quote

# The frame runs no scripts and takes no focus by itself; browsers complain of each try.
_IN_VAIN = re.compile(r'<script\s[^>]*src="assets/[^>]*></script>\s*|(?<=<button)(?P<before>[^>]*?) autofocus(?=[ >])')
_ADDRESS = re.compile(r'(?P<attribute>\s(?:src|srcset|href)=")(?P<name>(?:figures|assets)/[^"]+)"')


def addressed(page: bytes, files: Mapping[str, bytes], top: str, query: str) -> bytes:
    """The page with `assets/page.css` as `/case/ID/draft/assets/page.css?v=1f0c…`.

    Only what the page names and the writer made is changed; `top` ends with a slash, `query` is that of the view.
    A page that is patched in place so fetches nothing again whose bytes are the same.
    """
    digests: dict[str, str] = {}

    def address(found: re.Match[str]) -> str:
        name = unescape(found["name"])
        if name not in files:
            return found[0]
        if name not in digests:
            digests[name] = blake2b(files[name], digest_size=8).hexdigest()
        asked = "&".join(filter(None, (f"v={digests[name]}", query)))
        return f'{found["attribute"]}{escape(top + quote(name) + "?" + asked)}"'

    text = _IN_VAIN.sub(lambda found: found["before"] or "", page.decode())
    return _ADDRESS.sub(address, text).encode()
