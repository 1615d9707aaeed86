"""The pixels of a DICOM file: a data set and a frame in; stored values or colours as arrays, out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID, MPEGTransferSyntaxes

from pipeline.figures.container import BROKEN_OFF, MAX_PIXELS
from pipeline.figures.dicom_faults import COMPRESSION, SEVERAL_FRAMES, Refused, damaged
from pipeline.figures.dicom_header import DAMAGE, PIXELS, items, numbers, of_frame, text, whole
from pipeline.figures.dicom_jpeg import own_decoder
from pipeline.figures.raster import NO_SUCH_PAGE, TOO_LARGE, Wanted
from pipeline.findings import Finding

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

    Values = NDArray[np.float32]
    Colours = NDArray[np.uint8]

_GREY = frozenset({"MONOCHROME1", "MONOCHROME2"})
_COLOURS = frozenset({"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT"})
_PALETTE = "PALETTE COLOR"


def frame_of(dataset: Dataset, wanted: Wanted) -> tuple[int, int]:
    """The frame to take and how many there are, both from 1. Raises Refused."""
    stated = text(dataset, "NumberOfFrames") or "1"
    if not stated.isdecimal() or not 1 <= int(stated) < 1 << 31:
        raise Refused(damaged(wanted, "its header does not give a number of frames"))
    count = int(stated)
    if wanted.page is None and count > 1:
        what = f"{wanted.file} holds {count} frames; which one to show is yours to say"
        raise Refused(SEVERAL_FRAMES.at(wanted.where, what, hint=f"Add --frame 1 to --frame {count}."))
    frame = 1 if wanted.page is None else wanted.page
    if not 1 <= frame <= count:
        has = "one frame" if count == 1 else f"{count} frames"
        what = f"{wanted.file} has {has}, so there is no frame {frame}"
        raise Refused(NO_SUCH_PAGE.at(wanted.where, what, hint="Correct --frame."))
    return frame, count


def is_grey(dataset: Dataset) -> bool:
    """Whether pixels are measured values rather than colours."""
    return whole(dataset, "SamplesPerPixel", 1) == 1 and text(dataset, "PhotometricInterpretation") != _PALETTE


def decoded(dataset: Dataset, frame: int, wanted: Wanted) -> NDArray[np.generic]:
    """One frame, uncompressed, rows by columns, with a third axis for colours; YCbCr comes as RGB. Raises Refused."""
    _check_size(dataset, wanted)
    _check_compression(dataset, wanted)
    _check_colours(dataset, wanted)
    try:
        pixels = (own_decoder(dataset) or _decode)(dataset, frame)
    except DAMAGE as problem:
        raise Refused(damaged(wanted, _pixels_problem(dataset))) from problem
    if pixels.shape[:2] != (whole(dataset, "Rows"), whole(dataset, "Columns")):
        raise Refused(damaged(wanted, "its picture has another size than its header says"))
    return pixels


def values_of(dataset: Dataset, stored: NDArray[np.generic], frame: int) -> tuple[Values, str]:
    """Stored values turned into what they measure, and how, in words: DICOM PS3.3, C.11.1."""
    if items(dataset, "ModalityLUTSequence"):
        try:
            return apply_modality_lut(stored, dataset).astype(np.float32), "values converted by the file’s own table"
        except DAMAGE:
            return stored.astype(np.float32), "the file’s damaged table of values ignored"
    place = of_frame(dataset, frame, "PixelValueTransformationSequence")
    slope, intercept = numbers(place, "RescaleSlope"), numbers(place, "RescaleIntercept")
    if not slope or not intercept or slope[0] == 0 or (slope[0], intercept[0]) == (1, 0):
        return stored.astype(np.float32), ""
    values = stored.astype(np.float32) * np.float32(slope[0]) + np.float32(intercept[0])
    shift = f"{'−' if intercept[0] < 0 else '+'} {abs(intercept[0]):g}"
    return values, f"values rescaled (× {slope[0]:g} {shift})"


def padding_of(dataset: Dataset, stored: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Where there is no picture but filling around it: DICOM PS3.3, C.7.5.1.1.2."""
    padding = numbers(dataset, "PixelPaddingValue")
    if not padding:
        return np.zeros(stored.shape, dtype=np.bool_)
    limits = sorted((padding[0], *numbers(dataset, "PixelPaddingRangeLimit")[:1]))
    values = stored.astype(np.float64)
    return np.logical_and(values >= limits[0], values <= limits[-1])


def colours_of(dataset: Dataset, stored: NDArray[np.generic], wanted: Wanted) -> Colours:
    """Colours with 8 bits each, rows by columns by three. Raises Refused."""
    bits = whole(dataset, "BitsStored", 8)
    if text(dataset, "PhotometricInterpretation") == _PALETTE:
        try:
            stored = apply_color_lut(stored, dataset)[..., :3]
        except DAMAGE as problem:
            raise Refused(damaged(wanted, "its palette of colours is damaged")) from problem
        # Some makers write 8-bit colours into entries of 16 bits.
        bits = 8 if int(stored.max()) < 256 else 16
    if bits <= 8 and stored.dtype == np.uint8:
        return stored.astype(np.uint8)
    return (stored.astype(np.float64) * (255 / ((1 << bits) - 1)) + 0.5).clip(0, 255).astype(np.uint8)


def _check_size(dataset: Dataset, wanted: Wanted) -> None:
    width, height = whole(dataset, "Columns"), whole(dataset, "Rows")
    if width < 1 or height < 1:
        raise Refused(damaged(wanted, "by its header the picture has no rows or no columns"))
    if width * height > MAX_PIXELS:
        size = f"{width} × {height} pixels, {width * height // 1_000_000} megapixels"
        hint = f"At most {MAX_PIXELS // 1_000_000} megapixels: export the part that matters."
        raise Refused(TOO_LARGE.at(wanted.where, f"{wanted.file} is too large: {size}", hint=hint))


def _check_compression(dataset: Dataset, wanted: Wanted) -> None:
    syntax = UID(text(dataset.file_meta, "TransferSyntaxUID"))
    try:
        known = bool(own_decoder(dataset)) or get_decoder(syntax).is_available
    except DAMAGE:
        known = False
    if not known:
        # The number of a private way to compress can point to a device; a name of the standard cannot.
        name = "a way that no standard names" if syntax.name == syntax else syntax.name
        raise Refused(_compression(f"{'a film, ' if syntax in MPEGTransferSyntaxes else ''}{name}", wanted))


def _check_colours(dataset: Dataset, wanted: Wanted) -> None:
    kind, samples = text(dataset, "PhotometricInterpretation"), whole(dataset, "SamplesPerPixel", 1)
    if kind in {1: {*_GREY, _PALETTE, ""}, 3: _COLOURS}.get(samples, ()):
        return
    known = kind in ("HSV", "ARGB", "CMYK", "YBR_PARTIAL_420", "YBR_PARTIAL_422")
    raise Refused(damaged(wanted, f"its colours are stored in a way that is not known here{f' ({kind})' * known}"))


def _compression(name: str, wanted: Wanted) -> Finding:
    hint = "Export the picture from your viewer as PNG, without lettering, or as uncompressed DICOM."
    return COMPRESSION.at(wanted.where, f"{wanted.file} cannot be opened here; it is compressed as: {name}", hint=hint)


def _decode(dataset: Dataset, frame: int) -> NDArray[np.generic]:
    pixels: NDArray[np.generic] = pixel_array(dataset, index=frame - 1)
    return pixels


def _pixels_problem(dataset: Dataset) -> str:
    """Why pixels cannot be had, as far as that can be told."""
    bits, count = whole(dataset, "BitsAllocated"), whole(dataset, "NumberOfFrames", 1)
    if not bits:
        return "its header does not say how its pixels are stored"
    expected = count * whole(dataset, "Rows") * whole(dataset, "Columns") * whole(dataset, "SamplesPerPixel", 1) * bits
    try:
        held = sum(len(dataset.get(keyword) or b"") for keyword in PIXELS)
    except DAMAGE:
        held = expected
    compressed = dataset.file_meta.TransferSyntaxUID.is_compressed
    return BROKEN_OFF if not compressed and held * 8 < expected else "its picture data are damaged or incomplete"
