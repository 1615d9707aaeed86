"""Ids of one page: each given out once, and where what an author wrote is printed."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.findings import Location
from pipeline.writing.html_text import attribute


@dataclass(frozen=True, slots=True)
class Taken:
    """What something that was written took of its page."""

    claims: tuple[tuple[str, bool], ...]
    """Ids, and whether each was free."""
    places: tuple[tuple[str, str], ...]
    """Origin anchors, each with the id of the element that holds it."""


class PageIds:
    """The ids of one page."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._claims: list[tuple[str, bool]] = []
        self._places: list[tuple[str, str]] = []
        self.printed_at: dict[str, str] = {}
        """Origin anchor → id of the element that holds what was written there."""

    def claim(self, identifier: str) -> bool:
        """Whether this id is still free; it is taken from now on."""
        free = identifier not in self._ids
        self._ids.add(identifier)
        self._claims.append((identifier, free))
        return free

    def at(self, origin: Location, own: str = "") -> Markup:
        """The attributes that tell where a node was written: its origin as id, or as data-origin beside its own id."""
        anchor = origin.anchor
        if not own:
            if self.claim(anchor):
                self._printed(anchor, anchor)
                return attribute("id", anchor)
            return attribute("data-origin", anchor)
        identifier = self.own(own)
        self._printed(anchor, own)
        return identifier + attribute("data-origin", anchor)

    def own(self, identifier: str) -> Markup:
        """An id attribute, or nothing where the page has this id already."""
        return attribute("id", identifier) if identifier and self.claim(identifier) else Markup("")

    def apart(self) -> PageIds:
        """A page with the same ids, for something that is written to see what it takes."""
        page = PageIds()
        page._ids = set(self._ids)
        return page

    @property
    def taken(self) -> Taken:
        """All that was taken since this page, or its being apart, began."""
        return Taken(tuple(self._claims), tuple(self._places))

    def take(self, taken: Taken) -> bool:
        """Take what something took when it was written before. Nothing, and False, where it would go otherwise now."""
        if any((identifier in self._ids) == was_free for identifier, was_free in taken.claims):
            return False
        for identifier, _ in taken.claims:
            self.claim(identifier)
        for anchor, identifier in taken.places:
            self._printed(anchor, identifier)
        return True

    def _printed(self, anchor: str, identifier: str) -> None:
        self._places.append((anchor, identifier))
        self.printed_at.setdefault(anchor, identifier)
