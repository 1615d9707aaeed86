"""The bytes of an output → every text that can be read out of them: what is shown, and what lies packed inside.

Looks into compressed parts of PDF, PNG and ZIP files and into files embedded in pages, so that a word is found wherever
it went. Pixels and typefaces are passed over: nothing is written in them.
"""

from __future__ import annotations

import base64
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from urllib.parse import unquote

_EMBEDDED = re.compile(rb"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/=]{8,})")
_NO_TEXT = (b"/Subtype /Image", b"/Subtype/Image", b"/Length1 ", b"/FontFile", b"OpenType", b"/CIDFontType0C")
_HEX = re.compile(rb"<((?:[0-9A-Fa-f]{2}){4,})>")
_PACKED_TEXT = re.compile(rb"zTXt|iTXt|iCCP")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_BLOCK = re.compile(r"</?(?:td|th|tr|p|li|h\d|div|dt|dd|section|figure|figcaption|table|text|title|desc)\b[^>]*>", re.I)
_TAG = re.compile(r"<[^>]*>")
_CANNOT_BE_UNPACKED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, NotImplementedError
)  # fmt: skip
"""What `zipfile` raises for damage of each kind, for a password and for a way of packing that it does not know."""
_MOST = 64 * 2**20
"""Bytes unpacked of one part; what is larger is no text."""
_DEEPEST = 4


def texts_in(name: str, data: bytes, depth: int = 0) -> Iterator[str]:
    """The file's name and all its texts, some of them more than once, as they may be read in several ways."""
    yield name
    yield from _read(data)
    if depth >= _DEEPEST:
        return
    for part in _inner(data):
        yield from texts_in("", part, depth + 1)


def _read(data: bytes) -> Iterator[str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    # UTF-16, as PDF and EXIF write it, is plain letters with zeros between.
    if b"\0" in data:
        yield data.replace(b"\0", b"").decode("latin-1")
    text = text.replace("\N{SOFT HYPHEN}", "")
    yield text
    if "<" in text or "&" in text:
        yield unescape(_TAG.sub("", _BLOCK.sub(" | ", text)))
    if "%" in text:
        yield unquote(text)


def _inner(data: bytes) -> Iterator[bytes]:
    """Files within the file, and its compressed parts."""
    for match in _EMBEDDED.finditer(data):
        letters = match[1].partition(b"=")[0]
        # Letters that are cut off hold no byte in a last one by itself.
        yield base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
    if data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    if data.startswith(b"\x89PNG"):
        for match in _PACKED_TEXT.finditer(data):
            if start := _ZLIB.search(data, match.end(), match.end() + 300):
                yield _unpacked(data[start.start() :])
    if data.startswith(b"PK\x03\x04"):
        yield from _of_zip(data)
    for match in _HEX.finditer(data):
        yield bytes.fromhex(match[1].decode("ascii"))


def _of_pdf(data: bytes) -> Iterator[bytes]:
    for match in re.finditer(rb"stream\r?\n", data):
        about = data[max(0, match.start() - 400) : match.start()].rpartition(b" obj")[2]
        if not any(sign in about for sign in _NO_TEXT) and data[match.start() - 3 : match.start()] != b"end":
            yield _unpacked(data[match.end() :])


def _of_zip(data: bytes) -> Iterator[bytes]:
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            yield entry.filename.encode()
            with suppress(*_CANNOT_BE_UNPACKED):
                yield archive.read(entry) if entry.file_size <= _MOST else b""


def _unpacked(data: bytes) -> bytes:
    """What a compressed part holds, as far as it can be read."""
    try:
        return zlib.decompressobj().decompress(data, _MOST)
    except zlib.error:
        return b""
