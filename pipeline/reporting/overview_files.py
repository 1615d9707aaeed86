"""Rows of the overview → build/overview.csv, for spreadsheets, and build/overview.html, a page that loads nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from pipeline.committing import NOT_WRITTEN
from pipeline.findings import Finding, Location
from pipeline.reporting.overview import COLUMNS, Value, rows
from pipeline.reporting.reported import Reported
from pipeline.storing import store
from pipeline.workspace import Workspace
from pipeline.writing.embedding import embedded
from pipeline.writing.templates import TemplateError, Templates

STYLES = ("page", "dark", "overview")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets. Source: OWASP, CSV Injection."""


def write_overview(reported: Reported, names: Sequence[str]) -> tuple[list[str], list[Finding]]:
    """The files as they are shown, and why one of them could not be written."""
    workspace = reported.workspace
    table = list(rows(reported))
    written: list[str] = []
    findings: list[Finding] = []
    for name in names:
        path = workspace.build / f"overview.{name}"
        shown = workspace.show(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            problems = store(path, OVERVIEWS[name](table, workspace), shown)
        except TemplateError as problem:
            problems = [problem.finding]
        except OSError as problem:
            problems = [NOT_WRITTEN.at(Location(shown), f"the overview cannot be written: {problem.strerror}")]
        findings += problems
        written += [] if problems else [shown]
    return written, findings


def as_csv(table: Sequence[Sequence[Value]], _: Workspace) -> bytes:
    """UTF-8 with a mark at its beginning, without which Excel takes it for something else."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.id for column in COLUMNS])
    writer.writerows([_safe(value) for value in row] for row in table)
    return text.getvalue().encode("utf-8-sig")


def _safe(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_html(table: Sequence[Sequence[Value]], workspace: Workspace) -> bytes:
    """Raises TemplateError where a template of the workspace cannot be filled."""
    templates = Templates(workspace.templates)
    styles = "\n".join(templates.bytes(f"css/{name}.css").decode("utf-8-sig") for name in STYLES)
    within = embedded(styles, templates.bytes("js/overview.js").decode("utf-8-sig"), {})
    values = {"columns": COLUMNS, "rows": table, "within": within}
    return templates.fill("overview.j2", values).encode()


OVERVIEWS: dict[str, Callable[[Sequence[Sequence[Value]], Workspace], bytes]] = {"csv": as_csv, "html": as_html}
