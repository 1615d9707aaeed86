"""What a file in templates/guidelines/ may hold: a reporting guideline, item by item, and how each is looked for.

Texts of guidelines belong to their authors: requirements are told in our own words, and the source is cited.
"""

from __future__ import annotations

from typing import Literal

from pipeline.case.fields import Doi, Names, Part, Pmcid, Pmid, Words, Year

Level = Literal["full", "partial", "advice"]
"""Whether code can decide it, or can only show that something is lacking and leave the rest to a person; or whether it
is only advised, so that the item is answered without it.
"""


class Source(Part):
    """A publication of the guideline."""

    text: Words
    """As one would cite it: authors, journal, year, volume, pages."""
    doi: Doi | None = None
    pmid: Pmid | None = None
    pmcid: Pmcid | None = None


class Wanted(Part):
    """A kind of evidence that answers an item; a mark `{care=5b}` in the text always does."""

    kind: Words
    """A name in EVIDENCE."""
    of: Names = ()
    """Field paths of case.yaml, parts of the text, phrases: what the kind asks for."""
    within: Names = ()
    """Parts of the text where it is looked for; everywhere where none is named. `without-discussion`: anywhere in the
    prose of a report in which no section is one; phrases for it are narrow, for the case is told there too.
    """
    strong: bool = True
    """Whether it alone is enough, or only a trace that makes the item weak."""
    phrases: dict[str, Names] = {}
    """Language → words that an answer has."""
    own: bool = False
    """Of a phrase: whether sentences that cite the work of others are left out, as they tell of other patients."""
    unless: dict[str, Names] = {}
    """Language → phrases that look like an answer and are none: `mother … died` where `died` is one."""
    before: dict[str, Names] = {}
    """Of what cites: language → phrases of which one must follow, and none stand before: `#-year-old`."""
    after: dict[str, Names] = {}
    """Of what cites: language → phrases of which one must stand before it, or in the same sentence."""


class Check(Part):
    """Something that must hold of an item; where it does not, the item is weak."""

    id: Words
    """Stable: `care.5b.present`."""
    kind: Words
    """A name in CHECKS."""
    of: Names = ()
    """Field paths of case.yaml; `*` stands for every entry of a list or mapping."""
    within: Names = ()
    """`title`, `keywords`, or parts of the text; everywhere where none is named."""
    only: Names = ()
    """Kinds of treatment that are looked at; `considered` for those not given."""
    needs: Names = ()
    """What each entry must have: names of its fields, `at or from` for one of several."""
    least: int | None = None
    """At least so many: of words, paragraphs, entries, as the kind counts."""
    most: int | None = None
    phrases: dict[str, Names] = {}
    """Language → phrases that are looked for, as `phrases.py` reads them."""
    unless: dict[str, Names] = {}
    """Language → phrases with which nothing is lacking after all."""
    own: bool = False
    """Of phrases: whether sentences that cite the work of others are left out."""
    rules: Names = ()
    """Ids of rules whose findings speak against it."""
    level: Level = "full"
    told: Words | None = None
    """What is lacking, for the author; `{…}` is filled in by the kind of check."""
    fix: Words
    """What to do about it."""
    example: Words | None = None
    skip: Words | None = None
    """Why it does not hold here: only a journal or an extension says so."""


class Item(Part):
    """One item of the checklist."""

    id: Words
    """In the guideline's own numbering: `5b`."""
    also: dict[str, Words] = {}
    """Another numbering of the same guideline → the number there."""
    topic: Words
    requirement: Words
    """In our own words."""
    person: Words | None = None
    """What only a person can judge."""
    fields: Names = ()
    """Field paths of case.yaml that hold what answers it: to tell "in source, not printed" and "declared unknown"."""
    not_applicable: Literal["never", "with a reason"] = "never"
    evidence: tuple[Wanted, ...] = ()
    checks: tuple[Check, ...] = ()
    sure: Literal["seen", "in part", "from memory"] = "seen"
    """How well we know that the guideline asks for it."""


class Override(Part):
    """What an extension or a journal changes of an item or of a check; what is not named stays."""

    topic: Words | None = None
    requirement: Words | None = None
    person: Words | None = None
    not_applicable: Literal["never", "with a reason"] | None = None
    evidence: tuple[Wanted, ...] | None = None
    checks: dict[str, CheckOverride] = {}
    """Id of a check → what changes of it."""
    add: tuple[Check, ...] = ()


class CheckOverride(Part):
    least: int | None = None
    most: int | None = None
    of: Names | None = None
    phrases: dict[str, Names] | None = None
    fix: Words | None = None
    skip: Words | None = None


class Guideline(Part):
    """A reporting guideline as its file gives it, after `extends` was followed."""

    title: Words
    year: Year | None = None
    link: Words | None = None
    """Where its own text and form are."""
    sources: tuple[Source, ...] = ()
    extends: Words | None = None
    """Another guideline, whose items come first."""
    numbering: Words | None = None
    """Which of several published numberings the ids follow."""
    of: int | None = None
    """Items that the guideline has, where not all of them are here or their number is known; for "12 of 30 items"."""
    unsaid: dict[str, Names] = {}
    """Language → phrases with which a clause says that something is not known, so that it answers nothing."""
    answers: dict[str, Words] = {}
    """Own answer scale: state → its word on the form."""
    items: tuple[Item, ...] = ()
    add: tuple[Item, ...] = ()
    """Of an extension: items of its own."""
    override: dict[str, Override] = {}
    """Of an extension: item of the extended guideline → what changes."""
    checked_on: Words | None = None
    """When we last looked at the source."""


Override.model_rebuild()
