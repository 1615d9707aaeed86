"""Statements in a journal's own parts: what stands where, what is said of none, and that nothing vanishes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import Finding, Location
from pipeline.journals import Journal, load_journal
from pipeline.journals.profile import Profile
from pipeline.journals.statements import STATED, StatementsForm
from pipeline.manuscript import Manuscript, Statement
from pipeline.resolving import Setting, resolve
from pipeline.resolving.statement_texts import CATEGORIES
from pipeline.resolving.statements import arrangement, statements_of
from pipeline.workspace import Workspace
from tests.reading.shown import blocks
from tests.resolving.made import LABELS, WORDS, case, library, rules

CONSENT = "consent: {treatment: given, publication: {status: given, how: written}}\n"
TWO = "authors: [{{given: Ada M., family: One, {}}}, {{given: Bo, particle: van, family: Two-Six, {}}}]\n"


def form(*parts: dict[str, object], **more: object) -> StatementsForm:
    return StatementsForm.model_validate(
        {"parts": [{"heading": {"en": part["is"]}, **rest(part)} for part in parts], **more}
    )


def rest(part: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in part.items() if key != "is"}


def made(facts: str, wanted: StatementsForm | None) -> tuple[tuple[Statement, ...], list[Finding]]:
    return statements_of(case(facts=facts), WORDS, wanted)


def said(facts: str, wanted: StatementsForm | None) -> dict[str, str]:
    """Heading → text."""
    return {statement.heading: blocks(statement.blocks) for statement in made(facts, wanted)[0]}


DISCLOSURES = form(
    {"is": "Human subjects", "of": ["consent", "ethics"]},
    {"is": "Payment", "of": ["interests.support-for-this-work", "funding"]},
    {"is": "Money", "of": [f"interests.{category}" for category in CATEGORIES[1:-1]]},
    {"is": "Other", "of": ["interests"]},
)


def test_parts_come_in_the_journals_order_and_the_rest_after_them() -> None:
    wanted = form({"is": "Money", "of": ["funding"]}, {"is": "Ethics and consent", "of": ["ethics", "consent"]})
    facts = CONSENT + "statements: {ethics: Waived., funding: None., acknowledgements: Thanks.}\n"
    assert said(facts, wanted) == {
        "Money": "p(None.)",
        "Ethics and consent": "p(Waived.) / p(Consent to treatment was given.)"
        " / p(Consent to publication was given in writing.)",
        WORDS["statement_acknowledgements"]: "p(Thanks.)",
    }


def test_a_piece_stands_where_it_is_named_and_the_rest_of_its_statement_elsewhere() -> None:
    wanted = form({"is": "For publication", "of": ["consent"]}, {"is": "To take part", "of": ["consent.treatment"]})
    assert said(CONSENT, wanted) == {
        "For publication": "p(Consent to publication was given in writing.)",
        "To take part": "p(Consent to treatment was given.)",
    }


def test_what_has_no_part_keeps_our_heading_piece_by_piece() -> None:
    wanted = form({"is": "To take part", "of": ["consent.treatment"]})
    assert said(CONSENT, wanted)[WORDS["statement_consent"]] == "p(Consent to publication was given in writing.)"


# --- interests, from one table ----------------------------------------------------------------------


def test_none_of_all_is_said_of_each_part() -> None:
    assert said(TWO.format("interests: none", "interests: []"), DISCLOSURES) == {
        "Payment": f"p({WORDS['interests_none_support']})",
        "Money": f"p({WORDS['interests_none_financial']})",
        "Other": f"p({WORDS['interests_none_other']})",
    }


def test_an_interest_stands_in_the_part_of_its_category_alone() -> None:
    facts = TWO.format("interests: none", "interests: [{category: lectures, entity: Acme}]")
    assert said(facts, DISCLOSURES) == {
        "Payment": f"p({WORDS['interests_none_support']})",
        "Money": "p(Ada M. One declares none.) / p(Bo van Two-Six: payment for lectures, Acme.)",
        "Other": f"p({WORDS['interests_none_other']})",
    }


def test_silence_is_none_in_no_part_and_is_a_finding() -> None:
    facts = TWO.format("interests: none", "equal: no")
    assert said(facts, DISCLOSURES)["Other"] == "p(Ada M. One declares none.)"
    findings = made(facts, DISCLOSURES)[1]
    assert [(f.rule.id, f.where.field) for f in findings] == [("interests-not-declared", "authors.1")]
    assert "Bo van Two-Six has not declared interests" in findings[0].message


@pytest.mark.parametrize("wanted", [None, form({"is": "Money", "of": ["funding"]})])
def test_silence_is_no_finding_where_the_journal_prints_no_interests(wanted: StatementsForm | None) -> None:
    assert rules(made(TWO.format("interests: none", "equal: no"), wanted)[1]) == []


def test_none_of_other_categories_names_them() -> None:
    wanted = form({"is": "Travel", "of": ["interests.travel", "interests.stock"]})
    shown = said(TWO.format("interests: none", "interests: none"), wanted)
    assert shown["Travel"] == "p(All authors declare none of the following: support for travel; stock.)"


def test_authors_own_words_stand_with_the_rest_of_the_interests() -> None:
    facts = TWO.format("interests: none", "interests: none") + "statements: {interests: 'But *see* this.'}\n"
    assert said(facts, DISCLOSURES)["Other"].endswith(" / p(But em(see) this.)")


# --- headings that stay -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when_empty", "unknown", "shown"),
    [
        ("left out", "", None),
        ("not applicable", "", "p(Not applicable.)"),
        ("not stated", "", "p(‹[not stated]›)"),
        ("not applicable", "unknown: {statements.funding: not in the record}\n", "p(Not known: not in the record.)"),
        ("not stated", "unknown: {statements.funding: not in the record}\n", "p(Not known: not in the record.)"),
    ],
)
def test_a_heading_without_a_text(when_empty: str, unknown: str, shown: str | None) -> None:
    wanted = form({"is": "Funding", "of": ["funding"], "when_empty": when_empty})
    assert said(unknown, wanted).get("Funding") == shown


def test_a_kept_heading_says_what_there_is() -> None:
    wanted = form({"is": "Funding", "of": ["funding"], "when_empty": "not applicable"})
    assert said("statements: {funding: A grant.}\n", wanted) == {"Funding": "p(A grant.)"}


# --- names ------------------------------------------------------------------------------------------

CONTRIBUTIONS = form({"is": "Contributions", "of": ["contributions"], "authors_as": "initials"})


def test_contributions_by_initials() -> None:
    shown = said(TWO.format("roles: [software]", "roles: [software, supervision]"), CONTRIBUTIONS)
    assert shown == {"Contributions": "p(Software: AMO and BvTS; Supervision: BvTS.)"}


def test_initials_of_two_authors_tell_neither_so_names_stay() -> None:
    facts = "authors: [{given: Ada, family: One, roles: [software]}, {given: Ali, family: Orr, roles: [software]}]\n"
    assert said(facts, CONTRIBUTIONS) == {"Contributions": "p(Software: Ada One and Ali Orr.)"}


# --- headings over all, languages, ids --------------------------------------------------------------


def resolved(wanted: StatementsForm, language: str = "en") -> Manuscript:
    journal = Journal("own", "Own", "vancouver", profile=Profile.model_validate({"statements": wanted}))
    facts = f"language: {language}\nstatements: {{funding: None.}}\n"
    manuscript, _ = resolve(case(facts=facts), library(), Setting(journal, "", LABELS))
    assert manuscript is not None
    return manuscript


def test_the_journals_heading_stands_over_all_statements() -> None:
    assert resolved(form(heading={"en": "Declarations"})).labels["statements"] == "Declarations"
    assert resolved(form()).labels["statements"] == WORDS["statements"]


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Funding"), ("es", "Ayudas"), ("es-MX", "Ayudas"), ("fr", "Funding")]
)
def test_a_heading_is_in_the_language_of_the_case_or_in_english(language: str, heading: str) -> None:
    wanted = StatementsForm.model_validate(
        {"parts": [{"heading": {"en": "Funding", "es": "Ayudas"}, "of": ["funding"]}]}
    )
    assert [statement.heading for statement in resolved(wanted, language).statements] == [heading]


def test_ids_say_what_comes_first_and_are_unique() -> None:
    wanted = form({"is": "A", "of": ["consent.treatment", "ethics"]}, {"is": "B", "of": ["consent"]})
    ids = [arranged.id for arranged in arrangement(wanted, WORDS, "en")]
    assert ids[:3] == ["statement-consent-treatment", "statement-consent", "statement-interests"]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("wanted", [form(), DISCLOSURES, CONTRIBUTIONS])
def test_every_piece_stands_somewhere_once(wanted: StatementsForm) -> None:
    pieces = [piece for arranged in arrangement(wanted, WORDS, "en") for piece in arranged.pieces]
    assert sorted(pieces) == sorted(STATED)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ("statements: {ethics: Waived.}\n", ["ethics"]),
        (CONSENT, ["consent.treatment", "consent.publication"]),
        (CONSENT + "statements: {ethics: Waived.}\n", ["consent.treatment", "consent.publication", "ethics"]),
        (TWO.format("roles: [software]", "equal: no"), ["contributions"]),
        ("unknown: {patient.age: not in the record}\n", ["unknown"]),
        ("statements: {interests: See above.}\n", ["interests.text"]),
    ],
)
def test_a_statement_knows_what_it_says(facts: str, says: list[str]) -> None:
    wanted = form({"is": "Human subjects", "of": ["consent", "ethics"]})
    assert [piece for statement in made(facts, wanted)[0] for piece in statement.says] == says


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        ("parts: [{heading: {en: A}, of: fundings}]", "`fundings` is no statement; did you mean `funding`?"),
        ("parts: [{heading: {en: A}, of: interests.grant}]", "did you mean `interests.grants`?"),
        ("parts: [{heading: {en: A}, of: zzz}]", "`zzz` is no statement; known are consent, ethics, interests"),
        ("parts: [{heading: {en: A}, of: []}]", "a part is made of at least one statement"),
        ("parts: [{heading: {}, of: funding}]", "a heading has words in at least one language"),
        (
            "parts: [{heading: {en: A}, of: funding}, {heading: {en: B}, of: funding}]",
            "two parts are made of `funding`; name it in one of them",
        ),
    ],
)
def test_a_form_that_cannot_be_used_is_a_finding_and_the_rest_of_the_profile_holds(
    statements: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "templates" / "journals").mkdir(parents=True)
    profile = f"name: Own\nstyle: apa\nstatements:\n  is: {{{statements}}}\n  sure: low\n"
    (tmp_path / "templates" / "journals" / "own.yaml").write_text(profile, "utf-8")
    journal, findings = load_journal(Workspace(tmp_path), "own", Location(""))
    assert journal.style == "apa"
    assert [finding.where.line for finding in findings][:1] == [4]
    assert message in findings[0].message
