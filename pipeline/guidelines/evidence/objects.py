"""Figures and tables that an item asks for, in; those that are printed, and the calls of them, out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.guideline import Item, Wanted
from pipeline.guidelines.printed import Passage, Sort


def shown(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """A figure or table that `shows` one of `of`, or stands in a part that `within` names; weak where no text calls it.

    Of a table without a caption, which cannot be called, the first row is the evidence.
    """
    shows: dict[str, str | None] = {name: figure.shows for name, figure in asked.case.facts.figures.items()}
    shows |= {name: table.shows for name, table in asked.case.facts.tables.items()}
    for passage in _one_each(asked):
        if shows.get(passage.object_id, "") in wanted.of or any(passage.stands_in(name) for name in wanted.within):
            yield _hit(asked, passage)


def figure(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """Any figure, or one in the parts that `within` names."""
    yield from _of_sort(asked, wanted, are_figures=True)


def table(asked: Asked, _: Item, wanted: Wanted) -> Iterator[Hit]:
    """Any table, or one in the parts that `within` names."""
    yield from _of_sort(asked, wanted, are_figures=False)


def _of_sort(asked: Asked, wanted: Wanted, *, are_figures: bool) -> Iterator[Hit]:
    for passage in _one_each(asked):
        is_figure = passage.object_id in asked.case.facts.figures
        if is_figure is are_figures and (not wanted.within or any(map(passage.stands_in, wanted.within))):
            yield _hit(asked, passage)


def _one_each(asked: Asked) -> Iterator[Passage]:
    """The caption of each figure and table, or its first row."""
    seen = set()
    for passage in asked.printed.passages:
        if passage.sort in {Sort.CAPTION, Sort.ROW} and passage.anchor not in seen:
            seen.add(passage.anchor)
            yield passage


def _hit(asked: Asked, passage: Passage) -> Hit:
    return Hit(passage, any(passage.object_id in other.calls for other in asked.printed.passages))
