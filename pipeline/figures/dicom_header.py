"""The header of a DICOM file: a file in; its data set, proved to hold a picture, and single values of it, out.

Nothing here raises for a value that is not what the standard asks for: it counts as absent.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pydicom
from pydicom.datadict import dictionary_has_tag, dictionary_VR, keyword_for_tag
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.multival import MultiValue
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from pipeline.figures.dicom_faults import WITHOUT_PICTURE, Refused, damaged
from pipeline.figures.raster import TOO_LARGE, Wanted

MAX_BYTES = 512 * 1024**2
"""Of one file; series of frames are larger than a picture that is printed."""
DAMAGE = (
    *(OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, ArithmeticError, MemoryError),
    *(EOFError, AssertionError, struct.error, zlib.error, BytesLengthException, InvalidDicomError),
)
"""What pydicom and its decoders raise for damaged data; which of them tells an author nothing."""
PIXELS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")

_BY_ELEMENT = {
    "DirectoryRecordSequence": "the table of contents of a disc (a DICOMDIR)",
    "EncapsulatedDocument": "a document in a DICOM wrapper",
    "WaveformSequence": "a recording of curves, such as an ECG",
    "RedPaletteColorLookupTableDescriptor": "a palette of colours",
    "ContentSequence": "a report in writing",
    "GraphicAnnotationSequence": "the way a viewer showed other pictures",
    "SpectroscopyData": "a spectrum",
}
_BY_MODALITY = {
    "SR": "a report in writing",
    "KO": "a list of other pictures",
    "PR": "the way a viewer showed other pictures",
    "RTPLAN": "a plan of radiotherapy",
    "RTSTRUCT": "outlines for radiotherapy",
    "RTRECORD": "a record of radiotherapy",
    "REG": "the alignment of other pictures",
    "DOC": "a document in a DICOM wrapper",
}
_MEDIA_STORAGE = "1.2.840.10008.1.3.10"
_HEADER_SHOWN = 200_000


def opened(source: Path, wanted: Wanted) -> Dataset:
    """The data set of a file that holds a picture. Raises Refused."""
    try:
        if source.stat().st_size > MAX_BYTES:
            hint = "Export the one slice or frame that you want to show."
            message = f"{wanted.file} is too large: {source.stat().st_size // 1024**2} MB"
            raise Refused(TOO_LARGE.at(wanted.where, message, hint=hint))
        dataset = pydicom.dcmread(source, force=True)
    except DAMAGE as problem:
        raise Refused(damaged(wanted, "its header is damaged or breaks off")) from problem
    _check_content(dataset, wanted)
    if not text(getattr(dataset, "file_meta", Dataset()), "TransferSyntaxUID"):
        _assume_uncompressed(dataset)
    return dataset


def text(dataset: Dataset, keyword: str) -> str:
    """The first value of an element, as text without blanks around it; '' where there is none."""
    return next(_texts(dataset, keyword), "")


def whole(dataset: Dataset, keyword: str, default: int = 0) -> int:
    """The first value as a whole number."""
    try:
        return int(text(dataset, keyword))
    except ValueError:
        return default


def numbers(dataset: Dataset, keyword: str) -> tuple[float, ...]:
    """All values as numbers; none where one of them is not a finite number."""
    try:
        found = tuple(float(value) for value in _texts(dataset, keyword))
    except ValueError:
        return ()
    return found if all(map(math.isfinite, found)) else ()


def data(dataset: Dataset, keyword: str) -> bytes:
    """Bytes that pydicom does not interpret; none where there are none."""
    try:
        found = dataset.get(keyword)
    except DAMAGE:
        return b""
    return found if isinstance(found, bytes) else b""


def items(dataset: Dataset, keyword: str) -> tuple[Dataset, ...]:
    """The items of a sequence."""
    try:
        found = dataset.get(keyword)
        return tuple(item for item in found or () if isinstance(item, Dataset))
    except DAMAGE:
        return ()


def of_frame(dataset: Dataset, frame: int, keyword: str) -> Dataset:
    """Where values of one frame stand: its own group, the one all frames share, or the data set itself.

    DICOM PS3.3, C.7.6.16: files of many frames repeat what plain ones say once.
    """
    own = items(dataset, "PerFrameFunctionalGroupsSequence")[frame - 1 : frame]
    for groups in (*own, *items(dataset, "SharedFunctionalGroupsSequence")[:1]):
        for group in items(groups, keyword)[:1]:
            return group
    return dataset


def names(dataset: Dataset) -> Iterator[str]:
    """Values that point to a person, an examination or a day."""
    numbered = {"PatientID", "AccessionNumber", "StudyID", "IssuerOfPatientID", "OtherPatientIDs"}
    for tag in dataset.keys():  # noqa: SIM118  # a data set yields elements, which may be damaged, not keys
        keyword, kind = keyword_for_tag(tag), dictionary_VR(tag) if dictionary_has_tag(tag) else ""
        if kind in ("PN", "UI", "DA", "DT") or keyword in numbered:
            for value in _texts(dataset, keyword):
                yield from re.split("[ =^]", value) if kind == "PN" else (value,)


def as_text(dataset: Dataset) -> str:
    """The header for a human reader, without the picture; '' where it cannot be written out."""
    try:
        return str(dataset)[:_HEADER_SHOWN]
    except DAMAGE:
        return ""


def _texts(dataset: Dataset, keyword: str) -> Iterator[str]:
    try:
        value = dataset.get(keyword)
        values = value if isinstance(value, MultiValue) else [value]
        found = [str(each).strip(" \0") for each in values if each is not None]
    except DAMAGE:
        return
    yield from found


def _check_content(dataset: Dataset, wanted: Wanted) -> None:
    if any(keyword in dataset for keyword in PIXELS):
        return
    what = _instead(dataset)
    if what:
        hint = "Name the file of the slice to be shown; or export the picture from your viewer as PNG and add that."
        raise Refused(WITHOUT_PICTURE.at(wanted.where, f"{wanted.file} holds no picture but {what}", hint=hint))
    if "Rows" in dataset or "Columns" in dataset:
        raise Refused(damaged(wanted, "its header tells of a picture, and there is none in it"))
    if len(dataset) == 0:
        raise Refused(damaged(wanted, "it begins like DICOM, and nothing in it can be understood"))
    message = f"{wanted.file} holds no picture, or breaks off before it"
    raise Refused(WITHOUT_PICTURE.at(wanted.where, message, hint="Name the file of the slice to be shown."))


def _instead(dataset: Dataset) -> str:
    """What a file without a picture is, in words; '' where it does not say."""
    if text(getattr(dataset, "file_meta", Dataset()), "MediaStorageSOPClassUID") == _MEDIA_STORAGE:
        return _BY_ELEMENT["DirectoryRecordSequence"]
    if text(dataset, "MIMETypeOfEncapsulatedDocument").lower() == "application/pdf":
        return "a PDF in a DICOM wrapper"
    by_element = next((what for keyword, what in _BY_ELEMENT.items() if keyword in dataset), "")
    return _BY_MODALITY.get(text(dataset, "Modality"), by_element)


def _assume_uncompressed(dataset: Dataset) -> None:
    """Files taken out of their wrapper do not say how they are written; pydicom finds that out while it reads."""
    implicit, little = dataset.original_encoding
    plain = ExplicitVRLittleEndian if little else ExplicitVRBigEndian
    if not isinstance(getattr(dataset, "file_meta", None), FileMetaDataset):
        dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else plain
