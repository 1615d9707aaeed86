"""The patient: who, with which concerns, after which history, and what examination found."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipeline.case.codes import Code
from pipeline.case.fields import Age, Part, TimePoint, Words, from_words, mistake


class Timed(Part):
    """Something that has a time: a point (`at`) or a span (`from`, `to`)."""

    at: TimePoint | None = None
    """When: `day 0` is presentation."""
    from_: TimePoint | None = Field(None, alias="from")
    """When it began."""
    to: TimePoint | None = None
    """When it ended; left out means still going on."""


class _Note(Timed):
    what: Words
    """In words."""
    detail: Words | None = None
    """Values, scales, sides."""
    code: Code | None = None
    """Of an ontology, as you looked it up: `HP:0001250`."""
    absent: bool = False
    """`code` names what was looked for and not found."""

    @model_validator(mode="after")
    def _absent_needs_a_code(self) -> _Note:
        if self.absent and not self.code:
            raise mistake("`absent` belongs to a `code`; without one, say in words what was not found")
        return self


Note = Annotated[_Note, from_words("what")]
"""A fact in words, with a time where it has one. May be written as plain words."""


class _Relative(Part):
    relative: Words
    """Mother, brother, …; never a name."""
    what: Words


class _EarlierTreatment(Timed):
    what: Words
    result: Words | None = None
    """What came of it (CARE 5d)."""
    code: Code | None = None


class History(Part):
    medical: tuple[Note, ...] = ()
    family: tuple[Annotated[_Relative, from_words("what")], ...] = ()
    """Relatives and what they had."""
    psychosocial: tuple[Note, ...] = ()
    genetic: tuple[Note, ...] = ()
    medications: tuple[Note, ...] = ()
    allergies: tuple[Note, ...] = ()
    earlier_treatments: tuple[Annotated[_EarlierTreatment, from_words("what")], ...] = ()


class Patient(Part):
    age: Age | None = None
    """At presentation: `34 years`, `7 months`, `90 or older`."""
    sex: Literal["female", "male", "intersex", "unknown"] | None = None
    gender: Words | None = None
    """Where it differs from sex and matters."""
    ancestry: Words | None = None
    """Only where it matters for the case."""
    occupation: Words | None = None
    """Only where it matters for the case."""
    concerns: tuple[Note, ...] = ()
    """Main complaints in the patient's words, with their duration."""
