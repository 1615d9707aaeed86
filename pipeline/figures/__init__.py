"""Figures: the kinds of figure there are. Each has a file of its name here, and its line in this table."""

from __future__ import annotations

from pipeline.figures import course, timeline
from pipeline.figures.drawn import Draw

FIGURE_KINDS = {
    "image": "a picture file: PNG, JPEG, WebP, TIFF or SVG",
}
DRAWINGS: dict[str, Draw] = {
    "course": course.draw,
    "timeline": timeline.draw,
}
"""What `shows:` of a figure may say → the function that draws it."""
