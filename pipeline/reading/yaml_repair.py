"""case.yaml text → document, mending on the way the values that YAML would cut or refuse.

A value such as `biopsy #2`, `>35` or `MRI: normal` is what a clinician types. YAML cuts the first silently and refuses
the others in its own words. Each becomes a finding that shows the corrected line, and reading goes on with
the value as it was meant, so that one trap never hides the next mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.reading.yaml_nodes import Document, Span, TooDeepError, load

NEEDS_QUOTES = rule(
    "yaml-needs-quotes", Severity.ERROR, "Without quotes YAML cuts this value short or reads it as something else."
)
TAB = rule("yaml-tab", Severity.ERROR, "YAML indents with blanks only; editors show a tab with different widths.")
NOT_YAML = rule("not-yaml", Severity.FATAL, "From here on nothing of the file can be read with certainty.")

MAX_REPAIRS = 100
_LEAD = re.compile(r"""(?P<lead>\s*(?:-\s+)*(?:(?:"[^"]*"|'[^']*'|[^\s#'"\[\]{},:][^#:]*?):\s+)?)(?P<value>\S.*)""")
_CUT = re.compile(r"\s+#(?=\S)")
_COMMENT = re.compile(r"\s+#(?:\s.*)?$")
_HEADER = re.compile(r"[|>][+-]?$")
_FLOW_ITEM = re.compile(r"(?P<lead>[\[{,]\s*(?:[\w.-]+:\s+)?)(?P<value>[^\s\"'\[\]{},][^\[\]{},]*)")


def read_yaml(text: str, file: str) -> Document:
    """The document with its findings; an empty one where the text is not YAML (then a finding is fatal)."""
    lines = text.split("\n")
    repairs: list[Finding] = []
    while True:
        try:
            document = load("\n".join(lines), file)
        except TooDeepError as problem:
            return _failed(problem.finding, repairs)
        except yaml.MarkedYAMLError as problem:
            repair = _repair_of(problem, lines) if len(repairs) < MAX_REPAIRS else None
            if repair is None:
                return _failed(_not_yaml(problem, file, lines), repairs)
            _apply(repair, lines, repairs, file)
            continue
        silent = _silent_traps(document, lines)
        if not silent or len(repairs) >= MAX_REPAIRS:
            document.findings.extend(repairs)
            return document
        for repair in silent:
            _apply(repair, lines, repairs, file)


@dataclass(frozen=True, slots=True)
class _Repair:
    line: int
    """From 0."""
    column: int
    corrected: str
    message: str
    tab: bool = False


def _failed(finding: Finding, repairs: list[Finding]) -> Document:
    return Document(findings=[*repairs, finding])


def _apply(repair: _Repair, lines: list[str], repairs: list[Finding], file: str) -> None:
    where = Location(file, repair.line + 1, repair.column + 1)
    broken = TAB if repair.tab else NEEDS_QUOTES
    repairs.append(broken.at(where, repair.message, hint=f"write: {repair.corrected.strip()}"))
    lines[repair.line] = repair.corrected


def _repair_of(problem: yaml.MarkedYAMLError, lines: list[str]) -> _Repair | None:
    """The line near the problem whose correction moves the parser on."""
    at = problem.problem_mark.line if problem.problem_mark else 0
    column = problem.problem_mark.column if problem.problem_mark else 0
    begun = problem.context_mark.line if problem.context_mark else at
    for number in dict.fromkeys([at, at - 1, begun]):
        if not 0 <= number < len(lines):
            continue
        repair = _tab(number, lines) or _trap(number, lines[number])
        if repair and _moves_on(repair, lines, (at, column)):
            return repair
    return None


def _moves_on(repair: _Repair, lines: list[str], stuck: tuple[int, int]) -> bool:
    tried = [*lines[: repair.line], repair.corrected, *lines[repair.line + 1 :]]
    try:
        for _ in yaml.parse("\n".join(tried), Loader=yaml.CBaseLoader):
            pass
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        return mark is not None and (mark.line > stuck[0] or (mark.line == stuck[0] and repair.tab))
    return True


def _tab(number: int, lines: list[str]) -> _Repair | None:
    line = lines[number]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent:
        return None
    return _Repair(number, 0, indent.replace("\t", "  ") + line.lstrip(), "this line is indented with a tab", tab=True)


def _trap(number: int, line: str) -> _Repair | None:
    """The corrected line, where its value is unquoted and one of those YAML trips over."""
    match = _LEAD.fullmatch(line)
    if not match:
        return None
    if match["value"][0] in "[{":
        return _flow_trap(number, line, match.end("lead"))
    value = _COMMENT.sub("", match["value"])
    message = _what_is_wrong(value)
    if not message:
        return None
    comment = match["value"][len(value) :]
    return _Repair(number, match.start("value"), match["lead"] + _quoted(value) + comment, message)


def _flow_trap(number: int, line: str, start: int) -> _Repair | None:
    for item in _FLOW_ITEM.finditer(line, start):
        value = item["value"].rstrip()
        message = _what_is_wrong(value)
        if message:
            begin = item.start("value")
            corrected = line[:begin] + _quoted(value) + line[begin + len(value) :]
            return _Repair(number, begin, corrected, message)
    return None


def _what_is_wrong(value: str) -> str:
    first = value[0]
    if first in "\"'":
        if value.count(first) == 1:
            return "a quotation mark is opened here and not closed"
        return "there are words after the closing quotation mark" if value.rstrip()[-1] != first else ""
    if cut := _CUT.search(value):
        return f"YAML takes `{value[cut.start() :].strip()}` for a comment and drops it"
    if first in "%@`*&!":
        return f"YAML does not allow a value to begin with `{first}`"
    if first in "|>" and not _HEADER.fullmatch(value):
        return f"YAML takes `{first}` at the beginning of a value for an instruction of its own"
    if first in "-?" and value[1:2] == " ":
        return f"YAML does not allow a value to begin with `{first}` and a blank"
    if ": " in value or value.endswith(":"):
        return "YAML takes a colon with a blank after it for the end of a field's name"
    if first in "]},":
        return f"YAML does not allow a value to begin with `{first}`"
    return ""


def _quoted(value: str) -> str:
    if value[0] in "\"'" and value.count(value[0]) == 1:
        return value + value[0]
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _silent_traps(document: Document, lines: list[str]) -> list[_Repair]:
    """One for each line with a value that YAML accepted and cut: `biopsy #2`, `>5`, `{what: fever, rash}`."""
    cut = [s.line for s in document.plain_scalars if s.line == s.end_line and _CUT.match(lines[s.line][s.end_column :])]
    cut += [s.line for s in document.block_scalars if re.match(r"[|>][+-]?\d", lines[s.line][s.column :])]
    found = {line: repair for line in cut if (repair := _trap(line, lines[line]))}
    # From the last to the first, so that of a value with several commas the whole is put in quotes.
    for value, words in reversed(document.without_colon):
        found.setdefault(value.line, _comma(value, words, lines[value.line]))
    return list(found.values())


def _comma(value: Span, words: Span, line: str) -> _Repair:
    whole = line[value.column : words.end_column]
    message = "YAML takes the comma for the end of the value"
    return _Repair(value.line, value.column, line[: value.column] + _quoted(whole) + line[words.end_column :], message)


_EXPLAINED = (
    ("quoted scalar", "a quotation mark opened on line {begun} is not closed"),
    ("flow", "the bracket opened on line {begun} is not closed, or a comma is missing before this place"),
    ("could not find expected ':'", "this line has no colon after the field's name"),
    ("block", "the indentation of this line does not fit the lines above it (from line {begun})"),
    ("not allowed", "this does not fit here: a colon too many, or the indentation is wrong"),
    ("", "this is not YAML: {problem}"),
)


def _not_yaml(problem: yaml.MarkedYAMLError, file: str, lines: list[str]) -> Finding:
    mark = problem.problem_mark
    where = Location(file, min(mark.line + 1, len(lines)), mark.column + 1) if mark else Location(file)
    begun = problem.context_mark.line + 1 if problem.context_mark else where.line
    said = f"{problem.context or ''} {problem.problem or ''}"
    sentence = next(sentence for key, sentence in _EXPLAINED if key in said)
    hint = "values with : # [ ] { } or quotes in them are safe in quotes"
    return NOT_YAML.at(where, sentence.format(begun=begun, problem=said.strip()), hint=hint)
