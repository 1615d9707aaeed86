"""Tables made from the facts of a case: each kind is a file with a `tabulate` function, and a line in this table."""

from __future__ import annotations

from pipeline.tabulating import measurements, timeline
from pipeline.tabulating.tabulated import Request, Tabulate, Tabulated

__all__ = ["TABLE_KINDS", "Request", "Tabulate", "Tabulated"]


TABLE_KINDS: dict[str, Tabulate] = {
    "measurements": measurements.tabulate,
    "timeline": timeline.tabulate,
}
"""What `shows:` of a table may say → the function that makes it."""
