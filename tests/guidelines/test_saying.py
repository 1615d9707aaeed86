"""What a sentence says of what is asked: an answer, that it is not known, or something else in the same words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.findings import Location
from pipeline.guidelines.asking import Asked
from pipeline.guidelines.guideline import Guideline
from pipeline.guidelines.loading import load_guideline
from pipeline.guidelines.printed import printed
from pipeline.guidelines.saying import says_anything, sentences_saying
from pipeline.journals import Journal
from pipeline.workspace import Workspace
from tests.resolving.made import case, manuscript


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> Guideline:
    loaded, findings = load_guideline(Workspace(tmp_path_factory.mktemp("own")), "care-2013", Location(""))
    assert loaded
    assert not findings
    return loaded


def asked(care: Guideline, language: str = "en") -> Asked:
    facts = f"language: {language}\n"
    made, findings = manuscript("# T\n", facts)
    journal = Journal("default", "", "vancouver")
    whole = Asked(case("# T\n", facts), made, printed(made), journal, findings, made.labels)
    return replace(whole, unsaid=care.unsaid, printed=replace(whole.printed, language=language))


@pytest.mark.parametrize(
    ("phrase", "text", "answers"),
    [
        ("family history", "The family history was unremarkable.", True),
        ("family history", "No family history was taken.", False),
        ("family history", "Family history was not obtained.", False),
        ("family history", "There was no family history of cancer.", True),
        ("adherence", "Adherence was not assessed.", False),
        ("adherence", "Adherence was good; levels were not assessed.", True),
        ("adherence", "Adherence was good, but side effects were not recorded.", True),
        ("adverse event*", "No adverse events were recorded.", True),
        ("adverse event*", "Adverse events were not recorded.", False),
        ("was not available", "MRI was not available.", True),
        ("prognos*", "The prognosis is unknown.", False),
    ],
)
def test_that_it_is_not_known_is_no_answer(care: Guideline, phrase: str, text: str, answers: bool) -> None:
    assert list(sentences_saying(asked(care), text, {"en": (phrase,)})) == [(text, answers)]


@pytest.mark.parametrize(
    ("phrase", "text", "answers"),
    [
        ("antecedentes familiares", "Los antecedentes familiares no se recogieron.", False),
        ("antecedentes familiares", "No había antecedentes familiares de interés.", True),
        ("adherencia", "La adherencia fue buena, pero no se registraron efectos.", True),
    ],
)
def test_it_is_no_answer_in_spanish_either(care: Guideline, phrase: str, text: str, answers: bool) -> None:
    assert list(sentences_saying(asked(care, "es"), text, {"es": (phrase,)})) == [(text, answers)]


def test_what_only_looks_like_an_answer_is_none(care: Guideline) -> None:
    unless = {"en": ("father … died",)}
    text = "His father had died. She died."
    assert list(sentences_saying(asked(care), text, {"en": ("died",)}, unless)) == [("She died.", True)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Not applicable.", False),
        ("To be written.", False),
        ("Tender abdomen.", True),
        ("Pulse 80/min. ECG not done.", True),
    ],
)
def test_whether_a_paragraph_says_anything(care: Guideline, text: str, says: bool) -> None:
    assert says_anything(asked(care), text) is says
