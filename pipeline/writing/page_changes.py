"""The tree of a document laid out before, on which page each of its elements stood, and the tree as it is now, in;
the pages that may look different, out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

Box = Any
"""WeasyPrint has no types: of its boxes, pages, contexts, records and modules."""
Element = Any
UNSEEN = frozenset({"id", "href", "data-origin", "alt", "aria-label"})
"""Attributes that change nothing in looks, as long as no style asks for them."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTORS = re.compile(r"([^{};]*)\{")
_FAR_REACHING = re.compile(
    rf"#|\[\s*(?:{'|'.join(UNSEEN)})\b|:(?:has|empty|only|target|nth-last)|(?<!th)(?<!td)(?<!tr):last|\battr\("
)
"""Selectors by which a change shows elsewhere than where it is, or by which an unseen attribute shows."""


class Shape(IntEnum):
    """Of an element: of two boxes of it, the larger counts."""

    INLINE = 0
    BLOCK = 1
    ONE = 2
    """Its parts have their places from each other, or it is kept on one page if it can be."""


@dataclass(slots=True)
class Changes:
    pages: set[int] = field(default_factory=set)
    """Numbers, from 0, of pages that hold what changed."""
    cut: int | None = None
    """The page from which on all are another's."""
    now: dict[Element, Element] = field(default_factory=dict)
    """Where an element before it is by now."""

    def from_here(self, page: int) -> None:
        self.cut = page if self.cut is None else min(self.cut, page)


def changes(old: Element, new: Element, held: Sequence[dict[Element, Shape]], pictures: set[str]) -> Changes | None:
    """What differs; `held` tells of each page which elements of the old tree it showed. `pictures` have other content
    than they had. None where something that differs has no place on any page.
    """
    found = _Difference(old, held, pictures)
    return found.changes if found.compare(new) else None


def shapes(tops: Iterable[Box]) -> dict[Element, Shape]:
    """Of all elements that these boxes, and what is in them, are of."""
    held: dict[Element, Shape] = {}
    for top in tops:
        for box in (top, *top.descendants()):
            if box.element is not None:
                held[box.element] = max(held.get(box.element, Shape.INLINE), _shape(box.style))
    return held


def _shape(style: Any) -> Shape:
    flows = style["display"][:2] in {("block", "flow"), ("inline", "flow")}
    broken = style["break_inside"] == "auto" and (style["column_count"], style["column_width"]) == ("auto", "auto")
    if not (flows and broken and style["float"] == "none" and style["position"] == "static"):
        return Shape.ONE
    return Shape.INLINE if style["display"][0] == "inline" else Shape.BLOCK


def reaches_far(style: bytes) -> bool:
    """Whether a change may show elsewhere than where it is, or an attribute that is taken for unseen may show."""
    text = _COMMENT.sub("", style.decode("utf-8", "replace"))
    return "attr(" in text or any(_FAR_REACHING.search(found[1]) for found in _SELECTORS.finditer(text))


class _Difference:
    """Two trees compared, and the pages on which the old one has what differs."""

    def __init__(self, old: Element, held: Sequence[dict[Element, Shape]], pictures: set[str]) -> None:
        self._old = old
        self._pictures = pictures
        self._reach = _Reach(old, held)
        self.changes = Changes()

    def compare(self, tree: Element) -> bool:
        """False where the difference has no place on any page."""
        if _own(self._old) != _own(tree) or [*map(_own, self._old)] != [*map(_own, tree)]:
            return False
        waiting = [(self._old, tree)]
        while waiting:
            old, new = waiting.pop()
            if not self._differs(old, new):
                self.changes.now |= zip(old.iter(), new.iter(), strict=True)
                continue
            self.changes.now[old] = new
            if not self._reach.knows(old):
                return False
            same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if _own(a) != _own(b)), None)
            if same is None and len(old) != len(new):
                same = min(len(old), len(new))
            tails = ((a.tail, b.tail) for a, b in zip(old[:same], new[:same], strict=False))
            if old.text != new.text or old.get("src") in self._pictures or any(a != b for a, b in tails):
                first, last = self._reach.of(old)
                self.changes.pages |= {*range(max(first - 1, 0), last + 1)}
            if same is not None:
                self.changes.from_here(max(self._reach.before(old, same) - 1, 0))
            waiting += zip(old[:same], new[:same], strict=False)
        return True

    def _differs(self, old: Element, new: Element) -> bool:
        """Whether anything in an element does: most do not."""
        parts = zip(old.iter(), new.iter(), strict=False)
        return any(
            a.text != b.text or a.tail != b.tail or len(a) != len(b) or _own(a) != _own(b) for a, b in parts
        ) or any(part.get("src") in self._pictures for part in old.iter("img"))


def _own(element: Element) -> Any:
    return element.tag, {name: value for name, value in element.items() if name not in UNSEEN}


class _Reach:
    """Where the elements of a tree stand, and which are laid out as one."""

    def __init__(self, tree: Element, pages: Sequence[dict[Element, Shape]]) -> None:
        self._first: dict[Element, int] = {}
        self._last: dict[Element, int] = {}
        self._whole: set[Element] = set()
        self._blocks: set[Element] = set()
        self._parents = {child: parent for parent in tree.iter() for child in parent}
        for number, held in enumerate(pages):
            for element, shape in held.items():
                self._first.setdefault(element, number)
                self._last[element] = number
                if shape is not Shape.INLINE:
                    self._blocks.add(element)
                if shape is Shape.ONE:
                    self._whole.add(element)

    def knows(self, element: Element) -> bool:
        return element in self._first

    def of(self, element: Element) -> tuple[int, int]:
        """The first and the last page on which something may look different when the element does."""
        unit = element
        while unit not in self._blocks and unit in self._parents:
            unit = self._parents[unit]
        above = unit
        while above in self._parents:
            above = self._parents[above]
            if above in self._whole:
                unit = above
        return self._first.get(unit, 0), self._last.get(unit, len(self._last))

    def before(self, parent: Element, number: int) -> int:
        """The page on which what stands before the child of this number ends."""
        first, _ = self.of(parent)
        blocks = all(child in self._blocks for child in parent[:number])
        if number == 0 or not blocks or (parent.text or "").strip() or self._is_within_one(parent):
            return first
        return self._last[parent[number - 1]]

    def _is_within_one(self, element: Element | None) -> bool:
        while element is not None:
            if element in self._whole or element not in self._blocks:
                return True
            element = self._parents.get(element)
        return False
