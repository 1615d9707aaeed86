"""YAML text → plain values in which every scalar is the text that was typed, with the place of each.

Only the part of YAML that a form needs: mappings, lists, scalars. Anchors, aliases, tags, merge keys and
second documents are findings. Nothing recurses, so depth cannot hurt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from pipeline.case.sources import FieldPath
from pipeline.findings import Edit, Finding, Location, Severity, instead, rule
from pipeline.reading.text import CONTROL

YAML_FEATURE = rule(
    "yaml-feature-not-used",
    Severity.ERROR,
    "A case is a form that people and programs read at a glance; shorthand that refers elsewhere hides facts.",
    fix="Write out what is meant at each place.",
    example="patient: &her {age: 34 years}\n",
)
DUPLICATE_KEY = rule(
    "duplicate-key",
    Severity.ERROR,
    "Of two values for one field only one can be printed.",
    fix="Keep one of the two, or put both under one key.",
    example="keywords: [a]\nkeywords: [b]\n",
)
CONTROL_CHARACTER = rule(
    "control-character",
    Severity.ERROR,
    "What has no sign of its own cannot be printed, and some programs refuse it.",
    fix="Delete the character; it may not be seen in your editor.",
    example="# case.yaml with U+0007 in a word\n",
)
TOO_DEEP = rule(
    "nesting-too-deep",
    Severity.FATAL,
    "No field of a case lies this deep; the file is damaged or hostile.",
    fix="Look whether this is the right file.",
    example="keywords: [[[[[[…\n",
)

MAX_DEPTH = 32
_GO_ON = ("", "|", ">", "#", "[", "{", "&", "*", "!", '"', "'")
"""What a value begins with that may not end on its line."""
Value = Any
"""str, or a dict or list of values: the shape pydantic takes in."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a scalar stands, from 0; the end is behind its last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass
class Document:
    """What was read, and where each field stands."""

    root: Value = ""
    keys: dict[FieldPath, Location] = field(default_factory=dict)
    values: dict[FieldPath, Location] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    block_scalars: list[Span] = field(default_factory=list)
    plain_scalars: list[Span] = field(default_factory=list)
    without_colon: list[tuple[Span, Span]] = field(default_factory=list)
    """In `{what: fever, rash}`: the value before the comma, and the words behind it that YAML takes for a field."""


@dataclass
class _Open:
    """A mapping or list being filled."""

    value: Value
    path: FieldPath
    key: str | None = None
    skipping: bool = False
    """The next value belongs to a repeated key and is dropped."""
    key_at: Span | None = None
    before: Span | None = None
    """Where the latest scalar value stands."""


class TooDeepError(Exception):
    """The nesting limit was passed."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def load(text: str, file: str) -> Document:
    """Build the document. Raises `yaml.YAMLError` where the text is not YAML."""
    builder = _Builder(file, text.split("\n"))
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        builder.take(event)
    return builder.document


class _Builder:
    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self.file = file
        self.lines = lines
        self.document = Document()
        self.open: list[_Open] = []
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents == 2:
                    self._feature(event, "a second document starts here (`---`)", "keep one document in the file")
            case yaml.AliasEvent():
                name = f"*{event.anchor}"
                hint = (
                    f'if you mean the text, write it in quotes: "{name}"; if you mean a repeated value, write it again'
                )
                self._feature(event, f"`{name}` refers to a value elsewhere in the file", hint)
                self._scalar(yaml.ScalarEvent(None, None, (True, True), name, event.start_mark, event.end_mark))
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._begin({}, event)
            case yaml.SequenceStartEvent():
                self._begin([], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.open.pop()

    def _location(self, event: yaml.Event, length: int = 1) -> Location:
        span = _span(event)
        return Location(self.file, span.line + 1, span.column + 1, max(length, 1))

    def _feature(self, event: yaml.Event, message: str, hint: str) -> None:
        self.document.findings.append(YAML_FEATURE.at(self._location(event), message, hint=hint))

    def _decorations(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            hint = f'if you mean the text, write it in quotes: "&{event.anchor}"'
            self._feature(event, f"`&{event.anchor}` names a value for use elsewhere", hint)
        if tag := getattr(event, "tag", None):
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self._feature(event, f"`{shown}` is a YAML tag", "leave it out, or put the whole value in quotes")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._decorations(event)
        if match := CONTROL.search(event.value):
            message = f"an invisible control character is written here (U+{ord(match[0]):04X})"
            hint = "take out the backslash and what belongs to it, or write two backslashes"
            self.document.findings.append(CONTROL_CHARACTER.at(self._location(event), message, hint=hint))
            event.value = CONTROL.sub("", event.value)
        top = self.open[-1] if self.open else None
        if top and isinstance(top.value, dict) and top.key is None:
            self._key(event, top)
            return
        if event.style in {"|", ">"}:
            self.document.block_scalars.append(_span(event))
        elif not event.style:
            self.document.plain_scalars.append(_span(event))
        if top:
            self._colon(event, top)
        # `- &c` and `- !important` were meant as text; as such they are kept.
        meant = [f"&{event.anchor}" if event.anchor else "", event.tag or "", event.value]
        self._value(" ".join(filter(None, meant)), event)

    def _colon(self, event: yaml.ScalarEvent, top: _Open) -> None:
        span, key = _span(event), top.key_at
        empty = key and not event.style and (span.line, span.column) == (key.end_line, key.end_column)
        if empty and key and top.before and top.before.end_line == key.line:
            self.document.without_colon.append((top.before, key))
            # More words behind the next comma belong to the same value.
            top.before = Span(top.before.line, top.before.column, key.end_line, key.end_column)
        else:
            top.before = span

    def _key(self, event: yaml.ScalarEvent, top: _Open) -> None:
        key = event.value
        path = (*top.path, key)
        where = self._location(event, len(key))
        if event.style:
            where = replace(where, column=where.column + 1)
        top.key = key
        top.key_at = _span(event)
        top.skipping = False
        if key == "<<" and not event.style:
            self._feature(event, "`<<` merges another mapping into this one", "write the fields out")
            top.skipping = True
        elif key in top.value:
            first = self.document.keys[path]
            message = f"`{key}` was already given on line {first.line}"
            hint = "keep one of the two; until then the first is used"
            found = DUPLICATE_KEY.at(where, message, hint=hint)
            self.document.findings.append(replace(found, edits=self._without(where, first)))
            top.skipping = True
        else:
            self.document.keys[path] = where

    def _without(self, second: Location, first: Location) -> tuple[Edit, ...]:
        """Takes out the line of a field that says again, word for word, what a line above said."""
        line = self.lines[second.line - 1]
        before, _, value = line.partition(":")
        alone = before.lstrip() == line[second.column - 1 :].partition(":")[0] and value.strip()[:1] not in _GO_ON
        below = next((under for under in self.lines[second.line :] if under.strip()), "")
        ends = len(below) - len(below.lstrip()) <= second.column - 1 and second.line < len(self.lines)
        if not (alone and ends and line == self.lines[first.line - 1]):
            return ()
        return (instead(replace(second, column=1), f"{line}\n", ""),)

    def _begin(self, value: Value, event: yaml.NodeEvent) -> None:
        self._decorations(event)
        top = self.open[-1] if self.open else None
        if len(self.open) >= MAX_DEPTH:
            message = f"values are nested more than {MAX_DEPTH} deep here"
            raise TooDeepError(TOO_DEEP.at(self._location(event), message))
        if top and isinstance(top.value, dict) and top.key is None:
            self._feature(
                event,
                "a list or mapping stands where the name of a field should",
                "if this is text, put the whole value in quotes",
            )
            self._key(yaml.ScalarEvent(None, None, (True, True), "", event.start_mark, event.end_mark), top)
            top.skipping = True
        path = self._value(value, event)
        self.open.append(_Open(value, path))

    def _value(self, value: Value, event: yaml.Event) -> FieldPath:
        """Put a value where it belongs; gives its path."""
        where = self._location(event, len(value) if isinstance(value, str) and "\n" not in value else 1)
        if getattr(event, "style", None) in {"'", '"'}:
            where = replace(where, column=where.column + 1)
        if not self.open:
            if self.documents == 1:
                self.document.root = value
                self.document.values[()] = where
            return ()
        top = self.open[-1]
        if isinstance(top.value, list):
            path: FieldPath = (*top.path, len(top.value))
            top.value.append(value)
        else:
            path = (*top.path, top.key or "")
            top.key = None
            if top.skipping:
                # The value hangs in the air: built, so that parsing goes on, and forgotten.
                return ("", *path)
            top.value[path[-1]] = value
        if path[:1] != ("",):
            self.document.values[path] = where
        return path


def _span(event: yaml.Event) -> Span:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        raise AssertionError("the parser says of every event where it stands")
    return Span(start.line, start.column, end.line, end.column)
