"""Writes this case's MRI of nobody: four DICOM slices into private/, the same every time.

Run `python phantom.py`, then `casewright figure add` on each file. What T2-weighted pictures of a spine look like is
imitated with curves, textures, a coil that is brightest behind the back, and noise; no scan of a person is used.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from anatomy import AFTER, BEFORE, axial, sagittal
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, MRImageStorage
from scanner import COLUMNS, ROWS, Slice

HERE = Path(__file__).resolve().parent


def data_set(made: Slice, number: int, orientation: Sequence[float]) -> FileDataset:
    """A slice as a scanner stores it, with a patient whom everybody takes for invented."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = MRImageStorage
    # Below pydicom's own root, as its documents do; no scanner gives such numbers.
    meta.MediaStorageSOPInstanceUID = UID(f"1.2.826.0.1.3680043.8.498.5555.{number}")
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    told = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    told.SOPClassUID, told.SOPInstanceUID = MRImageStorage, meta.MediaStorageSOPInstanceUID
    told.PatientName, told.PatientID = "Synthetic^Patient", "SYNTHETIC-EMH"
    told.Modality, told.Manufacturer, told.BurnedInAnnotation = "MR", "phantom.py", "NO"
    told.SeriesDescription, told.InstanceNumber = "T2, synthetic", number
    told.ImageOrientationPatient = list(orientation)
    told.PixelSpacing, told.SliceThickness = [made.spacing, made.spacing], 3
    told.SamplesPerPixel, told.PhotometricInterpretation = 1, "MONOCHROME2"
    told.Rows, told.Columns = ROWS, COLUMNS
    told.BitsAllocated, told.BitsStored, told.HighBit, told.PixelRepresentation = 16, 12, 11, 0
    told.WindowCenter, told.WindowWidth = 480, 920
    told.PixelData = made.taken().tobytes()
    return told


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lengthwise, across = (0, 1, 0, 0, 0, -1), (1, 0, 0, 0, 1, 0)
    slices = (
        ("mri-a", sagittal(BEFORE), lengthwise),
        ("mri-b", axial(BEFORE), across),
        ("mri-c", sagittal(AFTER), lengthwise),
        ("mri-d", axial(AFTER), across),
    )
    for number, (name, made, orientation) in enumerate(slices, start=1):
        data_set(made, number, orientation).save_as(folder / f"{name}.dcm", enforce_file_format=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "private")
