"""A line of YAML → the unquoted value in it that YAML would trip over or cut, and the line as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CUT = re.compile(r"\s+#(?=\S)")
"""What YAML takes for a comment, and a clinician for `number`."""
_COMMENT = re.compile(r"\s+#(?:\s.*)?$")
# Entries of lists have fields, named in small letters; anything else before a colon is part of a text.
_LEAD = re.compile(
    r"""(?P<lead>\s*(?:(?:-\s+)+(?:[a-z_]+:\s+)?|(?:"[^"]*"|'[^']*'|[^\s#'"\[\]{},:-][^#:]*?):\s+))(?P<value>\S.*)"""
)
_HEADER = re.compile(r"[|>][+-]?")
_FLOW_KEY = r"[\w.-]+(?: [-−–+]?[\w.-]+)*:\s+"
# A key where there is one; not `?+`, which Pythons before 3.11.5 get wrong with groups.
_FLOW_ITEM = re.compile(rf"[\[{{,]\s*(?:{_FLOW_KEY}|(?!{_FLOW_KEY}))(?P<value>[^\s\"'\[\]{{}},][^\[\]{{}},]*)")
_QUOTED = re.compile(r"""(?<=[\[{,:\s])(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class Trap:
    """A value that needs quotes."""

    column: int
    """Where it begins, from 0."""
    length: int
    line: str
    """As it is."""
    corrected: str
    """The whole line with the value in quotes."""
    message: str
    """What YAML makes of it."""

    @property
    def change(self) -> tuple[str, str]:
        """The value as it is, and as it was meant."""
        end = self.column + self.length
        return self.line[self.column : end], self.corrected[self.column : end + len(self.corrected) - len(self.line)]


def traps_in(line: str) -> Iterator[Trap]:
    """The values of the line that need quotes, each as if it were the only one."""
    match = _LEAD.fullmatch(line)
    if not match:
        return
    start, written = match.start("value"), match["value"]
    in_flow = written[0] in "[{" and not _words_after_bracket(written)
    values = _flow_values(line, start) if in_flow else [(start, _COMMENT.sub("", written))]
    for begin, value in values:
        if message := _what_is_wrong(value):
            yield _trap(line, begin, value, message)


def comma_trap(line: str, begin: int, end: int) -> Trap:
    """`{what: fever, rash}`: a value with a comma, from `begin` to `end`."""
    return _trap(line, begin, line[begin:end], "YAML takes the comma for the end of the value")


def _flow_values(line: str, start: int) -> Iterator[tuple[int, str]]:
    """Unquoted values in `[…, …]` or `{…: …}`, with their columns."""
    masked = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), line)
    for item in _FLOW_ITEM.finditer(masked, start):
        begin, end = item.span("value")
        yield begin, line[begin:end].rstrip()


def _trap(line: str, begin: int, value: str, message: str) -> Trap:
    corrected = line[:begin] + _quoted(value) + line[begin + len(value) :]
    return Trap(begin, len(value), line, corrected, message)


def _what_is_wrong(value: str) -> str:
    first = value[0]
    if first in "\"'":
        return _quote_misused(value)
    if cut := CUT.search(value):
        return f"YAML takes `{value[cut.start() :].strip()}` for a comment and drops it"
    if first in "%@`*&!]},":
        shown = "a backtick" if first == "`" else f"`{first}`"
        return f"YAML does not allow a value to begin with {shown}"
    if (first in "|>" and not _HEADER.fullmatch(value)) or first in "[{":
        return f"YAML takes `{first}` at the beginning of a value for an instruction of its own"
    if first in "-?" and value[1:2] == " ":
        return f"YAML does not allow a value to begin with `{first}` and a blank"
    if ": " in value or value.endswith(":"):
        return "YAML takes a colon with a blank after it for the end of a field's name"
    return ""


def _quote_misused(value: str) -> str:
    first = value[0]
    if value.count(first) == 1:
        return "a quotation mark is opened here and not closed"
    return "" if value.rstrip()[-1] == first else "there are words after the closing quotation mark"


def _words_after_bracket(value: str) -> bool:
    """`[sic] so written`: a bracket that is closed before the end of the value."""
    depth = 0
    for at, character in enumerate(value):
        depth += (character in "[{") - (character in "]}")
        if depth == 0:
            rest = value[at + 1 :].strip()
            return bool(rest) and rest[0] not in "#,]}"
    return False


def _quoted(value: str) -> str:
    if value[0] == '"' and value.count('"') == 1:
        return value + '"'
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'
