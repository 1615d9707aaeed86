"""Compressions that pydicom hands to no decoder of ours: a data set and a frame in; stored values or colours out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import gdcm  # type: ignore[import-untyped]  # ships without types
import numpy as np
from openjpeg.utils import decode
from pydicom.encaps import get_frame

from pipeline.figures.dicom_header import text, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

_EXTENDED = "1.2.840.10008.1.2.4.51"
"""JPEG Extended (Process 2 and 4): DICOM PS3.5, 10.2; with 8 bits it is the ordinary kind."""
_HIGH_THROUGHPUT = frozenset(f"1.2.840.10008.1.2.4.{number}" for number in (201, 202, 203))
"""High-throughput JPEG 2000: DICOM PS3.5, 10.18."""
_ALLOCATED = 16


def own_decoder(dataset: Dataset) -> Callable[[Dataset, int], NDArray[np.generic]] | None:
    """What decodes a frame, from 1, of this data set; None where pydicom knows its way.

    The function raises ValueError for data that are too short, or what the decoder raises.
    """
    if text(dataset.file_meta, "TransferSyntaxUID") in _HIGH_THROUGHPUT:
        return _high_throughput
    return _twelve_bits if _is_twelve_bits(dataset) else None


def _high_throughput(dataset: Dataset, frame: int) -> NDArray[np.generic]:
    return decode(_stream(dataset, frame))


def _stream(dataset: Dataset, frame: int) -> bytes:
    return get_frame(dataset.PixelData, frame - 1, number_of_frames=whole(dataset, "NumberOfFrames", 1))


def _is_twelve_bits(dataset: Dataset) -> bool:
    """JPEG of more than 8 bits, grey and without negative values."""
    grey = whole(dataset, "SamplesPerPixel", 1) == 1 and whole(dataset, "BitsAllocated") == _ALLOCATED
    wide = text(dataset.file_meta, "TransferSyntaxUID") == _EXTENDED and 8 < whole(dataset, "BitsStored") <= 12
    return wide and grey and not whole(dataset, "PixelRepresentation")


def _twelve_bits(dataset: Dataset, frame: int) -> NDArray[np.generic]:
    rows, columns, bits = (whole(dataset, keyword) for keyword in ("Rows", "Columns", "BitsStored"))
    fragment = gdcm.Fragment()
    fragment.SetByteStringValue(_stream(dataset, frame))
    fragments = gdcm.SequenceOfFragments.New()
    fragments.AddFragment(fragment)
    element = gdcm.DataElement(gdcm.Tag(0x7FE0, 0x0010))
    element.SetValue(fragments.__ref__())
    picture = gdcm.Image()
    picture.SetNumberOfDimensions(2)
    picture.SetDimensions((columns, rows, 1))
    picture.SetDataElement(element)
    kind = gdcm.PhotometricInterpretation.GetPIType(text(dataset, "PhotometricInterpretation"))
    picture.SetPhotometricInterpretation(gdcm.PhotometricInterpretation(kind))
    picture.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(_EXTENDED)))
    picture.SetPixelFormat(gdcm.PixelFormat(1, _ALLOCATED, bits, bits - 1, 0))
    # gdcm gives bytes as if they were text; nothing at all where it gives up.
    stored = picture.GetBuffer().encode("utf-8", "surrogateescape")
    return np.frombuffer(stored, dtype=np.uint16, count=rows * columns).reshape(rows, columns)
