"""How far pixels lie apart: a data set in; millimetres, what they hold for, and square pixels, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from pipeline.figures.container import MAX_PIXELS
from pipeline.figures.dicom_header import items, numbers, of_frame, text, whole

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

AT_THE_DETECTOR = "at the detector: in the patient everything is smaller than measured by it, by how much is not known"
IN_THE_REGION = "in the part of the picture that shows the body"
_CENTIMETRES = 3
_PROJECTIONS = frozenset({"CR", "DX", "IO", "MG", "PX", "RF", "RG", "XA"})
_LONGEST = 100.0
"""Millimetres; nobody takes pictures of patients with larger pixels."""
_SQUARE_ENOUGH = 0.01
_MOST_STRETCHED = 20


@dataclass(frozen=True, slots=True)
class Spacing:
    """Millimetres from row to row and from column to column."""

    rows: float
    columns: float
    note: str = ""


def spacing_of(dataset: Dataset, frame: int) -> Spacing | None:
    """What the file says of it: DICOM PS3.3, 10.7.1; None where it says nothing that can be."""
    patient = _pair(of_frame(dataset, frame, "PixelMeasuresSequence"), "PixelSpacing")
    if patient:
        # In a projection such a value is the detector's again, unless somebody calibrated it: 10.7.1.3.
        projected = text(dataset, "Modality") in _PROJECTIONS and not text(dataset, "PixelSpacingCalibrationType")
        return Spacing(*patient, AT_THE_DETECTOR if projected else "")
    detector = _pair(dataset, "ImagerPixelSpacing")
    if detector:
        return Spacing(*detector, AT_THE_DETECTOR)
    scanned = _pair(dataset, "NominalScannedPixelSpacing")
    return Spacing(*scanned, "on the sheet that was scanned") if scanned else _ultrasound(dataset)


def _ultrasound(dataset: Dataset) -> Spacing | None:
    """Of the one region that shows the body; with several regions there is no one spacing: DICOM PS3.3, C.8.5.5."""
    regions = items(dataset, "SequenceOfUltrasoundRegions")
    units = {whole(region, f"PhysicalUnits{axis}Direction") for region in regions for axis in "XY"}
    if len(regions) != 1 or units != {_CENTIMETRES}:
        return None
    down, across = (numbers(regions[0], f"PhysicalDelta{axis}") for axis in "YX")
    if not (down and across and down[0] and across[0]):
        return None
    return Spacing(abs(down[0]) * 10, abs(across[0]) * 10, IN_THE_REGION)


def squared(
    picture: Pillow.Image, dataset: Dataset, spacing: Spacing | None
) -> tuple[Pillow.Image, Spacing | None, str]:
    """The picture with square pixels, its new spacing, and what was done, in words; '' where nothing was."""
    aspect = (spacing.rows, spacing.columns) if spacing else _pair(dataset, "PixelAspectRatio") or (1.0, 1.0)
    tall = aspect[0] / aspect[1]
    if abs(tall - 1) < _SQUARE_ENOUGH or not 1 / _MOST_STRETCHED <= tall <= _MOST_STRETCHED:
        return picture, spacing, ""
    # The side with the coarser pixels grows, so that no pixel is lost.
    width = picture.width if tall > 1 else round(picture.width / tall)
    height = round(picture.height * tall) if tall > 1 else picture.height
    if width * height > MAX_PIXELS:
        return picture, spacing, "shown with pixels that are not square, because it would grow too large"
    side = min(spacing.rows, spacing.columns) if spacing else 0.0
    stretched = picture.resize((width, height), Pillow.Resampling.BICUBIC)
    done = (
        f"{'rows' if tall > 1 else 'columns'} resampled by {max(tall, 1 / tall):.3g}, because its pixels are not square"
    )
    return stretched, Spacing(side, side, spacing.note) if spacing else None, done


def _pair(dataset: Dataset, keyword: str) -> tuple[float, float] | None:
    found = numbers(dataset, keyword)
    return (found[0], found[1]) if len(found) == 2 and all(0 < value < _LONGEST for value in found) else None
