"""Units as authors write them, as UCUM has them, and as journals print them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline.facts.units import find_unit, one_of, printed_unit, same_unit, similar_unit, with_unit, without_unit

TABLE = yaml.safe_load((Path(__file__).parents[2] / "templates" / "units.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("typed", "ucum", "printed"),
    [
        ("U/l", "U/L", "U/L"),
        ("u/l", "U/L", "U/L"),
        ("IU/L", "[IU]/L", "IU/L"),
        ("×10⁹/l", "10*9/L", "× 10⁹/L"),
        ("x 10^9/L", "10*9/L", "× 10⁹/L"),
        ("10e9/L", "10*9/L", "× 10⁹/L"),
        ("10*9/L", "10*9/L", "× 10⁹/L"),
        ("umol/l", "umol/L", "µmol/L"),
        ("μmol/L", "umol/L", "µmol/L"),
        ("mcg/dL", "ug/dL", "µg/dL"),
        ("g/dl", "g/dL", "g/dL"),
        ("mm/hr", "mm/h", "mm/h"),
        ("%", "%", "%"),
        ("mmHg", "mm[Hg]", "mmHg"),
        ("mL/min/1.73m²", "mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ("points", "{score}", "points"),
    ],
)
def test_ways_of_writing_a_unit(typed: str, ucum: str, printed: str) -> None:
    unit = find_unit(typed)
    assert unit is not None
    assert (unit.ucum, unit.printed.replace("\N{NO-BREAK SPACE}", " ")) == (ucum, printed)


@pytest.mark.parametrize(("typed", "printed"), [("nmol/mg", "nmol/mg"), ("{foci}", "foci"), ("[pH]", "pH")])
def test_a_ucum_code_needs_no_entry(typed: str, printed: str) -> None:
    assert printed_unit(typed) == printed


@pytest.mark.parametrize(("typed", "near"), [("umoll/L", "µmol/L"), ("mmmol/L", "mmol/L"), ("quux", "")])
def test_what_is_no_unit(typed: str, near: str) -> None:
    assert (find_unit(typed), printed_unit(typed), similar_unit(typed)) == (None, typed, near)


@pytest.mark.parametrize("typed", ["", "10*99999999/L", "m" * 99, "((((((", "{", "mg/", "ГГ", "a b"])
def test_hostile_units_are_no_units(typed: str) -> None:
    assert find_unit(typed) is None


@pytest.mark.parametrize("ucum", [ucum for ucum in TABLE["units"] if not ucum.startswith("{")])
def test_every_code_of_the_table_is_ucum(ucum: str) -> None:
    from ucumvert import parse_ucum  # type: ignore[import-untyped]  # it ships no types

    parse_ucum(ucum)
    assert one_of(ucum) is not None or ucum == "[pH]"


def test_no_spelling_stands_for_two_units() -> None:
    spellings = [(str(s), u) for u, spelt in TABLE["units"].items() for s in (u, *spelt)]
    wrong = [(s, u) for s, u in spellings if (found := find_unit(s)) is None or found.ucum != u]
    assert wrong == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("U/L", "U/l", True),
        ("10^9/L", "G/L", True),
        ("IU/L", "U/L", False),
        ("mg/dL", "g/L", False),
        ("mg/L", "Mg/L", False),
        ("odd", "odd", True),
        ("odd", "even", False),
    ],
)
def test_the_same_unit(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same


@pytest.mark.parametrize(
    ("typed", "unit", "left"),
    [
        ("88 U/L", "U/L", "88"),
        ("88U/l", "U/L", "88"),
        ("5.1 × 10⁹/L", "× 10⁹/L", "5.1"),
        ("5.1 G/L", "10*9/L", "5.1"),
        ("45 %", "%", "45"),
        ("13–17 g/dL", "g/dL", "13–17"),
        ("88 mg/L", "U/L", "88 mg/L"),
        ("U/L", "U/L", "U/L"),
        ("seen in U/L", "U/L", "seen in U/L"),
        ("88", "", "88"),
    ],
)
def test_the_unit_typed_again(typed: str, unit: str, left: str) -> None:
    assert without_unit(typed, unit) == left


def test_a_value_with_its_unit() -> None:
    assert with_unit("88", "U/L") == "88\N{NO-BREAK SPACE}U/L"
    assert with_unit("61", "%") == "61%"
    assert with_unit("positive", "") == "positive"


def test_units_of_the_table_load_no_library_of_units() -> None:
    """A check of an ordinary case waits for none of them."""
    code = (
        "import sys; from pipeline.facts.units import find_unit; from pipeline import build\n"
        "assert find_unit('mg/dL') and find_unit('x10^9/l')\n"
        "print({'pint', 'ucumvert', 'matplotlib', 'pydicom'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
