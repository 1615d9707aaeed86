"""Pictures of nobody: a numerical phantom of the chest at the spine in; the bytes or file of a DICOM slice out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, CTImageStorage, ExplicitVRLittleEndian

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME, NUMBER, DAY, INSTANCE = "Phantom^Zebulon", "ZZ-90210", "18151210", "1.2.826.0.1.3680043.8.498.5550100"
"""Stand for what must not leave."""
SPACING = 0.7
BUNDLED = Path(pydicom.__file__).parent / "data"
"""pydicom's own test files, as its wheel ships them; nothing is fetched."""
SIDE = 256


def chest() -> NDArray[np.int16]:
    """Hounsfield units of an axial slice: air, lungs, muscle, a vertebra with its canal, a mass on either side."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float64)
    picture = np.full((SIDE, SIDE), -1000.0)

    def ellipse(centre: tuple[float, float], radii: tuple[float, float], value: float) -> None:
        inside = ((x - centre[0]) / radii[0]) ** 2 + ((y - centre[1]) / radii[1]) ** 2 <= 1
        picture[inside] = value

    ellipse((128, 128), (120, 88), 40)
    for side in (-1, 1):
        ellipse((128 + side * 62, 112), (44, 56), -850)
        ellipse((128 + side * 34, 150), (20, 14), 60)
    ellipse((128, 148), (20, 17), 300)
    ellipse((128, 174), (9, 8), 15)
    ellipse((128, 174), (5, 4), 35)
    noise = np.random.default_rng(5).normal(0, 8, picture.shape)
    return (picture + noise).round().astype(np.int16)


def data_set(pixels: NDArray[np.generic] | None = None, changes: Mapping[str, object] | None = None) -> FileDataset:
    """A CT slice with an invented patient; `changes` sets elements by keyword, and None takes one out."""
    stored = (chest() + np.int16(1024)) if pixels is None else pixels
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = UID(INSTANCE)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    bits = stored.itemsize * 8
    told: dict[str, object] = {
        "SOPClassUID": CTImageStorage,
        "SOPInstanceUID": INSTANCE,
        "StudyInstanceUID": f"{INSTANCE}.1",
        "Modality": "CT",
        "PatientName": NAME,
        "PatientID": NUMBER,
        "PatientBirthDate": DAY,
        "StudyDate": DAY,
        "StudyTime": "101112",
        "InstitutionName": "Zebulon Memorial",
        "AccessionNumber": "ZZ55501",
        "BurnedInAnnotation": "NO",
        "Rows": stored.shape[0],
        "Columns": stored.shape[1],
        "PixelSpacing": [SPACING, SPACING],
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "BitsAllocated": bits,
        "BitsStored": bits,
        "HighBit": bits - 1,
        "PixelRepresentation": int(stored.dtype.kind == "i"),
        "RescaleSlope": 1,
        "RescaleIntercept": -1024,
        "WindowCenter": 40,
        "WindowWidth": 400,
        "PixelData": stored.tobytes(),
    }
    for keyword, value in {**told, **(changes or {})}.items():
        if value is not None:
            setattr(made, keyword, value)
    return made


def as_bytes(made: Dataset) -> bytes:
    """The file as it lies on the disk."""
    file = io.BytesIO()
    made.save_as(file, enforce_file_format=True)
    return file.getvalue()


def write_phantom(path: Path, changes: Mapping[str, object] | None = None) -> Path:
    """The phantom as a file."""
    return written(path, data_set(changes=changes))


def written(path: Path, made: Dataset) -> Path:
    """A data set as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(made))
    return path
