"""Figures and tables as an author describes them in case.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pipeline.case.fields import Part, Prose, Words


class Panel(Part):
    file: Words
    """File in figures/."""
    alt: Words
    """What the picture shows, for a reader who cannot see it; not the legend again."""
    legend: Prose | None = None
    """This panel's clause of the legend."""
    credit: Prose | None = None
    page: Annotated[int, Field(ge=1)] | None = None
    """Page of a TIFF with several, from 1."""


class Figure(Part):
    title: Prose
    """One line, printed bold after the label."""
    legend: Prose | None = None
    """What holds for all panels; printed before their clauses."""
    credit: Prose | None = None
    """Source and permission, where the picture is not the authors' own."""
    panels: Annotated[tuple[Panel, ...], Field(min_length=1, max_length=9)]
    """One to nine; two or more are lettered A, B, C …"""


class Table(Part):
    """A table kept as data rather than in the narrative."""

    title: Prose
    columns: Annotated[tuple[Prose, ...], Field(min_length=1)]
    """Heads of the columns."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells, row by row; an empty cell is ''."""
    file: Words | None = None
    """CSV file in data/ with the rows, instead of `rows`."""
    notes: tuple[Prose, ...] = ()
