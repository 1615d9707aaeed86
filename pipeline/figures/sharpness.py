"""Whether a picture prints well: its pixels, bytes and printed width, and a journal's rules, in; warnings out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.figures.arrangement import printed_width
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.journals import FigureRules
from pipeline.manuscript import Image

if TYPE_CHECKING:
    from PIL import Image as Pillow

COARSE = rule(
    "image-coarse",
    Severity.WARNING,
    "A picture with too few pixels is blurred in print, and journals send it back.",
    fix="Use the original at its full size.",
    example="panels: [{file: small.png, alt: MRI}]   # 200 × 200 pixels\n",
)
TOO_NARROW = rule(
    "image-narrower-than-asked",
    Severity.WARNING,
    "The journal asks for a picture of more pixels.",
    fix="Use the original at its full size.",
    example="journal: cureus\npanels: [{file: small.png, alt: MRI}]\n",
)
HEAVY = rule(
    "image-heavy",
    Severity.WARNING,
    "Journals refuse pictures of many megabytes, and readers on a phone wait for them.",
    fix="Save photographs as JPEG, drawings as SVG or PNG.",
    example="panels: [{file: scan.tif, alt: MRI}]   # 48 MB\n",
)
EXTREME_SHAPE = rule(
    "image-extreme-shape",
    Severity.WARNING,
    "A picture far wider or higher than a page shows its details too small.",
    fix="Crop it, or divide it into two panels.",
    example="panels: [{file: ecg.png, alt: ECG}]   # 4000 × 300 pixels\n",
)
OTHER_FORMAT = rule(
    "image-format-not-taken",
    Severity.WARNING,
    "The journal takes pictures of other formats.",
    fix="Save a copy in a format that the journal takes.",
    example="journal: cureus\npanels: [{file: scan.gif, alt: MRI}]\n",
)

_MOST_STRETCHED = 8.0
_NEARLY = 0.98
"""A picture that misses a limit by a pixel or two looks no different."""
_LINE_LEVELS, _LINE_SHARE = 4, 0.97
_WHITE = 200
_LARGE = 100_000


def format_findings(file: str, image: Image, where: Location, rules: FigureRules) -> Iterator[Finding]:
    """What concerns every kind of picture; `file` is as the author wrote it."""
    megabytes = len(image.data) / 1024**2
    if megabytes > rules.max_mb:
        what = f"{file} has {megabytes:.1f} MB; at most {rules.max_mb:g} are asked for by {rules.who('max_mb')}"
        hint = "Save a photograph as JPEG, or reduce its pixels to what print needs."
        yield HEAVY.at(where, what, hint=hint)
    suffix = PurePosixPath(file).suffix.lower().removeprefix(".")
    same = {"jpg": "jpeg", "tif": "tiff"}
    if rules.formats and same.get(suffix, suffix) not in {same.get(name, name) for name in rules.formats}:
        taken = ", ".join(name.upper() for name in rules.formats)
        what = f"{file} is {suffix.upper()}; formats asked for by {rules.who('formats')}: {taken}"
        yield OTHER_FORMAT.at(where, what, hint="Export it in one of these for submission.")
    width, height = image.width, image.height
    if max(width / height, height / width) > _MOST_STRETCHED:
        times = max(width / height, height / width)
        longer, shorter = ("wide", "high") if width > height else ("high", "wide")
        hint = "Crop it, or cut it into parts that stand below each other."
        yield EXTREME_SHAPE.at(where, f"{file} is {times:.0f} times as {longer} as {shorter}", hint=hint)


def pixel_findings(
    file: str, picture: Pillow.Image, layout: tuple[int, bool], where: Location, rules: FigureRules
) -> Iterator[Finding]:
    """What concerns pictures made of pixels; `layout` is how many columns the figure has, and if several panels."""
    line = is_line_art(picture)
    asked = rules.dpi_line if line else rules.dpi
    wide = printed_width(picture.size, *layout)
    there = picture.width / (wide / 25.4)
    # A picture that stands alone is not enlarged, so more pixels also print wider.
    widest = printed_width((picture.width * _LARGE, picture.height * _LARGE), *layout)
    if there < asked * _NEARLY:
        need = math.ceil(widest / 25.4 * asked)
        kind = "for lines and letters " if line else ""
        who = rules.who("dpi_line" if line else "dpi")
        what = f"at {wide:.0f} mm wide {file} prints at {there:.0f} dpi; {kind}{asked:.0f} are asked for by {who}"
        hint = f"Export it from the original at least {need} pixels wide; enlarging this file adds nothing."
        yield COARSE.at(where, what, hint=hint)
    if picture.width < rules.min_width_px:
        who = rules.who("min_width_px")
        what = f"{file} is {picture.width} pixels wide; {rules.min_width_px:.0f} are asked for by {who}"
        yield TOO_NARROW.at(where, what, hint="Export it again from the original, with more pixels.")


def is_line_art(picture: Pillow.Image) -> bool:
    """Whether a picture is dark lines or letters on white: all but a few of its pixels have one of a few greys."""
    counts = sorted(((count, level) for level, count in enumerate(picture.convert("L").histogram())), reverse=True)
    most = sum(count for count, _ in counts[:_LINE_LEVELS])
    ground = counts[0][1]
    # One even shade is nothing drawn.
    return ground >= _WHITE and counts[1][0] > 0 and most >= _LINE_SHARE * picture.width * picture.height
