"""A source file → its text, with line ends made one, or a finding that says why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pipeline.findings import Finding, Location, Severity, instead, rule
from pipeline.reading.hidden_characters import HIDDEN_DIRECTION

FILE_MISSING = rule(
    "file-missing",
    Severity.FATAL,
    "Without this file there is no case to build.",
    fix="Put the file into the case's folder.",
    example="# cases/one/ without narrative.md\n",
)
FILE_NOT_TEXT = rule(
    "file-not-text",
    Severity.FATAL,
    "A file that is not UTF-8 text would be read with wrong letters.",
    fix="Save the file as UTF-8 in your editor.",
    example="# case.yaml in Latin-1\n",
)
FILE_TOO_LARGE = rule(
    "file-too-large",
    Severity.FATAL,
    "A case report is short; a file this large is something else.",
    fix="Look whether this is the right file.",
    example="# narrative.md of 40 MB\n",
)
FILE_OUTSIDE_CASE = rule(
    "file-outside-case",
    Severity.FATAL,
    "A case must not publish what lies outside its own folder.",
    fix="Put the file itself into the case's folder instead of a link.",
    example="# cases/one/narrative.md links to ../../other.md\n",
)

_MOST_OVERRIDES = 5
MAX_BYTES = 8 * 1024 * 1024
# What YAML or HTML refuse, or YAML takes for the end of a line; tab and line feed are welcome.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u2028\u2029]")
# They show a line in another order than it is written in. Embeddings and isolates stay: prose in Arabic needs them.
_OVERRIDE = re.compile("[\u202d\u202e]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_unsaved: ContextVar[Mapping[Path, bytes] | None] = ContextVar("unsaved", default=None)


@contextmanager
def as_if_saved(files: Mapping[Path, bytes]) -> Iterator[None]:
    """Within it, `read_text` finds these bytes in files, whatever lies on the disk; the paths are resolved."""
    token = _unsaved.set(files)
    try:
        yield
    finally:
        _unsaved.reset(token)


def read_text(path: Path, shown: str, folder: Path) -> tuple[str | None, list[Finding]]:
    """Read one source file of a case. A byte order mark and CRLF are accepted and dropped.

    `shown` is the path for findings; `folder` is the case's folder, which the file may not leave.
    """
    where = Location(shown)
    if not path.is_file():
        what = "there is a folder where this file should be" if path.is_dir() else "this file is missing"
        hint = "`casewright new ID` makes a case with all the files it needs"
        return None, [FILE_MISSING.at(where, what, hint=hint)]
    if not path.resolve().is_relative_to(folder.resolve()):
        hint = "put the file itself into the case folder"
        return None, [FILE_OUTSIDE_CASE.at(where, "this is a link to a file outside the case folder", hint=hint)]
    try:
        data = (_unsaved.get() or {}).get(path.resolve())
        if data is None and path.stat().st_size <= MAX_BYTES:
            data = path.read_bytes()
    except OSError as problem:
        return None, [FILE_MISSING.at(where, f"this file cannot be read: {problem.strerror}")]
    if data is None:
        return None, [FILE_TOO_LARGE.at(where, f"this file is larger than {MAX_BYTES // 2**20} MB")]
    return decode(data, where)


def decode(data: bytes, where: Location) -> tuple[str | None, list[Finding]]:
    """Bytes → text in UTF-8, or a finding at the first byte that is not."""
    save = "save the file as UTF-8 in your editor"
    if data.startswith(_UTF16):
        return None, [FILE_NOT_TEXT.at(where, "this file is in UTF-16", hint=save)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode("utf-8-sig", "replace")
        message = f"this letter is not stored as UTF-8 (byte 0x{data[problem.start]:02X})"
        return None, [FILE_NOT_TEXT.at(_at(where, before), message, hint=save)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if match := CONTROL.search(text):
        message = f"an invisible control character stands here (U+{ord(match[0]):04X})"
        return None, [FILE_NOT_TEXT.at(_at(where, text[: match.start()]), message, hint="delete it and save as UTF-8")]
    findings = []
    for match in islice(_OVERRIDE.finditer(text), _MOST_OVERRIDES):
        message = f"an invisible mark that turns the direction of writing around was left out (U+{ord(match[0]):04X})"
        found = HIDDEN_DIRECTION.at(_at(where, text[: match.start()]), message, hint="delete it")
        findings.append(replace(found, edits=(instead(found.where, match[0], ""),)))
    return _OVERRIDE.sub("", text), findings


def _at(where: Location, before: str) -> Location:
    lines = before.replace("\r\n", "\n").split("\n")
    return Location(where.file, len(lines), len(lines[-1]) + 1)
