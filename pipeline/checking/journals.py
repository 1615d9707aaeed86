"""A case and its manuscript held against what its journal asks for: one line in this table for each family of rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from pipeline.case import Case
from pipeline.checking import (
    anonymity,
    journal_abstract,
    journal_choices,
    journal_keywords,
    journal_numbers,
    journal_sections,
    journal_title,
    journal_words,
)
from pipeline.checking.journal_asked import Asked
from pipeline.findings import Finding
from pipeline.journals import Journal
from pipeline.manuscript import Manuscript

if TYPE_CHECKING:
    from datetime import date

FAMILIES: dict[str, Callable[[Asked], Iterator[Finding]]] = {
    "title": journal_title.check,
    "abstract": journal_abstract.check,
    "keywords": journal_keywords.check,
    "words": journal_words.check,
    "sections": journal_sections.check,
    "numbers": journal_numbers.check,
    "choices": journal_choices.check,
    "anonymity": anonymity.check,
}


def check(
    case: Case, manuscript: Manuscript, journal: Journal, today: date, guidelines: Collection[str] = ()
) -> list[Finding]:
    """Everything the families find. `today` decides only whether the profile was verified within a year; `guidelines`
    are those that the case names, and all that these extend.
    """
    asked = Asked(case, manuscript, journal, today, guidelines)
    return [finding for family in FAMILIES.values() for finding in family(asked)]
