"""Results of cases → what people and programs read of them, each form in a file of its own."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.reporting import github, junit, rows, sarif
from pipeline.reporting.reported import Reported, failed
from pipeline.reporting.rows import as_json
from pipeline.reporting.terminal import TEXT, line_of, report, say, show, show_checked, source_line_in, tell

__all__ = [
    "FORMS",
    "REPORTS",
    "TEXT",
    "Reported",
    "as_json",
    "failed",
    "line_of",
    "report",
    "say",
    "show",
    "show_checked",
    "source_line_in",
    "tell",
]

REPORTS: dict[str, Callable[[Reported], str]] = {
    "json": rows.write,
    "sarif": sarif.write,
    "github": github.write,
    "junit": junit.write,
}
"""Name → what is written when all cases are done; a terminal (`text`) is shown each case as it is done."""
FORMS = (TEXT, *REPORTS)
