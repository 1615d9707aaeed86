"""Which format a file is: its first bytes in, a media type or a plain name of what it is instead out."""

from __future__ import annotations

import re

from pipeline.figures.png import SIGNATURE

SUFFIXES = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "image/tiff": (".tif", ".tiff"),
    "image/svg+xml": (".svg",),
}
"""Suffixes of the formats that may stand in a case, the usual one first."""

_WAYS = {
    "a GIF": "Open it in an image program, choose the one frame to be shown, and save that as PNG.",
    "a BMP": "Save it as PNG in any image program; nothing is lost.",
    "a PDF": "Export the page as SVG, or as PNG of 300 dots per inch at its printed size.",
    "an EPS": "Export it as SVG, or as PNG of 300 dots per inch at its printed size.",
    "a HEIC": "Export it as JPEG from the phone, or from the program that shows photographs.",
    "an AVIF": "Save it as PNG in any image program.",
    "a video": "Export the one frame to be shown as PNG.",
    "a zip archive or an office document": "Open it, save the picture itself as PNG, and add that.",
}
"""How to come to a picture from some of them."""

_SVG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE\s+svg|<(?:[\w-]+:)?svg[\s>])", re.IGNORECASE)
_BARE_DICOM = re.compile(rb"(?:[\x02\x08]\0.\0|\0[\x02\x08]\0.)(?:[A-Z]{2}|..\0\0|\0\0..)", re.DOTALL)
"""The first tag, of group 2 or 8, in either byte order; then its type, or its length where types are not written."""
_OTHERS = (
    (b"GIF8", 0, "a GIF"),
    (b"BM", 0, "a BMP"),
    (b"%PDF", 0, "a PDF"),
    (b"PK\x03\x04", 0, "a zip archive or an office document"),
    (b"\x1f\x8b", 0, "a compressed file"),
    (b"8BPS", 0, "a Photoshop document"),
    (b"\0\0\0\x0cjP", 0, "a JPEG 2000"),
    (b"\xff\x4f\xff\x51", 0, "a JPEG 2000"),
    (b"ftyphei", 4, "a HEIC"),
    (b"ftypmif1", 4, "a HEIC"),
    (b"ftypavif", 4, "an AVIF"),
    (b"ftyp", 4, "a video"),
    (b"RIFF", 0, "a sound or video"),
    (b"%!PS", 0, "an EPS"),
)


def media_type_of(data: bytes) -> str:
    """One of `SUFFIXES` by what the file is, whatever its name; '' for anything else."""
    if is_dicom(data):
        return ""  # some are TIFF files at the same time, and tell who the patient is in their other half
    if data.startswith(SIGNATURE):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "image/tiff"
    return "image/svg+xml" if _SVG.match(data[:1000]) and b"svg" in data[:100_000] else ""


def is_dicom(data: bytes) -> bool:
    """Whether it is a DICOM file (DICOM PS3.10, section 7.1), or one without the preamble that should mark it."""
    return data[128:132] == b"DICM" or bool(_BARE_DICOM.match(data))


def way_out(data: bytes) -> str:
    """What to do about a file that is none of `SUFFIXES`; '' where it is what to do about any."""
    return _WAYS.get(what_it_is(data), "")


def what_it_is(data: bytes) -> str:
    """A file that is none of `SUFFIXES`, in words."""
    if is_dicom(data):
        return "a DICOM file"
    return next((name for mark, at, name in _OTHERS if data.startswith(mark, at)), "no image that is known here")
