"""The author's list of retracted articles, a CSV → its rows one by one, and a finding where it breaks.

Columns: those of the Retraction Watch data (`OriginalPaperDOI`, `OriginalPaperPubMedID`, `RetractionNature`,
`RetractionDate`, `Reason`), or plainly `doi` or `pmid` with, if wanted, `nature`, `date` and `reason`.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.reading import normal_values

BROKEN_LIST = rule(
    "retraction-list-unreadable",
    Severity.ERROR,
    "Beyond the place where a list of retractions breaks nothing is looked up, and a retracted reference passes.",
    fix="Download the list anew, or save it as CSV with a column `doi` or `pmid`.",
    example="# bibliography/retractions.csv\nTitle,Reason\n",
)
_COLUMNS = {
    "originalpaperdoi": "doi",
    "originalpaperpubmedid": "pmid",
    "retractionnature": "nature",
    "retractiondate": "month first",
    **{name: name for name in ("doi", "pmid", "nature", "date", "reason")},
}
"""Heads of columns, small and without blanks → what they hold."""
_MOST_LINES = 20
"""Of one row; more mean a quotation mark that is never closed."""


@dataclass(slots=True)
class Row:
    """One row of the list."""

    signs: list[str]
    cells: Sequence[str]
    columns: Mapping[str, int]
    where: Location


def entries(path: Path, shown: str) -> Iterator[Row | Finding]:
    """The rows of a list, and last of all why it could not be read to its end."""
    if not path.is_file():
        yield BROKEN_LIST.at(Location(shown), "this list of retractions is no file")
        return
    try:
        # Excel writes cp1252 on Windows.
        encoding, errors = ("utf-8-sig", "strict") if _is_utf8(path) else ("cp1252", "replace")
        with path.open(encoding=encoding, errors=errors, newline="") as file:
            yield from _entries_of(file, shown)
    except OSError as problem:
        yield BROKEN_LIST.at(Location(shown), f"this list of retractions cannot be read ({problem.strerror})")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 16):
                decoder.decode(part)
    except UnicodeDecodeError:
        return False
    return True


def _entries_of(file: TextIO, shown: str) -> Iterator[Row | Finding]:
    rows = _rows(file)
    line, head = next(rows, (1, []))
    columns = {_COLUMNS[name]: at for at, text in enumerate(head or []) if (name := _folded(text)) in _COLUMNS}
    if not {"doi", "pmid"} & columns.keys():
        message = "this list of retractions has no column for a DOI or a PubMed number"
        hint = "the first line names the columns: OriginalPaperDOI, OriginalPaperPubMedID …, or doi, reason"
        yield BROKEN_LIST.at(Location(shown, line), message, hint=hint)
        return
    for line, row in rows:
        if row is None:
            message = "this list of retractions cannot be read on from here"
            hint = "look for a quotation mark that is never closed, or save the list as CSV again"
            yield BROKEN_LIST.at(Location(shown, line), message, hint=hint)
        else:
            yield Row(list(_signs(row, columns)), row, columns, Location(shown, line))


def _rows(file: TextIO) -> Iterator[tuple[int, list[str] | None]]:
    """The rows with the lines they begin at; None, and no more, where the file is no CSV from a line on."""
    first = file.readline(10_000)
    file.seek(0)
    reader = csv.reader(file, delimiter=max(",;\t", key=first.count))
    before = 0
    try:
        for row in reader:
            if reader.line_num > before + 1 and (reader.line_num > before + _MOST_LINES or row[-1].endswith("\n")):
                yield before + 1, None
                return
            if row:
                yield before + 1, row
            before = reader.line_num
    except csv.Error:
        yield before + 1, None


def _signs(row: Sequence[str], columns: Mapping[str, int]) -> Iterator[str]:
    for name, spelling in (("doi", normal_values.doi), ("pmid", normal_values.pmid)):
        at = columns.get(name, len(row))
        if at < len(row) and row[at]:
            yield spelling(row[at]).lower()


def _folded(text: str) -> str:
    return re.sub(r"[\s_]", "", text).lower()
