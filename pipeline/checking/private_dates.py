"""The real dates of a case, kept in private/: they must fit the times of the case, and stand nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pipeline.case import Case
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.reading.date_spellings import dates_in
from pipeline.reading.private_dates import DATES_FILE, PrivateDate, disagreements, read_private_dates
from pipeline.reading.text import read_text

DATE_DISAGREES = rule(
    "date-disagrees",
    Severity.WARNING,
    "A time of the course that does not fit the real dates is wrong, or they are.",
    fix="Correct the time in case.yaml or the date in private/dates.yaml.",
    example="# private/dates.yaml\nday 0: 2024-03-12\nevents.day 12: 2024-05-01\n",
)
DATE_WRITTEN = rule(
    "private-date-written",
    Severity.REFUSAL,
    "A real date can identify the patient, and would be published.",
    fix="Replace the date with a time from presentation, such as day 12.",
    example="# private/dates.yaml\nday 0: 2024-03-12\n# narrative.md\nShe was seen on 12 March 2024.\n",
)
SOURCES = ("case.yaml", "narrative.md", "data/*.csv")


def check(case: Case) -> Iterator[Finding]:
    """The findings of this family; none of them holds a date."""
    shown = str(PurePosixPath(case.sources.file).parent)
    dates, findings = read_private_dates(case.folder, shown)
    yield from findings
    for zero, entry, offset in disagreements(dates):
        side = "after" if offset >= 0 else "before"
        message = (
            f"the date of `{entry.key}` (line {entry.line}) is {abs(offset)} days {side} that of `{zero.key}`"
            f" (line {zero.line})"
        )
        hint = "correct one of the two dates, or the time"
        yield DATE_DISAGREES.at(Location(f"{shown}/{DATES_FILE}"), message, hint=hint)
    if dates:
        for pattern in SOURCES:
            for path in sorted(case.folder.glob(pattern)):
                yield from _written(case, dates, path, f"{shown}/{path.relative_to(case.folder).as_posix()}")


def _written(case: Case, dates: tuple[PrivateDate, ...], path: Path, shown: str) -> Iterator[Finding]:
    text, _ = read_text(path, shown, case.folder)
    days = {entry.day: entry for entry in dates}
    if not text or not dates_in(text, days, case.facts.language):
        return
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        # A date may run on into the next line; it is found where it begins.
        here = dates_in(f"{line}\n{lines[number] if number < len(lines) else ''}", days, case.facts.language)
        for day in sorted(here - dates_in(lines[number] if number < len(lines) else "", days, case.facts.language)):
            yield date_written(days[day], Location(shown, number))


def date_written(entry: PrivateDate, where: Location) -> Finding:
    """The finding for a private date at a place; it says which, not what it is."""
    meant = "the date of birth" if entry.time is None else f"the real date of `{entry.key}`"
    hint = f"write the time from presentation, such as {entry.key}" if entry.time else "write the age"
    return DATE_WRITTEN.at(where, f"{meant} stands here", hint=f"{hint}; real dates stay in {DATES_FILE}")
