"""What can tell who a patient is, and what only looks like it: the text, and the words in it that are hits."""

from __future__ import annotations

import time

import pytest

from pipeline.checking.identifying import (
    ages_in,
    ancestry_in,
    dates_in,
    institutions_in,
    is_about_literature,
    places_in,
)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("A 44-year-old woman came.", ["44-year-old"]),
        ("A woman aged 44 years came.", ["aged 44 years"]),
        ("A woman aged 44 came.", ["aged 44"]),
        ("At the age of 44 she fell.", ["age of 44"]),
        ("A woman of 44 years came.", ["woman of 44 years"]),
        ("She was 44 years old, or 44 years of age.", ["44 years old", "44 years of age"]),
        ("A forty-four-year-old woman, 44 y/o.", ["forty-four-year-old", "44 y/o"]),
        ("Una mujer de 44 años acudió.", ["mujer de 44 años"]),
        ("Paciente femenina de 44 años.", ["Paciente femenina de 44 años"]),
        ("A 44-year-old previously healthy woman.", ["44-year-old"]),
        ("Tenía 44 años de edad.", ["44 años de edad"]),
        ("At the age of 44 years she fell.", ["age of 44 years"]),
        ("A 44\u2011year\u2011old woman, a 44–year–old.", ["44\u2011year\u2011old", "44–year–old"]),
        ("Age: 44 years. Age: 44. Edad: 44 años.", ["Age: 44 years", "Age: 44", "Edad: 44 años"]),
        (
            "A woman (44 years), a man, 44 years, and 44 years, female.",
            ["woman (44 years", "man, 44 years", "44 years, female"],
        ),
        ("The patient was a woman, 44, with fever.", ["woman, 44"]),
        (
            "Varón fumador de 44 años; mujer sana de cuarenta y cuatro años.",
            ["Varón fumador de 44 años", "mujer sana de cuarenta y cuatro años"],
        ),
        ("Her husband brought the 44-year-old woman.", ["44-year-old"]),
        # near misses
        ("Her mother died at age 44, her father at the age of 44 years.", []),
        ("Those aged 44.5 years; women (44), and 44 years of pain.", []),
        ("Paciente con historia de 44 años de dolor.", []),
        ("Her 44-year-old sister is well.", []),
        ("A 45-year-old woman was reported.", []),
        ("The 144-year-old law, 2.44 years old.", []),
        ("After 44 years of treatment; 44 patients.", []),
        ("Those aged 44 to 60 years, and aged 44–60.", []),
        ("A 44-month-old girl.", []),
        ("A woman in her 40s.", []),
    ],
)
def test_ages(text: str, hits: list[str]) -> None:
    assert [text[start:end] for start, end in ages_in(text, "44 years")] == hits


@pytest.mark.parametrize(
    ("age", "text", "hits"),
    [
        ("7 months", "A 7-month-old boy and his 7-year-old brother.", ["7-month-old"]),
        ("7 months", "A seven-month-old boy.", ["seven-month-old"]),
        ("90 or older", "A woman aged 90 or older.", []),
        ("105 years", "A 105-year-old woman.", ["105-year-old"]),
    ],
)
def test_ages_in_other_units(age: str, text: str, hits: list[str]) -> None:
    assert [text[start:end] for start, end in ages_in(text, age)] == hits


OWN = {"Example University Hospital"}


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Seen at Sampleton General Hospital in time.", ["Sampleton General Hospital"]),
        ("Sent to University Hospital Basel.", ["University Hospital Basel"]),
        ("Sent to the Hospital of Jena.", ["Hospital of Jena"]),
        ("In the Hospital Clínico San Carlos.", ["Hospital Clínico San Carlos"]),
        ("In St. Anne Hospital and elsewhere.", ["St. Anne Hospital"]),
        ("At the example university hospital.", ["example university hospital"]),
        ("A visit to Mayo Clinic.", ["Mayo Clinic"]),
        ("At the University of Sampleton.", ["University of Sampleton"]),
        ("En el Hospital General de Sampleton.", ["Hospital General de Sampleton"]),
        ("Hospital de la Santa Cruz y San Pablo.", ["Hospital de la Santa Cruz y San Pablo"]),
        (
            "Hôpital Sampleton; Universitätsklinikum Musterstadt.",
            ["Hôpital Sampleton", "Universitätsklinikum Musterstadt"],
        ),
        (
            "At Sampleton Health Centre; Sampleton Medical School.",
            ["Sampleton Health Centre", "Sampleton Medical School"],
        ),
        # near misses
        ("The Hospital Anxiety and Depression Scale was 8.", []),
        ("By the Mayo Clinic criteria it was severe.", []),
        ("University of Wisconsin solution was used.", []),
        ("University of Pennsylvania Smell Identification Test.", []),
        ("Our University Hospital; the District General Hospital.", []),
        ("The hospital had no MRI. Hospital stay was long.", []),
        ("Seen in the Memory Clinic and the Pain Clinic.", []),
        ("On Hospital Day 3 the Medical Center closed.", []),
        ("Barcelona Clinic Liver Cancer staging was C.", []),
        ("The Heart Failure Clinic, the Thalassaemia Clinic, a Rheumatology Clinic, the Walk-In Clinic.", []),
        ("National Cancer Institute Common Terminology Criteria for Adverse Events.", []),
    ],
)
def test_institutions(text: str, hits: list[str]) -> None:
    assert [text[start:end] for start, end in institutions_in(text, OWN)] == hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("She lives in Sampleton.", ["Sampleton"]),
        ("She was born in rural Exampleland.", ["Exampleland"]),
        ("A man from New Sampleton had fever.", ["New Sampleton"]),
        ("A resident of the city of Sampleton.", ["Sampleton"]),
        ("Treated in Glasgow for years.", ["Glasgow"]),
        ("Natural de Ejemplonia, acudió.", ["Ejemplonia"]),
        ("She lives in Łódź, he with his wife in Århus.", ["Łódź"]),
        ("She lives with her husband in Sampleton.", ["Sampleton"]),
        ("A refugee from the north of Exampleland; lives in St. Sample.", ["Exampleland", "St. Sample"]),
        # near misses
        ("A resident in Internal Medicine; she works in Human Resources.", []),
        ("The Glasgow Coma Scale was 15.", []),
        ("Glasgow criteria; the Glasgow Outcome Scale-Extended.", []),
        ("CT (Somatom, Acme, Glasgow, United Kingdom).", []),
        ("Dr Glasgow saw her; Glasgow et al. reported it.", []),
        ("The Norwegian Cohort; a study in Norway.", []),
        ("She was born in March and lives in poverty.", []),
        ("A patient from Group B; a man from Ward 3.", []),
        ("She works in shifts and lives in a flat.", []),
        ("Marburg virus and West Nile fever.", []),
    ],
)
def test_places(text: str, hits: list[str]) -> None:
    assert [text[start:end] for start, end in places_in(text, {"Glasgow", "Marburg"})] == hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("On 12 March 2024 she came.", ["12 March 2024"]),
        ("On March 12, 2024, she came.", ["March 12, 2024"]),
        ("On March 12 she came.", ["March 12"]),
        ("On the 12th of March.", ["12th of March"]),
        ("In March 2024 she came.", ["March 2024"]),
        ("Seen 2024-03-12 and 12.03.2024 and 12/3/2024.", ["2024-03-12", "12.03.2024", "12/3/2024"]),
        ("El 12 de marzo de 2024 acudió.", ["12 de marzo de 2024"]),
        ("En marzo de 2024 acudió.", ["marzo de 2024"]),
        ("On 3 May she came.", ["3 May"]),
        (
            "Seen 12-Mar-2024, 12 MAR 2024, 12Mar2024 and in Sep 2024.",
            ["12-Mar-2024", "12 MAR 2024", "12Mar2024", "Sep 2024"],
        ),
        # near misses
        ("A march fracture; in 2024; since 2019.", []),
        ("She may 3 times a day take 5 mg.", []),
        ("Strength was 3/4, blood pressure 112/68 mmHg, 3/4/5.", []),
        ("Version 5.0, dose 12.5.2024.1, day 12, week 6.", []),
        ("March 3 patients; the 2013 guideline.", []),
        ("Mayo Clinic 2024, Marchiafava 1935.", []),
    ],
)
def test_dates(text: str, hits: list[str]) -> None:
    assert [text[start:end] for start, end in dates_in(text, "es")] == hits


@pytest.mark.parametrize(
    ("sentence", "is_about"),
    [
        ("We searched PubMed up to March 2024.", True),
        ("The guideline appeared in March 2024.", True),
        ("She came in March 2024.", False),
    ],
)
def test_sentences_about_literature(sentence: str, is_about: bool) -> None:
    assert is_about_literature(sentence) is is_about


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("A Caucasian woman came.", ["Caucasian woman"]),
        ("A white man, of South Asian descent.", ["white man", "South Asian descent"]),
        ("An African-American 44-year-old woman.", ["African-American 44-year-old woman"]),
        (
            "A Japanese woman, a previously well Kenyan man, of Mediterranean origin.",
            ["Japanese woman", "Kenyan man", "Mediterranean origin"],
        ),
        (
            "Mujer caucásica; varón de raza negra, de etnia gitana.",
            ["Mujer caucásica", "de raza negra", "de etnia gitana"],
        ),
        # near misses
        ("Rare in Korean women; Japanese encephalitis, Turkish guidelines, French gauge.", []),
        ("White cells, black stool, white matter.", []),
        ("The Asian variant; African swine fever.", []),
    ],
)
def test_ancestry(text: str, hits: list[str]) -> None:
    assert [text[start:end] for start, end in ancestry_in(text)] == hits


@pytest.mark.parametrize(
    "text", ["Aaaaa Bbbbb " * 300, "Aa-" * 2000, "Hospital de la Santa " * 300, "lives in Aaaaa Bbbbb" * 300]
)
def test_a_long_row_of_names_takes_no_time(text: str) -> None:
    begun = time.process_time()
    assert len([*institutions_in(text, OWN), *places_in(text, {"Sampleton"}), *ages_in(text, "44 years")]) <= 600
    assert time.process_time() - begun < 5
