"""WebP files: bytes in, a `Container` out whose `bare` bytes hold the same compressed picture and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.figures.container import BROKEN_OFF, PRIVATE, TRAILING, XMP, Container, MalformedError
from pipeline.figures.tags import exif_meanings

# Chunks and flags: RFC 9649, section 2.7.
_DRAWING = (b"VP8X", b"VP8 ", b"VP8L", b"ALPH")
_ANIMATION = (b"ANIM", b"ANMF")
_ALPHA_FLAG = 0x10

Chunk = tuple[bytes, bytes]


def read_webp(data: bytes) -> Container:
    """Take a WebP apart. Raises MalformedError where it breaks off or has no picture."""
    size = 8 + int.from_bytes(data[4:8], "little")
    if size > len(data):
        raise MalformedError(BROKEN_OFF)
    chunks = list(_chunks(data[12:size]))
    width, height = _size(chunks)
    exif = [exif_meanings(body.removeprefix(b"Exif\0\0")) for name, body in chunks if name == b"EXIF"]
    kinds = set().union(*(_kinds(name) for name, _ in chunks), *(kinds for kinds, _ in exif))
    if len(data) > size:
        kinds.add(TRAILING)
    frames = sum(name == b"ANMF" for name, _ in chunks)
    return Container(
        media_type="image/webp",
        width=width,
        height=height,
        kinds=tuple(sorted(kinds)),
        orientation=exif[0][1] if exif else 1,
        profile=next((body for name, body in chunks if name == b"ICCP"), b""),
        bare=_bare(chunks),
        pages=((width, height),) * frames if frames > 1 else (),
    )


def _chunks(body: bytes) -> Iterator[Chunk]:
    at = 0
    while at < len(body):
        name, length = body[at : at + 4], int.from_bytes(body[at + 4 : at + 8], "little")
        if at + 8 + length > len(body):
            raise MalformedError(BROKEN_OFF)
        yield name, body[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _size(chunks: list[Chunk]) -> tuple[int, int]:
    for name, body in chunks:
        if name == b"VP8X" and len(body) >= 10:
            return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
        if name == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
            return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
        if name == b"VP8L" and body[:1] == b"\x2f":
            bits = int.from_bytes(body[1:5], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise MalformedError("the file holds no picture")


def _kinds(name: bytes) -> set[str]:
    if name == b"XMP ":
        return {XMP}
    return set() if name in (*_DRAWING, *_ANIMATION, b"EXIF", b"ICCP") else {PRIVATE}


def _bare(chunks: list[Chunk]) -> bytes:
    """The file without its other chunks; an animated one keeps none of its frames and is decoded instead."""
    kept = b"".join(_written(name, body) for name, body in chunks if name in _DRAWING)
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept


def _written(name: bytes, body: bytes) -> bytes:
    if name == b"VP8X":
        body = bytes([body[0] & _ALPHA_FLAG, 0, 0, 0]) + body[4:10]
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
