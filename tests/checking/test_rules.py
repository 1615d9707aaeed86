"""Each rule about a whole case: what breaks it, at which place, and what does not."""

from __future__ import annotations

import pytest

from pipeline.checking import check
from pipeline.findings import RULES, Finding, Severity
from tests.resolving.made import case

AUTHOR = "authors: [{family: A}]\n"
CONSENT = "consent: {publication: given}\n"
FIGURE = "figures: {fig-x: {title: A title, panels: [{file: a.png, alt: b}]}}\n"
RECORD = "source_record: {authors: [A], title: T, journal: J, year: 2020, retold_by: us}\n"
TEXT = "# T\n\n## A\n\ntext\n"


def found(facts: str, narrative: str = TEXT) -> list[Finding]:
    return check(case(narrative, facts))


@pytest.mark.parametrize(
    "facts",
    [
        AUTHOR + CONSENT,
        AUTHOR + "consent: {publication: {status: not_obtainable, note: The patient cannot be reached.}}",
        AUTHOR + "consent: {publication: waived, treatment: refused, reuse: refused}",
        AUTHOR + FIGURE + "consent: {publication: given, images: {fig-x: given}}",
        AUTHOR + CONSENT + "unknown: {history.family: not asked, tests.alt.unit: not given}",
        "kind: retold\n" + RECORD + "consent: {publication: unclear_in_source}",
    ],
)
def test_a_case_that_breaks_no_rule(facts: str) -> None:
    assert found(facts) == []


@pytest.mark.parametrize(
    ("facts", "rule", "line"),
    [
        (CONSENT, "author-missing", 1),
        (AUTHOR, "consent-missing", 1),
        (AUTHOR + "consent: {online: given}", "consent-missing", 3),
        (AUTHOR + RECORD + CONSENT, "source-record-of-own-case", 3),
        (AUTHOR + "consent: {publication: withdrawn}", "consent-withdrawn", 3),
        (AUTHOR + "consent: {publication: given, treatment: withdrawn}", "consent-withdrawn", 3),
        (AUTHOR + FIGURE + "consent:\n  publication: given\n  images: {fig-x: withdrawn}", "consent-withdrawn", 6),
        (AUTHOR + "consent: {publication: refused}", "consent-refused", 3),
        (AUTHOR + "consent: {publication: given, online: refused}", "consent-refused", 3),
        (AUTHOR + FIGURE + "consent: {publication: given, images: {fig-x: refused}}", "consent-refused", 4),
        (AUTHOR + "consent: {publication: unclear_in_source}", "consent-unclear", 3),
        (AUTHOR + "consent: {publication: given, images: {fig-x: given}}", "consent-unknown-figure", 3),
        (AUTHOR + CONSENT + "unknown: {histroy.family: not asked}", "unknown-field-path", 4),
        (AUTHOR + CONSENT + "unknown: {history.famly: not asked}", "unknown-field-path", 4),
        (AUTHOR + CONSENT + "patient: {age: 4 years}\nunknown: {patient.age: not asked}", "unknown-yet-given", 5),
    ],
)
def test_what_breaks_a_rule(facts: str, rule: str, line: int) -> None:
    (finding,) = found(facts)
    assert (finding.rule.id, str(finding.where).split(":")[:2]) == (rule, ["case.yaml", str(line)])


@pytest.mark.parametrize(
    ("narrative", "rule"), [("# T\n", "text-missing"), ("## A\n\ntext\n", "title-missing"), ("text\n", "title-missing")]
)
def test_what_the_narrative_lacks(narrative: str, rule: str) -> None:
    (finding,) = found(AUTHOR + CONSENT, narrative)
    assert finding.rule.id == rule
    assert finding.where.file == "narrative.md"


@pytest.mark.parametrize("rule", ["consent-withdrawn", "consent-refused"])
def test_what_consent_forbids_is_refused(rule: str) -> None:
    assert RULES[rule].severity is Severity.REFUSAL


def test_what_is_meant_is_suggested() -> None:
    (finding,) = found(AUTHOR + CONSENT + "unknown: {histroy.family: not asked}")
    assert finding.hint == "did you mean `history.family`?"
