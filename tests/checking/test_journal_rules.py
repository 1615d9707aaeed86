"""What a journal's rules say to an author: the number, the limit, and how far the limit can be trusted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.build import Wishes, check_case
from pipeline.checking import journals
from pipeline.checking.journal_words import Count, words_of
from pipeline.findings import Location, Severity
from pipeline.journals import load_journal
from pipeline.journals.profile import Profile
from pipeline.journals.trusting import basis, is_verified, severity
from pipeline.journals.value import Value
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.case import Case
    from pipeline.findings import Finding
    from pipeline.manuscript import Manuscript

TODAY = date(2026, 11, 23)
HERE = Location("--journal")


NARRATIVE = """\
# Hepatitis after lamotrigine: a case report

## Abstract

Five words and no more.

## Introduction

This is rare [@a; @b].

## Patient information

She was well, but for fits.

## Timeline

@fig-timeline shows it.

## Discussion

The *drug* was the cause.
"""
FACTS = """\
casewright: 1
keywords: [hepatitis, lamotrigine, fever, case report]
events: {day 0: rash, day 3: fever}
figures:
  fig-timeline: {title: The whole course, shows: timeline}
consent: {publication: given}
"""
ENTRY = "@article{{{key}, author = {{Example, Ada}}, title = {{T}}, journal = {{J}}, year = {{2020}}}}\n"


def resolved(root: Path, journal_id: str, narrative: str = NARRATIVE) -> tuple[Case, Manuscript]:
    folder = root / "cases" / "case"
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(FACTS, "utf-8")
    (folder / "narrative.md").write_text(narrative, "utf-8")
    (folder / "references.bib").write_text("".join(ENTRY.format(key=key) for key in "ab"), "utf-8")
    result = check_case(Workspace(root), "case", Wishes(journal=journal_id))
    assert result.case
    assert result.manuscript
    return result.case, result.manuscript


def found(root: Path, journal_id: str, narrative: str = NARRATIVE) -> list[Finding]:
    journal, _ = load_journal(Workspace(root), journal_id, HERE)
    return journals.check(*resolved(root, journal_id, narrative), journal, TODAY)


def own(root: Path, text: str) -> str:
    path = root / "templates" / "journals" / "own.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"name: The Journal\nstyle: nlm-citation-sequence\n{text}", "utf-8")
    return "own"


# --- in words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asks", "place", "message", "hint"),
    [
        (
            "abstract: {max_words: {is: 4, sure: high, source: its author template, seen: 2024}}",
            "cases/case/narrative.md:3:4",
            "the abstract has 5 words; The Journal allows 4 (its author template, 2024; not verified)",
            "",
        ),
        (
            "text: {max_words: {is: 10, sure: old, source: its instructions}}",
            "cases/case/narrative.md",
            "the text has 18 words; The Journal allows 10 (its instructions; from an old copy; not verified)",
            (
                "not counted: abstract, headings, legends, statements, references; what the journal counts is not known"
                "; longest: Patient information 6, Discussion 5, Timeline 4"
            ),
        ),
        (
            "abstract: {max_words: {is: 4, advised: yes, sure: high, source: its author template}}",
            "cases/case/narrative.md:3:4",
            "the abstract has 5 words; The Journal recommends at most 4 (its author template; not verified)",
            "",
        ),
        (
            "text: {max_words: 20, counted: [text, legends]}",
            "cases/case/narrative.md",
            "the text has 21 words; The Journal allows 20 (not verified)",
            (
                "not counted: abstract, headings, statements, references; "
                "longest: Timeline 7, Patient information 6, Discussion 5"
            ),
        ),
        (
            "keywords: {max: {is: 3, sure: low, source: memory}}",
            "cases/case/case.yaml:2:1",
            "there are 4 keywords; The Journal takes at most 3 (from memory; not verified)",
            "",
        ),
        (
            "title: {forbidden: [case report, report, x-ray]}",
            "cases/case/narrative.md:1:3",
            "the title has “case report”, which The Journal does not allow there (not verified)",
            "",
        ),
        (
            "sections: [{heading: Course, parts: [timeline, patient-information]}]",
            "cases/case/narrative.md:11:4",
            "“Patient information” and “Timeline” are one section in The Journal: “Course” (not verified)",
            "write “## Course” above, and below it “Patient information” and “Timeline” with ### before it",
        ),
        (
            "learning_points: {min: 3}",
            "cases/case/narrative.md",
            "there are no learning points; The Journal wants at least 3 (not verified)",
            "",
        ),
        (
            "verified_on: 2025-11-01",
            "cases/case/case.yaml:1:1",
            "the profile of The Journal says that it was verified on 2025-11-01, which is more than a year ago",
            "until then, all of it only warns",
        ),
        (
            "verified_on: 2026-11-25",
            "cases/case/case.yaml:1:1",
            "the profile of The Journal says that it was verified on 2026-11-25, which is in the future",
            "until then, all of it only warns",
        ),
    ],
)
def test_what_is_said(asks: str, place: str, message: str, hint: str, tmp_path: Path) -> None:
    (finding,) = found(tmp_path, own(tmp_path, asks))
    assert (str(finding.where), finding.message, finding.hint) == (place, message, hint)
    assert finding.severity is Severity.WARNING


def test_of_a_verified_journal_what_is_sure_is_an_error(tmp_path: Path) -> None:
    asks = "verified_on: 2026-11-01\nkeywords: {max: 3}\nreferences: {max: {is: 1, sure: medium, source: a copy}}\n"
    keywords, references = found(tmp_path, own(tmp_path, asks))
    assert (keywords.severity, references.severity) == (Severity.ERROR, Severity.WARNING)
    assert keywords.message.endswith("at most 3 (verified on 2026-11-01)")
    assert references.message.endswith("at most 1 (a copy; second-hand; verified on 2026-11-01)")


def test_a_value_that_nobody_knows_asks_for_nothing(tmp_path: Path) -> None:
    asks = (
        "verified_on: 2026-11-01\nabstract: {max_words: {sure: none}, headings: {sure: none}}\nsections: {sure: none}\n"
    )
    assert found(tmp_path, own(tmp_path, asks)) == []


def test_the_usual_profile_asks_for_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, "default") == []


def test_a_report_that_is_hardly_begun_is_told_what_the_journal_wants(tmp_path: Path) -> None:
    told = [finding.message for finding in found(tmp_path, "cureus", "# Hepatitis\n\n## Introduction\n\nRare.\n")]
    assert told == [
        (
            "there is no abstract; Cureus wants one (author guide: only original articles may have headings in the "
            "abstract; not verified)"
        ),
        "there are 4 keywords; Cureus wants at least 5 (its page for authors; from an old copy; not verified)",
        *(
            f"there is no section for “{heading}”; Cureus wants Introduction, Case Presentation, Discussion, "
            "Conclusions (from memory; not verified)"
            for heading in ("Case Presentation", "Discussion", "Conclusions")
        ),
    ]


def test_every_file_of_rules_is_in_the_table() -> None:
    folder = Path(journals.__file__).parent
    modules = {path.stem for path in folder.glob("journal_*.py") if "\ndef check(" in path.read_text("utf-8")}
    assert modules <= {family.__module__.rpartition(".")[2] for family in journals.FAMILIES.values()}


# --- how far a value can be trusted -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "holds"),
    [("", False), ("2026-11-23", True), ("2025-11-23", True), ("2025-11-22", False), ("2026-11-25", False)],
)
def test_a_profile_is_verified_for_a_year(day: str, holds: bool) -> None:
    assert is_verified(Profile(verified_on=day or None), TODAY) is holds


@pytest.mark.parametrize(
    ("value", "grave", "said"),
    [
        ({"is": "3"}, False, "from memory; verified on 2026-11-01"),
        ("3", True, "verified on 2026-11-01"),
        ({"is": "3", "sure": "high", "source": "guide"}, True, "guide; verified on 2026-11-01"),
        ({"is": "3", "sure": "high", "source": "guide", "advised": "yes"}, False, "guide; verified on 2026-11-01"),
        ({"is": "3", "sure": "low", "source": "memory"}, False, "from memory; verified on 2026-11-01"),
        ({"is": "3", "sure": "old", "seen": "2012"}, False, "2012; from an old copy; verified on 2026-11-01"),
    ],
)
def test_only_what_is_sure_can_be_an_error(value: object, grave: bool, said: str) -> None:
    profile = Profile.model_validate({"verified_on": "2026-11-01", "max_patients": value})
    limit = profile.max_patients
    assert isinstance(limit, Value)
    assert (severity(limit, profile, TODAY) is Severity.ERROR, basis(limit, profile, TODAY)) == (grave, said)


# --- for a panel beside a draft ---------------------------------------------------------------------


def test_how_much_room_is_left(tmp_path: Path) -> None:
    journal, _ = load_journal(Workspace(tmp_path), "omcr", HERE)
    _, manuscript = resolved(tmp_path, "omcr")
    abstract, text = words_of(manuscript, journal)
    assert abstract == Count("abstract", 5, 150, "from an old copy")
    assert text == Count("text", 18, 1000, "from an old copy")


def test_where_no_limit_is_known(tmp_path: Path) -> None:
    journal, _ = load_journal(Workspace(tmp_path), "cureus", HERE)
    _, manuscript = resolved(tmp_path, "cureus", "# T\n\n## Discussion\n\nText.\n")
    assert words_of(manuscript, journal)[0] == Count("abstract", 0, None, "not known")
