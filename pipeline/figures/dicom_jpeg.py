"""JPEG with 12 bits a pixel, which pydicom hands to no decoder: a data set and a frame in; stored values out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gdcm  # type: ignore[import-untyped]  # ships without types
import numpy as np
from pydicom.encaps import get_frame

from pipeline.figures.dicom_header import text, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

SYNTAX = "1.2.840.10008.1.2.4.51"
"""JPEG Extended (Process 2 and 4): DICOM PS3.5, 10.2; with 8 bits it is the ordinary kind."""
_ALLOCATED = 16


def is_twelve_bits(dataset: Dataset) -> bool:
    """Whether it is such a picture, grey and without negative values."""
    grey = whole(dataset, "SamplesPerPixel", 1) == 1 and whole(dataset, "BitsAllocated") == _ALLOCATED
    wide = text(dataset.file_meta, "TransferSyntaxUID") == SYNTAX and 8 < whole(dataset, "BitsStored") <= 12
    return wide and grey and not whole(dataset, "PixelRepresentation")


def decode_twelve_bits(dataset: Dataset, frame: int) -> NDArray[np.generic]:
    """One frame, from 1, as rows by columns. Raises ValueError for data that are too short, or what gdcm raises."""
    rows, columns, bits = (whole(dataset, keyword) for keyword in ("Rows", "Columns", "BitsStored"))
    count = whole(dataset, "NumberOfFrames", 1)
    fragment = gdcm.Fragment()
    fragment.SetByteStringValue(get_frame(dataset.PixelData, frame - 1, number_of_frames=count))
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
    picture.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(SYNTAX)))
    picture.SetPixelFormat(gdcm.PixelFormat(1, _ALLOCATED, bits, bits - 1, 0))
    # gdcm gives bytes as if they were text; nothing at all where it gives up.
    stored = picture.GetBuffer().encode("utf-8", "surrogateescape")
    return np.frombuffer(stored, dtype=np.uint16, count=rows * columns).reshape(rows, columns)
