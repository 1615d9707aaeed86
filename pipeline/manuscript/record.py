"""The clinical record of a case: its facts, each with a term, for outputs that programs read rather than people.

Its parts and their names are those of the Phenopacket Schema, version 2 (ISO 4454), as far as a case can fill them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.findings import Location

OWN = "casewright"
"""Prefix of terms without a code: their identifier is the path of their field in case.yaml."""


@dataclass(frozen=True, slots=True)
class Term:
    id: str
    """`HP:0001250` as the author gave it, or `casewright:examination.3`."""
    label: str
    """The author's words."""


@dataclass(frozen=True, slots=True)
class Age:
    iso8601duration: str
    """`P44Y`: completed years, or months, weeks, days or hours."""


@dataclass(frozen=True, slots=True)
class AgeRange:
    start: Age
    end: Age


When = Term
"""A time from presentation, `casewright:time.day_12`: the schema has no other place for it, and no date is told."""


@dataclass(frozen=True, slots=True)
class Feature:
    type: Term
    excluded: bool = False
    """Looked for and not found."""
    severity: Term | None = None
    onset: When | None = None
    resolution: When | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    value: float
    unit: Term
    """`UCUM:g/dL`; of a plain number `UCUM:1`."""
    low: float | None = None
    """Lower end of the reference range; None unless both ends are numbers."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    assay: Term
    value: Quantity | Term
    """A term where the value is no single number: `<5 mg/L`, `1:160`, `not done`."""
    observed: When | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Disease:
    term: Term
    excluded: bool = False
    onset: When | None = None
    resolution: When | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a diagnosis was reached."""

    id: str
    disease: Term
    summary: str


class Deed(StrEnum):
    """What kind of action it is."""

    TREATMENT = "treatment"
    """Something was given."""
    PROCEDURE = "procedure"
    """Something was done."""
    REGIMEN = "regimen"
    """How it was given or done, and for how long: what the schema has no words for elsewhere."""


class Status(StrEnum):
    UNKNOWN = "UNKNOWN_STATUS"
    STARTED = "STARTED"
    COMPLETED = "COMPLETED"
    DISCONTINUED = "DISCONTINUED"


@dataclass(frozen=True, slots=True)
class Action:
    deed: Deed
    term: Term
    route: Term | None = None
    """Of a treatment."""
    start: When | None = None
    """Of a procedure or regimen."""
    end: When | None = None
    """Of a regimen."""
    status: Status = Status.UNKNOWN
    """Of a regimen."""
    intent: Term | None = None
    response: Term | None = None
    adverse_events: tuple[Term, ...] = ()
    stopped_because: Term | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Nothing that the case does not say, and no guessed code."""

    sex: str = ""
    """`female`, `male`, `intersex` or `unknown`; '' where nothing is said."""
    gender: Term | None = None
    age: Age | AgeRange | Term | None = None
    """At the last encounter; a term where it must not be told precisely."""
    features: tuple[Feature, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    diseases: tuple[Disease, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()
    actions: tuple[Action, ...] = ()
    where: Location = field(default_factory=lambda: Location(""))
    left_out: tuple[str, ...] = ()
    """What the case says and the schema has no place for, in words for the author."""
