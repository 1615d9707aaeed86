"""What can be said of a case by a guideline: for each item what was found, where, and who confirmed it.

Never a score: absence can be proved and evidence shown; whether it is adequate is for a named person to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.findings import Location
from pipeline.guidelines.guideline import Guideline, Item


class State(StrEnum):
    """What was found of an item. Found is not adequate: that is for a person to confirm."""

    FOUND = "found"
    WEAK = "weak"
    """There is a trace, or something is lacking."""
    MISSING = "missing"
    UNKNOWN = "unknown"
    """Missing, and declared unknown in case.yaml."""
    NOT_APPLICABLE = "not-applicable"
    """With the author's reason, and only where the guideline allows it."""
    NOT_PRINTED = "not-printed"
    """In the source, but in no output that a reader sees."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that a reader can see and that answers an item."""

    anchor: str
    """HTML id of the passage, which also names its page and line in the PDF."""
    origin: Location
    where: str
    """`Discussion, paragraph 2`, `Table 1`, `Title`: in the case's language."""
    excerpt: str
    """The words, shortened for showing."""
    text: str
    """All the words: what a signature is bound to."""
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Lack:
    """A check that does not hold."""

    check: str
    """Its id: `care.7.cover`."""
    message: str
    fix: str
    where: Location
    """Where to mend it; a line of case.yaml or of the narrative."""


class Confirmed(StrEnum):
    """Whether a named person said that an item is answered well."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"
    """The evidence changed after it was confirmed."""
    ALTERED = "altered"
    """The file of signatures was changed by hand, so that this one says nothing."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    state: Confirmed = Confirmed.OPEN
    by: str = ""
    on: str = ""
    """`2026-11-23`."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A named person's decision to go on without something, and why. Shown in every report."""

    rule: str
    """Id of a rule, of a check, or `care-2013/12` for an item."""
    because: str
    by: str
    on: str
    origin: Location
    at: str = ""
    """Only this field, figure or reference; '' for the whole case."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found of one item."""

    item: Item
    state: State
    evidence: tuple[Evidence, ...] = ()
    """The strongest first."""
    lacks: tuple[Lack, ...] = ()
    advice: tuple[Lack, ...] = ()
    """What would be better still; it makes no item weak."""
    reason: str = ""
    """Why it is not applicable, or what is declared unknown; in the author's words."""
    skipped: tuple[tuple[str, str], ...] = ()
    """Checks that a journal or an extension set aside: id, why."""
    confirmation: Confirmation = Confirmation()
    """Of several people's the one that holds, and of those the latest."""
    others: tuple[Confirmation, ...] = ()
    """What further people said of it."""
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """A guideline answered for one case."""

    id: str
    """`care-2013`."""
    guideline: Guideline
    answers: tuple[Answer, ...]
    extended_by: str = ""
    """Name of the journal that changed checks; '' where none did."""

    @property
    def shown_of(self) -> str:
        """`12 of 30` where the guideline is known in part, else ''."""
        of = self.guideline.of
        return f"{len(self.answers)} of {of}" if of and of != len(self.answers) else ""
