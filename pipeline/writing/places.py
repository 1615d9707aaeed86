"""Pages as they were laid out in; the page and line of every id, and of any words printed there, out.

The n-th line of a page is the n-th baseline of text in its text area, from the top: lines side by side count once,
and running heads, a column in the margin, and the words of a drawing do not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.writing.output import Line, Output, Place

NEAR = 1.0
"""Baselines that are no further apart, in CSS pixels, are one."""
ENOUGH = 24
"""Letters by which words are recognised."""
BETWEEN = 400
"""Letters more than a passage has that are looked through: its marks of citation, the head of a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text as it was laid out: of a paragraph, of a cell."""

    baseline: float
    """From the top of the page."""
    text: str
    counts: bool = True
    """Whether any of it stands in the text area; of what is wider than that, short lines may not."""
    aside: bool = False
    """In a column of its own beside the text area."""


def places(pages: Iterable[Iterable[str | Row]], printed_at: Mapping[str, str]) -> tuple[dict[str, Place], list[Line]]:
    """Of each page its rows and ids in the order of reading, an id before the row in which its element begins.

    `printed_at` gives origins that are no id, and the id of the element that holds what was written there.
    """
    origins: dict[str, list[str]] = {}
    for origin, identifier in printed_at.items():
        origins.setdefault(identifier, []).append(origin)
    found: dict[str, Place] = {}
    lines: list[Line] = []
    for number, page in enumerate(pages, 1):
        content = list(page)
        baselines = _baselines(row for row in content if isinstance(row, Row))
        waiting: list[str] = []
        place = Place(number, max(len(baselines), 1))
        for part in content:
            if isinstance(part, str):
                waiting += [part, *origins.get(part, ())]
                continue
            line = min(bisect_left(baselines, part.baseline - NEAR) + 1, max(len(baselines), 1))
            place = Place(number, 0 if part.aside else line)
            lines.append(Line(place, part.text, frozenset(waiting)))
            _take(found, waiting, place)
        # What has no text below it on its page, such as a picture at the foot, stands at the last line.
        _take(found, waiting, place)
    return found, lines


def _take(found: dict[str, Place], waiting: list[str], place: Place) -> None:
    """What goes on over several pages stands where it begins."""
    while waiting:
        found.setdefault(waiting.pop(), place)


def _baselines(rows: Iterable[Row]) -> list[float]:
    heights: list[float] = []
    for height in sorted(row.baseline for row in rows if row.counts and not row.aside):
        if not heights or height - heights[-1] > NEAR:
            heights.append(height)
    return heights


def place_of(output: Output, anchor: str, words: str, within: int) -> Place | None:
    """Where words of the passage with this id begin; None where the id is printed nowhere.

    `within` is the passage's length in characters. Where the words cannot be told from the lines, as in a picture, the
    place is that of the passage.
    """
    first = next((n for n, line in enumerate(output.lines) if anchor in line.begins), len(output.lines))
    ahead = list(_until(output.lines[first:], within + BETWEEN))
    found = (_search(ahead, beginning) for beginning in _beginnings(words))
    return next((place for place in found if place), output.places.get(anchor))


def _beginnings(words: str) -> list[str]:
    """The first words, the longest beginning first: a mark of citation may stand between any two of them."""
    beginnings = accumulate(map(letters, words.split()[:ENOUGH]))
    return list(dict.fromkeys(text[:ENOUGH] for text in beginnings if text))[::-1]


def letters(text: str) -> str:
    """What the layout does not change of a text: no blanks, hyphens or marks."""
    return "".join(filter(str.isalnum, text))


def _search(lines: Sequence[Line], wanted: str) -> Place | None:
    ends = list(accumulate(len(letters(line.text)) for line in lines))
    at = "".join(letters(line.text) for line in lines).find(wanted)
    return None if at < 0 else lines[bisect_left(ends, at + 1)].place


def _until(lines: Sequence[Line], reach: int) -> Iterator[Line]:
    for line in lines:
        if reach <= 0:
            return
        reach -= len(line.text)
        yield line
