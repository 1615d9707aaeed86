"""Results → what a terminal shows: findings with their source lines, checklists in short, a line for each case."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pipeline.build import Result
from pipeline.findings import Finding, Location, Severity, as_text, plain
from pipeline.guidelines.answers import Checklist
from pipeline.reporting.reported import STATES, confirmed, counted, lines_in, open_items
from pipeline.workspace import Workspace

TEXT = "text"


def show(result: Result, workspace: Workspace, form: str = TEXT) -> None:
    """Print findings to standard error and the case's line to standard output; nothing where another form is wanted."""
    if form != TEXT:
        return
    if result.findings:
        say(report(result.findings, workspace))
    if result.case_id:
        tell(line_of(result, workspace))


def show_checked(result: Result, workspace: Workspace, form: str = TEXT) -> None:
    """The same, and to standard error, in between, the checklists in short and what was set aside."""
    if form != TEXT:
        return
    parts = [report(result.findings, workspace)] if result.findings else []
    if more := plain("\n".join([*_items(result), *_set_aside(result)])):
        parts.append(more)
    if parts:
        say("\n".join(parts))
    if result.case_id:
        tell(line_of(result, workspace))


def tell(text: str) -> None:
    """Print a result to standard output, as it is."""
    sys.stdout.write(text if text.endswith("\n") or not text else f"{text}\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Print what is not a result to standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def report(findings: Iterable[Finding], workspace: Workspace) -> str:
    """Findings with their source lines, as those are now."""
    return as_text(findings, source_line_in(workspace))


def source_line_in(workspace: Workspace) -> Callable[[Location], str]:
    """Gives the text of the line a location points to, '' where there is none."""
    lines = lines_in(workspace)

    def source_line(where: Location) -> str:
        found = lines(where.file) if where.line else ()
        return found[where.line - 1] if 0 < where.line <= len(found) else ""

    return source_line


def line_of(result: Result, workspace: Workspace) -> str:
    """`paraspinal-emh: build/paraspinal-emh/ html, pdf, text · 2 warnings · 1.3 s`"""
    counts = Counter(finding.severity for finding in set(result.findings))
    found = ", ".join(_counted(counts[severity], severity) for severity in Severity if counts[severity])
    folder = workspace.show(workspace.build / result.case_id)
    parts = [found or "no findings"]
    if result.written:
        draft = "DRAFT in " if counts[Severity.ERROR] else ""
        done = f"{draft}{folder}/ {', '.join(result.outputs)}"
    elif Severity.REFUSAL in counts:
        done = "nothing written, earlier outputs removed"
    elif result.stopped:
        done = "nothing written"
    else:
        done = "checked"
        parts += [f"{len(result.waived)} set aside"] if result.waived else []
        parts += [f"{checklist.guideline.title}: {counted(checklist)}" for checklist in result.checklists]
    return " · ".join([f"{result.case_id}: {done}", *parts, f"{result.seconds:.1f} s"])


def _items(result: Result) -> Iterator[str]:
    """For each checklist how many items are confirmed, then those that are not found: what is lacking, and what to do.

    How many there are of each state, the case's line says.
    """
    for checklist in result.checklists:
        known = f" (here {checklist.shown_of} items)" if checklist.shown_of else ""
        extended = f", as {checklist.extended_by} asks for it" if checklist.extended_by else ""
        of = f"{confirmed(checklist)} of {len(checklist.answers)} items confirmed by a named person"
        yield f"{result.case_id}: {checklist.guideline.title}{known}{extended}: {of}"
        yield from _open(result, checklist)


def _open(result: Result, checklist: Checklist) -> Iterator[str]:
    for told in open_items(result):
        guideline, _, item = told.id.rpartition("/")
        if guideline == checklist.id:
            yield f"    {item} {told.topic}: " + "; ".join(filter(None, (STATES[told.state], told.lacking)))
            if told.where.line:
                yield f"        at {told.where}"
            yield f"        hint: {told.fix}"
            yield from (f"        set aside by {w.by} on {w.on}: {w.because}" for w in told.waivers)


def _set_aside(result: Result) -> Iterator[str]:
    for finding, waiver in result.waived:
        yield f"{finding.where}: set aside[{finding.rule.id}]: {finding.message}"
        yield f"    by {waiver.by} on {waiver.on}: {waiver.because}"


def _counted(number: int, severity: Severity) -> str:
    return f"{number} {severity}" + ("s" if number > 1 and severity is not Severity.FATAL else "")
