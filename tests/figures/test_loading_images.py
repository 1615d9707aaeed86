from __future__ import annotations

import base64
import struct
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageFile

from pipeline.figures.container import MAX_BYTES
from pipeline.findings import Severity
from tests.figures.pictures import (
    LENT,
    SECRET,
    SVG,
    drawn,
    header_of,
    jpeg,
    loaded,
    opened,
    png,
    rules,
    saved,
    segment,
    webp,
)
from tests.figures.pictures import chunk as png_chunk


@pytest.mark.parametrize(
    ("file", "format_name", "options"),
    [
        ("a.png", "PNG", {}),
        ("a.jpg", "JPEG", {}),
        ("a.jpeg", "JPEG", {"progressive": True}),
        ("a.JPG", "JPEG", {"subsampling": 0}),
        ("a.webp", "WEBP", {"lossless": True}),
        ("a.webp", "WEBP", {"quality": 80}),
    ],
)
def test_a_clean_picture_is_shipped_as_it_is(
    figures: Path, file: str, format_name: str, options: dict[str, object]
) -> None:
    data = saved(drawn(), format_name, **options)
    image, findings = loaded(figures, file, data)
    assert findings == []
    assert image is not None
    assert (image.data, image.width, image.height) == (data, 40, 30)
    assert image.name in ("fig-a.png", "fig-a.jpg", "fig-a.webp")
    assert image.media_type == f"image/{format_name.lower()}"


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_a_tiff_becomes_a_png_of_the_same_pixels(figures: Path, compression: str | None) -> None:
    image, findings = loaded(figures, "a.tif", saved(drawn(), "TIFF", compression=compression))
    assert findings == []
    assert image is not None
    assert (image.name, image.media_type) == ("fig-a.png", "image/png")
    assert opened(image.data).tobytes() == drawn().tobytes()


@pytest.mark.parametrize(
    ("levels", "stored", "shown"),
    [
        ("16 bits", [0, 32896, 65535], [0, 128, 255]),
        ("12 bits", [0, 2048, 4095], [0, 127, 255]),
    ],
)
def test_grey_of_16_bits_is_shown_in_8(figures: Path, levels: str, stored: list[int], shown: list[int]) -> None:
    grey = Image.new("I;16", (3, 1))
    grey.putdata(stored)
    image, findings = loaded(figures, "a.tif", saved(grey, "TIFF"))
    assert [(f.rule.id, f.severity) for f in findings] == [("image-converted", Severity.WARNING)]
    assert f"grey levels of {levels} reduced to 8" in findings[0].message
    assert image is not None
    assert list(opened(image.data).tobytes()) == shown


@pytest.mark.parametrize("colour_type", [2, 6])
def test_colours_of_16_bits_are_shown_in_8(figures: Path, colour_type: int) -> None:
    pixel = b"\xff\xff\x80\x80\0\0\xff\xff"[: 6 if colour_type == 2 else 8]
    header = struct.pack(">IIBBBBB", 1, 1, 16, colour_type, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(b"\0" + pixel)) + png_chunk(b"IEND", b"")
    image, findings = loaded(figures, "a.png", png()[:8] + body)
    assert rules(findings) == ["image-converted"]
    assert "colours of 16 bits reduced to 8" in findings[0].message
    assert image is not None
    assert opened(image.data).convert("RGB").getpixel((0, 0)) == (255, 128, 0)


@pytest.mark.parametrize(("mode", "white"), [("L", 255), ("I;16", 65535)])
def test_a_radiograph_that_counts_from_white_is_not_shown_as_its_negative(figures: Path, mode: str, white: int) -> None:
    grey = Image.new(mode, (3, 1))
    grey.putdata([0, white // 5, white])
    data = saved(grey, "TIFF")
    photometric = data.index(struct.pack("<HHI", 262, 3, 1))
    image, _ = loaded(figures, "a.tif", data[: photometric + 8] + b"\0\0" + data[photometric + 10 :])
    assert image is not None
    assert list(opened(image.data).tobytes()) == [255, 204, 0]


def test_print_colours_are_converted(figures: Path) -> None:
    image, findings = loaded(figures, "a.jpg", saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"))
    assert rules(findings) == ["image-converted"]
    assert "CMYK" in findings[0].message
    assert image is not None
    assert (opened(image.data).mode, opened(image.data).getpixel((0, 0))) == ("RGB", (254, 0, 0))


@pytest.mark.parametrize(("exponent", "shown"), [(100_000, 127), (45_455, 55), (0, 55)])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "LA"])
def test_a_png_of_another_brightness_is_shown_as_it_is_meant(
    figures: Path, mode: str, exponent: int, shown: int
) -> None:
    plain = saved(Image.new("L", (8, 8), 55).convert(mode), "PNG")
    data = plain[:33] + png_chunk(b"gAMA", exponent.to_bytes(4, "big")) + plain[33:]
    image, findings = loaded(figures, "a.png", data)
    assert rules(findings) == (["image-converted"] if shown != 55 else [])
    assert image is not None
    assert opened(image.data).convert("RGBA").getpixel((0, 0)) == (shown, shown, shown, 255)


def test_an_srgb_profile_changes_nothing_and_is_not_shipped(figures: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for file, format_name in (("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")):
        with_profile = saved(drawn(), format_name, icc_profile=profile, lossless=True)
        image, findings = loaded(figures, file, with_profile)
        assert findings == []
        assert image is not None
        assert "icc_profile" not in opened(image.data).info
        assert opened(image.data).tobytes() == opened(with_profile).tobytes()


def test_a_damaged_profile_is_ignored_and_said(figures: Path) -> None:
    image, findings = loaded(figures, "a.jpg", jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1" + b"?" * 200)))
    assert image is not None
    assert [f.message for f in findings] == ["a.jpg is shown changed: a damaged colour profile was ignored"]


@pytest.mark.parametrize("format_name", ["TIFF", "WEBP", "PNG"])
def test_one_of_several_pages_is_chosen(figures: Path, format_name: str) -> None:
    colours = ["red", "lime", "blue"]
    first, *others = (Image.new("RGB", (8, 8), colour) for colour in colours)
    file = f"stack.{format_name.lower()}"
    data = saved(first, format_name, save_all=True, append_images=others, lossless=True)
    for page, colour in enumerate(colours, start=1):
        image, findings = loaded(figures, file, data, page)
        assert findings == []
        assert image is not None
        assert opened(image.data).convert("RGB").getpixel((0, 0)) == Image.new("RGB", (1, 1), colour).getpixel((0, 0))
    image, findings = loaded(figures, file, data)
    assert rules(findings) == ["image-several-pages"]
    assert image is not None
    assert getattr(opened(image.data), "n_frames", 1) == 1
    (missing,) = loaded(figures, file, data, 4)[1]
    assert (missing.rule.id, missing.hint) == ("image-no-such-page", "Give a `page` from 1 to 3.")


def test_a_page_of_a_picture_that_has_one(figures: Path) -> None:
    assert loaded(figures, "a.png", png(), 1)[1] == []
    _, findings = loaded(figures, "a.png", png(), 2)
    assert findings[0].message == "a.png has one picture, so there is no page 2"
    image, findings = loaded(figures, "a.svg", SVG.encode(), 2)
    assert image is None
    assert findings[0].message == "a.svg has one picture, so there is no page 2"


@pytest.mark.parametrize(
    ("file", "data", "why"),
    [
        ("a.png", b"", "the file is empty"),
        ("a.png", png()[:-20], "breaks off"),
        ("a.jpg", jpeg()[:-60], "breaks off"),
        ("a.jpg", jpeg()[:-2], "breaks off"),
        ("a.webp", webp(b"JUNK", b"")[:-30], "breaks off"),
        ("a.tif", saved(drawn(), "TIFF")[:200], "breaks off"),
        ("a.tif", b"II*\0\x08\0\0\0\xff\xff", "its list of tags"),
        ("a.png", png().replace(b"IDAT", b"IDAT\x01", 1), "check sums"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "breaks off"),
        ("a.jpg", b"\xff\xd8\xff\xd9", "holds no picture"),
        ("a.png", b"just words", "no image that is known here"),
        ("a.gif", b"GIF89a" + b"\0" * 20, "it is a GIF"),
        ("a.dcm", b"\0" * 128 + b"DICM", "whose header tells who the patient is"),
        ("a.tif", b"II*\0" + b"\0" * 124 + b"DICM" + b"\0" * 50, "whose header tells who the patient is"),
        ("a.svg", b"<svg >", "not well-formed"),
        ("a.svg", b"<?xml version='1.0'?><html>svg</html>", "not an SVG drawing"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "says no size"),
        ("a.svg", SVG.format("").encode("utf-16"), "no image that is known here"),
    ],
)
def test_unreadable(figures: Path, file: str, data: bytes, why: str) -> None:
    _, findings = loaded(figures, file, data)
    assert "image-unreadable" in rules(findings)
    assert any(why in finding.message for finding in findings)


def test_a_damaged_picture_is_not_taken_for_a_good_one(figures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = saved(Image.effect_noise((64, 64), 50), "PNG")
    start = good.index(b"IDAT") + 4
    length = int.from_bytes(good[start - 8 : start - 4], "big")
    body = zlib.compress(zlib.decompress(good[start : start + length])[:1000])
    data = good[: start - 8] + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")
    # As after a PDF was made in the same process: WeasyPrint sets this when it is imported.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    _, findings = loaded(figures, "a.png", data)
    assert [f.message for f in findings] == ["a.png cannot be read: its picture data are damaged or incomplete"]


@pytest.mark.parametrize(
    ("file", "data", "message", "hint"),
    [
        ("scan.jpg", png(), "scan.jpg is not what its name says: by its content it is PNG", "scan.png"),
        ("scan.png", jpeg(), "by its content it is JPEG", "scan.jpg"),
        ("scan", png(), "by its content it is PNG", "scan.png"),
        ("scan.png", SVG.format("").encode(), "by its content it is SVG", "scan.svg"),
    ],
)
def test_misnamed(figures: Path, file: str, data: bytes, message: str, hint: str) -> None:
    _, findings = loaded(figures, file, data)
    assert rules(findings) == ["image-not-what-its-name-says"]
    assert message in findings[0].message
    assert hint in findings[0].hint


@pytest.mark.parametrize(("file", "format_name", "side"), [("a.png", "PNG", 30_000), ("a.jpg", "JPEG", 30_000)])
@pytest.mark.parametrize("inner", ["", "svg"])
def test_a_huge_promise_is_refused_from_its_header(
    figures: Path, file: str, format_name: str, side: int, inner: str
) -> None:
    data = header_of(format_name, side)
    if inner:
        link = f"data:image/{format_name.lower()};base64,{base64.b64encode(data).decode()}"
        file, data = "a.svg", SVG.format(f'<image xlink:href="{link}" width="9" height="9"/>').encode()
    assert_refused_at_once(figures, file, data, "30000 × 30000 pixels, 900 megapixels")


@pytest.mark.parametrize(("file", "format_name", "side"), [("a.tif", "TIFF", 30_000), ("a.webp", "WEBP", 16_383)])
def test_so_is_that_of_a_tiff_or_webp(figures: Path, file: str, format_name: str, side: int) -> None:
    assert_refused_at_once(figures, file, header_of(format_name, side), "megapixels")


def assert_refused_at_once(figures: Path, file: str, data: bytes, size: str) -> None:
    loaded(figures, "warm.png", png())
    tracemalloc.start()
    start = time.process_time()
    _, findings = loaded(figures, file, data)
    taken = time.process_time() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rules(findings) == ["image-too-large"]
    assert size in findings[0].message
    assert taken < 0.5
    assert peak < 2_000_000


def test_too_many_bytes(figures: Path) -> None:
    with (figures / "a.png").open("wb") as big:
        big.truncate(MAX_BYTES + 1)
    _, findings = loaded(figures, "a.png")
    assert [(f.rule.id, f.message) for f in findings] == [("image-too-large", "a.png is too large: 64 MB")]


def test_so_many_passes_that_showing_it_never_ends(figures: Path) -> None:
    data = saved(drawn(), "JPEG", progressive=True)
    scan = data.index(b"\xff\xda")
    end = data.index(b"\xff\xc4", scan)
    _, findings = loaded(figures, "a.jpg", data[:scan] + data[scan:end] * 500 + data[end:])
    assert rules(findings) == ["image-unreadable"]
    assert "more passes" in findings[0].message


def test_what_lies_under_full_transparency_is_not_shipped(figures: Path) -> None:
    erased = drawn().convert("RGBA")
    erased.paste((9, 9, 9, 0), (0, 0, 20, 30))
    erased.putpixel((3, 3), (200, 100, 50, 0))
    image, findings = loaded(figures, "a.png", saved(erased, "PNG"))
    assert rules(findings) == ["image-converted"]
    assert image is not None
    assert opened(image.data).getpixel((3, 3)) == (0, 0, 0, 0)
    assert opened(image.data).getpixel((30, 20)) == (0, 0, 255, 255)


def test_everything_wrong_with_a_file_is_said_at_once(figures: Path) -> None:
    _, findings = loaded(figures, "a.png", jpeg(segment(0xFE, SECRET)))
    assert rules(findings) == ["image-not-what-its-name-says", "image-carries-metadata"]


@pytest.mark.skipif(not LENT.is_dir(), reason="shared/data is not beside this checkout")
@pytest.mark.filterwarnings("error")
def test_every_real_file_loads_or_is_explained() -> None:
    files = sorted(path for path in LENT.rglob("*") if path.is_file())
    assert len(files) > 100
    for path in files:
        image, findings = loaded(path.parent, path.name)
        assert image is not None or findings
        if image is not None:
            assert not opened(image.data).getexif()
