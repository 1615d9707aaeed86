from __future__ import annotations

import pytest

from pipeline.resolving.statements import statements_of
from tests.reading.shown import blocks
from tests.resolving.made import WORDS, case, rules

TWO = "authors: [{{given: A, family: One, {}}}, {{given: B, family: Two, {}}}]\n"
FIGURE = "figures: {fig-x: {title: A title, panels: [{file: a.png, alt: b}]}}\n"


def statements(facts: str) -> dict[str, str]:
    """Heading → text."""
    made, findings = statements_of(case(facts=facts), WORDS)
    assert rules(findings) == []
    return {statement.heading: blocks(statement.blocks) for statement in made}


@pytest.mark.parametrize(
    ("consent", "said"),
    [
        ("{publication: given}", "p(Consent to publication was given.)"),
        ("{publication: waived}", "p(Consent to publication was waived.)"),
        (
            "{publication: {status: given, how: written, by: guardian, assent: given}}",
            "p(Consent to publication was given in writing by the guardian. The minor assented.)",
        ),
        (
            "{publication: {status: given, held_by: hospital}}",
            "p(Consent to publication was given. The signed form is held by the hospital.)",
        ),
        (
            "{publication: {status: not_obtainable, note: 'The *family* was asked.'}}",
            "p(Consent to publication could not be obtained. The em(family) was asked.)",
        ),
        (
            "{treatment: given, publication: given}",
            "p(Consent to treatment was given.) / p(Consent to publication was given.)",
        ),
        (
            "{publication: given, images: {fig-x: given}}",
            "p(Consent to publication was given.) / p(Consent to show ref(fig-x) was given.)",
        ),
    ],
)
def test_consent_is_said_in_sentences(consent: str, said: str) -> None:
    assert statements(FIGURE + f"consent: {consent}") == {WORDS["statement_consent"]: said}


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        ("interests: none", "interests: none", f"p({WORDS['interests_none']})"),
        ("interests: none", "equal: no", "p(A One declares no competing interests.)"),
        ("equal: no", "equal: no", None),
        (
            "interests: none",
            "interests: [{category: consulting, entity: Acme, comment: a talk}]",
            "p(A One declares no competing interests.) / p(B Two: consulting fees, Acme (a talk).)",
        ),
    ],
)
def test_silence_about_interests_is_not_none(one: str, two: str, said: str | None) -> None:
    assert statements(TWO.format(one, two)).get(WORDS["statement_interests"]) == said


def test_roles_come_in_the_order_of_credit() -> None:
    said = statements(TWO.format("roles: [software, conceptualization]", "roles: [software]"))
    assert said == {WORDS["statement_contributions"]: "p(Conceptualization: A One; Software: A One and B Two.)"}


def test_free_text_is_prose_and_comes_after_what_is_composed() -> None:
    said = statements(
        TWO.format("interests: none", "interests: none") + "statements: {interests: 'But see *this*.', funding: None.}"
    )
    assert said == {
        WORDS["statement_interests"]: f"p({WORDS['interests_none']}) / p(But see em(this).)",
        WORDS["statement_funding"]: "p(None.)",
    }


def test_nothing_to_say_is_no_statement() -> None:
    assert statements("") == {}
