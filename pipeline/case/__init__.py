"""What an author may write: `CaseFile` is case.yaml, `Case` is the folder with its narrative and sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.case.course import Adherence, AdverseEvents, Diagnoses, Outcomes, SimilarCase, Test, Treatment
from pipeline.case.fields import FigureId, Identifier, Language, Names, Part, Prose, TableId, TimeOrSpan, Words
from pipeline.case.figures import Figure, Table
from pipeline.case.narrative import Narrative
from pipeline.case.patient import History, Note, Patient
from pipeline.case.people import Affiliation, Author, SourceRecord
from pipeline.case.sources import Sources
from pipeline.case.statements import Consents, Publication, Statements
from pipeline.manuscript import Kind

__all__ = ["Case", "CaseFile", "Narrative", "Sources"]


class CaseFile(Part):
    """One medical case report: its facts, people, figures and statements. The prose is in narrative.md."""

    casewright: Literal["1"] = "1"
    """Format of this file."""
    kind: Kind = Kind.OWN
    """own (a real patient of the authors), synthetic (invented), retold (from a published record)."""
    language: Language = "en"
    journal: Words | None = None
    """Profile in templates/journals."""
    style: Words | None = None
    """Citation style (CSL), instead of the journal's."""
    guidelines: Names = ()
    """Reporting guidelines in templates/guidelines; where none is named, the journal's, or CARE 2013."""
    short_title: Words | None = None
    """For running heads; otherwise the title is shortened."""
    keywords: Names = ()
    authors: tuple[Author, ...] = ()
    affiliations: dict[Identifier, Affiliation] = {}
    source_record: SourceRecord | None = None
    """Only for kind retold."""
    publication: Publication = Publication()
    patient: Patient = Patient()
    history: History = History()
    examination: tuple[Note, ...] = ()
    tests: dict[Identifier, Test] = {}
    diagnoses: Diagnoses = Diagnoses()
    treatments: dict[Identifier, Treatment] = {}
    events: dict[TimeOrSpan, Words] = {}
    """Time, or span such as `day 3 to day 7` → what happened, where nothing above says it."""
    outcomes: Outcomes = ()
    adverse_events: AdverseEvents | None = None
    """A list, or `none`."""
    adherence: Adherence | None = None
    similar_cases: tuple[SimilarCase, ...] = ()
    """Published cases beside this one; shown by a table that `shows: similar_cases`."""
    learning_points: tuple[Prose, ...] = ()
    """What a reader should take away, in a box at the end of the text."""
    figures: dict[FigureId, Figure] = {}
    """`fig-…` → figure; printed after the paragraph that first calls it."""
    tables: dict[TableId, Table] = {}
    statements: Statements = Statements()
    consent: Consents | None = None
    """Required; at least `publication`."""
    unknown: dict[str, Words] = {}
    """Field path → why it is not known. CARE calls this missing, declared; it is never 'not applicable'."""
    not_applicable: dict[str, Words] = {}
    """Item of a guideline (`12`, or `scare-2023/4` of another than the first) → why it does not apply to this case."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case folder as read."""

    id: str
    """Name of the folder, and of the outputs."""
    folder: Path
    facts: CaseFile
    narrative: Narrative
    sources: Sources
    """Where each field of `facts` was written."""
