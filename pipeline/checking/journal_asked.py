"""What every rule of a journal is asked about, and how its findings say how far the journal's value can be trusted."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.case import Case
from pipeline.findings import Finding, Location, Rule, Severity
from pipeline.journals import Journal
from pipeline.journals.trusting import basis, severity
from pipeline.journals.value import Value
from pipeline.manuscript import Manuscript

if TYPE_CHECKING:
    from datetime import date

TYPE_OF_ARTICLE = re.compile(
    r"\bcase\s+(?:report|study|series)\b|\bcase\s+(?:reports|studies)\b|\bcasos?\s+clínicos?\b|\bserie\s+de\s+casos\b"
    r"|\b(?:reporte|informe|presentación|comunicación|descripción)\s+de\s+(?:un\s+|\d+\s+)?casos?\b"
    r"|\ba\s+propósito\s+de\s+(?:un|\d+)\s+casos?\b",
    re.IGNORECASE,
)
"""The words for a case report, in English and Spanish."""


@dataclass(frozen=True, slots=True)
class Asked:
    case: Case
    manuscript: Manuscript
    journal: Journal
    today: date
    guidelines: Collection[str] = ()
    """Those that the case names, and all that these extend."""

    @property
    def name(self) -> str:
        return self.journal.name or "the journal"

    @property
    def narrative(self) -> Location:
        """The text as a whole."""
        return Location(self.case.narrative.title_at.file)

    def limits_to(self, value: Value[int], verb: str = "takes at most") -> str:
        """`The Journal takes at most 4`; of what is only advised, that it recommends it."""
        return f"{self.name} {'recommends at most' if value.advised else verb} {value.is_:,}"

    def finding(self, of: Rule, where: Location, value: Value[object], message: str, hint: str = "") -> Finding:
        """The message with how sure the value is; an error where it is sure and was verified lately."""
        profile = self.journal.profile
        said = f"{message} ({basis(value, profile, self.today)})"
        raised = Severity.ERROR if severity(value, profile, self.today) is Severity.ERROR else None
        return Finding(of, where, said, hint, raised=raised)


def folded(heading: str) -> str:
    """`Patient’s perspective:` and `patient perspective`, `Conclusion` and `Conclusions` are one."""
    plain = " ".join(heading.casefold().replace("’", "'").replace("'s ", " ").split())
    return plain.strip(" .:").removesuffix("s")


def quoted(names: list[str]) -> str:
    """`“A”, “B” and “C”`"""
    marked = [f"“{name}”" for name in names]
    return " and ".join(filter(None, [", ".join(marked[:-1]), *marked[-1:]]))


def counted(number: int, what: str) -> str:
    """`1 keyword`, `3 keywords`, `no keywords`."""
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
