"""Findings: what is wrong, where, under which rule, and what to do about it; and how they are shown.

Reading, resolving and checking yield findings and go on. Nobody raises for an author's mistake, and
nobody but `cli.py` and the preview prints.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """What a finding stops, worst first."""

    REFUSAL = "refusal"
    """Nothing is written, and this case's earlier outputs are removed."""
    FATAL = "fatal"
    """Nothing of this case is written; its earlier outputs stay."""
    ERROR = "error"
    """A draft is written with a marked placeholder at the place; exit status 1."""
    WARNING = "warning"
    """Everything is written; exit status 0."""

    @property
    def effect(self) -> str:
        """What it stops, for an author."""
        return {
            Severity.REFUSAL: "Nothing is written, and earlier outputs of the case are removed.",
            Severity.FATAL: "Nothing of the case is written; its earlier outputs stay.",
            Severity.ERROR: "A draft is written with a marked placeholder at the place; the exit status is 1.",
            Severity.WARNING: "Everything is written; the exit status is 0.",
        }[self]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file."""

    file: str
    """Path as shown to the author: relative to the workspace, with forward slashes."""
    line: int = 0
    """From 1; 0 means the file as a whole."""
    column: int = 0
    """From 1, in characters; 0 means the line as a whole."""
    length: int = 1
    """Characters to underline."""
    field: str = ""
    """Path of the field in case.yaml, such as `patient.age`; empty in prose."""

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])

    @property
    def anchor(self) -> str:
        """The HTML id of what was written here: `at-narrative-14-3`."""
        stem = self.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        safe = "".join(c if c.isalnum() else "-" for c in stem)
        return f"at-{safe}-{self.line}-{self.column}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong. The severity is the rule's, not the finding's."""

    id: str
    """Kebab-case, named for what it flags: `unknown-key`."""
    severity: Severity
    why: str
    """Why it matters to an author or a reader, in a sentence."""
    fix: str = ""
    """What to do about it in general; the hint of a finding says it of the place."""
    example: str = ""
    """What an author wrote that raises it, as short as can be; lines end with a line feed."""
    source: str = ""
    """Who asks for it: a standard, a journal; '' for Casewright itself."""
    module: str = ""
    """Where it is declared: `pipeline.checking.consent`."""

    def at(self, where: Location, message: str, *, hint: str = "", quote: str = "") -> Finding:
        """A finding of this rule at a place."""
        return Finding(self, where, message, hint, quote)


RULES: dict[str, Rule] = {}
SHOWN = 100
"""Characters of a source line beside a finding."""
MANY = 20
"""Findings of one rule in one file, of which each is shown."""
FIRST = 5
"""Of more than that these are shown, and the lines of the rest are named."""


def rule(rule_id: str, severity: Severity, why: str, **more: str) -> Rule:
    """Declare a rule beside the code that applies it; ids are unique. `more` is its fix, example and source."""
    if rule_id in RULES:
        raise ValueError(f"rule {rule_id} is declared twice")
    module = sys._getframe(1).f_globals["__name__"]
    RULES[rule_id] = Rule(rule_id, severity, why, module=module, **more)
    return RULES[rule_id]


@dataclass(frozen=True, slots=True)
class Edit:
    """A mechanical mending of a source file: what stands at a place is replaced."""

    where: Location
    """Its `length` characters go; 0 where nothing does. May reach over the ends of lines, which count as one each."""
    text: str
    """What comes instead."""
    was: str
    """What goes. Where something else stands there now, nothing is edited."""


def instead(where: Location, was: str, text: str) -> Edit:
    """`text` in place of `was`, which begins at a place; lines end with a line feed in both."""
    return Edit(replace(where, length=len(was)), text, was)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with a place."""

    rule: Rule
    where: Location
    message: str
    """What is wrong, in the author's words. Never holds the quoted value of a privacy finding."""
    hint: str = ""
    """What to do about it."""
    quote: str = ""
    """The value concerned, kept apart so that a report can leave it out."""
    edits: tuple[Edit, ...] = ()
    """What mends it without a choice that is the author's; () where there is no such thing."""
    raised: Severity | None = None
    """Instead of the rule's severity: a journal's value is an error only where it is sure and was verified."""

    @property
    def severity(self) -> Severity:
        return self.raised or self.rule.severity


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The gravest severity present, or None where there are no findings."""
    present = {finding.severity for finding in findings}
    return next((severity for severity in Severity if severity in present), None)


def as_text(findings: Iterable[Finding], source_line: Callable[[Location], str]) -> str:
    """Findings for a terminal, in the order of their places.

    `source_line` gives the text of the line a location points to, '' where there is none. Of very many findings of
    one rule in one file, as in an export of a thousand references, the first are shown.
    """
    ordered = _in_order(findings)
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in ordered:
        alike.setdefault((finding.where.file, finding.rule.id), []).append(finding)
    shown: list[str] = []
    for finding in ordered:
        same = alike[finding.where.file, finding.rule.id]
        if len(same) <= MANY or finding in same[:FIRST]:
            shown.append(_one_as_text(finding, source_line(finding.where)))
        if len(same) > MANY and finding is same[FIRST - 1]:
            shown.append(_rest_as_text(same[FIRST:]))
    return "\n".join(shown)


def as_rows(findings: Iterable[Finding]) -> list[dict[str, str | int]]:
    """Findings as flat rows for JSON, in the order of their places."""
    return [
        {
            "rule": finding.rule.id,
            "severity": str(finding.severity),
            **asdict(finding.where),
            "message": finding.message,
            "hint": finding.hint,
            "quote": finding.quote,
        }
        for finding in _in_order(findings)
    ]


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(set(findings), key=lambda f: (f.where, f.rule.id, f.message))


def _one_as_text(finding: Finding, source: str) -> str:
    quoted = f": {finding.quote}" if finding.quote else ""
    lines = [f"{finding.where}: {finding.severity}[{finding.rule.id}]: {finding.message}{quoted}"]
    # A refusal is about something that must not be shown around, so its line is not.
    if source.strip() and finding.severity is not Severity.REFUSAL:
        lines += [f"    {line}" for line in excerpt(source, finding.where)]
    if finding.hint:
        lines.append(f"    hint: {finding.hint}")
    return "\n".join(map(plain, lines))


def plain(text: str) -> str:
    """Without tabs and control characters, which would move the carets, or the terminal."""
    return "".join(c if c.isprintable() or c in "\n\u00a0\u202f" else " " for c in text)


def _rest_as_text(rest: Sequence[Finding]) -> str:
    """`library.bib: 31 more of warning[incomplete-reference], in lines 40, 52, 77 …`"""
    lines = list(dict.fromkeys(str(finding.where.line) for finding in rest))
    named = ", ".join(lines[:MANY]) + " …" * (len(lines) > MANY)
    of = f"{rest[0].severity}[{rest[0].rule.id}]"
    return f"{rest[0].where.file}: {len(rest)} more of {of}, in lines {named}"


def excerpt(source: str, where: Location) -> Iterator[str]:
    """The source line without its indentation, cut where it is long, and a line of carets below the place."""
    start = max(where.column - 1, 0)
    # What other programs export is often one line of many megabytes. Of it only what is near the place is looked at.
    begins = max(0, start - 2 * SHOWN) if len(source) > 10 * SHOWN else 0
    source = source[begins : start + 4 * SHOWN]
    start -= begins
    line = plain(source.rstrip())
    first = min(len(line) - len(line.lstrip()), start)
    if start - first > SHOWN * 3 // 4:
        first = start - SHOWN // 2
    last = first + SHOWN
    before, after = "…" * (first > 0 and bool(line[:first].strip())), "…" * (last < len(line))
    yield before + line[first:last] + after
    if where.column:
        length = max(1, min(where.length, min(last, len(line)) - start))
        yield " " * (start - first + len(before)) + "^" * length
