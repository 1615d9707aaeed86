"""Tables made from the facts of a case: each kind is a file with a `tabulate` function, and a line in this table."""

from __future__ import annotations

from pipeline.tabulating import (
    adverse_events,
    causality,
    differential,
    measurements,
    similar_cases,
    timeline,
    treatments,
)
from pipeline.tabulating.tabulated import Request, Tabulate, Tabulated

__all__ = ["TABLE_KINDS", "Request", "Tabulate", "Tabulated"]


TABLE_KINDS: dict[str, Tabulate] = {
    "adverse_events": adverse_events.tabulate,
    "causality": causality.tabulate,
    "differential": differential.tabulate,
    "measurements": measurements.tabulate,
    "similar_cases": similar_cases.tabulate,
    "timeline": timeline.tabulate,
    "treatments": treatments.tabulate,
}
"""What `shows:` of a table may say → the function that makes it."""
