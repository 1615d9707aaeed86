"""What every writer returns: files in memory, and where each id is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.findings import Finding


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed."""

    page: int
    """From 1."""
    line: int
    """Line of text in the text area of its page, from 1; 0 for what stands beside it, in the margin."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, of a paragraph or of a cell."""

    place: Place
    text: str
    begins: frozenset[str] = frozenset()
    """HTML ids of what begins with it."""


@dataclass(frozen=True, slots=True)
class Output:
    """One written format of one case. Nothing has touched the disk yet."""

    files: Mapping[str, bytes]
    """Names relative to `build/<case id>/`, with forward slashes."""
    places: Mapping[str, Place]
    """HTML id → where it is printed; empty for a format without pages or lines."""
    findings: tuple[Finding, ...] = ()
    lines: tuple[Line, ...] = ()
    """All lines in the order of reading; empty for a format without pages or lines."""
