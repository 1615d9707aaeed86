"""Values in a second unit: known conversions, there and back; and what is not converted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.case.course import Test as Wanted
from pipeline.facts.conversion import conversion_of, molar_mass

SUBSTANCES = yaml.safe_load((Path(__file__).parents[2] / "templates" / "units.yaml").read_text("utf-8"))["substances"]

WEIGHTS = {"H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "P": 30.974, "Mg": 24.305, "Ca": 40.078}
WEIGHTS |= {"Fe": 55.845, "Co": 58.933, "Cu": 63.546, "Zn": 65.38, "I": 126.904}
"""Standard atomic weights, IUPAC (CIAAW), abridged to five figures."""


def converted(key: str, unit: str, to: str, text: str) -> str | None:
    found = conversion_of(key, Wanted(name=key, unit=unit), to)
    return found.text(text).replace("\N{NO-BREAK SPACE}", " ") if found else None


@pytest.mark.parametrize(
    ("key", "unit", "to", "text", "expected"),
    [
        ("haemoglobin", "g/dL", "mmol/L", "6.8", "4.22"),
        ("haemoglobin", "g/dL", "g/L", "<12.0", "<120"),
        ("hemoglobin", "g/dL", "mmol/L", "12.0–15.0", "7.45–9.31"),
        ("glucose", "mmol/L", "mg/dL", "5.5", "99"),
        ("fasting-glucose", "mg/dL", "mmol/L", "70–99", "3.89–5.50"),
        ("creatinine", "µmol/L", "mg/dL", "88", "1.00"),
        ("bilirubin", "mg/dL", "µmol/L", "1.2", "21"),
        ("BUN", "mg/dL", "mmol/L", "14", "5.0"),
        ("calcium", "mg/dL", "mmol/L", "≥10.0", "≥2.50"),
        ("anything", "mmHg", "kPa", "40", "5.3"),
        ("anything", "Cel", "[degF]", "37.0", "98.6"),
        ("anything", "Cel", "[degF]", "−40.0", "−40.0"),
        ("anything", "U/L", "ukat/L", "88", "1.47"),
        ("anything", "%", "L/L", "45", "0.45"),
        ("anything", "10*9/L", "/µL", "0.7", "700"),
        ("anything", "µg/L", "ng/mL", "1.2 × 10³", "1.2 × 10³"),
        ("anything", "g/L", "mg/L", "1:160", "1:160"),
        ("anything", "g/L", "mg/L", "4/5", "4/5"),
        ("anything", "g/L", "mg/L", "positive", "positive"),
    ],
)
def test_conversions(key: str, unit: str, to: str, text: str, expected: str) -> None:
    spaced = text.replace(" × ", "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}")
    assert converted(key, unit, to, spaced) == expected


@pytest.mark.parametrize(
    ("key", "unit", "to"),
    [
        ("ferritin", "µg/L", "pmol/L"),
        ("glycated-haemoglobin", "%", "mmol/mol"),
        ("anything", "%", "mmol/mol"),
        ("calcium", "meq/L", "mmol/L"),
        ("anything", "[IU]/L", "U/L"),
        ("anything", "ng/mL FEU", "ng/mL DDU"),
        ("albumin", "mg/g", "mg/mmol"),
        ("glucose", "mg/dL", "kPa"),
        ("glucose", "mg/dL", "quux"),
        ("glucose", "points", "index"),
        ("anything", "[pH]", "1"),
    ],
)
def test_what_is_not_known_is_not_converted(key: str, unit: str, to: str) -> None:
    assert converted(key, unit, to, "1") is None


def test_a_substance_is_found_by_code_key_or_name_but_never_by_a_part_of_a_name() -> None:
    assert molar_mass("x", Wanted(name="Sugar", loinc="2345-7")) == 180.156
    assert molar_mass("x", Wanted(name="Serum glucose")) == 180.156
    assert molar_mass("glucose", Wanted(name="Sugar")) == 180.156
    assert molar_mass("x", Wanted(name="Glucose tolerance")) is None


@pytest.mark.parametrize("name", [name for name, entry in SUBSTANCES.items() if "formula" in entry])
def test_molar_masses_follow_from_their_formulas(name: str) -> None:
    entry = SUBSTANCES[name]
    atoms = re.findall(r"([A-Z][a-z]?)(\d*)", entry["formula"])
    mass = sum(WEIGHTS[element] * int(count or 1) for element, count in atoms)
    assert entry["mass"] == pytest.approx(mass, rel=2e-4)
    assert entry["source"]


def test_no_name_stands_for_two_substances() -> None:
    names = [n.casefold() for key, entry in SUBSTANCES.items() for n in (key, *entry.get("names", ()))]
    codes = [code for entry in SUBSTANCES.values() for code in entry.get("loinc", ())]
    assert sorted(set(names)) == sorted(names)
    assert sorted(set(codes)) == sorted(codes)


PAIRS = [
    ("haemoglobin", "g/dL", "mmol/L"),
    ("glucose", "mmol/L", "mg/dL"),
    ("creatinine", "µmol/L", "mg/dL"),
    ("x", "mmHg", "kPa"),
    ("x", "Cel", "[degF]"),
    ("x", "g/dL", "g/L"),
]


@settings(deadline=None)  # the first example waits for all of UCUM
@given(st.sampled_from(PAIRS), st.decimals(1, 2000, places=1))
def test_there_and_back(pair: tuple[str, str, str], value: object) -> None:
    key, unit, to = pair
    there = conversion_of(key, Wanted(name=key, unit=unit), to)
    back = conversion_of(key, Wanted(name=key, unit=to), unit)
    assert there is not None
    assert back is not None
    number = float(str(value))
    assert back.number(there.number(number)) == pytest.approx(number)
    # The printed figures are enough to find the printed original again.
    assert back.number(float(there.text(f"{number:.1f}").replace("−", "-"))) == pytest.approx(number, abs=0.0501)
