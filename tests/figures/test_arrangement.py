from __future__ import annotations

import pytest

from pipeline.figures.arrangement import columns

PHOTO, SQUARE, PORTRAIT, WIDE, STRIP = (4, 3), (1, 1), (3, 4), (5, 2), (4, 1)


@pytest.mark.parametrize(
    ("panels", "expected"),
    [
        ([PHOTO], 1),
        ([PORTRAIT], 1),
        ([PHOTO] * 2, 2),
        ([SQUARE] * 2, 2),
        ([PORTRAIT] * 2, 2),
        ([WIDE] * 2, 1),
        ([PHOTO, PORTRAIT], 2),
        ([SQUARE] * 3, 3),
        ([PORTRAIT] * 3, 3),
        ([STRIP] * 3, 1),
        ([SQUARE] * 4, 2),
        ([PHOTO] * 4, 2),
        ([PORTRAIT] * 4, 4),
        ([STRIP] * 4, 1),
        ([SQUARE] * 5, 3),
        ([SQUARE] * 6, 3),
        ([PHOTO] * 6, 3),
        ([SQUARE] * 8, 4),
        ([SQUARE] * 9, 3),
        ([PHOTO] * 9, 3),
        ([STRIP] * 9, 2),
    ],
)
def test_columns(panels: list[tuple[int, int]], expected: int) -> None:
    assert columns(panels) == expected


def test_the_unit_does_not_matter() -> None:
    assert columns([(4000, 3000), (8, 6)]) == columns([PHOTO] * 2)
