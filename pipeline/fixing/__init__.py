"""Source texts and findings that say what mends them → the texts mended, and what that changes.

Nothing but what an edit names is replaced: comments, layout, line ends and byte order mark stay as they are.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.findings import Edit, Finding

_LINE_END = re.compile("\r\n|\r|\n")
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of texts and of the findings that would mend them."""

    texts: Mapping[str, str]
    """Every text by its file, mended or as it was."""
    applied: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()
    """Those that would mend what another mends, or that find something else at the place."""


@dataclass(frozen=True, slots=True)
class _Change:
    """An edit in one text, in offsets."""

    file: str
    start: int
    end: int
    text: str

    def meets(self, other: _Change) -> bool:
        if self.file != other.file:
            return False
        return self.start == other.start or (self.start < other.end and other.start < self.end)


def edited(texts: Mapping[str, str], findings: Iterable[Finding]) -> Fixed:
    """Apply the edits of findings, each finding's all or none; of two that meet, the first in the text.

    `texts` are whole files by the paths that findings show, with their own line ends and byte order mark.
    """
    made: list[_Change] = []
    applied: list[Finding] = []
    left: list[Finding] = []
    for finding in sorted((f for f in findings if f.edits), key=lambda f: (f.edits[0].where, f.rule.id)):
        changes = [_change(texts.get(edit.where.file, ""), edit) for edit in finding.edits]
        wanted = [change for change in changes if change and change not in made]
        if None in changes or any(change.meets(other) for change in wanted for other in made):
            left.append(finding)
        else:
            made += wanted
            applied.append(finding)
    return Fixed({file: _changed(file, text, made) for file, text in texts.items()}, tuple(applied), tuple(left))


def _change(text: str, edit: Edit) -> _Change | None:
    """None where the text has not what the edit takes away."""
    starts = [len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0]
    starts += [match.end() for match in _LINE_END.finditer(text)]
    where = edit.where
    if not (1 <= where.line <= len(starts) and where.column >= 1 and where.length == len(edit.was)):
        return None
    start = starts[where.line - 1] + where.column - 1
    if start > len(text) or _LINE_END.search(text, starts[where.line - 1], start):
        return None
    found = re.compile("(?:\r\n|\r|\n)".join(map(re.escape, edit.was.split("\n")))).match(text, start)
    if not found:
        return None
    end = _LINE_END.search(text)
    return _Change(where.file, start, found.end(), edit.text.replace("\n", end[0] if end else "\n"))


def _changed(file: str, text: str, changes: Iterable[_Change]) -> str:
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        if change.file == file:
            text = text[: change.start] + change.text + text[change.end :]
    return text


def diff(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """A unified diff of texts by their files. What has no sign of its own is shown by its number."""
    return "\n".join(line for file in sorted(before) for line in _diff(file, before[file], after[file]))


def _diff(file: str, before: str, after: str) -> Iterator[str]:
    old, new = (_LINE_END.sub("\n", text).removeprefix(_BYTE_ORDER_MARK).split("\n") for text in (before, after))
    for line in difflib.unified_diff(old, new, file, f"{file} (mended)", lineterm=""):
        yield "".join(c if c.isprintable() or c in "\t\u00a0\u202f" else f"<U+{ord(c):04X}>" for c in line)
