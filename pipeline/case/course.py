"""The clinical course: tests, diagnoses, treatments, events, outcomes, adverse events."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from pipeline.case.codes import Code
from pipeline.case.fields import Loinc, Names, Part, Prose, TimePoint, Words, from_words
from pipeline.case.patient import Note, Timed


class Test(Timed):
    name: Words
    """As printed: ALT, MRI of the spine, bone marrow biopsy."""
    unit: Words | None = None
    """As printed (µmol/L, × 10⁹/L) or as UCUM code (umol/L, 10*9/L); what is no unit in braces: {points}."""
    range: Words | None = None
    """Reference range: `<35`, `13–17`, `≥55`, `negative`."""
    critical: Words | None = None
    """Limits beyond which a value is flagged as critical: `<0.5`, `2.5–6.5`, `<2.5 or >6.5`."""
    also_in: Words | None = None
    """A second unit to show values in, where the conversion is known: mmol/L beside mg/dL."""
    loinc: Loinc | None = None
    method: Words | None = None
    results: dict[TimePoint, Words] = {}
    """Time → value, as text: `88`, `<5`, `not done`, a grade on a scale, or a finding in words."""
    file: Words | None = None
    """CSV in data/ instead of `results`: its first column is `time`, `day` or `week`, another has this test's key."""
    finding: Words | None = None
    """The result in words, where there is one time only."""


class Diagnosis(Timed):
    what: Words
    code: Code | None = None
    """Of an ontology, as you looked it up: `MONDO:0005148`, `ORPHA:848`."""
    certainty: Words | None = None
    """Definite, probable, imaging-based …"""
    basis: Words | None = None
    """What it rests on."""


class Alternative(Part):
    what: Words
    code: Code | None = None
    supported_by: Names = Field((), alias="for")
    """One line of Markdown, or several."""
    against: Names = ()
    """One line of Markdown, or several."""
    excluded_by: Prose | None = None
    """The test or finding that excluded it."""


class Diagnoses(Part):
    final: tuple[Annotated[Diagnosis, from_words("what")], ...] = ()
    differential: tuple[Annotated[Alternative, from_words("what")], ...] = ()
    prognosis: Words | None = None
    """Stage, severity or expected course (CARE 8d)."""
    difficulties: tuple[Note, ...] = ()
    """What made the diagnosis difficult (CARE 8b)."""


class Change(Part):
    at: TimePoint | None = None
    what: Words
    because: Words | None = None
    """Why (CARE 9c)."""


class Treatment(Timed):
    name: Words | None = None
    """As printed, where it differs from the key; the INN of a drug."""
    code: Code | None = None
    """Of an ontology, as you looked it up: `ATC:L01XX05`, `MAXO:0000004`."""
    kind: (
        Literal["drug", "transfusion", "surgery", "radiotherapy", "device", "rehabilitation", "supportive", "other"]
        | None
    ) = None
    dose: Words | None = None
    """Dose; route and frequency as well where they have no field of their own: `100 mg oral daily`."""
    route: Words | None = None
    frequency: Words | None = None
    changes: tuple[Change, ...] = ()
    stopped_because: Words | None = None
    result: Words | None = None
    considered_only: bool = False
    """Weighed but not given; say why in `because`."""
    because: Words | None = None
    """Why it was chosen, or not."""


class Outcome(Timed):
    what: Words
    assessed_by: Literal["clinician", "patient", "both"] | None = None
    instrument: Words | None = None
    value: Words | None = None


Answer = Annotated[
    Literal["yes", "no", "unknown"],
    # Some editors type a bare `yes` of YAML as true.
    WithJsonSchema({"enum": ["yes", "no", "unknown", True, False]}),
]


def _whose(answers: object) -> str:
    """Whether answers are written for the only suspect, or for each by its key."""
    has_parts = isinstance(answers, dict) and any(isinstance(answer, dict) for answer in answers.values())
    return "each" if has_parts else "only"


Answers = Annotated[
    Annotated[dict[str, Answer], Tag("only")] | Annotated[dict[str, dict[str, Answer]], Tag("each")],
    Discriminator(_whose),
]
"""Question → answer; where several treatments are suspected, key of the treatment → its answers."""


class AdverseEvent(Timed):
    what: Words
    code: Code | None = None
    suspected: Names = ()
    """Keys of `treatments`."""
    grade: Words | None = None
    """With its scale: CTCAE 3."""
    action: Words | None = None
    outcome: Words | None = None
    naranjo: Answers = {}
    """Answers to the ten questions of Naranjo 1981, from which the score is counted: reported_before, after_drug,
    improved, came_back, other_causes, placebo, toxic_level, dose_related, earlier_reaction, confirmed.
    """
    who_umc: Answers = {}
    """Answers to what the WHO-UMC system asks, from which the category follows: plausible_time, other_causes, improved,
    specific, came_back, rechallenge_needed, more_data. What is answered under `naranjo` is not answered here again.
    """


class SimilarCase(Part):
    reference: Words
    """Key of its reference in the library; `this` for the case of this report."""
    cells: dict[str, Prose] = {}
    """Head of a column → what this case says there; every case has the same columns."""


class Adherence(Part):
    what: Words
    measured_by: Words | None = None


Outcomes = tuple[Annotated[Outcome, from_words("what")], ...]
AdverseEvents = tuple[Annotated[AdverseEvent, from_words("what")], ...] | Literal["none"]
"""`none` says that there were none; left out says nothing."""
