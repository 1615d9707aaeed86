"""Figures drawn from the facts of a case: what a kind of drawing gets, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.case import Case
from pipeline.case.figures import Figure as Wish
from pipeline.findings import Finding, Location
from pipeline.manuscript import Image
from pipeline.tabulating.tabulated import Tabulated


@dataclass(frozen=True, slots=True)
class Request:
    """A figure that an author wants, and what it is drawn from."""

    case: Case
    figure_id: str
    wish: Wish
    words: Mapping[str, str]
    """Fixed words in the case's language."""

    @property
    def origin(self) -> Location:
        return self.case.sources.key("figures", self.figure_id)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing in two shapes, and the same in words and numbers."""

    image: Image
    """For paper and wide screens."""
    narrow: Image
    """For screens of 360 px."""
    alt: str
    """One or two sentences written from the data: what is shown, from when to when, and its main turn."""
    description: Tabulated
    """Everything that the drawing shows, as a table."""


Draw = Callable[[Request], tuple[Drawn | None, list[Finding]]]
"""None where there is nothing to draw, with the finding that says why."""
