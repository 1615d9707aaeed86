from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import UID

from pipeline.figures.dicom import Rendered
from pipeline.figures.dicom_rendering import render
from pipeline.figures.raster import Wanted
from pipeline.findings import Finding, Location
from tests.figures.phantom import SIDE, chest, data_set, written

Picture = NDArray[np.uint8]


def rendered(
    path: Path, made: Dataset, *, frame: int | None = None, window: str = ""
) -> tuple[Rendered, Picture, list[str], list[str]]:
    """What comes of a data set: all of it, the picture, the rules it breaks and the notes."""
    outcome, findings, notes = render(
        written(path / "scan.dcm", made), Wanted("scan.dcm", Location("scan.dcm"), frame), window
    )
    assert outcome is not None, findings
    with Image.open(io.BytesIO(outcome.picture)) as opened:
        return outcome, np.asarray(opened), [finding.rule.id for finding in findings], notes


def refused(path: Path, made: Dataset, *, frame: int | None = None, window: str = "") -> Finding:
    outcome, findings, _ = render(
        written(path / "scan.dcm", made), Wanted("scan.dcm", Location("scan.dcm"), frame), window
    )
    assert outcome is None
    (finding,) = findings
    assert finding.hint
    return finding


def grey(*rows: list[int], kind: str = "<i2") -> NDArray[np.generic]:
    return np.array(rows, dtype=kind)


# --- windows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("", "window centre 40, width 400 HU (kept in the file)"),
        ("lung", "window centre −600, width 1500 HU (customary for lung)"),
        ("soft-tissue", "window centre 50, width 400 HU (customary for soft tissue)"),
        ("-600/1500", "window centre −600, width 1500 HU (given by the author)"),
        ("−600 / 1500", "window centre −600, width 1500 HU (given by the author)"),
        ("auto", "HU (from the 1st to the 99th percentile of the values)"),
    ],
)
def test_the_window_and_who_chose_it_are_told(tmp_path: Path, window: str, words: str) -> None:
    made, _, _, _ = rendered(tmp_path, data_set(), window=window)
    assert any(each.endswith(words) for each in made.adjustments), made.adjustments


@pytest.mark.parametrize(
    ("value", "level"),
    # DICOM PS3.3, C.11.2.1.2.1: centre 40, width 400 runs from -160 to 239.
    [(-1024, 0), (-160, 0), (-159, 1), (40, 128), (238, 254), (239, 255), (3000, 255)],
)
def test_levels_follow_the_standard(tmp_path: Path, value: int, level: int) -> None:
    _, picture, _, _ = rendered(tmp_path, data_set(grey([value + 1024, -1000, 2000])))
    assert picture[0, 0] == level


def test_what_the_window_leaves_out_is_told(tmp_path: Path) -> None:
    values = grey([0] * 90 + [900] * 4 + [2000] * 6)
    made, _, _, _ = rendered(tmp_path, data_set(values, {"RescaleIntercept": 0}), window="900/200")
    assert "90.0% of the pixels below and 6.0% above the window" in made.adjustments
    made, _, _, _ = rendered(tmp_path, data_set(values, {"RescaleIntercept": 0}), window="1000/4000")
    assert "no pixel beyond the window" in made.adjustments


@pytest.mark.parametrize(
    ("window", "changes", "words"),
    [
        ("lungs", {}, "there is no window `lungs`"),
        ("40/0", {}, "there is no window `40/0`"),
        ("40", {}, "there is no window `40`"),
        ("1e9/2", {}, "there is no window `1e9/2`"),
        ("lung", {"Modality": "MR"}, "the window `lung` is made for CT, and scan.dcm is MR"),
        ("lung", {"RescaleSlope": None}, "does not say how its values become Hounsfield units"),
        ("5000/100", {}, "nothing is seen of scan.dcm: its values lie from −"),
    ],
)
def test_a_window_that_cannot_be_had(tmp_path: Path, window: str, changes: dict[str, object], words: str) -> None:
    finding = refused(tmp_path, data_set(changes=changes), window=window)
    assert finding.rule.id == "dicom-window"
    assert words in finding.message


def test_a_file_whose_own_window_shows_nothing_is_shown_by_its_values(tmp_path: Path) -> None:
    made, picture, _, _ = rendered(tmp_path, data_set(changes={"WindowCenter": 9000, "WindowWidth": 10}))
    assert picture.min() < picture.max()
    assert any("because in the window of the file nothing is seen" in each for each in made.adjustments)


def test_a_picture_of_one_value_stays_one(tmp_path: Path) -> None:
    _, picture, _, _ = rendered(tmp_path, data_set(grey([1064, 1064], [1064, 1064])))
    assert picture.min() == picture.max()


def test_values_that_nothing_turns_into_hounsfield_units_have_none(tmp_path: Path) -> None:
    made, _, _, _ = rendered(tmp_path, data_set(changes={"RescaleSlope": 0}))
    assert "window centre 40, width 400 (kept in the file)" in made.adjustments


def test_the_first_of_several_windows_is_taken_and_the_others_are_told(tmp_path: Path) -> None:
    changes = {"WindowCenter": [40, -600], "WindowWidth": [400, 1500]}
    made, _, _, notes = rendered(tmp_path, data_set(changes=changes))
    assert "window centre 40, width 400 HU (kept in the file, the first of 2 in it)" in made.adjustments
    assert "other windows in the file: -600/1500" in notes


def test_without_a_window_values_of_many_bits_are_spread_and_those_of_few_are_kept(tmp_path: Path) -> None:
    gone = {"WindowCenter": None, "WindowWidth": None}
    made, picture, _, _ = rendered(tmp_path, data_set(changes=gone))
    assert any("percentile" in each for each in made.adjustments)
    assert (picture.min(), picture.max()) == (0, 255)
    plain = {**gone, "RescaleSlope": None, "RescaleIntercept": None, "Modality": "OT"}
    _, picture, _, _ = rendered(tmp_path, data_set(grey([0, 7, 128, 255], kind="u1"), plain))
    assert picture.tolist() == [[0, 7, 128, 255]]


def test_a_smooth_window(tmp_path: Path) -> None:
    _, picture, _, _ = rendered(tmp_path, data_set(grey([1064, 0, 4000]), {"VOILUTFunction": "SIGMOID"}))
    assert picture[0].tolist() == [128, 0, 255]


def with_table(descriptor: list[int], data: bytes) -> Dataset:
    table = Dataset()
    table.LUTDescriptor = descriptor
    table.add_new("LUTData", "OW", data)
    gone = dict.fromkeys(("WindowCenter", "WindowWidth", "RescaleSlope", "RescaleIntercept"))
    return data_set(grey([0, 1, 2, 3], kind="<u2"), {**gone, "VOILUTSequence": Sequence([table])})


@pytest.mark.parametrize(
    ("descriptor", "data", "levels"),
    [
        ([4, 0, 8], bytes([200, 100, 50, 0]), [200, 100, 50, 0]),
        ([4, 0, 16], np.array([65535, 0, 32768, 65535], dtype="<u2").tobytes(), [255, 0, 128, 255]),
        ([2, 1, 8], bytes([9, 99]), [9, 9, 99, 99]),
    ],
)
def test_a_table_of_grey_levels(tmp_path: Path, descriptor: list[int], data: bytes, levels: list[int]) -> None:
    made, picture, _, _ = rendered(tmp_path, with_table(descriptor, data))
    assert picture[0].tolist() == levels
    assert "grey levels by the table in the file" in made.adjustments


def test_a_damaged_table_of_grey_levels_is_ignored_and_told(tmp_path: Path) -> None:
    made, picture, _, _ = rendered(tmp_path, with_table([4, 0], b""))
    assert picture.min() < picture.max()
    assert "the damaged table of grey levels in the file ignored" in made.adjustments


# --- how values and colours are stored --------------------------------------------------------------


def test_low_values_are_white_where_the_file_asks(tmp_path: Path) -> None:
    _, plain, _, _ = rendered(tmp_path, data_set())
    made, turned, _, _ = rendered(tmp_path, data_set(changes={"PhotometricInterpretation": "MONOCHROME1"}))
    assert (plain == 255 - turned).all()
    assert "low values white, as the file asks" in made.adjustments


def test_padding_is_black_and_does_not_count(tmp_path: Path) -> None:
    values = grey([-2000] * 50 + list(range(0, 500, 10)))
    changes = {"PixelPaddingValue": -2000, "RescaleIntercept": 0, "PhotometricInterpretation": "MONOCHROME1"}
    _, picture, _, _ = rendered(tmp_path, data_set(values, changes), window="auto")
    assert set(picture[0, :50].tolist()) == {0}
    assert picture[0, 50] == 255


def test_signed_values_in_fewer_bits_than_they_take(tmp_path: Path) -> None:
    # -1 in 12 bits, with rubbish in the 4 above.
    stored = np.array([[0x0FFF, 0x0000, 0x0001]], dtype="<u2")
    changes = {"BitsStored": 12, "HighBit": 11, "PixelRepresentation": 1, "RescaleIntercept": 0, "Modality": "MR"}
    _, picture, _, _ = rendered(tmp_path, data_set(stored, changes), window="auto")
    assert picture[0, 0] < picture[0, 1] < picture[0, 2]


HIGH_THROUGHPUT = base64.b64decode(
    "/0//UQApQAAAAAAIAAAACAAAAAAAAAAAAAAACAAAAAgAAAAAAAAAAAABDwEB/1AACAACAAAACv9SAAwAAgABAAUEBEAB/1wAEyCIkJCQkJCQkJCQ"
    "kJCQiIiI/2QAFwABT3BlbkpQSCBWZXIgMC4yNi4zLv+QAAoAAAAAAFYAAf+TwAAmtf4FB3QAAADAABLAABMAyACHdABG/gIHdADAABNAABOAQvwA"
    "AnQAHj3+AGNUAMAAJ4AAVIC2/aCnQnUAft/3wBCB7LYA/9k="
)
"""Row 64 times, column 8 times its number: 8 by 8 values of 16 bits, as an encoder of that format wrote them."""


@pytest.mark.parametrize("number", [201, 202, 203])
def test_high_throughput_jpeg_2000(tmp_path: Path, number: int) -> None:
    values = np.add.outer(np.arange(8) * 64, np.arange(8) * 8).astype("<u2")
    plain = data_set(values, {"RescaleIntercept": 0})
    packed = data_set(values, {"RescaleIntercept": 0})
    packed.file_meta.TransferSyntaxUID = UID(f"1.2.840.10008.1.2.4.{number}")
    packed.PixelData = encapsulate([HIGH_THROUGHPUT])
    packed["PixelData"].is_undefined_length = True
    assert rendered(tmp_path, packed, window="auto")[1].tolist() == rendered(tmp_path, plain, window="auto")[1].tolist()


COLOURS = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [255, 255, 255]]], dtype="u1")
_AS_COLOUR: dict[str, object] = {
    **dict.fromkeys(("WindowCenter", "WindowWidth", "RescaleSlope", "RescaleIntercept")),
    "SamplesPerPixel": 3,
    "PhotometricInterpretation": "RGB",
    "PlanarConfiguration": 0,
    "Modality": "OT",
}


@pytest.mark.parametrize("planes", [False, True])
@pytest.mark.parametrize("depth", ["u1", "<u2"])
def test_colours_in_either_order_and_depth(tmp_path: Path, planes: bool, depth: str) -> None:
    stored = COLOURS.astype(depth) * np.array(257 if depth == "<u2" else 1, dtype=depth)
    changes = {**_AS_COLOUR, "PlanarConfiguration": int(planes)}
    changes["PixelData"] = (stored.transpose(2, 0, 1) if planes else stored).tobytes()
    _, picture, _, _ = rendered(tmp_path, data_set(stored, changes))
    assert picture.tolist() == COLOURS.tolist()


def test_colours_from_brightness_and_difference(tmp_path: Path) -> None:
    stored = np.array([[[76, 85, 255], [150, 44, 21]], [[29, 255, 107], [255, 128, 128]]], dtype="u1")
    _, picture, _, _ = rendered(tmp_path, data_set(stored, {**_AS_COLOUR, "PhotometricInterpretation": "YBR_FULL"}))
    assert np.abs(picture.astype(int) - COLOURS.astype(int)).max() <= 2


def test_colours_from_a_palette(tmp_path: Path) -> None:
    changes: dict[str, object] = {
        **_AS_COLOUR,
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "PALETTE COLOR",
        "PlanarConfiguration": None,
    }
    for name, entries in (("Red", [0, 65535, 0]), ("Green", [0, 0, 65535]), ("Blue", [0, 0, 0])):
        changes[f"{name}PaletteColorLookupTableDescriptor"] = [3, 0, 16]
        changes[f"{name}PaletteColorLookupTableData"] = np.array(entries, dtype="<u2").tobytes()
    _, picture, _, _ = rendered(tmp_path, data_set(grey([0, 1, 2], kind="u1"), changes))
    assert picture.tolist() == [[[0, 0, 0], [255, 0, 0], [0, 255, 0]]]


def test_colours_with_a_profile_become_those_of_a_page(tmp_path: Path) -> None:
    # A profile whose red is sRGB's green.
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ", 128), profile.index(b"gXYZ", 128)
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    made, picture, _, _ = rendered(tmp_path, data_set(COLOURS, {**_AS_COLOUR, "ICCProfile": bytes(profile)}))
    assert "colours converted to sRGB" in made.adjustments
    assert picture[0, 0].argmax() == 1
    made, picture, _, _ = rendered(tmp_path, data_set(COLOURS, {**_AS_COLOUR, "ICCProfile": b"rubbish "}))
    assert "a damaged colour profile was ignored" in made.adjustments
    assert picture.tolist() == COLOURS.tolist()


def test_a_window_for_a_picture_in_colour_is_a_mistake(tmp_path: Path) -> None:
    assert refused(tmp_path, data_set(COLOURS, _AS_COLOUR), window="40/400").rule.id == "dicom-window"


# --- frames, spacing, lettering ---------------------------------------------------------------------


def frames(*values: int) -> Dataset:
    stack = np.stack([np.full((4, 4), value, dtype="<i2") for value in values])
    stack[:, 0, 0] = 0
    changes = {"NumberOfFrames": len(values), "Rows": 4, "Columns": 4, "WindowCenter": 0, "WindowWidth": 2000}
    return data_set(stack, {**changes, "RescaleIntercept": 0})


def test_one_frame_of_several_is_chosen(tmp_path: Path) -> None:
    made, picture, _, _ = rendered(tmp_path, frames(-1000, 0, 1000), frame=3)
    assert picture[3, 3] == 255
    assert made.adjustments[0] == "frame 3 of 3"


@pytest.mark.parametrize(
    ("count", "frame", "rule", "words"),
    [
        (3, None, "dicom-several-frames", "holds 3 frames"),
        (3, 4, "image-no-such-page", "3 frames, so there is no frame 4"),
        (3, 0, "image-no-such-page", "no frame 0"),
        (1, 2, "image-no-such-page", "one frame, so there is no frame 2"),
    ],
)
def test_a_frame_that_is_not_said_or_not_there(
    tmp_path: Path, count: int, frame: int | None, rule: str, words: str
) -> None:
    finding = refused(tmp_path, frames(*range(count)), frame=frame)
    assert finding.rule.id == rule
    assert words in finding.message


def test_what_frames_say_for_themselves_counts(tmp_path: Path) -> None:
    made = frames(100, 300)
    per_frame = []
    for centre in (100, 300):
        levels, pixels, frame = Dataset(), Dataset(), Dataset()
        levels.WindowCenter, levels.WindowWidth = centre, 400
        pixels.PixelSpacing = [0.5, 0.5]
        frame.FrameVOILUTSequence, frame.PixelMeasuresSequence = Sequence([levels]), Sequence([pixels])
        per_frame.append(frame)
    made.PerFrameFunctionalGroupsSequence = Sequence(per_frame)
    outcome, _, _, _ = rendered(tmp_path, made, frame=2)
    assert "window centre 300, width 400 HU (kept in the file)" in outcome.adjustments
    assert outcome.spacing == (0.5, 0.5)


@pytest.mark.parametrize(
    ("changes", "spacing", "note"),
    [
        ({}, (0.7, 0.7), ""),
        ({"PixelSpacing": None}, None, ""),
        ({"PixelSpacing": [0, 0]}, None, ""),
        ({"PixelSpacing": [-1, 1]}, None, ""),
        ({"PixelSpacing": [0.7]}, None, ""),
        ({"PixelSpacing": None, "ImagerPixelSpacing": [0.2, 0.2]}, (0.2, 0.2), "detector"),
        ({"Modality": "DX"}, (0.7, 0.7), "detector"),
        ({"Modality": "DX", "PixelSpacingCalibrationType": "FIDUCIAL"}, (0.7, 0.7), ""),
        ({"PixelSpacing": None, "NominalScannedPixelSpacing": [0.1, 0.1]}, (0.1, 0.1), "scanned"),
    ],
)
def test_how_large_pixels_are_and_where(
    tmp_path: Path, changes: dict[str, object], spacing: tuple[float, float] | None, note: str
) -> None:
    made, _, _, notes = rendered(tmp_path, data_set(changes=changes))
    assert made.spacing == spacing
    assert note in made.spacing_note
    assert bool(made.spacing_note) == bool(note)
    assert any("does not say how large" in each for each in notes) == (spacing is None)


def regions(*deltas: float, unit: int = 3) -> Sequence:
    made = []
    for delta in deltas:
        region = Dataset()
        region.PhysicalUnitsXDirection = region.PhysicalUnitsYDirection = unit
        region.PhysicalDeltaX, region.PhysicalDeltaY = delta, delta
        made.append(region)
    return Sequence(made)


@pytest.mark.parametrize(
    ("found", "spacing"),
    [
        (regions(0.02), (0.2, 0.2)),
        (regions(-0.02), (0.2, 0.2)),
        (regions(0), None),
        (regions(0.02, 0.05), None),
        (regions(0.02, unit=4), None),
    ],
)
def test_the_spacing_of_ultrasound(tmp_path: Path, found: Sequence, spacing: tuple[float, float] | None) -> None:
    made, _, _, _ = rendered(tmp_path, data_set(changes={"PixelSpacing": None, "SequenceOfUltrasoundRegions": found}))
    assert made.spacing == spacing


@pytest.mark.parametrize(
    ("changes", "size", "spacing"),
    [
        ({"PixelSpacing": [1.4, 0.7]}, (SIDE, 2 * SIDE), (0.7, 0.7)),
        ({"PixelSpacing": [0.7, 1.4]}, (2 * SIDE, SIDE), (0.7, 0.7)),
        ({"PixelSpacing": None, "PixelAspectRatio": [2, 1]}, (SIDE, 2 * SIDE), None),
        ({"PixelSpacing": [0.7, 0.7001]}, (SIDE, SIDE), (0.7, 0.7001)),
        ({"PixelSpacing": [99, 0.01]}, (SIDE, SIDE), (99, 0.01)),
    ],
)
def test_pixels_become_square(
    tmp_path: Path, changes: dict[str, object], size: tuple[int, int], spacing: tuple[float, float] | None
) -> None:
    made, picture, _, _ = rendered(tmp_path, data_set(changes=changes))
    assert (picture.shape[1], picture.shape[0]) == size
    assert made.spacing == spacing
    assert any("not square" in each for each in made.adjustments) == (size != (SIDE, SIDE))


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({}, []),
        ({"BurnedInAnnotation": None}, ["dicom-burned-in-text-unknown"]),
        ({"BurnedInAnnotation": "MAYBE"}, ["dicom-burned-in-text-unknown"]),
        ({"RecognizableVisualFeatures": "YES"}, ["dicom-recognisable-person"]),
        ({"RecognizableVisualFeatures": "NO"}, []),
    ],
)
def test_what_is_not_said_of_lettering_and_faces_is_pointed_out(
    tmp_path: Path, changes: dict[str, object], broken: list[str]
) -> None:
    _, _, rules, _ = rendered(tmp_path, data_set(changes=changes))
    assert rules == broken


def test_lettering_in_the_picture_is_refused(tmp_path: Path) -> None:
    finding = refused(tmp_path, data_set(changes={"BurnedInAnnotation": "YES"}))
    assert finding.rule.id == "dicom-burned-in-text"


def test_kinds_that_often_have_lettering_are_named(tmp_path: Path) -> None:
    made = written(tmp_path / "scan.dcm", data_set(changes={"BurnedInAnnotation": None, "Modality": "US"}))
    _, findings, _ = render(made, Wanted("scan.dcm", Location("scan.dcm")), "")
    assert findings[0].hint.startswith("Ultrasound pictures often have it.")


def test_overlays_are_left_out_and_told(tmp_path: Path) -> None:
    made = data_set()
    made.add_new((0x6000, 0x3000), "OW", b"\1" * (SIDE * SIDE // 8))
    _, with_overlay, _, notes = rendered(tmp_path, made)
    _, without, _, others = rendered(tmp_path, data_set())
    assert (with_overlay == without).all()
    assert any("1 overlay" in note for note in notes)
    assert not any("overlay" in note for note in others)


def test_the_phantom_is_the_right_way_round(tmp_path: Path) -> None:
    _, picture, _, _ = rendered(tmp_path, data_set(), window="lung")
    units = chest()
    assert picture[units < -950].max() < picture[units > 0].min()
