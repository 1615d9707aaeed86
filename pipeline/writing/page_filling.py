"""A way to lay out a manuscript in; out the layout that leaves least paper blank, where text flows before floats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.manuscript import Manuscript
from pipeline.writing.floating import delayed, stops
from pipeline.writing.html import Page

Sheet = Any
"""A page of WeasyPrint, which has no types."""
MUCH = 0.07
"""A page with more than this part of it blank at its foot looks unfinished: four lines of text."""
LITTLE = 0.15
"""A last page with less than this part of it filled looks like a mistake."""
LAYOUTS = 5
"""Tries at filling pages, the first included."""


@dataclass(frozen=True, slots=True)
class Layout:
    page: Page
    document: Any
    """Of WeasyPrint, too."""
    manuscript: Manuscript
    blanks: list[float]
    """Parts of each page that are blank at its foot."""
    setting: str = ""
    moves: tuple[tuple[str, int], ...] = ()
    """Figures and tables that stand later than they were written, and after which of their `stops`."""

    @property
    def worth(self) -> tuple[int, float]:
        """Less is better: pages, then blanks, of which one large one is worse than several small ones."""
        return len(self.blanks), sum(blank**2 for blank in self.blanks[:-1])


def best_layout(first: Layout, lay_out: Callable[[Manuscript, str], Layout]) -> Layout:
    """Let text flow before what left a page blank; and set it tighter where a last page is all but empty.

    `lay_out` takes a manuscript and the name of a setting, `snug` to set it a little tighter.
    """
    best = first
    runs = 1
    tried: set[str] = set()
    while runs < LAYOUTS - 1 and (stranded := _stranded(best, tried)):
        number, identifier = stranded
        tried.add(identifier)
        for stop in _later(best, number, identifier):
            move = (identifier, stops(best.manuscript, identifier).index(stop))
            moved = lay_out(delayed(best.manuscript, identifier, stop), "")
            moved = replace(moved, moves=(*best.moves, move))
            runs += 1
            if moved.worth < best.worth:
                best = moved
                break
    if len(best.blanks) > 1 and best.blanks[-1] > 1 - LITTLE:
        snug = replace(lay_out(best.manuscript, "snug"), moves=best.moves)
        best = min(best, snug, key=lambda tried: len(tried.blanks))
    return best


def arranged(manuscript: Manuscript, moves: Sequence[tuple[str, int]]) -> Manuscript:
    """A manuscript that may have been edited meanwhile, with the moves of its layout before, as far as they go."""
    for identifier, number in moves:
        if stop := stops(manuscript, identifier)[number : number + 1]:
            manuscript = delayed(manuscript, identifier, *stop)
    return manuscript


def top(sheet: Sheet) -> float:
    """Where the text area of a page begins."""
    return float(sheet._page_box.content_box_y())


def _stranded(layout: Layout, tried: set[str]) -> tuple[int, str] | None:
    """The first figure or table that did not fit below its text and left much of a page blank: its page, from 0."""
    for number, (blank, sheet) in enumerate(zip(layout.blanks, layout.document.pages[1:], strict=False)):
        for identifier in layout.page.floats if blank > MUCH else ():
            if identifier not in tried and _is_first(identifier, sheet):
                return number + 1, identifier
    return None


def _later(layout: Layout, number: int, identifier: str) -> list[str]:
    """Blocks after which a stranded float would let text fill the page before it, the most promising first."""
    sheets = layout.document.pages
    room = layout.blanks[number - 1] * sheets[number - 1]._page_box.height
    # What follows a turned table begins on a page of its own, so it must not reach beyond the one before.
    turned = sheets[number].width > sheets[number].height
    passed = 0.0 if turned else top(sheets[number]) - sheets[number].anchors[identifier][3]
    ends: dict[str, float] = {}
    for sheet in sheets[number + turned : number + turned + 2]:
        ends |= {name: passed + bottom - top(sheet) for name, (_, _, _, bottom) in sheet.anchors.items()}
        passed += sheet._page_box.height
    printed_at = layout.page.printed_at
    found = [(ends.get(printed_at.get(stop, stop)), stop) for stop in stops(layout.manuscript, identifier)]
    fitting = [stop for end, stop in found if end is not None and end <= room]
    beyond = [stop for end, stop in found if end is not None and end > room]
    return fitting[-1:] if turned else beyond[:1] + fitting[-1:]


def _is_first(identifier: str, sheet: Sheet) -> bool:
    anchor = sheet.anchors.get(identifier)
    return anchor is not None and anchor[1] < top(sheet) + 30
