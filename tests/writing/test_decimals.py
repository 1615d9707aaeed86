"""Decimal points under each other."""

from __future__ import annotations

import pytest

from pipeline.findings import Location
from pipeline.manuscript import Alignment, Cell, Table, Text
from pipeline.writing.decimals import decimal_steps

AT = Location("x", 1, 1)


@pytest.mark.parametrize(
    ("column", "steps"),
    [
        (["1.25", "3", "0.5"], [0, 5, 2]),
        (["1,25", "3"], [0, 5]),
        (["88", "912 H"], [3, 0]),
        (["<0.5", "−3", ""], [0, 3, 0]),
        (["0.5", "not done"], [0, 0]),
        (["6.8 L", "–", "10"], [0, 6, 6]),
        (["–", "not done"], [0, 0]),
        (["0.2–1.2", "3"], [0, 0]),
    ],
)
def test_steps_in_halves_of_a_figure(column: list[str], steps: list[int]) -> None:
    rows = tuple((Cell((Text(text, AT),), AT), Cell((Text(text, AT),), AT)) for text in column)
    table = Table("t", "", (), (Alignment.LEFT, Alignment.RIGHT), (), rows, (), AT)
    assert decimal_steps(table) == tuple((0, n) for n in steps)
