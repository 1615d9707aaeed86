from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms

from pipeline.figures.cleaning import clean_image, told_by
from pipeline.figures.raster import Wanted, encoded
from pipeline.findings import Finding, Location
from pipeline.manuscript import Image as Shipped
from tests.figures.pictures import LENT, SECRET, chunk, drawn, exif, jpeg, opened, png, saved, segment, webp

WHERE = Location("raw.jpg")


def cleaned(data: bytes, page: int | None = None) -> tuple[Shipped, list[str]]:
    image, findings, notes = clean_image(data, "a", Wanted("raw.jpg", WHERE, page))
    assert [finding for finding in findings if finding.rule.id != "image-several-pages"] == []
    assert image is not None
    assert SECRET not in image.data
    assert SECRET.decode() not in repr(notes)
    return image, notes


def refused(data: bytes) -> list[Finding]:
    image, findings, _ = clean_image(data, "a", Wanted("raw.jpg", WHERE))
    assert image is None
    return findings


def differs(one: Image.Image, other: Image.Image) -> int:
    """How far apart the two furthest colours are, of 255."""
    bands = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    return max(band[1] for band in bands if isinstance(band, tuple))


def corners(picture: Image.Image) -> list[str]:
    """The names of the colours in the corners, row by row; JPEG keeps no colour exactly."""
    names = {(True, False, False): "red", (True, True, True): "white", (False, False, True): "blue"}
    right, bottom = picture.width - 4, picture.height - 4
    places = ((3, 3), (right, 3), (3, bottom), (right, bottom))
    pixels = (picture.convert("RGB").crop((x, y, x + 1, y + 1)).tobytes() for x, y in places)
    return [names.get((red > 127, green > 127, blue > 127), "other") for red, green, blue in pixels]


def test_noise_all_over_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    noise = Image.frombytes("RGB", (600, 400), random.Random(1).randbytes(600 * 400 * 3))
    assert differs(opened(encoded(noise, "image/jpeg")), noise) < 60
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 1}, {"quality": 100}])
def test_an_upright_srgb_jpeg_keeps_its_pixels_bit_for_bit(options: dict[str, object]) -> None:
    plain = saved(drawn(), "JPEG", **options)
    telling = plain[:2] + segment(0xE1, exif(t315=SECRET.decode())) + segment(0xFE, SECRET) + plain[2:] + SECRET
    image, notes = cleaned(telling)
    assert image.data == plain
    assert notes == ["left out: camera settings, comment, data after the end of the picture, name of a person"]


def test_the_preview_in_a_jfif_header_goes_and_its_resolution_stays() -> None:
    plain = saved(drawn(), "JPEG", dpi=(300, 300))
    with_preview = plain[:2] + segment(0xE0, plain[6:18] + b"\1\1abc") + plain[20:]
    assert cleaned(with_preview)[0].data == plain


def test_the_colour_coding_of_adobe_stays() -> None:
    plain = saved(drawn(), "JPEG", keep_rgb=True)
    assert b"Adobe" in plain
    image, _ = cleaned(plain[:2] + segment(0xFE, SECRET) + plain[2:])
    assert opened(image.data).tobytes() == opened(plain).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_turned_picture_is_stored_upright(format_name: str, orientation: int) -> None:
    # The corner that a viewer shows first is red, the opposite one blue; sides swap for 5 to 8.
    back = [None, None, 0, 3, 1, 5, 2, 6, 4][orientation]
    stored = drawn() if back is None else drawn().transpose(Image.Transpose(back))
    tagged = Image.Exif()
    tagged[274] = orientation
    options = {"tiffinfo": {274: orientation}} if format_name == "TIFF" else {"exif": tagged}
    image, _ = cleaned(saved(stored, format_name, quality=95, lossless=True, **options))
    assert (image.width, image.height) == (40, 30)
    assert corners(opened(image.data)) == corners(drawn()) == ["red", "white", "white", "blue"]
    assert not opened(image.data).getexif()


def test_a_turned_jpeg_says_that_it_was_compressed_anew() -> None:
    _, notes = cleaned(jpeg(segment(0xE1, exif(t274=6))))
    assert notes == ["left out: camera settings", "changed: turned upright", "changed: compressed anew at quality 95"]


def test_colours_are_converted_by_the_profile() -> None:
    # A profile whose red is sRGB's green: the picture is meant to be green.
    swapped = profile_with_swapped_colours()
    image, notes = cleaned(saved(Image.new("RGB", (8, 8), (255, 0, 0)), "PNG", icc_profile=swapped))
    assert "changed: colours converted to sRGB" in notes
    red, green, blue = opened(image.data).tobytes()[:3]
    assert red < 10
    assert green > 245
    assert blue < 10


def profile_with_swapped_colours() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ", 128), profile.index(b"gXYZ", 128)
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_keeps_its_kind_and_pixels(mode: str) -> None:
    picture = drawn().convert(mode)
    data = saved(picture, "PNG")
    image, _ = cleaned(data[:33] + chunk(b"tEXt", b"Author\0" + SECRET) + data[33:])
    assert opened(image.data).mode == mode
    assert opened(image.data).tobytes() == picture.tobytes()


def test_a_png_keeps_its_transparent_colour() -> None:
    picture = drawn().convert("P")
    image, _ = cleaned(saved(picture, "PNG", transparency=b"\0\x80"))
    assert opened(image.data).info["transparency"][:2] == b"\0\x80"


def test_what_follows_the_picture_inside_its_compressed_data_goes() -> None:
    plain = saved(drawn(), "PNG")
    start = plain.index(b"IDAT") + 4
    length = int.from_bytes(plain[start - 8 : start - 4], "big")
    hidden = plain[: start - 8] + chunk(b"IDAT", plain[start : start + length] + SECRET) + chunk(b"IEND", b"")
    assert differs(opened(cleaned(hidden)[0].data), drawn()) == 0


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 80}])
def test_a_webp_keeps_its_compressed_data(options: dict[str, object]) -> None:
    plain = saved(drawn(), "WEBP", **options)
    telling = saved(drawn(), "WEBP", exif=exif(t315=SECRET.decode()), xmp=SECRET, **options)
    image, notes = cleaned(telling)
    assert opened(image.data).tobytes() == opened(plain).tobytes()
    assert notes == ["left out: XMP record, camera settings, name of a person"]
    # The flags promise nothing that is no longer there: neither profile, EXIF nor XMP.
    assert image.data[12:16] != b"VP8X" or image.data[20] & 0b101100 == 0
    assert cleaned(webp(b"JUNK", SECRET))[0].media_type == "image/webp"


def test_a_page_is_taken_from_a_tiff_without_loss() -> None:
    pages = [Image.effect_noise((30, 20), 50) for _ in range(3)]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], tiffinfo={270: SECRET.decode()})
    image, notes = cleaned(data, page=2)
    assert image.name == "a.png"
    assert opened(image.data).tobytes() == pages[1].tobytes()
    assert "changed: written as PNG, because browsers do not show TIFF" in notes


def test_equal_bytes_in_give_equal_bytes_out() -> None:
    for data in (png(), jpeg(segment(0xE1, exif(t274=3))), saved(drawn(), "TIFF")):
        assert cleaned(data)[0].data == cleaned(data)[0].data


def test_a_clean_copy_cleans_to_itself() -> None:
    for data in (png(chunk(b"tEXt", b"a\0" + SECRET)), jpeg(segment(0xFE, SECRET)), webp(b"JUNK", SECRET)):
        once, _ = cleaned(data)
        again, notes = cleaned(once.data)
        assert (again.data, notes) == (once.data, [])


def test_dicom_is_refused_with_the_way_out() -> None:
    (finding,) = refused(b"\0" * 128 + b"DICM" + SECRET)
    assert finding.rule.id == "image-unreadable"
    assert "casewright figure add" in finding.hint


@pytest.mark.parametrize("data", [b"", b"words", jpeg()[:-60], b"<svg >"])
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    assert [finding.rule.id for finding in refused(data)] == ["image-unreadable"]


def test_the_look_at_a_copy_sees_what_cleaning_missed() -> None:
    assert told_by(Shipped("a.jpg", "image/jpeg", jpeg(segment(0xFE, SECRET)), 40, 30)) == ("comment",)


@given(
    data=st.sampled_from(
        [png(), jpeg(segment(0xE1, exif(t274=6))), webp(b"EXIF", exif(t315="x")), saved(drawn(), "TIFF")]
    ),
    place=st.floats(0, 1),
    cut=st.integers(0, 8),
    put=st.binary(max_size=8),
)
@settings(max_examples=300, deadline=None)
@pytest.mark.filterwarnings("error")
def test_no_damage_raises_or_gets_past_unseen(data: bytes, place: float, cut: int, put: bytes) -> None:
    at = int(place * len(data))
    image, findings, _ = clean_image(data[:at] + put + data[at + cut :], "a", Wanted("raw.jpg", WHERE))
    assert image is not None or findings


@pytest.mark.heavy
def test_twelve_megapixels_take_seconds_at_most() -> None:
    photograph = Image.effect_noise((4000, 3000), 40).convert("RGB")
    for options in ({}, {"exif": exif(t274=6)}):
        data = saved(photograph, "JPEG", quality=90, **options)
        start = time.process_time()
        cleaned(data)
        assert time.process_time() - start < 5


@pytest.mark.skipif(not LENT.is_dir(), reason="shared/data is not beside this checkout")
@pytest.mark.filterwarnings("error")
def test_real_files_come_out_with_their_picture_and_nothing_else() -> None:
    count = 0
    for path in sorted(path for path in LENT.rglob("*") if path.is_file()):
        image, findings, _ = clean_image(path.read_bytes(), "a", Wanted(path.name, WHERE))
        assert image is not None or findings
        if image is not None:
            count += 1
            assert_nothing_told(path, image.data)
    assert count > 80


DRAWING_FACTS = frozenset(
    "jfif jfif_version jfif_unit jfif_density dpi progressive progression adobe adobe_transform transparency"
    " loop background timestamp duration".split()
)
TRACES = (
    b"Exif",
    b"EXIF",
    b"xpacket",
    b"adobe:ns",
    b"8BIM",
    b"Photoshop",
    b"ICC_PROFILE",
    b"iCCP",
    b"tEXt",
    b"iTXt",
    b"eXIf",
)


def assert_nothing_told(path: Path, data: bytes) -> None:
    """By means that are not ours: what Pillow finds, and a search for what such records begin with."""
    picture = opened(data)
    assert not picture.getexif(), path
    assert set(picture.info) <= DRAWING_FACTS, path
    assert not any(trace in data for trace in TRACES), path
    for tag in (271, 272, 306, 315):
        value = original_tag(path, tag)
        assert len(value) < 4 or value.encode("latin-1", "replace") not in data, path


def original_tag(path: Path, tag: int) -> str:
    """Make, model, time and artist as the original has them."""
    try:
        with Image.open(path) as original:
            return str(original.getexif().get(tag, "")).strip("\0 ")
    except (OSError, SyntaxError, ValueError, UserWarning):
        return ""
