from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline.cli import main
from pipeline.figures.adding import add_figure
from pipeline.figures.image import load_image
from pipeline.findings import Location
from tests.figures.phantom import DAY, INSTANCE, NAME, NUMBER, write_phantom


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return tmp_path / "cases" / "demo"


def test_a_picture_a_note_on_it_and_the_header_in_private(case: Path) -> None:
    scan = write_phantom(case / "private" / "scan.dcm")
    before = scan.read_bytes()
    made, findings, notes = add_figure(scan, case / "figures", name="ct-axial", window="soft-tissue")
    assert made == case / "figures" / "ct-axial.png"
    assert findings == []
    assert sorted(entry.name for entry in (case / "figures").iterdir()) == ["ct-axial.png", "ct-axial.yaml"]
    note = yaml.safe_load((case / "figures" / "ct-axial.yaml").read_text(encoding="utf-8"))
    assert note == {
        "modality": "CT",
        "adjustments": [
            "values rescaled (× 1 − 1024)",
            "window centre 50, width 400 HU (customary for soft tissue)",
            note["adjustments"][2],
            "16 bits reduced to 8",
        ],
        "pixel_spacing_mm": [0.7, 0.7],
    }
    assert re.fullmatch(r"[\d.]+% of the pixels below and [\d.]+% above the window", note["adjustments"][2])
    assert [f"made: {each}" for each in note["adjustments"]] == notes[:4]
    header = (case / "private" / "ct-axial.header.txt").read_text(encoding="utf-8")
    assert NAME in header
    assert scan.read_bytes() == before
    image, problems = load_image(case / "figures", "ct-axial.png", "fig-a", Location("case.yaml"))
    assert image is not None
    assert problems == []


def test_the_note_is_not_offered_as_a_picture(case: Path) -> None:
    add_figure(write_phantom(case / "private" / "scan.dcm"), case / "figures")
    _, (finding,) = load_image(case / "figures", "scan.jpg", "fig-a", Location("case.yaml"))
    assert finding.hint == "Did you mean scan.png?"


def test_a_distance_on_the_detector_is_noted(case: Path) -> None:
    scan = write_phantom(case / "private" / "scan.dcm", {"Modality": "DX"})
    _, _, notes = add_figure(scan, case / "figures")
    note = yaml.safe_load((case / "figures" / "scan.yaml").read_text(encoding="utf-8"))
    assert note["pixel_spacing_note"].startswith("at the detector")
    assert any(line.startswith("look at: the size of its pixels") for line in notes)


def test_nothing_is_written_again_and_nothing_is_replaced(case: Path) -> None:
    scan = write_phantom(case / "private" / "scan.dcm")
    first, _, _ = add_figure(scan, case / "figures")
    assert add_figure(scan, case / "figures")[:2] == (first, [])
    other, findings, _ = add_figure(scan, case / "figures", window="lung")
    assert other is None
    assert [finding.rule.id for finding in findings] == ["figure-exists", "figure-exists"]
    assert {finding.message for finding in findings} == {
        "figures/ already holds another scan.png",
        "figures/ already holds another scan.yaml",
    }


def test_a_refused_file_leaves_nothing_behind(case: Path) -> None:
    scan = write_phantom(case / "private" / "scan.dcm", {"BurnedInAnnotation": "YES"})
    made, findings, _ = add_figure(scan, case / "figures")
    assert made is None
    assert [finding.rule.id for finding in findings] == ["dicom-burned-in-text"]
    assert not (case / "figures").exists()
    assert [entry.name for entry in (case / "private").iterdir()] == ["scan.dcm"]


@pytest.mark.parametrize(
    ("name", "tells"),
    [
        ("zebulon-axial", True),
        ("Phantom_1", True),
        (NUMBER, True),
        ("zz90210", True),
        (f"ct-{DAY}", True),
        ("ct-1815-12-10", True),
        (INSTANCE, True),
        ("axial", False),
        ("ct-week-28", False),
    ],
)
def test_a_name_that_repeats_the_header_is_refused(case: Path, name: str, tells: bool) -> None:
    scan = write_phantom(case / "private" / "scan.dcm")
    made, findings, _ = add_figure(scan, case / "figures", name=name)
    assert [finding.rule.id for finding in findings] == ["figure-name-tells"] * tells
    assert (made is None) == tells
    assert not any(value in finding.message for finding in findings for value in (name, NAME, NUMBER))


def test_an_original_outside_the_case_stays_there_with_advice(case: Path, tmp_path: Path) -> None:
    scan = write_phantom(tmp_path / "elsewhere" / "scan.dcm")
    (case / "private").mkdir(parents=True)
    _, _, notes = add_figure(scan, case / "figures")
    assert scan.exists()
    assert any(note.startswith("advice: keep the original in the case’s private/") for note in notes)
    assert not (case / "private" / "scan.dcm").exists()


def test_the_command(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scan = write_phantom(case / "private" / "scan.dcm")
    assert main(["--root", str(tmp_path), "figure", "add", str(scan), "--window", "-600/1500", "--frame", "1"]) == 0
    printed = capsys.readouterr()
    assert "made: window centre −600, width 1500 HU (given by the author)" in printed.out
    assert "cases/demo/figures/scan.png is clean and may be used" in printed.out
    assert main(["--root", str(tmp_path), "figure", "add", str(scan), "--window", "LUNG", "--name", "a"]) == 0
    assert "made: window centre −600, width 1500 HU (customary for lung)" in capsys.readouterr().out
    assert main(["--root", str(tmp_path), "figure", "add", str(scan), "--window", "lungs", "--name", "b"]) == 1
    printed = capsys.readouterr()
    assert "error[dicom-window]: there is no window `lungs`" in printed.out + printed.err
    told = printed.out + printed.err
    assert not [secret for secret in (NAME, NUMBER, DAY, INSTANCE) if secret in told]


@pytest.mark.heavy
def test_the_slices_of_the_synthetic_case(case: Path, tmp_path: Path) -> None:
    script = Path(__file__).resolve().parents[2] / "cases" / "synthetic-emh" / "phantom.py"
    for folder in (case / "private", tmp_path / "again"):
        subprocess.run([sys.executable, str(script), str(folder)], check=True)
    for name in ("mri-a", "mri-b", "mri-c", "mri-d"):
        scan = case / "private" / f"{name}.dcm"
        assert scan.read_bytes() == (tmp_path / "again" / f"{name}.dcm").read_bytes()
        made, findings, _ = add_figure(scan, case / "figures")
        assert made is not None
        assert findings == []


def test_other_commands_do_not_load_the_dicom_library() -> None:
    asked = "import sys, pipeline.cli; print([n for n in ('pydicom', 'gdcm') if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
