"""Small pictures made for a test: what is wanted in them in; the bytes of an image file, or what becomes of it, out."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image

from pipeline.figures.image import load_image
from pipeline.findings import Finding, Location, Severity
from pipeline.manuscript import Image as Shipped

LENT = Path(__file__).resolve().parents[3] / "shared/data/images"
"""Real files, where they have been laid beside the checkout."""

SECRET = b"Ada Example 1815-12-10"
"""Stands for what must not leave; no output and no message may hold it."""

WHERE = Location("cases/demo/case.yaml", 12, 7)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30">{}</svg>'


def drawn(size: tuple[int, int] = (40, 30)) -> Image.Image:
    """A picture whose four corners differ, so that turning it shows."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    picture.paste("blue", (size[0] // 2, size[1] // 2, *size))
    return picture


def saved(picture: Image.Image, format_name: str, **options: object) -> bytes:
    """A file as Pillow writes it."""
    written = io.BytesIO()
    picture.save(written, format_name, **options)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    """A file as Pillow reads it, all of it."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def segment(marker: int, body: bytes) -> bytes:
    """A JPEG segment."""
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def chunk(name: bytes, body: bytes) -> bytes:
    """A PNG chunk."""
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def jpeg(*segments: bytes, end: bytes = b"") -> bytes:
    """A JPEG with these segments at its start and these bytes behind its end."""
    plain = saved(drawn(), "JPEG")
    return plain[:2] + b"".join(segments) + plain[2:] + end


def png(*chunks: bytes, end: bytes = b"") -> bytes:
    """A PNG with these chunks behind its header and these bytes behind its end."""
    plain = saved(drawn(), "PNG")
    return plain[:33] + b"".join(chunks) + plain[33:] + end


def webp(name: bytes, body: bytes) -> bytes:
    """A WebP with one more chunk."""
    extended = saved(drawn(), "WEBP", lossless=True, xmp=b"x")
    start = extended.index(b"XMP ")
    whole = extended[:start] + name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
    return whole[:4] + (len(whole) - 8).to_bytes(4, "little") + whole[8:]


def exif(**tags: object) -> bytes:
    """An EXIF record; each tag is given as `t` and its number."""
    record = Image.Exif()
    for name, value in tags.items():
        record[int(name[1:])] = value
    return record.tobytes()


def header_of(format_name: str, side: int) -> bytes:
    """The start of a file that promises a square picture of that side, and little more."""
    if format_name == "PNG":
        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    if format_name == "JPEG":
        frame = struct.pack(">BHHB", 8, side, side, 1) + b"\x01\x11\0"
        return b"\xff\xd8" + segment(0xC0, frame) + segment(0xDA, b"\1\1\0\0\x3f\0") + b"\xff\xd9"
    if format_name == "TIFF":
        tags = ((256, side), (257, side), (258, 8), (262, 1), (273, 8), (277, 1), (278, side), (279, 4))
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4)
    body = b"\0" * 4 + (side - 1).to_bytes(3, "little") * 2
    return b"RIFF" + (len(body) + 12).to_bytes(4, "little") + b"WEBPVP8X" + len(body).to_bytes(4, "little") + body


def loaded(
    folder: Path, file: str, data: bytes | None = None, page: int | None = None
) -> tuple[Shipped | None, list[Finding]]:
    """Write the file, load it, and check what holds of every outcome."""
    if data is not None:
        (folder / file).write_bytes(data)
    image, findings = load_image(folder, file, "fig-a", WHERE, page)
    assert all(finding.where == WHERE for finding in findings)
    assert (image is None) == any(finding.severity is Severity.ERROR for finding in findings)
    assert SECRET.decode() not in repr(findings)
    return image, findings


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule.id for finding in findings]
