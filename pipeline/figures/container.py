"""What an image file holds beside its pixels. The readers of each format take bytes and give a `Container`."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_PIXELS = 100_000_000
"""Of one picture; a larger one is refused from its header, before anything is decoded."""
MAX_BYTES = 64 * 1024 * 1024
"""Of one file."""

TRAILING = "data after the end of the picture"
THUMBNAIL = "small preview picture"
COMMENT = "comment"
XMP = "XMP record"
IPTC = "IPTC or Photoshop record"
PRIVATE = "private data of a camera or program"

SRGB_GAMMA = 1 / 2.2

BROKEN_OFF = "the file breaks off before the picture is complete"


class MalformedError(Exception):
    """The bytes do not follow their format. The text says how, in words fit for an author."""


@dataclass(frozen=True, slots=True)
class Container:
    """An image file taken apart, not decoded."""

    media_type: str
    width: int
    """Pixels, as stored: before the orientation is applied."""
    height: int
    kinds: tuple[str, ...] = ()
    """Kinds of metadata found, in words; never their values."""
    orientation: int = 1
    """1 to 8, as EXIF counts; 1 is upright."""
    profile: bytes = field(default=b"", repr=False)
    """ICC profile, empty where there is none."""
    gamma: float = SRGB_GAMMA
    """Exponent by which light was coded into levels, where the file says so and has no profile."""
    bare: bytes = field(default=b"", repr=False)
    """The same file without anything but its pixels; they decode to the same values. Empty for TIFF."""
    pages: tuple[tuple[int, int], ...] = ()
    """Width and height of every page or frame, where there are several."""
    must_change: str = ""
    """What has to be done before browsers and print show it, in words; '' where nothing has."""
