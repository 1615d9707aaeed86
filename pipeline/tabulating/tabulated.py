"""Tables made from the facts of a case: what a kind of table gets, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.case import Case
from pipeline.case.figures import Table as Wish
from pipeline.findings import Finding, Location
from pipeline.manuscript import Alignment, Cell, Inlines


@dataclass(frozen=True, slots=True)
class Request:
    """A table that an author wants, and what it is made from."""

    case: Case
    table_id: str
    wish: Wish
    words: Mapping[str, str]
    """Fixed words in the case's language."""

    @property
    def origin(self) -> Location:
        return self.case.sources.key("tables", self.table_id)


@dataclass(frozen=True, slots=True)
class Tabulated:
    """The body of a table; every row has as many cells as there are alignments."""

    alignments: tuple[Alignment, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Inlines, ...] = ()
    """What the flags and marks in the cells mean."""


Tabulate = Callable[[Request], tuple[Tabulated, list[Finding]]]
