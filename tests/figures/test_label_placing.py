"""Labels beside points: inside the frame, off the line and off each other."""

from __future__ import annotations

import pytest

from pipeline.figures.label_placing import Box, Placing

FRAME = Box(0, 0, 100, 50)
SIZE = (10.0, 3.0)


def test_a_free_label_stands_above_its_point() -> None:
    assert Placing(FRAME).place((50, 25), SIZE, 1) == (Box(45, 21, 55, 24), 0)


@pytest.mark.parametrize("point", [(0, 25), (100, 25), (50, 0), (50, 50), (0, 0), (100, 50)])
def test_a_label_stays_in_the_frame(point: tuple[float, float]) -> None:
    box, hidden = Placing(FRAME).place(point, SIZE, 1)
    assert hidden == 0
    assert FRAME.overlap(box) == pytest.approx(30)


def test_labels_do_not_cover_each_other() -> None:
    placing = Placing(FRAME)
    boxes = [placing.place((50 + 4 * n, 25), SIZE, 1)[0] for n in range(3)]
    overlaps = [one.overlap(other) for one in boxes for other in boxes if one is not other]
    assert overlaps == [0] * 6


def test_a_label_keeps_off_the_line_through_its_point() -> None:
    placing = Placing(FRAME)
    placing.avoid_line([(30, 45), (50, 25), (70, 45)], 0.5)
    assert placing.place((50, 25), SIZE, 1)[0].bottom < 25
    placing = Placing(FRAME)
    placing.avoid_line([(30, 5), (50, 25), (70, 5)], 0.5)
    assert placing.place((50, 25), SIZE, 1)[0].top > 25


def test_what_does_not_fit_says_how_much_is_hidden() -> None:
    placing = Placing(Box(0, 0, 12, 6))
    placing.place((6, 3), SIZE, 1)
    assert placing.place((6, 3), SIZE, 1)[1] > 0
