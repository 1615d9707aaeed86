"""What the layout makes of the same bytes each time, in; the same, made once for as long as a process lasts, out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import lru_cache, wraps
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

MOST_STYLES = 32
Picture = Any
"""WeasyPrint and pydyf have no types."""
Stream = Any
Recode = Callable[[Picture, bool, float], Stream]
"""Of a picture that is, or is not, made smooth, reduced to a part of its size: as it stands in a PDF."""


def parsed_once(parser: Any) -> SimpleNamespace:
    """tinycss2, as far as WeasyPrint asks it for whole style sheets."""
    parse = lru_cache(MOST_STYLES)(parser.parse_stylesheet_bytes)
    return SimpleNamespace(parse_stylesheet_bytes=parse, parse_stylesheet=parser.parse_stylesheet)


def recoded_once(recode: Recode) -> Recode:
    """WeasyPrint's method, which also leaves the picture reduced: whoever asked for more next would not get it."""

    @wraps(recode)
    def remembering(picture: Picture, smooth: bool, ratio: float) -> Stream:
        known: dict[tuple[bool, float], Stream] = picture.__dict__.setdefault("recoded", {})
        if (smooth, ratio) not in known:
            source = picture.image_data.data
            known[smooth, ratio] = _apart(recode(picture, smooth, ratio))
            if ratio != 1:
                picture.image_data = picture.cache_image_data(source)
        # A PDF puts its own numbers into what it takes.
        return _apart(known[smooth, ratio])

    return remembering


def _apart(stream: Stream) -> Stream:
    data = [getattr(part, "data", part) for part in stream.stream]
    extra = type(stream.extra)(stream.extra)
    if "SMask" in extra:
        extra["SMask"] = _apart(extra["SMask"])
    return type(stream)(data, extra, stream.compress)


def drawn_anew(drawing: Any) -> Any:
    """WeasyPrint's class for drawings, which a drawing leaves changed: whoever drew it again would get another."""

    class Anew(drawing):  # type: ignore[misc]  # WeasyPrint has no types
        def __init__(self, tree: Any, *others: Any) -> None:
            self._source = (tree, *others)
            super().__init__(deepcopy(tree), *others)

        def draw(self, *where: Any) -> None:
            tree, *others = self._source
            drawing(deepcopy(tree), *others).draw(*where)

    return Anew


class Pictures:
    """Pictures by the address under which a page asks for them, for as long as their bytes are the same."""

    def __init__(self) -> None:
        self.read: dict[str, Picture] = {}
        """What WeasyPrint has read, in its own form."""
        self._seen: dict[str, str] = {}

    def expect(self, files: Mapping[str, bytes], home: str) -> None:
        """Forget what is not what these files, under the address `home`, are."""
        seen = {home + name: sha256(data).hexdigest() for name, data in files.items()}
        if any(seen.get(address, digest) != digest for address, digest in self._seen.items()):
            self.read.clear()
        # What could not be read is said again each time.
        for address in [address for address, picture in self.read.items() if picture is None]:
            del self.read[address]
        self._seen |= seen
