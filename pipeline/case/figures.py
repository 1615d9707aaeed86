"""Figures and tables as an author describes them in case.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.case.fields import Names, Part, Prose, TimePoint, Words
from pipeline.case.marks import Crop, Mark, Number, ScaleBar, Window

FigureShows = Literal["timeline", "course"]
TableShows = Literal[
    "timeline", "measurements", "differential", "treatments", "adverse_events", "causality", "similar_cases"
]


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
    crop: Crop | None = None
    rotate: Number | None = None
    """Degrees clockwise."""
    window: Window | None = None
    marks: tuple[Mark, ...] = ()
    """Arrows, letters and circles, drawn over the picture."""
    scale_bar: ScaleBar | None = None


class Figure(Part):
    title: Prose
    """One line, printed bold after the label."""
    legend: Prose | None = None
    """What holds for all panels; printed before their clauses."""
    credit: Prose | None = None
    """Source and permission, where the picture is not the authors' own."""
    panels: Annotated[tuple[Panel, ...], Field(max_length=9)] = ()
    """One to nine; two or more are lettered A, B, C …"""
    shows: FigureShows | None = None
    """Instead of panels: what is drawn from the facts of this file."""
    of: Names = ()
    """Keys of `tests` that a `course` plots, each on an axis of its own; of a `timeline`, its lanes (default: all)."""
    treatments: Names = ()
    """Keys of `treatments` that a `course` shows as bars below its plots."""


class Table(Part):
    """A table kept as data rather than in the narrative."""

    title: Prose
    columns: tuple[Prose, ...] = ()
    """Heads of the columns."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells, row by row; an empty cell is ''."""
    file: Words | None = None
    """CSV file in data/ with the rows, instead of `rows`."""
    shows: TableShows | None = None
    """Instead of columns and rows: what is tabulated from the facts of this file."""
    of: Names = ()
    """Keys of what is shown, where not all of it is: of `tests` for measurements, of `treatments` for treatments."""
    at: tuple[TimePoint, ...] = ()
    """Times that a table of measurements shows, where not all of them are."""
    notes: tuple[Prose, ...] = ()
