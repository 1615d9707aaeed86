"""A DICOM file, the frame and the window wanted in; a picture for a page, and how it came about, out.

Only the reading process of `dicom.py`, and tests, import this.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow

from pipeline.figures import dicom_window as windows
from pipeline.figures.colour import as_srgb
from pipeline.figures.dicom import Outcome, Rendered
from pipeline.figures.dicom_faults import BURNED_IN, BURNED_IN_UNKNOWN, NO_WINDOW, RECOGNISABLE, Refused
from pipeline.figures.dicom_header import DAMAGE, as_text, data, items, names, numbers, of_frame, opened, text, whole
from pipeline.figures.dicom_pixels import colours_of, decoded, frame_of, is_grey, padding_of, values_of
from pipeline.figures.dicom_spacing import spacing_of, squared
from pipeline.figures.raster import Wanted, encoded
from pipeline.findings import Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

_OFTEN_LETTERED = {
    "US": "Ultrasound pictures",
    "XA": "Angiograms",
    "RF": "Fluoroscopic pictures",
    "ES": "Endoscopic pictures",
    "OT": "Pictures stored from a screen",
    "SC": "Pictures stored from a screen",
    "XC": "Photographs",
}
_INVERTED = "MONOCHROME1"


def render(source: Path, wanted: Wanted, window: str) -> Outcome:
    """What `render_apart` gives, made in this process."""
    try:
        with warnings.catch_warnings(action="ignore"):  # pydicom's own, about the header
            return _render(source, wanted, window)
    except Refused as refused:
        return None, [refused.finding], []


def _render(source: Path, wanted: Wanted, window: str) -> Outcome:
    dataset = opened(source, wanted)
    findings = list(_lettering(dataset, wanted))
    frame, count = frame_of(dataset, wanted)
    stored = decoded(dataset, frame, wanted)
    if is_grey(dataset):
        picture, done = _grey(dataset, stored, frame, (window, wanted))
    elif window:
        what = f"{wanted.file} is a picture in colour; a window is for grey ones"
        raise Refused(NO_WINDOW.at(wanted.where, what, hint="Leave --window out."))
    else:
        picture, managed = as_srgb(Pillow.fromarray(colours_of(dataset, stored, wanted)), data(dataset, "ICCProfile"))
        done = [*_depth(dataset), *managed]
    picture, spacing, resampled = squared(picture, dataset, spacing_of(dataset, frame))
    chosen = [f"frame {frame} of {count}"] if count > 1 else []
    made = Rendered(
        encoded(picture, "image/png"),
        (*chosen, *done, *filter(None, [resampled])),
        _modality(dataset),
        (spacing.rows, spacing.columns) if spacing else None,
        spacing.note if spacing else "",
        tuple(names(dataset)),
        as_text(dataset),
    )
    return made, findings, list(_notes(dataset, made))


def _grey(
    dataset: Dataset, stored: NDArray[np.generic], frame: int, asked: tuple[str, Wanted]
) -> tuple[Pillow.Image, list[str]]:
    """A grey picture, and in words what was done to the values."""
    values, rescaled = values_of(dataset, stored, frame)
    padding = padding_of(dataset, stored)
    inside = values[~padding] if not padding.all() else values.ravel()
    inside = inside[np.isfinite(inside)]
    if not inside.size:
        inside = np.zeros(1, dtype=np.float32)
    values = np.nan_to_num(values, nan=float(inside.min()))
    unit = _unit(dataset, frame)
    given = windows.asked_for(asked[0], text(dataset, "Modality"), unit, asked[1])
    place = of_frame(dataset, frame, "FrameVOILUTSequence")
    tables = items(place, "VOILUTSequence")
    if asked[0] == "" and tables and not _windows(place):
        grey, done = _by_table(tables[0], values)
    else:
        window = _that_shows(given, _default(dataset, place, inside, asked[0]), inside, asked[1])
        grey = windows.levels(values, window)
        done = [windows.in_words(window, unit), windows.beyond(inside, window)]
    if text(dataset, "PhotometricInterpretation") == _INVERTED:
        grey = 255 - grey
        done.append("low values white, as the file asks")
    grey[padding] = 0
    return Pillow.fromarray(grey), [*filter(None, [rescaled]), *done, *_depth(dataset)]


def _windows(place: Dataset) -> tuple[windows.Window, ...]:
    function = text(place, "VOILUTFunction")
    return windows.offered(numbers(place, "WindowCenter"), numbers(place, "WindowWidth"), function)


def _that_shows(
    given: windows.Window | None, default: windows.Window, inside: NDArray[np.float32], wanted: Wanted
) -> windows.Window:
    """The window given, else the default one; where that leaves nothing to be seen, one by the values."""
    window = given or default
    shown = windows.levels(inside, window)
    if shown.min() < shown.max() or inside.min() == inside.max():
        return window
    if given:
        raise Refused(windows.nothing_seen(given, inside, wanted))
    better = windows.by_values(inside)
    return replace(better, origin=f"{better.origin}, because in the window of the file nothing is seen")


def _unit(dataset: Dataset, frame: int) -> str:
    rescaled = numbers(of_frame(dataset, frame, "PixelValueTransformationSequence"), "RescaleSlope")
    return "HU" if any(rescaled) and text(dataset, "Modality") == "CT" else ""


def _default(dataset: Dataset, place: Dataset, inside: NDArray[np.float32], asked: str) -> windows.Window:
    """The file's window; all levels where there are few enough to be a picture's own; else by the values."""
    kept = _windows(place)
    if kept and asked != windows.AUTO:
        return kept[0]
    bits = whole(dataset, "BitsStored")
    plain = not numbers(dataset, "RescaleSlope") and not items(dataset, "ModalityLUTSequence")
    if asked != windows.AUTO and plain and 1 <= bits <= 8 and not whole(dataset, "PixelRepresentation"):
        most = float((1 << bits) - 1)
        return windows.Window(most / 2, most, "all grey levels of the file", "LINEAR_EXACT")
    return windows.by_values(inside)


def _by_table(table: Dataset, values: NDArray[np.float32]) -> tuple[NDArray[np.uint8], list[str]]:
    """Through the file's own table of grey levels: DICOM PS3.3, C.11.2.1.1; by the values where it is damaged."""
    try:
        count, first, bits = (int(number) for number in table.LUTDescriptor)
        data = table.LUTData
        if isinstance(data, bytes):
            data = np.frombuffer(data, dtype="<u2" if len(data) >= 2 * (count or 1 << 16) else "u1")
        entries = np.asarray(data, dtype=np.float64)[: count or 1 << 16] * (255 / ((1 << bits) - 1))
        if first >= 1 << 15 and values.min() < 0:
            first -= 1 << 16  # written without its sign
        places = (values - first).round().clip(0, len(entries) - 1).astype(np.int64)
        return (entries[places] + 0.5).clip(0, 255).astype(np.uint8), ["grey levels by the table in the file"]
    except DAMAGE:
        window = windows.by_values(values)
        told = [windows.in_words(window, ""), windows.beyond(values, window)]
        return windows.levels(values, window), ["the damaged table of grey levels in the file ignored", *told]


def _depth(dataset: Dataset) -> list[str]:
    bits = whole(dataset, "BitsStored")
    return [f"{bits} bits reduced to 8"] if bits > 8 else []


def _modality(dataset: Dataset) -> str:
    found = text(dataset, "Modality")
    return found if len(found) <= 3 and found.isascii() and found.isalpha() and found.isupper() else ""


def _lettering(dataset: Dataset, wanted: Wanted) -> Iterator[Finding]:
    """What the file says of words and faces in its picture. Raises Refused."""
    said = text(dataset, "BurnedInAnnotation").upper()
    if said == "YES":
        message = f"{wanted.file} says that lettering is part of its picture, which can name the patient"
        hint = "Have it blacked out in the viewer, export that as PNG, look at it, and add the PNG instead."
        raise Refused(BURNED_IN.at(wanted.where, message, hint=hint))
    if said != "NO":
        often = _OFTEN_LETTERED.get(text(dataset, "Modality"), "")
        hint = f"{often} often have it. " * bool(often) + "Look at the copy at full size, corners and edges first."
        message = f"{wanted.file} does not say whether names are burned into its picture"
        yield BURNED_IN_UNKNOWN.at(wanted.where, message, hint=hint)
    if text(dataset, "RecognizableVisualFeatures").upper() == "YES":
        message = f"{wanted.file} says that a person can be recognised in its picture"
        hint = "Show another slice, or have a consent that covers this one."
        yield RECOGNISABLE.at(wanted.where, message, hint=hint)


def _notes(dataset: Dataset, made: Rendered) -> Iterator[str]:
    overlays = sum(1 for group in range(0x6000, 0x6020, 2) if (group, 0x3000) in dataset)
    if overlays:
        yield f"left out: {overlays} overlay{'s' * (overlays > 1)}, lines or words that viewers lay over the picture"
    others = _windows(dataset)[1:]
    if others and is_grey(dataset):
        listed = ", ".join(dict.fromkeys(f"{each.centre:g}/{each.width:g}" for each in others))
        yield f"other windows in the file: {listed}"
    if made.spacing is None:
        yield "the file does not say how large its pixels are, so a scale bar needs `spacing`"
    elif made.spacing_note:
        yield f"look at: the size of its pixels holds {made.spacing_note}"
