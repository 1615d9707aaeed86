"""Tag directories of TIFF files and EXIF records: bytes in; tag numbers, values and their meaning in words out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple

from pipeline.figures.container import IPTC, PRIVATE, THUMBNAIL, XMP, MalformedError

Order = Literal["little", "big"]


class Value(NamedTuple):
    """What a tag holds."""

    raw: memoryview
    """In the file's byte order; a view, because hostile entries may all claim the whole file."""
    width: int
    """Bytes of one number."""


Directory = dict[int, Value]

SETTINGS = "camera settings"
_DESCRIPTION = "title or description"
_DATE = "date and time"
_MODEL = "make and model of the camera or lens"
_SERIAL = "serial number of the camera or lens"
_PERSON = "name of a person"

# Exif 3.0 (CIPA DC-008), tables 4 to 21, and the TIFF 6.0 tag list.
_MEANINGS = {
    **dict.fromkeys((269, 270, 285, 40091, 40095), _DESCRIPTION),
    **dict.fromkeys((306, 36867, 36868, 36880, 36881, 36882, 37520, 37521, 37522, 50971), _DATE),
    **dict.fromkeys((271, 272, 42034, 42035, 42036, 50708), _MODEL),
    **dict.fromkeys((42033, 42037, 50735), _SERIAL),
    **dict.fromkeys((315, 40093, 42032), _PERSON),
    **dict.fromkeys((37510, 40092, 40094), "comment or keywords"),
    **dict.fromkeys((305, 11), "name of a program"),
    **dict.fromkeys((513, 514, 330), THUMBNAIL),
    **dict.fromkeys((33723, 34377), IPTC),
    316: "name of the computer",
    700: XMP,
    33432: "copyright notice",
    34853: "GPS position",
    37500: "maker's notes",
    42016: "unique number of the picture",
}
_POINTERS = (330, 34665, 34853, 40965)
"""Tags whose value is the place of another directory: small pictures, EXIF, GPS, interoperability."""

# What a TIFF needs to be drawn (TIFF 6.0 parts 1 to 3; 34675 is the colour profile).
_DRAWING = frozenset(
    {*range(254, 259), 259, 262, 263, 264, 265, 266, 273, 274, *range(277, 285), *range(286, 294), 296, 297, 301}
    | {*range(317, 329), 332, 334, *range(338, 343), 347, 512, *range(515, 522), *range(529, 533), 34675}
)

_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_CLASSIC, _BIG = 42, 43
_NOTHING = Value(memoryview(b""), 1)
_MOST_DIRECTORIES = 10_000
_MOST_ENTRIES = 200_000
_MOST_POINTERS = 1_000


@dataclass(frozen=True, slots=True)
class Tags:
    """Directories of one file: the chain of pages, and those that tags point to."""

    order: Order
    chain: tuple[Directory, ...]
    pointed: tuple[Directory, ...]

    def numbers(self, directory: Directory, tag: int) -> Iterator[int]:
        """The values of a whole-number tag; TIFF's own are unsigned."""
        return _numbers(directory.get(tag, _NOTHING), self.order)

    def number(self, directory: Directory, tag: int, default: int = 0) -> int:
        """The first value of a whole-number tag."""
        return next(self.numbers(directory, tag), default)


def read_tags(data: bytes) -> Tags:
    """Take a TIFF structure apart; classic TIFF and BigTIFF, both byte orders.

    Raises MalformedError where there is no such structure or its first directory lies outside the data.
    """
    order: Order = "little" if data[:2] == b"II" else "big"
    version = int.from_bytes(data[2:4], order)
    if data[:2] not in (b"II", b"MM") or version not in (_CLASSIC, _BIG):
        raise MalformedError("its list of tags cannot be read")
    return _Walk(data, order, big=version == _BIG).tags()


def meanings(tags: Iterable[int], *, drawing_allowed: bool) -> set[str]:
    """What these tags tell about a person, a place or a device, in words.

    `drawing_allowed`: tags that a TIFF needs to be drawn tell nothing; in an EXIF record they do.
    """
    told = [tag for tag in tags if not (drawing_allowed and tag in _DRAWING)]
    return {_MEANINGS.get(tag, PRIVATE if drawing_allowed else SETTINGS) for tag in told}


def exif_meanings(record: bytes) -> tuple[set[str], int]:
    """Kinds of metadata in an EXIF record and its orientation (1 where it says none or is damaged)."""
    try:
        tags = read_tags(record)
    except MalformedError:
        return {"damaged EXIF record"}, 1
    kinds = {SETTINGS}.union(*(meanings(d, drawing_allowed=False) for d in (*tags.chain, *tags.pointed)))
    if len(tags.chain) > 1:
        kinds.add(THUMBNAIL)
    orientation = tags.number(tags.chain[0], 274, 1)
    return kinds, orientation if 1 <= orientation <= 8 else 1


def _numbers(value: Value, order: Order) -> Iterator[int]:
    raw, width = value
    return (int.from_bytes(raw[at : at + width], order) for at in range(0, len(raw) - width + 1, width))


class _Walk:
    """One pass over the directories; a damaged entry is left out, a loop or a flood ends the walk."""

    def __init__(self, data: bytes, order: Order, *, big: bool) -> None:
        self.data, self.order, self.big = memoryview(data), order, big
        self.word = 8 if big else 4
        self.seen: set[int] = set()
        self.entries_left = _MOST_ENTRIES

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self.data[at : at + size], self.order)

    def tags(self) -> Tags:
        chain = tuple(self.directories(self.number(8 if self.big else 4, self.word)))
        if not chain:
            raise MalformedError("its list of tags cannot be read")
        pointed: list[Directory] = []
        waiting = list(chain)
        while waiting:
            directory = waiting.pop()
            for tag in _POINTERS:
                for place in islice(_numbers(directory.get(tag, _NOTHING), self.order), _MOST_POINTERS):
                    found = list(self.directories(place))
                    pointed += found
                    waiting += found
        return Tags(self.order, chain, tuple(pointed))

    def directories(self, place: int) -> Iterator[Directory]:
        count_size, entry_size = (8, 20) if self.big else (2, 12)
        while place and place not in self.seen and len(self.seen) < _MOST_DIRECTORIES:
            self.seen.add(place)
            count = self.number(place, count_size)
            first, after = place + count_size, place + count_size + count * entry_size
            self.entries_left -= count
            if count == 0 or after > len(self.data) or self.entries_left < 0:
                return
            yield dict(self.entry(at) for at in range(first, after, entry_size))
            place = self.number(after, self.word)

    def entry(self, at: int) -> tuple[int, Value]:
        tag, kind, count = self.number(at, 2), self.number(at + 2, 2), self.number(at + 4, self.word)
        width = _TYPE_SIZES.get(kind, 1)
        inline = at + 4 + self.word
        start = inline if width * count <= self.word else self.number(inline, self.word)
        return tag, Value(self.data[start : start + width * count], width)
