"""Results → workflow commands that GitHub shows beside the lines of a change: `::error file=…,line=…::…`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.build import Result
from pipeline.findings import Finding, Location, Severity
from pipeline.reporting.reported import Reported, in_order, open_items, said


def write(reported: Reported) -> str:
    """A line for each finding, each waiver in force and each item left open; items are notices unless strict."""
    lines = [line for result in reported.results for line in _lines(result, reported.strict)]
    return "\n".join(lines)


def _lines(result: Result, strict: bool) -> Iterator[str]:
    for finding in in_order(result.findings):
        yield _command(_level(finding, strict), finding.where, finding.rule.id, said(finding))
    for finding, waiver in result.waived:
        message = f"{finding.message}\nset aside by {waiver.by} on {waiver.on}: {waiver.because}"
        yield _command("notice", finding.where, finding.rule.id, message)
    for told in open_items(result):
        level = "error" if strict and not told.waivers else "notice"
        aside = [f"set aside by {waiver.by} on {waiver.on}: {waiver.because}" for waiver in told.waivers]
        yield _command(level, told.where, told.id, "\n".join([told.message, told.fix, *aside]))


def _level(finding: Finding, strict: bool) -> str:
    return "warning" if finding.severity is Severity.WARNING and not strict else "error"


def _command(level: str, where: Location, title: str, message: str) -> str:
    """Source: GitHub Docs, "Workflow commands": the escapes differ between properties and the message."""
    place: dict[str, str | int] = {"file": where.file}
    if where.line:
        place |= {"line": where.line}
    if where.line and where.column:
        place |= {"col": where.column, "endColumn": where.column + max(where.length, 1)}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in (place | {"title": title}).items())
    return f"::{level} {properties}::{_message(message)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
