"""What a journal wants in a title, and what it does not want there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checking.journal_asked import TYPE_OF_ARTICLE, Asked, quoted
from pipeline.findings import Finding, Severity, rule
from pipeline.journals.value import known
from pipeline.reading.inline_nodes import plain_text

TITLE_TYPE = rule(
    "journal-title-type",
    Severity.WARNING,
    "The journal wants its readers to see in the title that this is a case report.",
    fix="End the title with “: a case report”.",
    example="# Hepatitis after lamotrigine\n",
)
TITLE_WORDS = rule(
    "journal-title-words",
    Severity.WARNING,
    "The journal sends back titles with these words.",
    fix="Say it in other words, or leave it out.",
    example="# A rare case of hepatitis!\n",
)
TITLE_PATIENT = rule(
    "journal-title-patient",
    Severity.WARNING,
    "What a title tells of a patient is seen by everybody who knows one who fits.",
    fix="Leave it out of the title; the text may tell it as far as the journal allows.",
    example="# Hepatitis in a 34-year-old woman\n",
)
_AGE = re.compile(
    r"\b\d+(?:\.\d+)?[\s-]+(?:year|month|week|day|hour)s?(?:[\s-]+old\b|[\s-]+of[\s-]+age\b)|\baged\s+\d+"
    r"|\bin\s+(?:her|his|their)\s+\d0s\b|\b\d+\s+(?:años|meses|semanas|días)(?:\s+de\s+edad)?\b",
    re.IGNORECASE,
)
_SEX = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|girls?|boys?|gentlem[ae]n|lady|mujer(?:es)?|hombres?|varón|varones|niñ[oa]s?)\b(?!-)"
    r"|\b(?:fe)?male\s+(?:patient|infant|child|adult|adolescent|newborn|neonate)\b|\bold\s+(?:fe)?male\b",
    re.IGNORECASE,
)
"""Not `male breast cancer`, which is a disease."""


def check(asked: Asked) -> Iterator[Finding]:
    rules, title = asked.journal.profile.title, plain_text(asked.manuscript.title)
    where = asked.case.narrative.title_at
    if not title:
        return
    if rules.must_contain_type and known(rules.must_contain_type) and not TYPE_OF_ARTICLE.search(title):
        message = f"the title does not say that this is a case report; {asked.name} wants it to"
        yield asked.finding(TITLE_TYPE, where, rules.must_contain_type, message, "add to it: “: a case report”")
    found = [words for words in known(rules.forbidden) or () if _has(title, words)]
    if found and rules.forbidden:
        # Of `review` and `literature review` the longer one says it.
        said = [words for words in found if not any(words != other and words in other for other in found)]
        message = f"the title has {quoted(said)}, which {asked.name} does not allow there"
        yield asked.finding(TITLE_WORDS, where, rules.forbidden, message)
    told = [f"the patient’s {what} (“{words}”)" for what, words in _told(asked, title)]
    if told and rules.tells_nothing_of:
        message = f"the title tells {' and '.join(told)}; {asked.name} does not want it there"
        yield asked.finding(TITLE_PATIENT, where, rules.tells_nothing_of, message)


def _told(asked: Asked, title: str) -> Iterator[tuple[str, str]]:
    ancestry = asked.case.facts.patient.ancestry
    for what in known(asked.journal.profile.title.tells_nothing_of) or ():
        match what:
            case "age":
                found = _AGE.search(title)
            case "sex":
                found = _SEX.search(title)
            case "ancestry":
                found = _phrase(ancestry).search(title) if ancestry else None
        if found:
            yield what, found[0]


def _has(title: str, words: str) -> bool:
    """A phrase as whole words, in the singular or plural; a mark such as `!` anywhere."""
    return bool(_phrase(words).search(title)) if words[-1].isalnum() else words in title


def _phrase(words: str) -> re.Pattern[str]:
    flexible = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){flexible}s?(?!\w)", re.IGNORECASE)
