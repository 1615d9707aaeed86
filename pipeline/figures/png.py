"""PNG files: bytes in, a `Container` out whose `bare` bytes hold only the chunks that draw the picture."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from pipeline.figures.container import (
    BROKEN_OFF,
    COMMENT,
    PRIVATE,
    SRGB_GAMMA,
    TRAILING,
    XMP,
    Container,
    MalformedError,
)
from pipeline.figures.tags import exif_meanings

SIGNATURE = b"\x89PNG\r\n\x1a\n"

# Chunks: PNG third edition, section 11. Longest possible body of each, so that nothing hides in one.
_DRAWING = {b"PLTE": 768, b"tRNS": 256, b"sRGB": 1}
_HARMLESS = {b"gAMA": 4, b"cHRM": 32, b"pHYs": 9, b"sBIT": 4, b"bKGD": 6, b"hIST": 512, b"cICP": 4}
_UNLIMITED = frozenset({b"IHDR", b"IDAT", b"IEND", b"iCCP", b"acTL", b"fcTL", b"fdAT"})
_TELLING = {b"tEXt": COMMENT, b"zTXt": COMMENT, b"iTXt": COMMENT, b"tIME": "date and time", b"sPLT": "named palette"}
_DEEP_COLOURS = (b"\x10\2", b"\x10\4", b"\x10\6")
"""Depth and colour type of what Pillow reads in 8 bits without a word; plain grey it reads in 16."""
_LONGEST_PROFILE = 16 * 1024 * 1024

Chunk = tuple[bytes, bytes]


def read_png(data: bytes) -> Container:
    """Take a PNG apart. Raises MalformedError where it breaks off, is damaged or has no header."""
    chunks = list(_chunks(data))
    if chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise MalformedError("its header is damaged")
    width, height = (int.from_bytes(chunks[0][1][at : at + 4], "big") for at in (0, 4))
    exif = [exif_meanings(body) for name, body in chunks if name == b"eXIf"]
    kinds = set().union(*(_kinds(chunk) for chunk in chunks), *(kinds for kinds, _ in exif))
    if len(data) > len(SIGNATURE) + sum(12 + len(body) for _, body in chunks):
        kinds.add(TRAILING)
    frames = next((int.from_bytes(body[:4], "big") for name, body in chunks if name == b"acTL"), 1)
    return Container(
        media_type="image/png",
        width=width,
        height=height,
        kinds=tuple(sorted(kinds)),
        orientation=exif[0][1] if exif else 1,
        profile=_profile(chunks),
        bare=SIGNATURE
        + b"".join(_written(c) for c in chunks if c[0] in _DRAWING or c[0] in (b"IHDR", b"IDAT", b"IEND")),
        gamma=_gamma(chunks),
        must_change="colours of 16 bits reduced to 8" if chunks[0][1][8:10] in _DEEP_COLOURS else "",
        pages=((width, height),) * min(frames, 10_000) if frames > 1 else (),
    )


def _chunks(data: bytes) -> Iterator[Chunk]:
    at = len(SIGNATURE)
    while True:
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(check) < 4:
            raise MalformedError(BROKEN_OFF)
        if zlib.crc32(name + body).to_bytes(4, "big") != check:
            raise MalformedError("the file is damaged: its check sums do not agree")
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length


def _kinds(chunk: Chunk) -> set[str]:
    name, body = chunk
    if name in _TELLING:
        return {XMP if body.startswith(b"XML:com.adobe.xmp") else _TELLING[name]}
    if name == b"eXIf" or name in _UNLIMITED:
        return set()
    longest = (_DRAWING | _HARMLESS).get(name, -1)
    return {PRIVATE} if len(body) > longest else set()


def _written(chunk: Chunk) -> bytes:
    name, body = chunk
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def _profile(chunks: list[Chunk]) -> bytes:
    body = next((body for name, body in chunks if name == b"iCCP"), b"")
    start = body.find(b"\0") + 2
    try:
        return zlib.decompressobj().decompress(body[start:], _LONGEST_PROFILE) if body else b""
    except zlib.error:
        return b"damaged"


def _gamma(chunks: list[Chunk]) -> float:
    """The exponent of gAMA, which holds it times 100,000; iCCP and sRGB come before it."""
    bodies = dict(chunks)
    value = int.from_bytes(bodies.get(b"gAMA", b"")[:4], "big") / 100_000
    return SRGB_GAMMA if value == 0 or b"iCCP" in bodies or b"sRGB" in bodies else value
