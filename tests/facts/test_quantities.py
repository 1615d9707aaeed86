"""Values as typed, and how they are understood and printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.quantities import Quantity, read_quantity


def shown(quantity: Quantity) -> str:
    return quantity.text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("typed", "text", "number", "comparator"),
    [
        ("88", "88", 88, ""),
        ("6.80", "6.80", 6.8, ""),
        (".8", "0.8", 0.8, ""),
        ("−3", "−3", -3, ""),
        ("-3", "−3", -3, ""),
        ("<5", "<5", 5, "<"),
        ("< 5", "<5", 5, "<"),
        (">1000", ">1000", 1000, ">"),
        ("<=5", "≤5", 5, "≤"),
        ("≥ 60", "≥60", 60, "≥"),
        ("1.2 × 10³", "1.2 × 10³", 1200, ""),
        ("1.2x10^3", "1.2 × 10³", 1200, ""),
        ("3e-2", "3 × 10⁻²", 0.03, ""),
        ("1:160", "1:160", 160, ""),
        (">1:640", ">1:640", 640, ">"),
        ("3+", "3+", 3, ""),
        ("++", "++", 2, ""),
        ("4/5", "4/5", 4, ""),
        ("4-/5", "4−/5", 4, ""),
        ("48/50", "48/50", 48, ""),
    ],
)
def test_values_with_a_number(typed: str, text: str, number: float, comparator: str) -> None:
    quantity = read_quantity(typed)
    assert (shown(quantity), quantity.comparator) == (text, comparator)
    assert quantity.number == pytest.approx(number)
    assert not quantity.tidied


@pytest.mark.parametrize(
    "typed",
    ["positive", "not done", "pending", "Staphylococcus aureus, 2 of 4 bottles", "120/80", "²", "9" * 16],
)
def test_words_stay_words(typed: str) -> None:
    assert read_quantity(typed) == Quantity(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("6,8", "6.8"),
        ("0,125", "0.125"),
        ("12,5000", "12.5000"),
        ("1 200", "1200"),
        ("1’200", "1200"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,200,000", "1200000"),
        ("<1,5", "<1.5"),
        ("2,5–3", "2.5–3"),
    ],
)
def test_commas_and_separators_that_can_mean_one_thing_only(typed: str, read: str) -> None:
    quantity = read_quantity(typed)
    assert (quantity.text, quantity.tidied) == (read, True)


@pytest.mark.parametrize("typed", ["1,200", "<12,500", "10 20", "1,2,3", "1,200–1,500"])
def test_what_could_be_two_numbers_is_none(typed: str) -> None:
    quantity = read_quantity(typed)
    assert (quantity.text, quantity.number, quantity.ambiguous) == (typed, None, True)


@pytest.mark.parametrize(
    ("typed", "read", "tidied"), [("6,8", "6.8", False), ("1,200", "1.200", False), ("1.234,5", "1234.5", True)]
)
def test_a_file_may_have_decimal_commas(typed: str, read: str, tidied: bool) -> None:
    quantity = read_quantity(typed, decimal_comma=True)
    assert (quantity.text, quantity.tidied) == (read, tidied)
    assert read_quantity("1.200", decimal_comma=True).ambiguous


@pytest.mark.parametrize("typed", ["2-3", "2–3", "2 to 3"])
def test_a_value_may_be_a_span(typed: str) -> None:
    assert read_quantity(typed) == Quantity("2–3", 2, "", 3)


@pytest.mark.parametrize(("typed", "unit"), [("88 U/L", "U/L"), ("45%", "%"), ("88 H", "H"), ("2–3 mm", "mm")])
def test_what_stands_behind_a_number(typed: str, unit: str) -> None:
    assert read_quantity(typed).unit == unit


@given(st.text(max_size=30))
def test_anything_may_be_typed(typed: str) -> None:
    assert isinstance(read_quantity(typed).text, str)


@given(st.decimals(-99999, 99999, places=2), st.sampled_from(["", "<", "≥"]))
def test_a_number_is_read_as_it_was_printed(number: object, comparator: str) -> None:
    quantity = read_quantity(f"{comparator}{number}")
    assert quantity.number == float(str(number))
    assert read_quantity(quantity.text) == quantity
