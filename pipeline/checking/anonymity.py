"""A case and its manuscript → what is printed that can tell who the patient is, where the journal does not want it.

Looks at what a reader sees of the case: title, abstract, text, tables, legends, alt texts and notes. The authors'
affiliations, the statements and the references have their own reasons to name places and dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any  # a value of a profile is of any type

from pipeline.case import Case
from pipeline.checking.identifying import (
    Span,
    age_in_cell,
    ages_in,
    ancestry_in,
    dates_in,
    institutions_in,
    is_about_literature,
    places_in,
)
from pipeline.checking.journal_asked import Asked
from pipeline.checking.printed_lines import CITED, Line, located, printed_lines
from pipeline.findings import Edit, Finding, Rule, Severity, instead, rule
from pipeline.journals import AgeForm, Journal
from pipeline.journals.value import Value, known
from pipeline.manuscript import Text, ValueMark
from pipeline.reading.text import read_text
from pipeline.resolving.values import resolve_value

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
NARRATIVE = "narrative.md"
OTHERS = {"introduction", "discussion"}
"""Parts that tell of other patients too, whose reports they cite."""
_OF_THE_PATIENT = re.compile(
    r"\b(?:(?:our|the|this)\s+(?:\w+\s+)?(?:patient|case|child|woman|man|girl|boy)|she|he|her|his|(?:la|el|nuestr[oa])\s+paciente)\b",
    re.IGNORECASE,
)
_KINDS = re.compile(r"hospital|clinic|infirmary|universi|institut|klinik|krankenhaus|clínic|cent(?:er|re)\b", re.I)
_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class _Look:
    """One thing that a journal does not want told, and how it is found."""

    rule: Rule
    value: Value[Any]
    """Of the profile; of whatever type, for only its source is told."""
    spans: Callable[[Line], Iterator[Span]]
    message: str
    hint: str
    of_publications: bool = True
    """Whether it is let through in sentences about publications."""


def check(asked: Asked) -> Iterator[Finding]:
    """The findings of this family; none where the journal asks for nothing."""
    looks = list(_looks(asked.case, asked.journal))
    lines = list(printed_lines(asked.manuscript)) if looks else []
    folder = asked.case.folder
    source = (read_text(folder / NARRATIVE, asked.narrative.file, folder)[0] or "") if looks else ""
    for look in looks:
        for line in lines:
            for start, end in look.spans(line):
                if not _is_of_others(line, start, look):
                    where = located(source, line.at(start, end - start), line.text[start:end])[0]
                    found = asked.finding(look.rule, where, look.value, look.message, look.hint)
                    edits = _edits(asked, line, start, source) if look.rule is EXACT_AGE else ()
                    yield replace(found, quote=line.text[start:end], edits=edits)


def _looks(case: Case, journal: Journal) -> Iterator[_Look]:
    wants, name = journal.profile.anonymity, journal.name
    age, patient = case.facts.patient.age, case.facts.patient
    if age and (by_decade := _by_decade(journal)):
        message = f"the patient’s exact age stands here; {name} wants none"
        hint = "write {{ patient }}: it prints the age as each journal wants it"
        yield _Look(EXACT_AGE, by_decade, lambda line: _ages(line, age), message, hint, False)
    if wants.institutions and known(wants.institutions) is False:
        own = _own_institutions(case)
        hint = "write what kind of institution it is, such as a district hospital"
        message = f"an institution is named here; {name} wants none named"
        yield _Look(INSTITUTION, wants.institutions, lambda line: institutions_in(line.text, own), message, hint)
    if wants.places and known(wants.places) is False:
        towns = {at.city for at in case.facts.affiliations.values() if at.city}
        hint = "leave it out, or say what matters of it, such as a rural area"
        message = f"a place is named here; {name} wants none named"
        yield _Look(PLACE, wants.places, lambda line: places_in(line.text, towns), message, hint)
    if wants.calendar_dates and known(wants.calendar_dates) is False:
        language = case.facts.language
        hint = "count from presentation: on day 12, two months later"
        message = f"a date of the calendar stands here; {name} wants none"
        yield _Look(DATE, wants.calendar_dates, lambda line: dates_in(line.text, language), message, hint)
    when = wants.ancestry_and_occupation
    if when and (limit := known(when)):
        words = [text for text in (patient.ancestry, patient.occupation) if text]
        hint = "leave it out, unless the case cannot be understood without it; then a waiver says why"
        message = f"ancestry or occupation is told here; {name} allows it {limit}"
        yield _Look(ANCESTRY, when, lambda line: _ancestry(line.text, words), message, hint, False)


def _ages(line: Line, age: str) -> Iterator[Span]:
    yield from ages_in(line.text, age)
    yield from age_in_cell(line.text, line.heads, age)


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
    if look.of_publications and line.part in OTHERS and not _OF_THE_PATIENT.search(sentence):
        return True
    return CITED in sentence and (line.part in OTHERS or look.of_publications)


def _edits(asked: Asked, line: Line, start: int, source: str) -> tuple[Edit, ...]:
    """`{{ patient }}` instead of its own words, where they stand in the narrative and the article before them fits."""
    exact, decade = _phrase(asked, "exact"), _phrase(asked, "decade")
    where, was = located(source, line.at(start, 1), exact)
    before = line.text[:start].split()[-1:]
    misfit = "a" if decade[:1].lower() in "aeiou" else "an"
    if not was or before in ([misfit], [misfit.title()]) or not line.text.startswith(exact, start):
        return ()
    return (instead(where, was, "{{ patient }}"),)


def _phrase(asked: Asked, form: AgeForm) -> str:
    """What `{{ patient }}` prints; '' where it prints nothing."""
    mark = ValueMark("patient", "", "", asked.narrative)
    shown, _ = resolve_value(mark, asked.case, asked.manuscript.labels, form)
    return shown.text.replace("\N{NO-BREAK SPACE}", " ") if isinstance(shown, Text) else ""
