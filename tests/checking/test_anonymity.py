"""What must not be told of a patient in print: where it is looked for, how it is said, and what mends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.checking.anonymity import check
from pipeline.checking.journal_asked import Asked
from pipeline.findings import Finding, Severity
from pipeline.journals import AgeForm, Journal
from pipeline.journals.profile import Profile
from pipeline.resolving import Setting, resolve
from tests.resolving.made import LABELS, case, figure, library

TODAY = date(2026, 11, 23)
SURE = {"sure": "high", "source": "its template"}
STRICT = {
    "age": {"is": "decade", **SURE},
    "anonymity": {
        **{name: {"is": "no", **SURE} for name in ("exact_age", "institutions", "places", "calendar_dates")},
        "ancestry_and_occupation": {"is": "only if essential", **SURE},
    },
}
FACTS = "patient: {age: 44 years, sex: female, occupation: 'baker, night shifts'}\n"


def found(text: str, facts: str = FACTS, folder: Path = Path("nowhere"), **profile: object) -> list[Finding]:
    asked_for = Profile.model_validate(profile or STRICT)
    form: AgeForm = "decade" if asked_for.age and asked_for.age.is_ == "decade" else "exact"
    journal = Journal("own", "The Journal", "vancouver", form, profile=asked_for)
    written = replace(case(f"# A title\n\n{text}", facts), folder=folder)
    if folder.exists():
        (folder / "narrative.md").write_text(f"# A title\n\n{text}", "utf-8")
    manuscript, _ = resolve(written, library("a"), Setting(journal, "", LABELS))
    assert manuscript is not None
    return list(check(Asked(written, manuscript, journal, TODAY)))


def rules(text: str, facts: str = FACTS, **profile: object) -> list[str]:
    return [finding.rule.id for finding in found(text, facts, Path("nowhere"), **profile)]


CASE = "## Case presentation\n\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("A 44-year-old woman came.", "exact-age-told"),
        ("She came to Sampleton General Hospital.", "institution-told"),
        ("She lives in Sampleton.", "place-told"),
        ("She came in March 2024.", "calendar-date-told"),
        ("She works as a baker.", "ancestry-or-occupation-told"),
        ("A Caucasian woman came.", "ancestry-or-occupation-told"),
    ],
)
def test_what_is_told_of_a_patient_is_found_where_the_journal_does_not_want_it(text: str, rule: str) -> None:
    assert rules(CASE + text) == [rule]
    assert rules(CASE + text, name="A journal that asks for nothing") == []


@pytest.mark.parametrize(
    "text",
    [
        CASE + "A {{ patient }} came, aged {{ patient.age }}.",
        CASE + "Her 44-year-old sister is well; the Hospital Anxiety and Depression Scale was 8.",
        "## Discussion\n\nA 44-year-old woman was reported before [@a].",
        "## Discussion\n\nAt Sampleton General Hospital ten such patients were seen [@a].",
        "## Discussion\n\nThe pandemic reached Europe in February 2020.",
        "## Discussion\n\nWe searched PubMed up to March 2024.",
    ],
)
def test_what_only_looks_like_it_is_let_through(text: str) -> None:
    assert rules(text) == []


def test_a_discussion_may_tell_of_the_patient_too() -> None:
    assert rules("## Discussion\n\nOur patient fell ill in February 2020.") == ["calendar-date-told"]


@pytest.mark.parametrize(
    "text",
    [
        "## Abstract\n\nOn 12 March 2024 she came.",
        CASE + "- On 12 March 2024 she came.",
        CASE + "Text[^1].\n\n[^1]: On 12 March 2024.",
        CASE + "| When | What |\n|---|---|\n| 12 March 2024 | fever |\n: Course {#tbl-course}",
        CASE + "> On 12 March 2024 I felt ill.",
    ],
)
def test_everything_that_is_read_is_looked_at(text: str) -> None:
    assert set(rules(text)) == {"calendar-date-told"}


@pytest.mark.parametrize(
    ("table", "quotes"),
    [
        ("| Age | Sex |\n|---|---|\n| 44 years | female |", ["44 years"]),
        ("| Patient | |\n|---|---|\n| Age (years) | 44 |\n| Days of fever | 44 |", ["44"]),
        ("| Edad | |\n|---|---|\n| 44 años | 44 |", ["44 años"]),
        # near misses
        ("| Agent | Dose |\n|---|---|\n| 44 | 44 years |", []),
        ("| Age | Sex |\n|---|---|\n| 45 years | female |", []),
    ],
)
def test_an_age_in_a_cell_is_known_by_the_head_of_its_row_or_column(table: str, quotes: list[str]) -> None:
    ages = [finding for finding in found(CASE + table) if finding.rule.id == "exact-age-told"]
    assert [finding.quote for finding in ages] == quotes


def test_an_age_in_an_alt_text_is_found() -> None:
    facts = FACTS + "figures:\n" + figure("fig-x").replace("alt: Picture one", "alt: Skin of a 44-year old woman")
    places = [(finding.rule.id, finding.quote) for finding in found(CASE + "See @fig-x.", facts)]
    assert places == [("exact-age-told", "44-year old")]


def test_legends_and_alt_texts_are_looked_at() -> None:
    facts = (
        FACTS
        + "figures:\n"
        + figure("fig-x", legend="On 12 March 2024").replace("alt: Picture one", "alt: In May 2024")
    )
    places = [(finding.rule.id, finding.where.field) for finding in found(CASE + "See @fig-x.", facts)]
    assert places == [
        ("calendar-date-told", "figures.fig-x.legend"),
        ("calendar-date-told", "figures.fig-x.panels.0.file"),
    ]


def test_affiliations_statements_and_references_may_name_places_and_dates() -> None:
    facts = FACTS + (
        "authors: [{given: A, family: One, at: x}]\n"
        "affiliations: {x: {name: 'Department of Skin, Sampleton General Hospital', city: Sampleton}}\n"
        "statements: {ethics: Approved by Sampleton General Hospital on 12 March 2024.}\n"
    )
    assert rules(CASE + "Text [@a].", facts) == []
    assert rules(CASE + "She was seen at sampleton general hospital.", facts) == ["institution-told"]
    assert rules(CASE + "In Sampleton it was hot.", facts) == ["place-told"]


def test_a_finding_says_how_sure_it_is_and_where(tmp_path: Path) -> None:
    (finding,) = found("## Case presentation\n\nThe *very first*\nday was 12 March 2024.", folder=tmp_path)
    assert str(finding.where) == "narrative.md:6:9"
    assert (finding.where.length, finding.quote) == (13, "12 March 2024")
    assert finding.message == (
        "a date of the calendar stands here; The Journal wants none (its template; not verified)"
    )
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("verified_on", "sure", "severity"),
    [
        ("2026-11-01", "high", Severity.ERROR),
        ("2026-11-01", "medium", Severity.WARNING),
        ("2025-11-01", "high", Severity.WARNING),
    ],
)
def test_it_is_an_error_only_where_sure_and_verified(verified_on: str, sure: str, severity: Severity) -> None:
    dates = {"calendar_dates": {"is": "no", "sure": sure}}
    (finding,) = found(CASE + "In May 2024.", verified_on=verified_on, anonymity=dates)
    assert finding.severity is severity


@pytest.mark.parametrize(
    ("text", "age", "mended"),
    [
        ("A 44-year-old woman came.", "44 years", "44-year-old woman"),
        ("He saw a 44-*year-old* woman.", "44 years", None),
        ("He saw a 44-year-old\nwoman again.", "44 years", "44-year-old\nwoman"),
        ("An 80-year-old woman came.", "80 years", None),
        ("A woman of 44 years came.", "44 years", None),
        ("The 80-year-old woman came.", "80 years", "80-year-old woman"),
    ],
)
def test_the_phrase_of_the_patient_mends_itself_where_the_sentence_stays_right(
    text: str, age: str, mended: str | None, tmp_path: Path
) -> None:
    (finding,) = found(CASE + text, f"patient: {{age: {age}, sex: female}}\n", tmp_path)
    assert [(edit.was, edit.text) for edit in finding.edits] == ([(mended, "{{ patient }}")] if mended else [])


def test_a_journal_that_prints_decades_wants_no_exact_age_either() -> None:
    assert rules(CASE + "A 44-year-old woman.", age={"is": "decade", **SURE}) == ["exact-age-told"]
    assert rules(CASE + "A 44-year-old woman.", age={"is": "exact", **SURE}) == []
