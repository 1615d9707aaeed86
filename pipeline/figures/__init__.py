"""Figures: the kinds of figure there are. Each has a file of its name here, and its line in this table."""

FIGURE_KINDS = {
    "image": "a picture file: PNG, JPEG, WebP, TIFF or SVG",
}
