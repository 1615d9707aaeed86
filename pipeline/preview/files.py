"""A case and the name of one of its outputs in; the file's bytes and media type out, or nothing."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Everything else is a download. The system's own table is not asked: it differs from one computer to the next."""
SWAP = 0.05
"""Seconds; between the two renames of a commit a case's folder is not there."""

_PLAIN = re.compile(r"[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*")
"""One step of a path: not hidden, not up, not another drive."""


@dataclass(frozen=True, slots=True)
class Served:
    """What goes to the browser."""

    data: bytes
    media_type: str


def served(top: Path, name: str) -> Served | None:
    """The file `name`, with forward slashes, below the folder `top`.

    None where there is none, where any step of the name is hidden or leads up, and where a link is on the way.
    """
    if not all(_PLAIN.fullmatch(step) for step in name.split("/")):
        return None
    data = _read(top.resolve() / name)
    if data is None:
        time.sleep(SWAP)
        data = _read(top.resolve() / name)
    return Served(data, media_type_of(name)) if data is not None else None


def media_type_of(name: str) -> str:
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.resolve() == path and path.is_file() else None
    except OSError:
        return None
