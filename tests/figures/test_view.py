from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.case.marks import Crop
from pipeline.figures.view import View, cut_out, view_of
from tests.figures.pictures import drawn

WHOLE = (400, 300)
PERCENT = st.floats(0, 100)
EDGES = st.tuples(st.integers(0, 49), st.integers(51, 100))


@st.composite
def views(draw: st.DrawFn) -> View:
    (left, right), (top, bottom) = draw(EDGES), draw(EDGES)
    size = draw(st.tuples(st.integers(1, 3000), st.integers(1, 3000)))
    return view_of(size, Crop(left=left, top=top, right=right, bottom=bottom), draw(st.floats(-720, 720)))


@given(view=views(), x=PERCENT, y=PERCENT)
def test_a_place_goes_there_and_back(view: View, x: float, y: float) -> None:
    assert view.place(view.shown((x, y))) == pytest.approx((x, y), abs=1e-6)


@given(view=views(), x=PERCENT, y=PERCENT)
def test_what_is_in_the_part_that_is_shown_lies_inside_the_view(view: View, x: float, y: float) -> None:
    if view.shows((x, y)):
        across, down = view.shown((x, y))
        assert -1 <= across <= view.size[0] + 1
        assert -1 <= down <= view.size[1] + 1


@pytest.mark.parametrize(
    ("crop", "rotate", "size", "corner"),
    [
        # Where the upper left corner of the whole comes to lie.
        (None, None, (400, 300), (0, 0)),
        (None, 90, (300, 400), (300, 0)),
        (None, 180, (400, 300), (400, 300)),
        (None, -90, (300, 400), (0, 400)),
        (None, 360, (400, 300), (0, 0)),
        (Crop(left=25, top=50), None, (300, 150), (-100, -150)),
        (Crop(left=25, top=50), 90, (150, 300), (300, -100)),
        (Crop(right=50), 0, (200, 300), (0, 0)),
    ],
)
def test_where_things_come_to_lie(
    crop: Crop | None, rotate: float | None, size: tuple[int, int], corner: tuple[float, float]
) -> None:
    view = view_of(WHOLE, crop, rotate)
    assert view.size == size
    assert view.shown((0, 0)) == pytest.approx(corner)


@pytest.mark.parametrize("rotate", [None, 90, 180, 270, 30, -12.5])
@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "LA", "RGBA"])
def test_the_pixels_lie_where_the_view_says(rotate: float | None, mode: str) -> None:
    """A white disc in the lower right of a black picture is found where the view has its middle."""
    picture = Image.new("L", WHOLE, 0)
    picture.paste(255, (290, 190, 311, 211))
    view = view_of(WHOLE, Crop(left=20, top=10), rotate)
    shown = cut_out(picture.convert(mode), view)
    assert shown.size == view.size
    x, y = (round(value) for value in view.shown((75, 200 / 3)))
    grey = shown.convert("L")
    assert grey.getpixel((x, y)) == 255
    assert grey.getpixel((x - 40, y)) == 0


def test_what_is_cut_off_is_gone_and_a_part_of_a_pixel_too() -> None:
    picture = Image.new("L", (10, 10), 200)
    picture.paste(0, (0, 0, 3, 10))
    view = view_of((10, 10), Crop(left=21), None)
    assert view.box == (3, 0, 10, 10)
    assert cut_out(picture, view).getextrema() == (200, 200)


def test_quarter_turns_change_no_pixel() -> None:
    picture, view = drawn(), view_of((40, 30), None, 90)
    back = cut_out(cut_out(picture, view), view_of(view.size, None, 270))
    assert back.tobytes() == picture.tobytes()


@pytest.mark.parametrize(("ground", "corner"), [(0, 0), (30, 0), (255, 255), (200, 255)])
def test_corners_that_come_free_are_black_or_white_as_the_edge_is(ground: int, corner: int) -> None:
    turned = cut_out(Image.new("L", (40, 40), ground), view_of((40, 40), None, 45))
    assert turned.getpixel((0, 0)) == corner


def test_a_step_across_is_as_long_as_the_pixels_it_crosses() -> None:
    spacing = (2.0, 1.0)
    assert view_of(WHOLE, None, None).across(spacing) == 1
    assert view_of(WHOLE, None, 90).across(spacing) == 2
    assert view_of(WHOLE, None, 33).across((0.5, 0.5)) == pytest.approx(0.5)


def test_something_is_always_left() -> None:
    assert view_of((3, 3), Crop(left=99, top=99), None).size == (1, 1)
