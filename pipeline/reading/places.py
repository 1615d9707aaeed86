"""Offsets in a text → locations in its file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from pipeline.findings import Location


@dataclass(frozen=True, slots=True)
class Places:
    """Knows the line and column of every offset of one text; lines end with a line feed."""

    text: str
    file: str
    starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = [0]
        position = self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        object.__setattr__(self, "starts", starts)

    def at(self, offset: int, length: int = 1) -> Location:
        """The location of an offset; `length` characters are underlined."""
        line = bisect_right(self.starts, offset)
        return Location(self.file, line, offset - self.starts[line - 1] + 1, length)
