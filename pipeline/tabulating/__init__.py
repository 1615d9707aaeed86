"""Tables made from the facts of a case: each kind is a file with a `tabulate` function, and a line in this table."""

from __future__ import annotations

from pipeline.findings import Finding
from pipeline.tabulating import timeline
from pipeline.tabulating.tabulated import Request, Tabulate, Tabulated

__all__ = ["TABLE_KINDS", "Request", "Tabulate", "Tabulated"]


def _measurements(request: Request) -> tuple[Tabulated, list[Finding]]:
    # Imported late: units and conversions take a moment to load.
    from pipeline.tabulating.measurements import tabulate

    return tabulate(request)


TABLE_KINDS: dict[str, Tabulate] = {
    "measurements": _measurements,
    "timeline": timeline.tabulate,
}
"""What `shows:` of a table may say → the function that makes it."""
