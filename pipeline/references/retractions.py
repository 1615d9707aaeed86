"""The author's list of retracted articles, a CSV → the notices about given references, and findings about the list.

Columns: those of the Retraction Watch data (`OriginalPaperDOI`, `OriginalPaperPubMedID`, `RetractionNature`,
`RetractionDate`, `Reason`), or plainly `doi` or `pmid` with, if wanted, `nature`, `date` and `reason`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.library import Item
from pipeline.reading import normal_values
from pipeline.references.works import identifier

BROKEN_LIST = rule(
    "retraction-list-unreadable",
    Severity.ERROR,
    "What a list of retractions holds beyond the place where it breaks is not looked at, so nothing may be trusted.",
)

_COLUMNS = {
    "originalpaperdoi": "doi",
    "originalpaperpubmedid": "pmid",
    "retractionnature": "nature",
    "retractiondate": "month first",
    **{name: name for name in ("doi", "pmid", "nature", "date", "reason")},
}
"""Heads of columns, small and without blanks → what they hold."""


_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")
_MOST_LINES = 20
"""Of one row; more mean a quotation mark that is never closed."""


class Nature(StrEnum):
    """What a notice says of an article; what is said in other words stands among the reasons."""

    RETRACTION = "retraction"
    CONCERN = "expression of concern"
    CORRECTION = "correction"
    REINSTATEMENT = "reinstatement"
    OTHER = "other"


_NATURES = {
    "retract": Nature.RETRACTION,
    "withdraw": Nature.RETRACTION,
    "concern": Nature.CONCERN,
    "correct": Nature.CORRECTION,
    "corrigend": Nature.CORRECTION,
    "errat": Nature.CORRECTION,
    "reinstate": Nature.REINSTATEMENT,
}
"""What the word for a notice holds → what it says."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the list says of one article."""

    nature: Nature
    date: str
    """As the list has it, without a time of day; '' for none."""
    reason: str
    where: Location
    """The row of the list."""


Notices = Mapping[str, tuple[Notice, ...]]
"""By identifier, as `works.identifier` gives it."""


def read_notices(path: Path, shown: str, items: Iterable[Item]) -> tuple[Notices, list[Finding]]:
    """The notices about these references. Without a file there is none, and nothing is claimed.

    Rows about other articles are passed over as they are read: the whole list is never held in memory.
    """
    if not path.exists():
        return {}, []
    stat = path.stat()
    wanted = frozenset(sign for item in items for kind in ("DOI", "PMID") if (sign := identifier(item.csl, kind)))
    notices, findings = _read(path, shown, wanted, (stat.st_mtime_ns, stat.st_size))
    return notices, list(findings)


# A preview builds the same case again and again while the list, which may hold 100,000 rows, stays as it is.
@lru_cache(maxsize=16)
def _read(path: Path, shown: str, wanted: frozenset[str], _: tuple[int, int]) -> tuple[Notices, list[Finding]]:
    if not path.is_file():
        return {}, [BROKEN_LIST.at(Location(shown), "this list of retractions is no file")]
    try:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                return _notices(file, shown, wanted)
        except UnicodeDecodeError:
            # What Excel writes on Windows.
            with path.open(encoding="cp1252", errors="replace", newline="") as file:
                return _notices(file, shown, wanted)
    except OSError as problem:
        return {}, [BROKEN_LIST.at(Location(shown), f"this list cannot be read ({problem.strerror})")]


def _notices(file: TextIO, shown: str, wanted: frozenset[str]) -> tuple[Notices, list[Finding]]:
    rows = _rows(file)
    line, head = next(rows, (1, []))
    columns = {_COLUMNS[name]: at for at, text in enumerate(head or []) if (name := _folded(text)) in _COLUMNS}
    if not {"doi", "pmid"} & columns.keys():
        message = "this list of retractions has no column for a DOI or a PubMed number"
        hint = "the first line names the columns: OriginalPaperDOI, OriginalPaperPubMedID …, or doi, reason"
        return {}, [BROKEN_LIST.at(Location(shown, line), message, hint=hint)]
    found: dict[str, list[Notice]] = {}
    findings: list[Finding] = []
    for line, row in rows:
        if row is None:
            message = "this list of retractions cannot be read on from here"
            hint = "look for a quotation mark that is never closed, or save the list as CSV again"
            findings.append(BROKEN_LIST.at(Location(shown, line), message, hint=hint))
        elif signs := wanted.intersection(_signs(row, columns)):
            cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
            for sign in signs:
                found.setdefault(sign, []).append(_notice(cells, Location(shown, line)))
    return {sign: tuple(notices) for sign, notices in found.items()}, findings


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


def _notice(cells: Mapping[str, str], where: Location) -> Notice:
    said = cells.get("nature", "")
    # A list that does not say what its rows are is one of retractions.
    nature = next((nature for sign, nature in _NATURES.items() if sign in said.lower()), Nature.OTHER)
    reasons = [part.strip() for part in re.split(r"[;+]", cells.get("reason", "")) if part.strip()]
    reason = "; ".join([said, *reasons] if nature is Nature.OTHER and said else reasons)
    date = cells.get("date", "") or _date(cells.get("month first", ""))
    return Notice(nature if said else Nature.RETRACTION, date, reason, where)


def _date(text: str) -> str:
    """Retraction Watch writes 5/30/2019 0:00, month first; `2019-05-30` can be read in one way only."""
    match = _DATE.fullmatch(text)
    return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}" if match and int(match[1]) <= 12 else text


def _folded(text: str) -> str:
    return re.sub(r"[\s_]", "", text).lower()
