"""case.yaml text → document, mending on the way the values that YAML would cut or refuse.

A value such as `biopsy #2`, `>35` or `MRI: normal` is what a clinician types. YAML cuts the first silently and refuses
the others in its own words. Each becomes a finding that shows the corrected line, and reading goes on with
the value as it was meant, so that one trap never hides the next mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import yaml

from pipeline.findings import Finding, Location, Severity, instead, rule
from pipeline.reading.yaml_nodes import Document, Span, TooDeepError, load
from pipeline.reading.yaml_traps import CUT, Trap, comma_trap, traps_in

NEEDS_QUOTES = rule(
    "yaml-needs-quotes",
    Severity.ERROR,
    "Without quotes YAML cuts this value short or reads it as something else.",
    fix="Put the value between double quotes.",
    example="examination: [{what: biopsy #2}]\n",
)
TAB = rule(
    "yaml-tab",
    Severity.ERROR,
    "YAML indents with blanks only; editors show a tab with different widths.",
    fix="Indent with blanks.",
    example="patient:\n\tage: 34 years\n",
)
NOT_YAML = rule(
    "not-yaml",
    Severity.FATAL,
    "From here on nothing of the file can be read with certainty.",
    fix="Mend the line that is named; brackets and quotation marks must pair.",
    example="keywords: [anaemia\n",
)

MAX_REPAIRS = 100
_CUT_OFF = re.compile(rf"{CUT.pattern}(.)")


def read_yaml(text: str, file: str) -> Document:
    """The document with its findings; an empty one where the text is not YAML (then a finding is fatal)."""
    # The parser puts what is left empty behind the last line: there must be one.
    mended = _Mended(file, [*text.split("\n"), ""])
    while True:
        try:
            document = load("\n".join(mended.lines), file)
        except TooDeepError as problem:
            return Document(findings=[*mended.findings(), problem.finding])
        except yaml.MarkedYAMLError as problem:
            repair = _repair_of(problem, mended.lines) if len(mended.repairs) < MAX_REPAIRS else None
            if repair is None:
                return Document(findings=[*mended.findings(), _not_yaml(problem, mended)])
            mended.apply(repair)
            continue
        silent = [] if len(mended.repairs) > MAX_REPAIRS else _silent_traps(document, mended.lines)
        for repair in silent:
            mended.apply(repair)
        if not silent:
            document.findings += [*mended.findings(read=True), *_cut_paragraphs(document, mended)]
            return document


@dataclass(frozen=True, slots=True)
class _Repair:
    line: int
    """From 0."""
    trap: Trap
    tab: bool = False
    silent: bool = False
    """The parser would take it, as something else than was meant."""


@dataclass
class _Mended:
    """The lines as mended so far."""

    file: str
    lines: list[str]
    repairs: list[tuple[_Repair, int]] = field(default_factory=list)
    """With the column, from 0, of the value in the author's own line."""

    def apply(self, repair: _Repair) -> None:
        column = repair.trap.column
        for other, at in sorted(self.repairs, key=lambda entry: entry[1]):
            if other.line == repair.line and at < column:
                column -= len(other.trap.corrected) - len(other.trap.line)
        self.repairs.append((repair, column))
        self.lines[repair.line] = repair.trap.corrected

    def findings(self, *, read: bool = False) -> list[Finding]:
        """One for each repair; the hint shows the line with all its repairs, the edit makes one of them.

        Only where the whole could be `read` in the end were the repairs right.
        """
        found = []
        # Where the parser was helped on by a guess, what stands behind it was read by that guess.
        read = read and all(repair.silent or _is_certain(repair, self.lines) for repair, _ in self.repairs)
        for repair, column in self.repairs:
            where = Location(self.file, repair.line + 1, column + 1, repair.trap.length)
            broken = TAB if repair.tab else NEEDS_QUOTES
            hint = "indent it with blanks" if repair.tab else f"write: {self.lines[repair.line].strip()}"
            finding = broken.at(where, repair.trap.message, hint=hint)
            sure = read and _is_certain(repair, self.lines)
            found.append(replace(finding, edits=(instead(where, *repair.trap.change),)) if sure else finding)
        return found


def _is_certain(repair: _Repair, lines: list[str]) -> bool:
    """Whether the author can have meant nothing else."""
    value, _ = repair.trap.change
    if repair.tab:
        return _is_below(lines, repair.line)
    if cut := _CUT_OFF.findall(value):
        # `biopsy #2` is text; `34 years #check` may be a note.
        return all(first.isdigit() for first in cut)
    if value[0] in "\"'":
        return value.count(value[0]) > 1
    if repair.silent:
        return value[0] in "|>" and not _goes_on(lines, repair.line)
    return value[0] not in "]},"


def _is_below(lines: list[str], number: int) -> bool:
    """Whether a line stands in the column of the line above it, or as the first below a field's name."""
    above = next((line for line in reversed(lines[:number]) if line.strip() and not line.lstrip().startswith("#")), "")
    return _indent(lines[number]) == _indent(above) or (above.endswith(":") and _indent(above) < _indent(lines[number]))


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether the lines below belong to the value of this one."""
    below = next((line for line in lines[number + 1 :] if line.strip()), "")
    return _indent(below) > _indent(lines[number])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _repair_of(problem: yaml.MarkedYAMLError, lines: list[str]) -> _Repair | None:
    """The line near the problem whose correction moves the parser on."""
    at = problem.problem_mark.line if problem.problem_mark else 0
    begun = problem.context_mark.line if problem.context_mark else at
    for number in dict.fromkeys([at, at - 1, begun]):
        if not 0 <= number < len(lines):
            continue
        tab = _tab(number, lines[number])
        for repair in [tab] if tab else [_Repair(number, trap) for trap in traps_in(lines[number])]:
            if _moves_on(repair, lines, problem):
                return repair
    return None


def _moves_on(repair: _Repair, lines: list[str], stuck: yaml.MarkedYAMLError) -> bool:
    """Whether the parser gets past the repaired value and does not trip over the same place again."""
    tried = [*lines[: repair.line], repair.trap.corrected, *lines[repair.line + 1 :]]
    try:
        for _ in yaml.parse("\n".join(tried), Loader=yaml.CBaseLoader):
            pass
    except yaml.MarkedYAMLError as problem:
        now, before = problem.problem_mark, stuck.problem_mark
        if now is None or before is None or (now.line, now.column) <= (repair.line, repair.trap.column):
            return False
        added = len(repair.trap.corrected) - len(repair.trap.line) if now.line == repair.line else 0
        return repair.tab or (now.line, now.column) != (before.line, before.column + added)
    return True


def _tab(number: int, line: str) -> _Repair | None:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent:
        return None
    corrected = indent.replace("\t", "  ") + line.lstrip()
    return _Repair(number, Trap(0, len(indent), line, corrected, "this line is indented with a tab"), tab=True)


def _silent_traps(document: Document, lines: list[str]) -> list[_Repair]:
    """One for each line with a value that YAML cut or took apart: `biopsy #2`, `>5`, `- MRI: normal`, `{a: b, c}`."""
    cut = {span.line for span in document.plain_scalars if _is_cut(span, lines) and span.line == span.end_line}
    cut |= {span.line for span in document.block_scalars if lines[span.line][span.column + 1 :].strip()[:1].isdigit()}
    # Entries of lists have fields, and fields have names in small letters.
    in_lists = ((path, where) for path, where in document.keys.items() if path[-2:-1] and isinstance(path[-2], int))
    cut |= {where.line - 1 for path, where in in_lists if not str(path[-1]).replace("_", "").islower()}
    traps = {line: next(traps_in(lines[line]), None) for line in sorted(cut)}
    found = {line: _Repair(line, trap, silent=True) for line, trap in traps.items() if trap}
    # From the last to the first, so that of a value with several commas the whole is put in quotes.
    for value, words in reversed(document.without_colon):
        trap = comma_trap(lines[value.line], value.column, words.end_column)
        found.setdefault(value.line, _Repair(value.line, trap, silent=True))
    return list(found.values())


def _is_cut(span: Span, lines: list[str]) -> bool:
    return bool(CUT.match(lines[span.end_line][span.end_column :]))


def _cut_paragraphs(document: Document, mended: _Mended) -> list[Finding]:
    """Values of several lines that YAML cut: they cannot be mended in one line."""
    found = []
    for span in document.plain_scalars:
        if span.line != span.end_line and _is_cut(span, mended.lines):
            rest = mended.lines[span.end_line][span.end_column :].strip()
            where = Location(mended.file, span.end_line + 1, span.end_column + 2, len(rest))
            message = "YAML takes this for a comment and drops it"
            found.append(NEEDS_QUOTES.at(where, message, hint="put the whole value in quotes", quote=rest))
    return found


_IN_QUOTES = "put values with : # [ ] { } or quotes in them in quotes"
_INDENTATION = "begin fields that belong together in the same column, indented with blanks"
# What the parser says → sentence, hint, and whether the place is where the thing began.
_EXPLAINED = (
    ("quoted scalar", "the quotation mark opened here is not closed", "close it, or take it out", True),
    (
        "flow",
        "the bracket opened here is not closed, or a comma is missing behind it, before line {line}",
        _IN_QUOTES,
        True,
    ),
    ("could not find expected ':'", "this line has no colon after the field's name", "write: field: value", True),
    ("block", "the indentation of this line does not fit the lines above it (from line {begun})", _INDENTATION, False),
    (
        "not allowed",
        "this does not fit here: there is a colon too many, or the indentation is wrong",
        _INDENTATION,
        False,
    ),
    ("cannot start any token", "no value can begin with this character", "put the whole value in quotes", False),
    ("", "this is not YAML: {problem}", _IN_QUOTES, False),
)


def _not_yaml(problem: yaml.MarkedYAMLError, mended: _Mended) -> Finding:
    mark, begun = problem.problem_mark, problem.context_mark or problem.problem_mark
    if mark is None or begun is None:
        return NOT_YAML.at(Location(mended.file), f"this is not YAML: {problem.problem}", hint=_IN_QUOTES)
    said = f"{problem.context or ''} {problem.problem or ''}".strip()
    sentence, hint, at_begin = next(explained[1:] for explained in _EXPLAINED if explained[0] in said)
    place = begun if at_begin else mark
    where = Location(mended.file, min(place.line + 1, len(mended.lines)), place.column + 1)
    return NOT_YAML.at(where, sentence.format(begun=begun.line + 1, line=mark.line + 1, problem=said), hint=hint)
