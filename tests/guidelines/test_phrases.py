"""Phrases of a guideline's file, sentences, and words that find each other by their stems."""

from __future__ import annotations

import pytest

from pipeline.guidelines.phrases import compiled, numbers_in, pattern_of, sentences
from pipeline.guidelines.stems import named_in, stems


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("case report", "a Case\u00a0report", True),
        ("case report", "a showcase reported", False),
        ("limit*", "its limitations", True),
        ("limit", "its limitations", False),
        ("# mg", "50mg daily", True),
        ("# mg", "mg/kg", False),
        ("# mg", "CRP was 122 mg/L", False),
        ("# mg/kg", "2 mg/kg", True),
        ("#-year-old", "a twenty-four-year-old man", True),
        ("de # meses", "niña de cinco meses", True),
        ("# days", "a few days", False),
        ("#-year-old", "a 34-year-old woman", True),
        ("lowered … because", "was lowered to 25 mg at day 20 because ALT fell", True),
        ("lowered … because", "was lowered; " + "and so on " * 5 + "because", False),
        ("CARE", "take care", False),
        ("CARE", "the CARE guideline", True),
        ("I", "I was afraid", True),
        ("patient's words", "the patient’s words", True),
        ("induced", "steroid-induced", True),
    ],
)
def test_what_a_phrase_finds(phrase: str, text: str, found: bool) -> None:
    assert bool(compiled((phrase,)).search(text)) is found


def test_numbers_stand_for_the_signs_of_a_phrase() -> None:
    match = compiled(("fell … from # … to #",)).search("ALT fell slowly from 4.5 U/L to 2,5 U/L")
    assert match
    assert numbers_in(match) == [4.5, 2.5]


def test_a_number_that_may_be_a_thousand_is_not_compared() -> None:
    match = compiled(("fell from # to #",)).search("troponin fell from 1,240 to 18 ng/L")
    assert match
    assert numbers_in(match) == [18.0]


def test_a_language_without_phrases_has_no_pattern() -> None:
    assert pattern_of({"en": ["a"]}, "pt-BR") is None
    assert pattern_of({"en": ["a"]}, "en-GB")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two (Fig. 1).\nThree 3.5 mg.", ["One.", "Two (Fig. 1).", "Three 3.5 mg."]),
        ("“Afraid.” She said so.", ["“Afraid.”", "She said so."]),
        ("Mr. X came. Dr. Y saw him.", ["Mr. X came.", "Dr. Y saw him."]),
        ("It was hepatitis B. He was well.", ["It was hepatitis B.", "He was well."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("β-thalassaemias", "beta-thalassemia", "en"),
        ("Weakness of the legs", "weak leg", "en"),
        ("debilidades", "debilidad", "es"),
    ],
)
def test_words_find_each_other(one: str, other: str, language: str) -> None:
    assert stems(one, language) & stems(other, language) == stems(other, language)


def test_half_of_a_name_is_enough_and_less_is_not() -> None:
    text = stems("an eosinophilic reaction", "en")
    assert named_in("drug reaction", text, "en")
    assert not named_in("drug reaction of the liver", text, "en")
    assert not named_in("the of", text, "en")
