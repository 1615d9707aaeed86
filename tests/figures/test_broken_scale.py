"""The axis of a timeline: cut where years and days do not fit one scale, and never out of order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.figures.broken_scale import scale_of

YEAR = 365.25


@pytest.mark.parametrize(
    ("days", "cuts"),
    [
        ([], 0),
        ([0], 0),
        ([1, 7, 14, 28], 0),
        ([-3, 0, 4, 12], 0),
        ([1, 2, 4, 14, 364], 1),
        ([-10 * YEAR, -9 * YEAR, -28, -10, 0, 5, 12, 28], 1),
        ([-10 * YEAR, -9 * YEAR, -112, -10, 0, 2, 6, 14, 200, 364], 3),
    ],
)
def test_where_the_scale_changes(days: list[float], cuts: int) -> None:
    assert len(scale_of(days, 20, 160).cuts) == cuts


@given(st.lists(st.floats(-30_000, 30_000), max_size=40))
def test_later_is_never_further_left(days: list[float]) -> None:
    scale = scale_of(days, 20, 160)
    places = [scale.x(day) for day in sorted([*days, 0.0])]
    assert places == sorted(places)
    assert all(20 <= place <= 160.0001 for place in places)


@given(st.lists(st.integers(-3000, 3000), min_size=2, max_size=40, unique=True))
def test_stretches_join_and_hold_every_day(days: list[int]) -> None:
    stretches = scale_of(days, 20, 160).stretches
    assert (stretches[0].left, stretches[-1].right) == (20, 160)
    for one, other in pairwise(stretches):
        assert (one.last, one.right) == (other.first, other.left)
    assert stretches[0].first <= min(*days, 0)
    assert stretches[-1].last >= max(*days, 0)
