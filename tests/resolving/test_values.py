from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.findings import Location
from pipeline.manuscript import Placeholder, Text, ValueMark
from pipeline.reading import marks
from pipeline.resolving.values import resolve_value
from tests.resolving.made import WORDS, case

FACTS = """
patient: {age: 26 years, sex: male, occupation: nurse, concerns: [{what: itching, from: day -3}]}
tests:
  alt: {name: ALT, unit: U/L, results: {day 0: 88, day 12: <5, week 6: not done}}
  iga: {name: IgA, unit: g/L, results: {day 0: 1.10}}
  mri: {name: MRI, finding: a mass at T9}
treatments: {lamotrigine: {dose: 100 mg oral daily, from: day -38}}
figures: {fig-x: {title: A title, panels: [{file: a.png, alt: b}]}}
"""


def resolved(source: str, facts: str = FACTS) -> tuple[Text | Placeholder, str, str]:
    """What is printed, and message and hint of the finding."""
    found = marks.value(source, 0)
    assert found is not None
    mark = ValueMark(found[0], found[1], source, Location("narrative.md", 3, 7))
    node, findings = resolve_value(mark, case(facts=facts), WORDS)
    assert isinstance(node, Text | Placeholder)
    assert replace(node.origin, field="") == mark.origin
    return node, "; ".join(f.message for f in findings), "; ".join(f.hint for f in findings)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ patient }}", "26-year-old man"),
        ("{{ patient.age }}", "26 years"),
        ("{{ patient.occupation }}", "nurse"),
        ("{{ patient.concerns.0 }}", "itching"),
        ("{{ patient.concerns.0.from }}", "day −3"),
        ("{{ tests.alt at day 0 }}", "88 U/L"),
        ("{{ tests.alt at day 12 }}", "<5 U/L"),
        ("{{ tests.alt at Day 12 }}", "<5 U/L"),
        ("{{ tests.alt at week 6 }}", "not done"),
        ("{{ tests.alt at day 42 }}", "not done"),
        ("{{ tests.iga }}", "1.10 g/L"),
        ("{{ tests.mri }}", "a mass at T9"),
        ("{{ tests.alt.unit }}", "U/L"),
        ("{{ treatments.lamotrigine.dose }}", "100 mg oral daily"),
        ("{{ figures.fig-x.title }}", "A title"),
    ],
)
def test_what_is_printed(source: str, printed: str) -> None:
    node, message, _ = resolved(source)
    assert message == ""
    assert isinstance(node, Text)
    assert node.text.replace("\N{NO-BREAK SPACE}", " ") == printed


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ("{{ patient }}", "patient"),
        ("{{ patient.occupation }}", "patient.occupation"),
        ("{{ tests.alt at day 0 }}", "tests.alt.results"),
        ("{{ tests.iga }}", "tests.iga.results"),
        ("{{ tests.mri }}", "tests.mri.finding"),
        ("{{ tests.alt.unit }}", "tests.alt.unit"),
        ("{{ tests.alt }}", ""),
    ],
)
def test_what_is_printed_knows_its_field(source: str, field: str) -> None:
    node, _, _ = resolved(source)
    assert node.origin.field == field


MEASURED = """
tests:
  hb: {name: Hb, unit: g/dl, range: 12.0-15.0, also_in: mmol/L, results: {day 0: 6.8, day 1: '7,1 g/dL', day 2: 8-9}}
  haemoglobin: {name: Haemoglobin, unit: g/dl, range: 12.0-15.0, results: {day 0: 6.8, day 1: not done}}
  wbc: {name: Leucocytes, unit: x10^9/l, results: {day 0: 12.4}}
  sat: {name: Saturation, unit: "%", results: {day 0: ">98"}}
"""


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ tests.hb at day 0 }}", "6.8 g/dL"),
        ("{{ tests.hb at day 1 }}", "7.1 g/dL"),
        ("{{ tests.hb at day 2 }}", "8–9 g/dL"),
        ("{{ tests.hb.range }}", "12.0–15.0"),
        ("{{ tests.hb.unit }}", "g/dL"),
        ("{{ tests.hb.also_in }}", "mmol/L"),
        ("{{ tests.wbc }}", "12.4 × 10⁹/L"),
        ("{{ tests.wbc.unit }}", "× 10⁹/L"),
        ("{{ tests.sat at day 0 }}", ">98%"),
        ("{{ tests.haemoglobin at day 0 in mmol/L }}", "4.22 mmol/L"),
        ("{{ tests.hb at day 0 in g/l }}", "68 g/L"),
    ],
)
def test_results_in_a_sentence(source: str, printed: str) -> None:
    node, message, _ = resolved(source, MEASURED)
    assert message == ""
    assert node.text.replace("\N{NO-BREAK SPACE}", " ") == printed


def test_a_result_keeps_together_with_its_unit() -> None:
    assert resolved("{{ tests.wbc }}", MEASURED)[0].text.count(" ") == 0


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ tests.haemoglobin at day 0 in kPa }}", "`kPa` is not known for `Haemoglobin`"),
        ("{{ tests.haemoglobin at day 0 in quux }}", "`quux` is no unit that is known here"),
        ("{{ tests.haemoglobin at day 1 in mmol/L }}", "`mmol/L` is not known for `Haemoglobin`"),
    ],
)
def test_results_in_another_unit_that_is_not_known(source: str, message: str) -> None:
    node, said, hint = resolved(source, MEASURED)
    assert isinstance(node, Placeholder)
    assert said == message
    assert hint.startswith("leave out `in ")


@pytest.mark.parametrize(
    ("source", "printed"), [("{{ tests.hb at day 0 }}", "6,8 g/dL"), ("{{ tests.hb.range }}", "12,0–15,0")]
)
def test_numbers_are_written_as_the_language_does(source: str, printed: str) -> None:
    node, _, _ = resolved(source, f"language: es\n{MEASURED}")
    assert node.text.replace("\N{NO-BREAK SPACE}", " ") == printed


@pytest.mark.parametrize(
    ("patient", "phrase", "age"),
    [
        ("{age: 26 years, sex: male}", "man in his 20s", "20–29 years"),
        ("{age: 44 years, sex: female}", "woman in her 40s", "40–49 years"),
        ("{age: 60 years, sex: intersex}", "intersex person in their 60s", "60–69 years"),
        ("{age: 70 years}", "patient in their 70s", "70–79 years"),
        ("{age: 20 years, sex: female}", "woman in her 20s", "20–29 years"),
        ("{age: 19 years, sex: female}", "young woman", "under 20 years"),
        ("{age: 13 years, sex: male}", "adolescent boy", "under 18 years"),
        ("{age: 12.5 years, sex: male}", "boy", "under 13 years"),
        ("{age: 30 months, sex: female}", "girl", "under 13 years"),
        ("{age: 11 months, sex: female}", "infant girl", "under 1 year"),
        ("{age: 3 days}", "infant", "under 1 year"),
        ("{age: 90 or older, sex: male}", "man aged 90 or older", "90 or older"),
    ],
)
def test_a_journal_that_prints_no_exact_ages(patient: str, phrase: str, age: str) -> None:
    read = case(facts=f"patient: {patient}")
    for path, printed in (("patient", phrase), ("patient.age", age)):
        mark = ValueMark(path, "", path, Location("narrative.md", 3, 7))
        node, findings = resolve_value(mark, read, WORDS, "decade")
        assert isinstance(node, Text)
        assert (node.text, findings) == (printed, [])


def test_without_an_age_there_is_nothing_to_make_inexact() -> None:
    mark = ValueMark("patient", "", "patient", Location("narrative.md", 3, 7))
    node, _ = resolve_value(mark, case(facts="patient: {sex: female}"), WORDS, "decade")
    assert isinstance(node, Text)
    assert node.text == "woman"


@pytest.mark.parametrize(
    ("patient", "printed"),
    [
        ("{age: 26 years, sex: female}", "26-year-old woman"),
        ("{age: 7 years, sex: male}", "7-year-old boy"),
        ("{age: 17 years, sex: female}", "17-year-old girl"),
        ("{age: 18 years, sex: female}", "18-year-old woman"),
        ("{age: 7 months, sex: female}", "7-month-old girl"),
        ("{age: 1 day}", "1-day-old child"),
        ("{age: 90 or older, sex: male}", "man aged 90 or older"),
        ("{age: 2.5 years, sex: intersex}", "2.5-year-old intersex child"),
        ("{sex: female}", "woman"),
        ("{age: 40 years}", "40-year-old patient"),
    ],
)
def test_a_patient_in_a_phrase(patient: str, printed: str) -> None:
    node, message, _ = resolved("{{ patient }}", f"patient: {patient}")
    assert (node.text, message) == (printed, "")


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("{{ tests.alt at day 3 }}", "`ALT` has no result at day 3", "day 0, day 12, week 6"),
        ("{{ tests.alt }}", "`ALT` needs a time", "day 0, day 12, week 6"),
        ("{{ tests.atl }}", "there is no `atl` in `tests`", "did you mean `alt`?"),
        ("{{ tests.alt at noon }}", "`noon`: a time is written", "results are given for"),
        ("{{ patient.weight }}", "there is no `weight` in `patient`", "known here: age, sex"),
        ("{{ patient.gender }}", "nothing is written at `patient.gender`", "write it there"),
        ("{{ patinet }}", "there is no `patinet` in case.yaml", "did you mean `patient`?"),
        ("{{ patient at day 3 }}", "`patient` has no values at times", "only tests do"),
        ("{{ tests }}", "`tests` is not one value but several", "name one of its fields"),
        ("{{ patient.concerns.7 }}", "there is no `7` in `patient.concerns`", "known here: 0"),
        ("{{ patient.age.years }}", "there is no `years` in `patient.age`", ""),
        ("{{ patient.model_fields }}", "there is no `model_fields`", "known here"),
        ("{{ patient.__class__ }}", "there is no `__class__`", "known here"),
    ],
)
def test_what_is_not_there_leaves_a_placeholder_and_says_so(source: str, message: str, hint: str) -> None:
    node, told, hinted = resolved(source)
    assert isinstance(node, Placeholder)
    assert node.text == f"[{source}?]"
    assert message in told
    assert hint in hinted


def test_a_patient_of_whom_nothing_is_known() -> None:
    node, message, _ = resolved("{{ patient }}", "")
    assert isinstance(node, Placeholder)
    assert message == "the patient's age and sex are not written in case.yaml"
