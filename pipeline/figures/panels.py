"""One panel of a figure: what its author wrote in; its picture as it is shown, and what was done to it, out.

A panel is made in two steps, because marks have the size of print, which is known when all panels of a figure are:
`open_panel` cuts and turns the picture, `mark_panel` draws what lies over it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.case.figures import Panel
from pipeline.figures.annotating import Bar, Shape, annotated, room_for_bar, room_for_label
from pipeline.figures.image import Picture, load_picture, ship
from pipeline.figures.raster import Raster, Wanted
from pipeline.figures.record import Record, record_of
from pipeline.figures.view import View, cut_out, view_of
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.language import with_decimal_sign
from pipeline.manuscript import Image

MARK_CUT_OFF = rule(
    "mark-cut-off",
    Severity.ERROR,
    "A mark that points to what is not shown points nowhere.",
    fix="Move the mark into what is shown, or crop less.",
    example="crop: {left: 30, top: 0, right: 100, bottom: 100}\nmarks: [{shape: arrow, at: [20, 50]}]\n",
)
LABEL_TOO_LONG = rule(
    "label-too-long",
    Severity.ERROR,
    "Of a label longer than its picture only a part is seen.",
    fix="Shorten the label, and explain it in the legend.",
    example="marks: [{shape: label, text: right ventricular outflow tract obstruction, at: [90, 5]}]\n",
)
CROP_HIDES = rule(
    "crop-only-hides",
    Severity.WARNING,
    "What must not be seen must not be in the file; others can open it.",
    fix="Crop the file itself, and clean it in: `casewright figure add FILE`.",
    example="crop: {left: 0, top: 12, right: 100, bottom: 100}   # to hide a name\n",
)
BAR_WITHOUT_SPACING = rule(
    "scale-bar-without-spacing",
    Severity.ERROR,
    "How long a scale bar must be follows from the size of a pixel, which nobody can guess.",
    fix="Take the picture out of its DICOM file, or leave out the scale bar.",
    example="panels: [{file: photo.png, alt: Skin, scale_bar: {length: 20 mm}}]\n",
)
BAR_UNFIT = rule(
    "scale-bar-unfit",
    Severity.ERROR,
    "A scale bar must fit into the picture, and be long enough to see.",
    fix="Choose another length.",
    example="panels: [{file: ct.png, alt: CT, scale_bar: {length: 900 mm, spacing: 0.5 mm}}]\n",
)
BAR_DOUBTFUL = rule(
    "scale-bar-doubtful",
    Severity.WARNING,
    "Readers measure with a scale bar, and would measure too much.",
    fix="Check the length against something known in the picture.",
    example=(
        "panels: [{file: xray.png, alt: Chest, scale_bar: {length: 5 cm}}]   # whose spacing is that of the detector\n"
    ),
)
POINTS_PER_MM = 72 / 25.4
_WIDE, _LARGER = 100.0, 1.2
"""Millimetres: what is printed wider is made much smaller on a phone, so its marks are a little larger."""
_SHOWN = 30
"""Characters of a label that a finding repeats."""
_RADIUS = 6.0
"""Percent of the width, of a circle without a radius."""

At = Callable[..., Location]
"""Where a field of the panel stands: `at("marks", 0)`."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture cut and turned; nothing lies over it yet."""

    panel: Panel
    at: At
    picture: Picture
    """Of a drawing the whole; of pixels only what is shown."""
    view: View
    ground: Image
    """The picture as a file."""
    record: Record
    windowed: bool
    """Whether the window of the panel chose its grey values."""

    @property
    def is_drawing(self) -> bool:
        return not isinstance(self.picture, Raster)


def open_panel(folder: Path, name: str, panel: Panel, at: At) -> tuple[Opened | None, list[Finding]]:
    """Load the panel's file from the figures folder, to be shipped under this base name."""
    window = (panel.window.centre, panel.window.width) if panel.window else None
    picture, findings = load_picture(folder, Wanted(panel.file, at("file"), panel.page, window))
    if picture is None:
        return None, findings
    record, problems = record_of(folder, panel.file, at("file"))
    findings += problems
    whole = picture.picture.size if isinstance(picture, Raster) else (picture.width, picture.height)
    view = view_of(whole, panel.crop, panel.rotate)
    windowed = isinstance(picture, Raster) and picture.as_asked
    if isinstance(picture, Raster) and (view.is_cropped or view.angle):
        picture = replace(picture, picture=cut_out(picture.picture, view), as_asked=True)
    elif view.is_cropped:
        hint = "Crop it in the program that made it, if what is cut off must stay unseen."
        what = f"{panel.file} is a drawing: what is cut off is hidden, but stays inside the file"
        findings.append(CROP_HIDES.at(at("crop"), what, hint=hint))
    return Opened(panel, at, picture, view, ship(picture, name), record, windowed), findings


def mark_panel(opened: Opened, width: float, language: str) -> tuple[Image, tuple[str, ...], list[Finding]]:
    """The picture with its marks and scale bar, for a panel printed so many millimetres wide.

    The texts are keys of `words`: which of the two could be drawn.
    """
    view, panel = opened.view, opened.panel
    unit = view.size[0] / (width * POINTS_PER_MM) * (_LARGER if width > _WIDE else 1)
    shapes, findings = [], []
    for index, mark in enumerate(panel.marks):
        if not view.shows(mark.at):
            what = f"the {mark.shape} at {mark.at[0]:g}, {mark.at[1]:g} lies in what is cut off of {panel.file}"
            hint = "Places are in percent of the whole picture, before it is cropped; move the mark, or crop less."
            findings.append(MARK_CUT_OFF.at(opened.at("marks", index), what, hint=hint))
            continue
        text = " ".join((mark.text or "").split())
        if not room_for_label(text, view.size[0], unit):
            what = f"the label `{text[:_SHOWN]}{'…' * (len(text) > _SHOWN)}` is longer than {panel.file} is wide"
            hint = "Draw a letter or a number, and say in the legend what it stands for."
            findings.append(LABEL_TOO_LONG.at(opened.at("marks", index), what, hint=hint))
            continue
        radius = (mark.radius or _RADIUS) / 100 * view.whole[0]
        tail = view.shown(mark.from_) if mark.from_ else None
        shapes.append(Shape(mark.shape, view.shown(mark.at), tail, radius, text))
    bar, problems = _scale_bar(opened, unit, language)
    added = ("processed_marks",) * bool(shapes) + ("processed_scale_bar",) * bool(bar)
    drawn = opened.is_drawing and (view.is_cropped or view.angle)
    image = annotated(opened.ground, view, shapes, bar, unit) if added or drawn else opened.ground
    return image, added, findings + problems


def _scale_bar(opened: Opened, unit: float, language: str) -> tuple[Bar | None, list[Finding]]:
    wish, record, at = opened.panel.scale_bar, opened.record, opened.at("scale_bar")
    if wish is None:
        return None, []
    spacing = (wish.spacing, wish.spacing) if wish.spacing else record.spacing
    if spacing is None:
        what = f"nothing says how large a pixel of {opened.panel.file} is, so no scale bar can be drawn"
        hint = "Add the width of one pixel: scale_bar: {length: 20 mm, spacing: 0.5 mm}."
        return None, [BAR_WITHOUT_SPACING.at(at, what, hint=hint)]
    length = wish.length / opened.view.across(spacing)
    text = length_in_words(wish.length, language)
    shortest, longest = room_for_bar(opened.view.size[0], unit)
    if not shortest <= length <= longest:
        whole = length_in_words(opened.view.size[0] * opened.view.across(spacing), "en")
        size = "short to be seen" if length < shortest else "long"
        what = f"a scale bar of {text} is too {size}: from side to side the picture shows {whole}"
        return None, [BAR_UNFIT.at(at, what, hint="Choose a round length of about a quarter of that.")]
    doubts = []
    if record.caution and not wish.spacing:
        what = f"the size of a pixel of {opened.panel.file} is the one {record.caution}"
        hint = "Leave the scale bar out, or give the `spacing` that you measured in the patient."
        doubts.append(BAR_DOUBTFUL.at(at, what, hint=hint))
    return Bar(length, text), doubts


def length_in_words(millimetres: float, language: str) -> str:
    """`20 mm`, `50 µm`; three figures at most."""
    number, unit = (millimetres, "mm") if millimetres >= 1 else (millimetres * 1000, "µm")
    plain = f"{number:.0f}" if number >= 100 else f"{number:.3g}"
    return f"{with_decimal_sign(plain, language)}\u00a0{unit}"


def adjustments(opened: Opened, added: tuple[str, ...], words: Mapping[str, str], language: str) -> tuple[str, ...]:
    """What was done between the original and the page, in the case's language, in the order in which it was done.

    `added` is what `mark_panel` says that it drew.
    """
    panel, record, done = opened.panel, opened.record, []
    window = (f"{panel.window.centre:g}", f"{panel.window.width:g}") if panel.window and opened.windowed else None
    if window or record.window:
        centre, width = (value.replace("-", "−") for value in window or record.window or ("", ""))
        key = "processed_window_hu" if record.in_hounsfield and not window else "processed_window"
        done.append(with_decimal_sign(words[key].format(centre=centre, width=width), language))
    if record.resampled:
        done.append(words["processed_resampled"])
    if opened.view.is_cropped:
        done.append(words["processed_cropped"])
    if opened.view.angle:
        angle = with_decimal_sign(f"{opened.view.angle:g}", language)
        done.append(words["processed_turned"].format(angle=angle))
    return (*done, *(words[key] for key in added))
