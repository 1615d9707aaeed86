from __future__ import annotations

import io
import os
import random
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import UID

from pipeline.figures import dicom
from pipeline.figures.adding import add_figure
from pipeline.figures.dicom import Outcome, render_apart
from pipeline.figures.dicom_rendering import render
from pipeline.figures.raster import Wanted
from pipeline.findings import Finding, Location
from tests.figures.phantom import NAME, NUMBER, as_bytes, chest, data_set
from tests.figures.pictures import jpeg

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SMALL = chest()[::8, ::8] + np.int16(1024)


def here(path: Path, data: bytes) -> Outcome:
    (path / "scan.dcm").write_bytes(data)
    return render(path / "scan.dcm", Wanted("scan.dcm", Location("scan.dcm")), "")


def apart(path: Path, data: bytes) -> Finding:
    """What comes of hostile data: always a refusal, in the process that may be lost."""
    (path / "scan.dcm").write_bytes(data)
    made, findings, _ = render_apart(path / "scan.dcm", Wanted("scan.dcm", Location("scan.dcm")), "")
    assert made is None
    (finding,) = findings
    return finding


def compressed(syntax: str, fragment: bytes, **changes: object) -> bytes:
    made = data_set(SMALL, changes)
    made.file_meta.TransferSyntaxUID = UID(syntax)
    made.PixelData = encapsulate([fragment])
    made["PixelData"].is_undefined_length = True
    return as_bytes(made)


def instead(modality: str, **elements: object) -> bytes:
    """A data set without a picture."""
    made = data_set(SMALL, dict.fromkeys(("PixelData", "Rows", "Columns")))
    made.Modality = modality
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    return as_bytes(made)


def item(**elements: object) -> Sequence:
    made = Dataset()
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    return Sequence([made])


PDF = b"%PDF-1.4 nothing in it"

REFUSED = [
    (instead("SR", ContentSequence=item(TextValue="well")), "dicom-without-picture", "a report in writing"),
    (instead("KO"), "dicom-without-picture", "a list of other pictures"),
    (instead("PR"), "dicom-without-picture", "the way a viewer showed"),
    (instead("RTPLAN"), "dicom-without-picture", "a plan of radiotherapy"),
    (instead("RTSTRUCT"), "dicom-without-picture", "outlines for radiotherapy"),
    (instead("ECG", WaveformSequence=item(SamplingFrequency=500)), "dicom-without-picture", "curves"),
    (instead("OT", MIMETypeOfEncapsulatedDocument="application/pdf", EncapsulatedDocument=PDF), None, "but a PDF"),
    (instead("OT", EncapsulatedDocument=b"<CDA/>"), "dicom-without-picture", "a document"),
    (instead("CT", DirectoryRecordSequence=item(DirectoryRecordType="PATIENT")), None, "table of contents of a disc"),
    (instead("CT"), "dicom-without-picture", "holds no picture"),
    (instead("CT", Rows=4, Columns=4), "image-unreadable", "tells of a picture, and there is none"),
    (compressed("1.2.840.10008.1.2.4.102", b"\0\0\1\xb3"), "dicom-compression", "a film, MPEG-4 AVC/H.264"),
    (compressed("1.2.840.10008.1.2.4.100", b"\0\0\1\xb3"), "dicom-compression", "a film, MPEG2"),
    (compressed("1.2.840.10008.1.2.4.94", b"\0\0"), "dicom-compression", "JPIP"),
    (compressed("1.2.826.0.1.3680043.8.498.9", b"\0\0"), "dicom-compression", "a way that no standard names"),
    (as_bytes(data_set(SMALL, {"Rows": 0})), "image-unreadable", "no rows or no columns"),
    (as_bytes(data_set(SMALL, {"Rows": 60000, "Columns": 60000})), "image-too-large", "3600 megapixels"),
    (as_bytes(data_set(SMALL, {"Rows": 64})), "image-unreadable", "breaks off"),
    (as_bytes(data_set(SMALL, {"NumberOfFrames": 2_000_000_000})), "dicom-several-frames", "2000000000 frames"),
    (as_bytes(data_set(SMALL, {"NumberOfFrames": 0})), "image-unreadable", "a number of frames"),
    (as_bytes(data_set(SMALL, {"BitsAllocated": None})), "image-unreadable", "how its pixels are stored"),
    (as_bytes(data_set(SMALL, {"BitsAllocated": 13})), "image-unreadable", "damaged"),
    (as_bytes(data_set(SMALL, {"PhotometricInterpretation": "HSV"})), "image-unreadable", "(HSV)"),
    (as_bytes(data_set(SMALL, {"SamplesPerPixel": 4})), "image-unreadable", "colours are stored in a way"),
    (as_bytes(data_set(SMALL))[:-40], "image-unreadable", "breaks off before the picture is complete"),
    (as_bytes(data_set(SMALL))[:480], "dicom-without-picture", "or breaks off before it"),
    (b"\0" * 128 + b"DICM", "image-unreadable", "nothing in it can be understood"),
]


@pytest.mark.parametrize(("data", "rule", "words"), REFUSED, ids=[words for _, _, words in REFUSED])
def test_a_file_without_a_picture_to_show_is_refused(tmp_path: Path, data: bytes, rule: str | None, words: str) -> None:
    made, findings, _ = here(tmp_path, data)
    (finding,) = findings
    assert made is None
    assert finding.rule.id == (rule or "dicom-without-picture")
    assert words in finding.message
    assert finding.hint
    assert NAME not in repr(findings)
    assert NUMBER not in repr(findings)


def test_the_sound_file_beside_them_is_not_refused(tmp_path: Path) -> None:
    made, findings, _ = here(tmp_path, as_bytes(data_set(SMALL)))
    assert made is not None
    assert findings == []


@pytest.mark.parametrize("kept", [0, 128 + 4])
def test_a_file_without_preamble_or_wrapper(tmp_path: Path, kept: int) -> None:
    whole = as_bytes(data_set(SMALL))
    (wrapper,) = struct.unpack("<L", whole[140:144])
    bare = whole[132:] if kept else whole[144 + wrapper :]
    made, _, _ = here(tmp_path, bare)
    sound, _, _ = here(tmp_path, whole)
    assert made is not None
    assert sound is not None
    assert made.picture == sound.picture


@pytest.mark.parametrize("seed", range(6))
def test_no_damage_to_the_header_raises(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    sound = as_bytes(data_set(SMALL))
    for _ in range(40):
        data = bytearray(sound)
        for _ in range(chance.choice((1, 3, 10))):
            data[chance.randrange(132, 1200)] = chance.choice((0, 255, 0x31, chance.randrange(256)))
        made, findings, _ = here(tmp_path, bytes(data[: chance.choice((len(data), chance.randrange(len(data)))) or 1]))
        assert (made is None) == any(f.severity != "warning" for f in findings)


# --- what may take the process that reads it along ---------------------------------------------------


def test_a_decoder_that_gives_up_is_not_the_end_of_the_program(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.fromarray(SMALL.clip(0, 255).astype("u1")).save(picture, "JPEG2000", irreversible=False)
    stream = picture.getvalue()[picture.getvalue().index(b"\xff\x4f\xff\x51") :]
    lying = stream[:8] + struct.pack(">LL", 60000, 60000) + stream[16:24] + struct.pack(">LL", 60000, 60000)
    finding = apart(tmp_path, compressed("1.2.840.10008.1.2.4.90", lying + stream[32:], BitsAllocated=8, BitsStored=8))
    assert finding.rule.id == "image-unreadable"


def test_a_process_that_dies_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicom, "_work", _die)
    finding = apart(tmp_path, as_bytes(data_set(SMALL)))
    assert "damaged, or need more memory" in finding.message


def test_a_process_that_does_not_end_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicom, "SECONDS", 0)
    assert "not done after 0 seconds" in apart(tmp_path, as_bytes(data_set(SMALL))).message


def test_a_process_that_cannot_begin_is_no_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicom, "_work", _end)
    with pytest.raises(RuntimeError, match="does not begin"):
        apart(tmp_path, as_bytes(data_set(SMALL)))


def _die(answer: Connection, *_: object) -> None:
    answer.send(True)
    os.abort()


def _end(*_: object) -> None:
    pass


def test_sequences_nested_deep(tmp_path: Path) -> None:
    whole = as_bytes(data_set(SMALL))
    place = whole.index(b"\x28\0\x02\0US")
    opened = b"\x09\0\x10\x10SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff"
    closed = b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
    finding = apart(tmp_path, whole[:place] + opened * 20_000 + closed * 20_000 + whole[place:])
    assert finding.rule.id == "image-unreadable"


@pytest.mark.heavy
def test_a_deflated_file_that_unfolds_without_end(tmp_path: Path) -> None:
    made = data_set(SMALL)
    made.file_meta.TransferSyntaxUID = UID("1.2.840.10008.1.2.1.99")
    whole = as_bytes(made)
    (wrapper,) = struct.unpack("<L", whole[140:144])
    folding = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = folding.compress(b"\x09\0\x10\x10OB\0\0" + struct.pack("<L", 0xFFFFFFF0))
    body += folding.flush(zlib.Z_FULL_FLUSH)
    # After a full flush a part hangs on nothing before it: one, folded once, stands for all of them.
    zeros = folding.compress(bytes(1 << 24)) + folding.flush(zlib.Z_FULL_FLUSH)
    body += zeros * 400 + folding.flush()
    assert apart(tmp_path, whole[: 144 + wrapper] + body).rule.id == "image-unreadable"


@pytest.mark.heavy
def test_run_lengths_that_unfold_without_end(tmp_path: Path) -> None:
    runs = b"\x81\0" * (1 << 22)
    header = struct.pack("<16L", 2, 64, 64 + len(runs), *[0] * 13)
    made, _, _ = here(tmp_path, compressed("1.2.840.10008.1.2.5", header + runs + runs))
    assert made is not None


# --- files that are not what they are called ---------------------------------------------------------


def added(path: Path, name: str, data: bytes, window: str = "") -> tuple[Path | None, list[str]]:
    (path / "private").mkdir(exist_ok=True)
    (path / "private" / name).write_bytes(data)
    made, findings, _ = add_figure(path / "private" / name, path / "figures", window=window)
    return made, [finding.rule.id for finding in findings]


def test_a_photograph_called_dicom_is_taken_and_pointed_out(tmp_path: Path) -> None:
    made, rules = added(tmp_path, "arm.dcm", jpeg())
    assert made == tmp_path / "figures" / "arm.jpg"
    assert rules == ["original-not-what-its-name-says"]
    assert added(tmp_path, "leg.jpg", jpeg())[1] == []


def test_dicom_called_a_photograph_is_taken_and_pointed_out(tmp_path: Path) -> None:
    made, rules = added(tmp_path, "chest.jpg", as_bytes(data_set(SMALL)))
    assert made == tmp_path / "figures" / "chest.png"
    assert rules == ["original-not-what-its-name-says"]


@pytest.mark.parametrize("name", ["IM0001", "chest.DCM", "chest.ima"])
def test_names_that_dicom_files_have_are_right(tmp_path: Path, name: str) -> None:
    assert added(tmp_path, name, as_bytes(data_set(SMALL)))[1] == []


def test_words_called_dicom(tmp_path: Path) -> None:
    made, rules = added(tmp_path, "notes.dcm", b"only words")
    assert made is None
    assert rules == ["original-not-what-its-name-says", "image-unreadable"]


def test_a_window_for_a_photograph_is_a_mistake(tmp_path: Path) -> None:
    assert added(tmp_path, "leg.jpg", jpeg(), window="lung") == (None, ["dicom-window"])


def test_a_folder_of_slices(tmp_path: Path) -> None:
    (tmp_path / "series").mkdir()
    for number in (1, 2):
        (tmp_path / "series" / f"IM{number}").write_bytes(as_bytes(data_set(SMALL)))
    made, findings, _ = add_figure(tmp_path / "series", tmp_path / "figures")
    assert made is None
    assert "it is a folder with 2 DICOM files" in findings[0].message
    assert "Name the one file" in findings[0].hint
