"""JPEG files: bytes in, a `Container` out whose `bare` bytes hold the same compressed picture and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.figures.container import (
    BROKEN_OFF,
    COMMENT,
    IPTC,
    PRIVATE,
    THUMBNAIL,
    TRAILING,
    XMP,
    Container,
    MalformedError,
)
from pipeline.figures.tags import exif_meanings

# Markers: ITU-T T.81 table B.1.
_STRAY, _TEM, _SOS, _EOI, _APP0, _APP1, _APP2, _APP13, _APP14, _COM = (
    0,
    1,
    0xDA,
    0xD9,
    0xE0,
    0xE1,
    0xE2,
    0xED,
    0xEE,
    0xFE,
)
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PICTURE = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, _SOS}
_FRAMES_BROWSERS_SHOW = frozenset({0xC0, 0xC1, 0xC2})
_MOST_SCANS = 200
_END_OF_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_ICC, _EXIF, _ADOBE_XMP = b"ICC_PROFILE\0", b"Exif\0", b"http://ns.adobe.com/x"
_PREFIXES = {_APP1: _EXIF, _APP2: _ICC}


@dataclass(frozen=True, slots=True)
class _Segment:
    marker: int
    body: bytes
    scan: bytes = b""
    """The compressed picture data that follow a start of scan."""


def read_jpeg(data: bytes) -> Container:
    """Take a JPEG apart. Raises MalformedError where it breaks off or has no picture."""
    segments = list(_segments(data))
    frames = [s for s in segments if s.marker in _FRAMES and len(s.body) >= 6]
    scans = sum(s.marker == _SOS for s in segments)
    if not frames or not scans:
        raise MalformedError("the file holds no picture")
    if scans > _MOST_SCANS:
        raise MalformedError("it is built up in more passes than any camera writes, which could exhaust the machine")
    height, width = (int.from_bytes(frames[0].body[at : at + 2], "big") for at in (1, 3))
    exif = [exif_meanings(s.body[6:]) for s in segments if s.marker == _APP1 and s.body.startswith(_EXIF)]
    kinds = set().union(*(_kinds(s) for s in segments), *(kinds for kinds, _ in exif))
    return Container(
        media_type="image/jpeg",
        width=width,
        height=height,
        kinds=tuple(sorted(kinds)),
        orientation=exif[0][1] if exif else 1,
        profile=_profile(segments),
        bare=b"\xff\xd8" + b"".join(_kept(s) for s in segments),
        must_change="" if frames[0].marker in _FRAMES_BROWSERS_SHOW else "an unusual kind of compression replaced",
    )


def _segments(data: bytes) -> Iterator[_Segment]:
    at = 2
    while True:
        mark = data.find(b"\xff", at)
        if mark < 0:
            raise MalformedError(BROKEN_OFF)
        if mark > at:
            yield _Segment(_STRAY, data[at:mark])
        at = mark
        while data[at : at + 1] == b"\xff":
            at += 1
        marker = data[at] if at < len(data) else _EOI + 0x100
        at += 1
        if marker == _EOI:
            yield _Segment(_EOI, data[at:])
            return
        if marker <= _TEM or 0xD0 <= marker <= 0xD8:
            yield _Segment(_STRAY, bytes([marker]))
            continue
        end = at + int.from_bytes(data[at : at + 2], "big")
        if end < at + 2 or end > len(data):
            raise MalformedError(BROKEN_OFF)
        scan_end = end
        if marker == _SOS:
            following = _END_OF_SCAN.search(data, end)
            if following is None:
                raise MalformedError(BROKEN_OFF)
            scan_end = following.start()
        yield _Segment(marker, data[at + 2 : end], data[end:scan_end])
        at = scan_end


def _kinds(segment: _Segment) -> set[str]:
    """What a segment tells, apart from EXIF, which is read on its own."""
    marker, body = segment.marker, segment.body
    if marker == _EOI:
        return {TRAILING} if body else set()
    if marker == _APP0 and body.startswith((b"JFIF\0", b"JFXX\0")):
        return set() if body.startswith(b"JFIF") and len(body) == 14 and body[12:] == b"\0\0" else {THUMBNAIL}
    if marker == _APP14 and body.startswith(b"Adobe") and len(body) == 12:
        return set()
    if marker == _APP1 and body.startswith(_ADOBE_XMP):
        return {XMP}
    if marker in _PICTURE or (marker, body[: len(_PREFIXES.get(marker, b""))]) in _PREFIXES.items():
        return set()
    return {_COM: {COMMENT}, _APP13: {IPTC}}.get(marker, {PRIVATE})


def _kept(segment: _Segment) -> bytes:
    """The segment's bytes in a bare file; Adobe's APP14 stays because it says how colours are coded."""
    body = segment.body
    if segment.marker == _EOI:
        return b"\xff\xd9"
    if segment.marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        body = body[:12] + b"\0\0"
    elif segment.marker == _APP14 and body.startswith(b"Adobe") and len(body) >= 12:
        body = body[:12]
    elif segment.marker not in _PICTURE:
        return b""
    return bytes([0xFF, segment.marker]) + (len(body) + 2).to_bytes(2, "big") + body + segment.scan


def _profile(segments: list[_Segment]) -> bytes:
    """The ICC profile put together from its numbered parts (ICC.1:2022, annex B.4)."""
    parts = [s.body[len(_ICC) :] for s in segments if s.marker == _APP2 and s.body.startswith(_ICC)]
    return b"".join(part[2:] for part in sorted(parts, key=lambda part: part[:1]))
