from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.figures.adding import add_figure
from pipeline.figures.copies import slug
from pipeline.figures.image import load_image
from pipeline.findings import Location
from tests.figures.pictures import SECRET, jpeg, png, saved, segment


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "private").mkdir()
    return tmp_path


def original(case: Path, name: str, data: bytes) -> Path:
    path = case / "private" / name
    path.write_bytes(data)
    return path


def test_a_clean_copy_lies_in_figures_and_loads(case: Path) -> None:
    source = original(case, "Röntgen Thorax (2).JPEG", jpeg(segment(0xFE, SECRET)))
    before = source.read_bytes()
    path, findings, notes = add_figure(source, case / "figures")
    assert path == case / "figures" / "rontgen-thorax-2.jpg"
    assert (findings, notes) == ([], ["left out: comment"])
    image, problems = load_image(case / "figures", path.name, "fig-a", Location("case.yaml"))
    assert problems == []
    assert image is not None
    assert source.read_bytes() == before
    assert [entry.name for entry in (case / "figures").iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Röntgen Thorax (2)", "rontgen-thorax-2"),
        ("../../etc/passwd", "etc-passwd"),
        ("MRI_T2  sag", "mri-t2-sag"),
        ("الصورة", "figure"),
        ("", "figure"),
        ("x" * 300, "x" * 80),
    ],
)
def test_names_are_safe(name: str, safe: str) -> None:
    assert slug(name) == safe


def test_the_author_may_choose_the_name(case: Path) -> None:
    path, _, _ = add_figure(original(case, "DSC1.png", png()), case / "figures", name="Trunk, day 3")
    assert path == case / "figures" / "trunk-day-3.png"


def test_a_name_with_a_long_number_is_pointed_out(case: Path) -> None:
    _, _, notes = add_figure(original(case, "IMG_20200131.png", png()), case / "figures")
    assert any("img-20200131.png holds a long number" in note for note in notes)


def test_another_picture_of_that_name_is_never_replaced(case: Path) -> None:
    source = original(case, "a.png", png())
    first, _, _ = add_figure(source, case / "figures")
    assert first is not None
    again, findings, _ = add_figure(source, case / "figures")
    assert (again, findings) == (first, [])
    first.write_bytes(b"the author's own")
    path, findings, _ = add_figure(source, case / "figures")
    assert path is None
    assert [finding.rule.id for finding in findings] == ["figure-exists"]
    assert first.read_bytes() == b"the author's own"


def test_a_link_in_its_place_is_not_written_through(case: Path) -> None:
    (case / "figures").mkdir()
    (case / "figures" / "a.png").symlink_to(case / "elsewhere.png")
    path, findings, _ = add_figure(original(case, "a.png", png()), case / "figures")
    assert path is None
    assert [finding.rule.id for finding in findings] == ["figure-exists"]
    assert not (case / "elsewhere.png").exists()


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("gone.png", None, "image-missing"),
        ("empty.png", b"", "image-unreadable"),
        ("half.jpg", jpeg()[:-60], "image-unreadable"),
        ("scan.dcm", b"\0" * 128 + b"DICM", "image-unreadable"),
    ],
)
def test_nothing_is_written_of_what_cannot_be_cleaned(case: Path, name: str, data: bytes | None, rule: str) -> None:
    source = case / "private" / name if data is None else original(case, name, data)
    path, findings, _ = add_figure(source, case / "figures")
    assert path is None
    assert [finding.rule.id for finding in findings] == [rule]
    assert not (case / "figures").exists()


def test_a_folder_that_cannot_be_written_into(case: Path) -> None:
    (case / "figures").write_text("a file in the folder's place")
    path, findings, _ = add_figure(original(case, "a.png", png()), case / "figures")
    assert path is None
    assert [finding.rule.id for finding in findings] == ["figure-not-written"]


def test_a_page_is_chosen(case: Path) -> None:
    from PIL import Image

    pages = [Image.new("L", (4, 4), level) for level in (0, 200)]
    source = original(case, "stack.tif", saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    path, _, _ = add_figure(source, case / "figures", page=2)
    assert path is not None
    with Image.open(path) as chosen:
        assert chosen.getpixel((0, 0)) == 200
