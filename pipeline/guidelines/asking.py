"""What a kind of evidence and a kind of check are asked, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.case import Case
from pipeline.findings import Finding, Location
from pipeline.guidelines.guideline import Check, Item, Wanted
from pipeline.guidelines.printed import Passage, Printed
from pipeline.journals import Journal
from pipeline.manuscript import Manuscript


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as it is looked at for an item."""

    case: Case
    manuscript: Manuscript
    printed: Printed
    journal: Journal
    findings: Sequence[Finding]
    """All that was found while reading, resolving and checking."""
    words: Mapping[str, str]
    """Labels in the case's language."""
    unsaid: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Language → phrases that say that something is not known."""
    is_answered: bool = False
    """For checks: whether a passage answers the item."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers."""

    passage: Passage
    strong: bool
    excerpt: str = ""
    """The words in it that answer; '' for the passage as a whole."""


@dataclass(frozen=True, slots=True)
class Missed:
    """What a check found lacking."""

    where: Location
    message: str = ""
    """In the author's words; '' for what the check's own `told` says."""


FindEvidence = Callable[[Asked, Item, Wanted], Iterator[Hit]]
RunCheck = Callable[[Asked, Item, Check], Iterator[Missed]]
