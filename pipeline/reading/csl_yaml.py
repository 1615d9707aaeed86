"""CSL-YAML text (a list of items, or pandoc's `references: […]`) → items with their places, and findings.

Each item is parsed by itself, so that a broken one costs no other. What YAML would refuse or cut in a value is mended
as in case.yaml; aliases, tags and merge keys are findings, and never followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml

from pipeline.findings import Finding, Location, Severity
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading import csl_json
from pipeline.reading.csl_values import DATES, KNOWN_VARIABLES, NAMES
from pipeline.reading.pandoc_markup import to_markup
from pipeline.reading.yaml_nodes import DUPLICATE_KEY, Document, TooDeepError, Value, load
from pipeline.reading.yaml_repair import read_yaml

_REFERENCES = re.compile(r"references:\s*(?:#.*)?")
_END = re.compile(r"(?:---|\.\.\.)\s*")
_FIELD_OF_THE_FILE = re.compile(r"[A-Za-z_][\w-]*:(?:\s.*)?")
_REFUSED = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML refuses, and a line end of its own that it knows; none of them can be printed."""
_LONGEST_MENDED = 50_000
"""Characters; mending parses an item again and again, and no honest one is longer."""
_VERBATIM = {"id", "type", "DOI", "URL", "PMID", "PMCID", "ISSN", "ISBN", "page", *NAMES, *DATES}


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every item in order, each at the line and column of its first field; every scalar is the text that was typed.

    Texts may be marked up as pandoc reads them: `*E. coli*`, `H~2~O`, `[DNA]{.nocase}`.
    """
    findings: list[Finding] = []
    elements: list[tuple[object, Location]] = []
    for part in _parts(_REFUSED.sub(" ", text).split("\n")):
        document = _document(part, file)
        findings += [
            replace(_of_a_reference(finding), where=_moved(finding.where, part.line)) for finding in document.findings
        ]
        listed, path = _list(document.root)
        for number, element in enumerate(listed):
            where = document.values.get((*path, number), Location(file, 1, 1))
            elements.append((_element(element), _moved(where, part.line)))
    if not elements and not findings and text.strip():
        message = "this bibliography cannot be read: it is not a list of references in CSL-YAML"
        findings.append(MALFORMED_REFERENCE.at(Location(file, 1, 1), message))
    items, found = csl_json.items_of(elements)
    return items, findings + found


def _of_a_reference(finding: Finding) -> Finding:
    """What ends the reading of case.yaml costs a bibliography one reference; lines are not counted within that."""
    if finding.rule is DUPLICATE_KEY:
        return replace(finding, message="this field was already given in this reference")
    if finding.severity is not Severity.FATAL:
        return finding
    said = f"this reference cannot be read: {finding.message}"
    return MALFORMED_REFERENCE.at(finding.where, said, hint=finding.hint, quote=finding.quote)


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that are parsed by themselves: one item of the list, or all of a file that is laid out otherwise."""

    line: int
    """Number of lines before it."""
    lines: list[str]


def _parts(lines: list[str]) -> Iterator[_Part]:
    begin = next((number for number, line in enumerate(lines) if _REFERENCES.fullmatch(line)), -1)
    first = next((number for number in range(begin + 1, len(lines)) if _says_something(lines[number])), len(lines))
    dash = re.match(r"( *)-(?: |$)", lines[first]) if first < len(lines) else None
    if not dash:
        yield _Part(0, _without_fences(lines))
        return
    item = re.compile(rf"{dash[1]}-(?: |$)")
    start = first
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if _END.fullmatch(line) or (begin >= 0 and _FIELD_OF_THE_FILE.fullmatch(line)):
            yield _Part(start, lines[start:number])
            return
        if item.match(line):
            yield _Part(start, lines[start:number])
            start = number
    yield _Part(start, lines[start:])


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#") and not _END.fullmatch(line)


def _without_fences(lines: list[str]) -> list[str]:
    """The lines up to the one that closes pandoc's block of metadata, without the one that opens it."""
    opened = next((number for number, line in enumerate(lines) if line.strip()), 0)
    body = ["" if number == opened and _END.fullmatch(line) else line for number, line in enumerate(lines)]
    end = next((number for number, line in enumerate(body) if _END.fullmatch(line)), len(body))
    return body[:end]


def _document(part: _Part, file: str) -> Document:
    text = "\n".join(part.lines) + "\n"
    if len(text) <= _LONGEST_MENDED:
        return read_yaml(text, file)
    try:
        return load(text, file)
    except TooDeepError as problem:
        return Document(findings=[problem.finding])
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file, 1)
        message = "the YAML of this reference cannot be read from here on"
        return Document(findings=[MALFORMED_REFERENCE.at(where, message)])


def _list(root: Value) -> tuple[list[Value], tuple[str, ...]]:
    """The list of items in what was read, and where it stands."""
    if isinstance(root, dict) and isinstance(root.get("references"), list):
        return root["references"], ("references",)
    return (root, ()) if isinstance(root, list) else ([], ())


def _element(value: Value) -> Value:
    """Without YAML's words for nothing, and with texts marked up as items are."""
    value = _without_nulls(value)
    if not isinstance(value, dict):
        return value
    return {name: _marked_up(name, written) for name, written in value.items()}


def _marked_up(name: str, written: Value) -> Value:
    return to_markup(written) if isinstance(written, str) and is_prose(name) else written


def is_prose(variable: str) -> bool:
    """Whether the text of a variable may be marked up; identifiers, addresses and names are taken as they stand."""
    return variable in KNOWN_VARIABLES and variable not in _VERBATIM


def _without_nulls(value: Value) -> Value:
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return "" if value in ("null", "~") else value


def _moved(where: Location, lines: int) -> Location:
    return replace(where, line=where.line + lines)
