"""private/dates.yaml of a case: real dates, to be compared and looked for, and never printed, not even in a finding.

day 0: 2025-03-14
week 6: 2025-04-25
birth: 1981-11-02
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from pipeline.case.time import Time, parse_time
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.reading.text import read_text
from pipeline.reading.yaml_nodes import TooDeepError, load

PRIVATE_DATES = rule(
    "private-dates",
    Severity.FATAL,
    "A private date that cannot be read cannot be kept out of what is published.",
    fix="Write one `time: date` per line, such as `day 0: 2024-03-12`.",
    example="# private/dates.yaml\nday 0: last spring\n",
)
DATES_FILE = "private/dates.yaml"

_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")


@dataclass(frozen=True, slots=True)
class PrivateDate:
    key: str
    """As written before the colon: `day 0`, `birth`."""
    time: Time | None
    """None for the date of birth, which is no part of the course."""
    day: date
    line: int


def read_private_dates(folder: Path, shown: str) -> tuple[tuple[PrivateDate, ...], list[Finding]]:
    """The dates of the case in this folder, none where it has no such file; `shown` is the folder as findings name it.

    Findings name lines in their words only: the text of a line is shown with its place, and would be a date.
    """
    where = Location(f"{shown}/{DATES_FILE}")
    if not (folder / DATES_FILE).exists():
        return (), []
    text, problems = read_text(folder / DATES_FILE, where.file, folder)
    if text is None:
        return (), [PRIVATE_DATES.at(where, f"these dates cannot be read: {p.message}", hint=p.hint) for p in problems]
    try:
        document = load(text, where.file)
    except (TooDeepError, yaml.YAMLError):
        document = None
    if document is None or document.findings or not isinstance(document.root, dict):
        hint = "write one time and its date on each line, such as day 0: 2025-03-14, and no time twice"
        return (), [PRIVATE_DATES.at(where, "these dates cannot be read: the file is not a list of lines", hint=hint)]
    read = [(str(key), document.keys[(key,)].line, value) for key, value in document.root.items()]
    dates, findings = [], []
    for key, line, value in read:
        found = _read(key, line, value)
        if isinstance(found, PrivateDate):
            dates.append(found)
        else:
            findings.append(PRIVATE_DATES.at(where, f"line {line}: {found[0]}", hint=found[1]))
    return tuple(dates), findings


def _read(key: str, line: int, value: object) -> PrivateDate | tuple[str, str]:
    """A date, or what is wrong with it and what to do."""
    time, _ = parse_time(key)
    if key != "birth" and (time is None or time.days is None or time.end):
        return "what stands before the colon is no time of the course", "write a time such as day 0 or week 6, or birth"
    match = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None
    except ValueError:
        day = None
    if day is None:
        return "what stands behind the colon is no date", "write year, month and day, such as 2025-03-14"
    return PrivateDate(key, None if key == "birth" else time, day, line)


def disagreements(dates: tuple[PrivateDate, ...]) -> Iterator[tuple[PrivateDate, PrivateDate, int]]:
    """Day 0, a date that does not lie where its time says, and how many days after day 0 it lies.

    A time in weeks, months or years may be off by one of them, and by two where it is uncertain.
    """
    zero = next((entry for entry in dates if entry.time and entry.time.days == 0), None)
    for entry in dates:
        if zero and entry.time and entry.time.days is not None:
            offset = (entry.day - zero.day).days
            exact = entry.time.unit in {"hour", "day"} and not entry.time.uncertain
            if abs(offset - entry.time.days) >= (1 if exact else entry.time.precision):
                yield zero, entry, offset
