"""A number and its unit stay on one line."""

import pytest

from pipeline.resolving.binding import bound


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("7.4 g/dL and 250 mg", "7.4_g/dL and 250_mg"),
        ("0.8 × 10⁹/L", "0.8_× 10⁹/L"),
        ("10 m in 24 s", "10_m in 24_s"),
        ("36.8 °C, 96/min", "36.8_°C, 96/min"),
        ("2 males, 3 MRI scans", "2 males, 3 MRI scans"),
        ("day 12 he", "day 12 he"),
        ("5 Gyrations", "5 Gyrations"),
    ],
)
def test_only_numbers_and_units_are_bound(written: str, printed: str) -> None:
    assert bound(written) == printed.replace("_", "\N{NO-BREAK SPACE}")
