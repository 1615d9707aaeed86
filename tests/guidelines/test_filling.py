"""A case and a guideline: the state of each item, with its evidence and its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import Finding
from pipeline.guidelines.answers import Answer, Checklist
from pipeline.guidelines.asking import Asked
from pipeline.guidelines.filling import filled, filled_from_source
from pipeline.guidelines.guideline import Override
from pipeline.guidelines.printed import printed
from pipeline.journals import Journal
from pipeline.journals.profile import Profile
from pipeline.workspace import Workspace
from tests.resolving.made import WORDS, case, manuscript

GUIDELINE = """title: Ours
items:
  - id: H
    topic: Histories
    requirement: Tell them.
    fields: [history.medical, history.family]
    evidence: [{kind: fact, within: [patient-information]}]
  - id: O
    topic: Outcome
    requirement: Tell it.
    fields: [outcomes]
    not_applicable: with a reason
    evidence:
      - {kind: phrase, phrases: {en: [she recovered]}}
      - {kind: phrase, phrases: {en: [follow-up]}, strong: false}
    checks:
      - id: ours.O.time
        kind: phrase
        phrases: {en: ["week #", "after # weeks"]}
        told: no time is told
        fix: Say when.
"""
OTHER = "title: Other\nitems: [{id: O, topic: T, requirement: R, evidence: [{kind: keywords}]}]\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "templates" / "guidelines"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text(GUIDELINE, encoding="utf-8")
    (folder / "other.yaml").write_text(OTHER, encoding="utf-8")
    return Workspace(tmp_path)


def asked(narrative: str, facts: str, journal: Journal) -> Asked:
    made, findings = manuscript(narrative, facts)
    return Asked(case(narrative, facts), made, printed(made), journal, findings, made.labels)


JOURNAL = Journal("default", "", "vancouver")


def filled_in(
    workspace: Workspace, text: str, facts: str = "", wanted: str = "ours"
) -> tuple[tuple[Checklist, ...], list[Finding]]:
    narrative = f"# T\n\n## Patient information\n\n{text}\n"
    return filled(asked(narrative, facts, JOURNAL), workspace, wanted)


def answer(workspace: Workspace, item: str, text: str, facts: str = "") -> Answer:
    (checklist,), _ = filled_in(workspace, text, facts)
    return next(answer for answer in checklist.answers if answer.item.id == item)


HISTORY = "history: {medical: [splenectomy in childhood]}\n"
FAMILY_UNKNOWN = "unknown: {history.family: not in the record}\n"
ALL_UNKNOWN = "unknown: {history: the notes were lost}\n"


@pytest.mark.parametrize(
    ("text", "facts", "state", "reason"),
    [
        ("A splenectomy was done in childhood.", HISTORY, "found", ""),
        ("She was well.", HISTORY, "not-printed", ""),
        ("She was well.", "", "missing", ""),
        ("She was well.", FAMILY_UNKNOWN, "unknown", "family history: not in the record"),
        (
            "A splenectomy was done in childhood.",
            HISTORY + FAMILY_UNKNOWN,
            "weak",
            "family history: not in the record",
        ),
        ("She was well.", ALL_UNKNOWN, "unknown", "history: the notes were lost"),
    ],
)
def test_the_state_of_an_item(workspace: Workspace, text: str, facts: str, state: str, reason: str) -> None:
    found = answer(workspace, "H", text, facts)
    assert (found.state, found.reason) == (state, reason)


@pytest.mark.parametrize(
    ("text", "state", "lacks"),
    [
        ("She recovered after 6 weeks.", "found", []),
        ("She recovered.", "weak", ["no time is told"]),
        ("There was a follow-up.", "weak", ["no time is told"]),
        ("There was a follow-up in week 6.", "weak", []),
        ("Nothing.", "missing", []),
    ],
)
def test_a_trace_or_a_lack_makes_an_item_weak(workspace: Workspace, text: str, state: str, lacks: list[str]) -> None:
    found = answer(workspace, "O", text)
    assert (found.state, [lack.message for lack in found.lacks]) == (state, lacks)


def test_evidence_names_its_place_and_shows_the_sentence(workspace: Workspace) -> None:
    (evidence,) = answer(workspace, "O", "First words. She recovered after 6 weeks. Last words.").evidence
    assert evidence.where == "Patient information, paragraph 1"
    assert evidence.excerpt == "She recovered after 6 weeks."
    assert evidence.text == "First words. She recovered after 6 weeks. Last words."
    assert evidence.anchor == "at-narrative-5-1"


def test_a_trace_is_shown_only_where_nothing_answers(workspace: Workspace) -> None:
    text = "She recovered after 6 weeks.\n\nThe follow-up was short."
    assert [evidence.excerpt for evidence in answer(workspace, "O", text).evidence] == ["She recovered after 6 weeks."]


def test_rows_of_one_table_are_one_evidence_for_all_of_them(workspace: Workspace) -> None:
    facts = (
        "history: {medical: [{what: asthma, at: 9 years before}, {what: eczema, at: 8 years before}]}\n"
        "tables: {tbl-t: {title: Course, shows: timeline}}\n"
    )
    (evidence,) = answer(workspace, "H", "@tbl-t shows it.", facts).evidence
    assert evidence.anchor == "tbl-t"
    assert "Asthma" in evidence.text
    assert "Eczema" in evidence.text


# --- not applicable ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["O", "ours/O"])
def test_an_item_that_does_not_apply_says_why(workspace: Workspace, key: str) -> None:
    (checklist,), findings = filled_in(workspace, "Nothing.", f"not_applicable: {{{key}: she was lost to follow-up}}\n")
    assert [(a.state, a.reason) for a in checklist.answers if a.item.id == "O"] == [
        ("not-applicable", "she was lost to follow-up")
    ]
    assert findings == []


@pytest.mark.parametrize(
    ("text", "key", "rule", "said"),
    [
        ("Nothing.", "H", "not-applicable-not-allowed", "item H (Histories) applies to every report"),
        ("Nothing.", "Oo", "not-applicable-to-nothing", "no guideline asked here has an item `Oo`"),
        ("Nothing.", "our/O", "not-applicable-to-nothing", "no guideline asked here has an item `our/O`"),
        (
            "She recovered.",
            "O",
            "not-applicable-yet-answered",
            "item O (Outcome) is said not to apply, and is answered: Patient information, paragraph 1",
        ),
    ],
)
def test_a_reason_that_does_not_hold(workspace: Workspace, text: str, key: str, rule: str, said: str) -> None:
    (checklist,), (finding,) = filled_in(workspace, text, f"not_applicable: {{{key}: why not}}\n")
    assert (finding.rule.id, finding.message) == (rule, said)
    assert finding.where.field == f"not_applicable.{key}"
    assert "not-applicable" not in {str(answer.state) for answer in checklist.answers}


def test_what_is_said_of_a_guideline_that_is_not_asked_now_is_left_alone(workspace: Workspace) -> None:
    _, findings = filled_in(workspace, "Nothing.", "not_applicable: {other/O: no keywords here}\n")
    assert findings == []


def test_a_bare_number_is_of_the_first_guideline(workspace: Workspace) -> None:
    facts = "guidelines: [ours, other]\nnot_applicable: {O: lost to follow-up}\n"
    checklists, findings = filled_in(workspace, "Nothing.", facts, wanted="")
    states = {(checklist.id, a.item.id): str(a.state) for checklist in checklists for a in checklist.answers}
    assert (states["ours", "O"], states["other", "O"]) == ("not-applicable", "missing")
    assert findings == []


# --- which guidelines ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "wanted", "ids"),
    [
        ("", "", ["care-2013"]),
        ("guidelines: [other, ours]\n", "", ["other", "ours"]),
        ("guidelines: [other, other]\n", "", ["other"]),
        ("guidelines: [other, ours]\n", "ours", ["ours"]),
    ],
)
def test_the_guidelines_that_are_asked(workspace: Workspace, facts: str, wanted: str, ids: list[str]) -> None:
    checklists, findings = filled_in(workspace, "Text.", facts, wanted)
    assert [checklist.id for checklist in checklists] == ids
    assert findings == []


def test_a_guideline_that_is_not_there_does_not_hide_the_next(workspace: Workspace) -> None:
    checklists, (finding,) = filled_in(workspace, "Text.", "guidelines: [otter, ours]\n", "")
    assert [checklist.id for checklist in checklists] == ["ours"]
    assert (finding.rule.id, finding.where.field) == ("unknown-guideline", "guidelines.0")


def test_what_a_journal_changes_is_named(workspace: Workspace) -> None:
    profile = Profile(name="Journal of Ours", overrides={"ours": {"H": Override(topic="Past")}})
    journal = Journal("j", "Journal of Ours", "vancouver", profile=profile)
    narrative = "# T\n\n## Discussion\n\nText.\n"
    (checklist,), findings = filled(asked(narrative, "", journal), workspace, "ours")
    assert (checklist.extended_by, checklist.answers[0].item.topic) == ("Journal of Ours", "Past")
    assert findings == []
    (plain,), _ = filled_in(workspace, "Text.")
    assert plain.extended_by == ""


def test_of_a_case_that_is_not_resolved_the_source_is_told(workspace: Workspace) -> None:
    facts = HISTORY + "not_applicable: {O: lost to follow-up}\n"
    (checklist,), _ = filled_from_source(case(facts=facts), JOURNAL, workspace, WORDS, "ours")
    assert [(str(answer.state), answer.reason) for answer in checklist.answers] == [
        ("not-printed", "the case could not be resolved, so that nothing of it is printed"),
        ("not-applicable", "lost to follow-up"),
    ]
    (checklist,), _ = filled_from_source(case(facts=FAMILY_UNKNOWN), JOURNAL, workspace, WORDS, "ours")
    assert [str(answer.state) for answer in checklist.answers] == ["unknown", "missing"]
