from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pydicom
import pytest
from PIL import Image

from pipeline.figures import dicom_adding
from pipeline.figures.adding import add_figure
from pipeline.figures.dicom_rendering import render
from tests.figures.phantom import BUNDLED
from tests.figures.pictures import LENT

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

REFUSED = {
    "dicom-without-picture": """DICOMDIR DICOMDIR-bigEnd DICOMDIR-empty.dcm DICOMDIR-implicit DICOMDIR-nooffset
        DICOMDIR-nopatient DICOMDIR-reordered ExplVR_BigEndNoMeta.dcm ExplVR_LitEndNoMeta.dcm UN_sequence.dcm
        chrSQEncoding.dcm chrSQEncoding1.dcm empty_charset_LEI.dcm fall.dcm hotiron.dcm hotmetalblue.dcm
        no_meta_group_length.dcm pet.dcm pet20step.dcm priv_SQ.dcm reportsi.dcm reportsi_with_empty_number_tags.dcm
        rtplan.dcm rtplan_truncated.dcm rtstruct.dcm spring.dcm summer.dcm test-SR.dcm waveform_ecg.dcm winter.dcm""",
    "image-unreadable": """JPEG2000-embedded-sequence-delimiter.dcm MR_truncated.dcm badVR.dcm chrJapMulti.dcm
        chrJapMultiExplicitIR6.dcm chrKoreanMulti.dcm meta_missing_tsyntax.dcm nested_priv_SQ.dcm no_meta.dcm""",
}
"""Why there is no picture of a file; of every other file there is one."""
EXPECTED = {name: rule for rule, names in REFUSED.items() for name in names.split()}
FRAMES = frozenset(
    {"examples_ybr_color.dcm", "rtdose.dcm", "rtdose_expb.dcm", "rtdose_rle.dcm"}
    | {f"SC_rgb_rle{depth}_2frame.dcm" for depth in ("", "_16bit", "_32bit")}
)

_WORDS = frozenset({"AE", "CS", "DA", "DT", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT"})


def files() -> Iterator[Path]:
    """All of them, but for a set of fifty equal ones without a picture."""
    others = {".py", ".pyc", ".txt", ".json", ".md", ".icc", ".dump", ".gz"}
    yield from sorted(
        path
        for path in BUNDLED.rglob("*")
        if path.is_file() and path.suffix not in others and "TINY_ALPHA" not in path.parts
    )
    yield from sorted((LENT / "dicom").glob("*.dcm"))


def words_of(dataset: Dataset) -> Iterator[str]:
    """Every text of a header that is long enough to tell."""
    for element in dataset.file_meta if hasattr(dataset, "file_meta") else ():
        yield from _words(str(element.value), element.VR)
    for element in dataset.iterall():
        yield from _words(str(element.value), element.VR)


def _words(value: str, kind: str) -> Iterator[str]:
    if kind in _WORDS:
        yield from (part for part in value.replace("^", "\\").split("\\") if len(part.strip()) >= 4)


def is_of_one_value(path: Path) -> bool:
    source = pydicom.dcmread(path, force=True).pixel_array
    return bool(source.min() == source.max())


@pytest.mark.parametrize("path", list(files()), ids=lambda path: path.name)
@pytest.mark.filterwarnings("ignore")  # pydicom's, about headers that we read for comparison
def test_a_picture_or_a_reason_and_nothing_of_the_header(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dicom_adding, "render_apart", render)
    original = tmp_path / "private" / "scan.dcm"
    original.parent.mkdir()
    original.write_bytes(path.read_bytes())
    figures = tmp_path / "figures"
    page = None
    if path.name in FRAMES:
        assert [finding.rule.id for finding in add_figure(original, figures)[1]][-1] == "dicom-several-frames"
        page = 1
    made, findings, notes = add_figure(original, figures, name="a", page=page)
    shown = "\n".join([*notes, *(f"{finding.message} {finding.hint}" for finding in findings)])
    reasons = [finding.rule.id for finding in findings if finding.severity == "error"]
    assert reasons == ([EXPECTED[path.name]] if path.name in EXPECTED else [])
    assert (made is None) == bool(reasons)
    written = [entry.read_bytes() for entry in figures.iterdir()] if made else []
    told = [word for word in words_of(pydicom.dcmread(path, force=True)) if len(word) >= 4]
    assert [word for word in told if word in shown or any(word.encode() in data for data in written)] == []
    if made:
        with Image.open(io.BytesIO(made.read_bytes())) as picture:
            levels = np.asarray(picture)
        assert (levels.min() < levels.max()) or is_of_one_value(path)


def test_every_exception_is_of_a_file_that_there_is() -> None:
    assert set(EXPECTED) <= {path.name for path in files()}


def test_lent_files() -> None:
    if not (LENT / "dicom").is_dir():
        pytest.skip("no files lent beside the checkout")
    assert len(list((LENT / "dicom").glob("*.dcm"))) > 20
