"""Ticks of time axes: from which day to which, how many fit, and in which unit the times were written."""

from __future__ import annotations

import pytest

from pipeline.case.time import Time, parse_time
from pipeline.figures.time_axis import time_axis

YEAR = 365.25


def times(*texts: str) -> list[Time]:
    return [time for text in texts if (time := parse_time(text)[0])]


@pytest.mark.parametrize(
    ("ends", "most", "written", "unit", "labels"),
    [
        ((0, 14), 14, ["day 0", "day 14"], "day", "0 2 4 6 8 10 12 14"),
        ((-3, 4), 14, ["day -3", "day 4"], "day", "−3 −2 −1 0 1 2 3 4"),
        ((0, 364), 14, ["day 0", "week 2", "week 52"], "week", "0 4 8 12 16 20 24 28 32 36 40 44 48 52"),
        ((0, 364), 7, ["day 0", "week 2", "week 52"], "week", "0 8 16 24 32 40 48"),
        ((0, 1.5), 7, ["hour 0", "hour 6", "hour 36"], "hour", "0 6 12 18 24 30 36"),
        ((-2 * YEAR, YEAR), 8, ["2 years before", "year 1"], "year", "−2 −1 0 1"),
        ((0, 365.25), 8, ["month 1", "month 12"], "month", "0 2 4 6 8 10 12"),
    ],
)
def test_ticks_in_the_unit_of_the_author(
    ends: tuple[float, float], most: int, written: list[str], unit: str, labels: str
) -> None:
    axis = time_axis(*ends, most, times(*written))
    assert (axis.unit, " ".join(label for _, label in axis.ticks)) == (unit, labels)


def test_ticks_stand_at_their_days() -> None:
    axis = time_axis(0, 28, 5, times("week 0", "week 4"))
    assert axis.ticks == ((0.0, "0"), (7.0, "1"), (14.0, "2"), (21.0, "3"), (28.0, "4"))


@pytest.mark.parametrize(
    ("start", "end", "written", "unit"),
    [
        (0, 5, ["week 0", "week 0.7"], "day"),
        (0, 20 * YEAR, ["day 0", "day 7305"], "year"),
    ],
)
def test_a_unit_that_gives_too_few_or_too_many_ticks_is_replaced(
    start: float, end: float, written: list[str], unit: str
) -> None:
    assert time_axis(start, end, 14, times(*written)).unit == unit


def test_a_moment_has_a_tick_where_it_is_day_0() -> None:
    assert [label for _, label in time_axis(0, 0, 5).ticks] == ["0"]
