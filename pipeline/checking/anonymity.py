"""A case and its manuscript → what is printed that can tell who the patient is, where the journal does not want it.

Looks at what a reader sees of the case: title, abstract, text, tables, legends, alt texts and notes. The authors'
affiliations, the statements and the references have their own reasons to name places and dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any  # a value of a profile is of any type

from pipeline.case import Case
from pipeline.checking.identifying import (
    Span,
    ages_in,
    ancestry_in,
    dates_in,
    institutions_in,
    is_about_literature,
    places_in,
)
from pipeline.checking.printed_lines import CITED, Line, printed_lines
from pipeline.findings import Edit, Finding, Rule, Severity, instead, rule
from pipeline.journals import Journal
from pipeline.journals.trusting import basis, severity
from pipeline.journals.value import Value, known
from pipeline.manuscript import Manuscript, Text, ValueMark
from pipeline.resolving.values import resolve_value

if TYPE_CHECKING:
    from datetime import date

_WHY = "Together with what else is told, it can show to others who the patient is."

EXACT_AGE = rule(
    "exact-age-told",
    Severity.WARNING,
    "A journal that prints ages by decade wants no exact one anywhere in the report.",
    fix="Write {{ patient }}, which prints the age as the journal of the moment wants it.",
    example="A 44-year-old woman had fever.\n",
    source="BMJ Case Reports, author template",
)
INSTITUTION = rule(
    "institution-told",
    Severity.WARNING,
    _WHY,
    fix="Write what kind of institution it is: a district hospital, a tertiary centre.",
    example="She was referred to Sampleton General Hospital.\n",
    source="BMJ Case Reports, author template; ICMJE Recommendations, section II.E.1",
)
PLACE = rule(
    "place-told",
    Severity.WARNING,
    _WHY,
    fix="Leave the place out, or say what matters of it: a rural area, a country where malaria is common.",
    example="She lives in Sampleton.\n",
    source="BMJ Case Reports, author template; ICMJE Recommendations, section II.E.1",
)
DATE = rule(
    "calendar-date-told",
    Severity.WARNING,
    _WHY,
    fix="Count from presentation: on day 12, two months later.",
    example="She came on 12 March 2024.\n",
    source="BMJ Case Reports, author template; ICMJE Recommendations, section II.E.1",
)
ANCESTRY = rule(
    "ancestry-or-occupation-told",
    Severity.WARNING,
    "Ancestry and occupation narrow down who the patient is, and often explain nothing.",
    fix="Leave it out, unless the case cannot be understood without it.",
    example="A Caucasian woman had fever.\n",
    source="BMJ Case Reports, author template; ICMJE Recommendations, section II.E.1",
)
OTHERS = {"introduction", "discussion"}
"""Parts that tell of other patients too, whose reports they cite."""
_KINDS = re.compile(r"hospital|clinic|infirmary|universi|institut|klinik|krankenhaus|clínic|cent(?:er|re)\b", re.I)
_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class _Look:
    """One thing that a journal does not want told, and how it is found."""

    rule: Rule
    value: Value[Any]
    """Of the profile; of whatever type, for only its source is told."""
    spans: Callable[[str], Iterator[Span]]
    wants: str
    """What the journal wants, in words."""
    hint: str
    of_publications: bool = True
    """Whether it is let through in sentences about publications."""


def check(case: Case, manuscript: Manuscript, journal: Journal, today: date) -> Iterator[Finding]:
    """The findings of this family; none where the journal asks for nothing. `today` decides what is still verified."""
    looks = list(_looks(case, journal))
    lines = list(printed_lines(manuscript)) if looks else []
    for look in looks:
        raised = severity(look.value, journal.profile, today)
        message = f"{journal.name} {look.wants} ({basis(look.value, journal.profile, today)})"
        for line in lines:
            for start, end in look.spans(line.text):
                if not _is_of_others(line, start, look):
                    where = line.at(start, end - start)
                    found = look.rule.at(where, message, hint=look.hint, quote=line.text[start:end])
                    edits = _edits(case, manuscript, line, start) if look.rule is EXACT_AGE else ()
                    yield replace(found, raised=raised, edits=edits)


def _looks(case: Case, journal: Journal) -> Iterator[_Look]:
    wants = journal.profile.anonymity
    age, patient = case.facts.patient.age, case.facts.patient
    if age and (by_decade := _by_decade(journal)):
        hint = "write {{ patient }}: it prints the age as each journal wants it"
        yield _Look(EXACT_AGE, by_decade, lambda text: ages_in(text, age), "wants no exact age", hint, False)
    if wants.institutions and known(wants.institutions) is False:
        own = _own_institutions(case)
        hint = "write what kind of institution it is, such as a district hospital"
        yield _Look(
            INSTITUTION, wants.institutions, lambda t: institutions_in(t, own), "wants no institution named", hint
        )
    if wants.places and known(wants.places) is False:
        towns = {at.city for at in case.facts.affiliations.values() if at.city}
        hint = "leave it out, or say what matters of it, such as a rural area"
        yield _Look(PLACE, wants.places, lambda text: places_in(text, towns), "wants no place named", hint)
    if wants.calendar_dates and known(wants.calendar_dates) is False:
        language = case.facts.language
        hint = "count from presentation: on day 12, two months later"
        yield _Look(DATE, wants.calendar_dates, lambda t: dates_in(t, language), "wants no dates of a calendar", hint)
    when = wants.ancestry_and_occupation
    if when and (limit := known(when)):
        told = f"wants ancestry and occupation {limit}"
        words = [text for text in (patient.ancestry, patient.occupation) if text]
        hint = "leave it out, unless the case cannot be understood without it; then a waiver says why"
        yield _Look(ANCESTRY, when, lambda text: _ancestry(text, words), told, hint, False)


def _by_decade(journal: Journal) -> Value[Any] | None:
    """The value by which a journal wants ages by decade; None where it does not."""
    forbidden, form = journal.profile.anonymity.exact_age, journal.profile.age
    if known(forbidden) is False:
        return forbidden
    return form if known(form) == "decade" else None


def _own_institutions(case: Case) -> set[str]:
    """Of the authors' affiliations, the parts that name an institution: `Example University Hospital`."""
    parts = {_BRACKETS.sub("", part).strip() for at in case.facts.affiliations.values() for part in at.name.split(",")}
    return {part for part in parts if _KINDS.search(part) and len(part.split()) > 1}


def _ancestry(text: str, words: list[str]) -> Iterator[Span]:
    yield from ancestry_in(text)
    for said in words:
        # Of `baker, night shifts` the prose may say the first alone.
        first = re.escape(said.split(",")[0].strip())
        yield from (match.span() for match in re.finditer(rf"(?<!\w){first}(?!\w)", text, re.IGNORECASE))


def _is_of_others(line: Line, start: int, look: _Look) -> bool:
    sentence = line.sentence(start)
    if look.of_publications and is_about_literature(sentence):
        return True
    return CITED in sentence and (line.part in OTHERS or look.of_publications)


def _edits(case: Case, manuscript: Manuscript, line: Line, start: int) -> tuple[Edit, ...]:
    """`{{ patient }}` instead of its own words, where they stand in the narrative and the article before them fits."""
    where = line.at(start, 1)
    phrases = []
    for form in ("exact", "decade"):
        shown, _ = resolve_value(ValueMark("patient", "", "", where), case, manuscript.labels, form)
        phrases.append(shown.text.replace("\N{NO-BREAK SPACE}", " ") if isinstance(shown, Text) else "")
    exact, decade = phrases
    before = line.text[:start].split()[-1:]
    misfit = "a" if decade[:1].lower() in "aeiou" else "an"
    if where.field or not exact or before == [misfit] or not line.text.startswith(exact, start):
        return ()
    return (instead(where, exact, "{{ patient }}"),)
