"""Rules about a whole case: each family is a file with a `check` function, and a line in this table.

`references` looks at what is cited, which only the finished manuscript knows, so the build calls it by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.case import Case
from pipeline.checking import (
    causality,
    consent,
    journals,
    measurements,
    private_dates,
    references,
    required,
    timeline,
    unknown,
)
from pipeline.findings import Finding

__all__ = ["FAMILIES", "check", "consent", "journals", "references"]

FAMILIES: dict[str, Callable[[Case], Iterator[Finding]]] = {
    "required": required.check,
    "consent": consent.check,
    "unknown": unknown.check,
    "measurements": measurements.check,
    "causality": causality.check,
    "timeline": timeline.check,
    "private_dates": private_dates.check,
}


def check(case: Case) -> list[Finding]:
    """Everything the families find."""
    return [finding for family in FAMILIES.values() for finding in family(case)]
