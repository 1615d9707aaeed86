"""Results → what a terminal shows: a line for each case, and its findings with their source lines."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from pipeline.build import Result
from pipeline.findings import Finding, Location, Severity, as_rows, as_text
from pipeline.workspace import Workspace


def show(result: Result, workspace: Workspace, form: str) -> None:
    """Print findings to standard error and the case's line to standard output; nothing where JSON is wanted."""
    if form == "json":
        return
    if result.findings:
        say(report(result.findings, workspace))
    if result.case_id:
        print(line_of(result, workspace), flush=True)


def tell(text: str) -> None:
    """Print a result to standard output, as it is."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def say(text: str) -> None:
    """Print what is not a result to standard error."""
    print(text, file=sys.stderr, flush=True)


def report(findings: Iterable[Finding], workspace: Workspace) -> str:
    """Findings with their source lines, as those are now."""
    # Not kept from one report to the next: while the preview runs, the author writes.
    lines = cache(_lines)

    def source_line(where: Location) -> str:
        found = lines(workspace.root / where.file) if where.line else ()
        return found[where.line - 1] if 0 < where.line <= len(found) else ""

    return as_text(findings, source_line)


def line_of(result: Result, workspace: Workspace) -> str:
    """`paraspinal-emh: build/paraspinal-emh/ html, pdf, text · 2 warnings · 1.3 s`"""
    counts = Counter(finding.severity for finding in set(result.findings))
    found = ", ".join(_counted(counts[severity], severity) for severity in Severity if counts[severity])
    folder = workspace.show(workspace.build / result.case_id)
    if result.written:
        draft = "DRAFT in " if counts[Severity.ERROR] else ""
        done = f"{draft}{folder}/ {', '.join(result.outputs)}"
    elif Severity.REFUSAL in counts:
        done = "nothing written, earlier outputs removed"
    elif result.stopped:
        done = "nothing written"
    else:
        done = "checked"
    return f"{result.case_id}: {done} · {found or 'no findings'} · {result.seconds:.1f} s"


def as_json(results: Sequence[Result]) -> str:
    """A list with an object for each case: `case`, `written` (files) and `findings`."""
    rows = [
        {
            "case": result.case_id,
            "written": sorted(f for o in result.outputs.values() for f in o.files) if result.written else [],
            "findings": as_rows(result.findings),
        }
        for result in results
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text("utf-8-sig", "replace").split("\n"))
    except OSError:
        return ()


def _counted(number: int, severity: Severity) -> str:
    return f"{number} {severity}" + ("s" if number > 1 else "")
