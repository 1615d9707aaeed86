"""References and the author's list of retracted articles in; what the list says of them out."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pipeline.findings import Finding, Location
from pipeline.library import Item
from pipeline.reading import normal_values
from pipeline.references.retraction_list import Row, entries
from pipeline.references.works import identifier

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")


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

    The list, which may hold 100,000 rows, is read row by row, and of rows about other articles only a number is kept.
    """
    if not path.exists():
        return {}, []
    stat = path.stat()
    state = (stat.st_mtime_ns, stat.st_size)
    wanted = frozenset(sign for item in items for kind in ("DOI", "PMID") if (sign := identifier(item.csl, kind)))
    listed, findings = _listed(path, shown, state)
    about = {hash(sign) for sign in wanted}.intersection(listed)
    return (_about(path, shown, state, wanted) if about else {}), list(findings)


# Many cases are checked against one list, and a preview checks one case again and again.
@lru_cache(maxsize=2)
def _listed(path: Path, shown: str, _: tuple[int, int]) -> tuple[array[int], tuple[Finding, ...]]:
    """The hashes of all identifiers in the list, and what is wrong with it; the last argument is its state."""
    hashes = array("q")
    findings = []
    for row in entries(path, shown):
        if isinstance(row, Finding):
            findings.append(row)
        else:
            hashes.extend(map(hash, row.signs))
    return hashes, tuple(findings)


@lru_cache(maxsize=8)
def _about(path: Path, shown: str, _: tuple[int, int], wanted: frozenset[str]) -> Notices:
    found: dict[str, list[Notice]] = {}
    for row in entries(path, shown):
        if isinstance(row, Row):
            for sign in wanted.intersection(row.signs):
                found.setdefault(sign, []).append(_notice(row))
    return {sign: tuple(notices) for sign, notices in found.items()}


def _notice(row: Row) -> Notice:
    cells = {name: normal_values.text(row.cells[at]) for name, at in row.columns.items() if at < len(row.cells)}
    said = cells.get("nature", "")
    # A list that does not say what its rows are is one of retractions.
    nature = next((nature for sign, nature in _NATURES.items() if sign in said.lower()), Nature.OTHER)
    reasons = [part.strip() for part in re.split(r"[;+]", cells.get("reason", "")) if part.strip()]
    reason = "; ".join([said, *reasons] if nature is Nature.OTHER and said else reasons)
    date = cells.get("date", "") or _date(cells.get("month first", ""))
    return Notice(nature if said else Nature.RETRACTION, date, reason, row.where)


def _date(text: str) -> str:
    """Retraction Watch writes 5/30/2019 0:00, month first; `2019-05-30` can be read in one way only."""
    match = _DATE.fullmatch(text)
    return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}" if match and int(match[1]) <= 12 else text
