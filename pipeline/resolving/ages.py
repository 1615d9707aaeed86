"""A patient's age → the phrases of a journal that prints no exact ages: `woman in her 40s`, `20–29 years`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.case.patient import Patient

YEARS = {"year": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25, "hour": 1 / 8766}
INFANT, CHILD, ADOLESCENT, ADULT = 1, 13, 18, 20
"""Years at which an infant is one no more, and so on; decades count from the last."""


def patient_by_decade(patient: Patient, words: Mapping[str, str]) -> str:
    """`woman in her 40s`, `young man`, `adolescent girl`, `boy`, `infant`; the patient's age must be given."""
    sex = patient.sex or "unknown"
    noun = words[f"patient_{sex}"]
    years = _years(patient.age or "")
    if years is None:
        return words["patient_90"].format(noun=noun)
    if years >= ADULT:
        return words[f"aged_decade_{sex}"].format(noun=noun, n=_decade(years))
    if years >= ADOLESCENT:
        return words["patient_young"].format(noun=noun)
    stage = "adolescent" if years >= CHILD else "child" if years >= INFANT else "infant"
    return words[f"patient_{stage}_{sex}"]


def age_by_decade(age: str, words: Mapping[str, str]) -> str:
    """`40–49 years`; below 20 years, the limit that was not reached: `under 13 years`."""
    years = _years(age)
    if years is None:
        return words["choice_age_90_or_older"]
    if years >= ADULT:
        return words["age_decade"].format(first=_decade(years), last=_decade(years) + 9)
    limit = next(limit for limit in (INFANT, CHILD, ADOLESCENT, ADULT) if years < limit)
    return words["age_under_one"] if limit == INFANT else words["age_under"].format(n=limit)


def _years(age: str) -> float | None:
    """None for `90 or older`."""
    number, _, unit = age.partition(" ")
    return None if unit == "or older" else float(number) * YEARS[unit.rstrip("s")]


def _decade(years: float) -> int:
    return int(years // 10) * 10
