"""A CSV file in data/ and a test → the test's results as typed, each with its place in that file."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.case import Case
from pipeline.case.course import Test
from pipeline.case.time import Time, parse_time
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.reading.text import read_text

RESULTS_FILE = rule(
    "results-file",
    Severity.ERROR,
    "Results that cannot be read would be missing from every output.",
    fix="Put the CSV file into data/, saved as UTF-8, and write its name.",
    example="tests: {sodium: {name: Sodium, file: missing.csv}}\n",
)
RESULTS_COLUMN = rule(
    "results-column",
    Severity.ERROR,
    "Values are taken from a column by the name at its head.",
    fix="Give the column the test's key or name as its head.",
    example="tests: {lactate: {name: Lactate, file: labs.csv}}\n# data/labs.csv\nday,alt\n",
)
RESULTS_ROW = rule(
    "results-row",
    Severity.ERROR,
    "In a row that does not fit its head, values stand under wrong names.",
    fix="Give each row as many cells as the head has.",
    example="# data/labs.csv\nday,alt\n0,88,3\n",
)
RESULTS_TIME = rule(
    "results-time",
    Severity.ERROR,
    "A value without its time has no place in the course.",
    fix="Write the time from presentation, such as day 12.",
    example="# data/labs.csv\ntime,alt\n12 March 2024,88\n",
)

MOST_ROWS = 5000
"""More than any course of one patient that is printed."""
_COUNTED = re.compile(r"(hour|day|week|month|year)s?", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"(?P<name>.*?)\s*[(\[](?P<unit>[^()\[\]]*)[)\]]")
_POINT = re.compile(r"[<>≤≥]?\s?\d+\.(?!\d{3}$)\d+")


@dataclass(frozen=True, slots=True)
class Typed:
    """A result as it was typed."""

    time: Time
    text: str
    where: Location
    decimal_comma: bool = False
    """It stands in a file in which the comma is the decimal sign."""


@dataclass(frozen=True, slots=True)
class Column:
    """The results of one test in a file, and the unit at the head of its column ('' if none)."""

    results: tuple[Typed, ...] = ()
    unit: str = ""
    head: Location | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[str, ...]
    places: tuple[Location, ...]

    def at(self, index: int) -> Location:
        return self.places[min(index, len(self.places) - 1)]


def results_in_file(case: Case, key: str, test: Test) -> tuple[Column, list[Finding]]:
    """The test's column of its file; empty, with findings, where there is no such file or column."""
    where = case.sources.value("tests", key, "file")
    shown = f"{case.sources.file.rpartition('/')[0] or case.id}/data/{test.file}"
    text, findings = _text(case, str(test.file), shown, where)
    if text is None:
        return Column(), findings
    rows, findings = _rows(text, shown)
    if not rows:
        return Column(), findings or [RESULTS_FILE.at(where, f"`{test.file}` is empty")]
    head, *body = rows
    counted = _COUNTED.fullmatch(head.cells[0])
    if not counted and head.cells[0].lower() != "time":
        hint = "call it `time`, with values such as `day 12`, or `day`, with the number of the day"
        message = "the first column does not say when: its head is neither `time` nor `day`, `week`, `month` …"
        return Column(), [*findings, RESULTS_COLUMN.at(head.at(0), message, hint=hint, quote=head.cells[0])]
    index, problems = _column(head, key, test, where)
    findings += problems
    if not index:
        return Column(), findings
    results, problems = _results(body, index, len(head.cells), counted[1].lower() if counted else "")
    comma = ";" in text.split("\n", 1)[0] and not any(_POINT.fullmatch(cell) for row in body for cell in row.cells)
    unit = _UNIT_BEHIND.fullmatch(head.cells[index])
    typed = tuple(replace(result, decimal_comma=comma) for result in results)
    return Column(typed, unit["unit"] if unit else "", head.at(index)), findings + problems


def _text(case: Case, file: str, shown: str, where: Location) -> tuple[str | None, list[Finding]]:
    folder = case.folder / "data"
    path = folder / file
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        return None, [
            RESULTS_FILE.at(where, f"there is no `{file}` in data/", hint="put the file into the case's data/")
        ]
    text, problems = read_text(path, shown, folder)
    # A file of results that cannot be read spoils its tests, not the whole case.
    return text, [RESULTS_FILE.at(f.where, f.message, hint=f.hint) for f in problems]


def _rows(text: str, shown: str) -> tuple[list[_Row], list[Finding]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[_Row] = []
    try:
        for cells in reader:
            if len(rows) > MOST_ROWS:
                message = f"this file has more than {MOST_ROWS} rows; those from here on are not read"
                hint = "keep the results that the report shows"
                return rows, [RESULTS_FILE.at(Location(shown, reader.line_num), message, hint=hint)]
            if any(cell.strip() for cell in cells):
                places = tuple(_places(cells, lines[reader.line_num - 1], Location(shown, reader.line_num)))
                rows.append(_Row(tuple(cell.strip() for cell in cells), places))
    except csv.Error:
        # The reader stops at the end of a cell that it cannot close, far behind its beginning.
        where = Location(shown, rows[-1].places[-1].line + 1 if rows else 1)
        message = "from here on this file is no table: a quotation mark is never closed, or something stands behind it"
        return rows, [RESULTS_FILE.at(where, message, hint="the rows above are read")]
    return rows, []


def _places(cells: list[str], line: str, where: Location) -> Iterator[Location]:
    column = 1
    for cell in cells:
        # In quotation marks a cell may hold separators, so that only its line is sure.
        if '"' in line:
            yield where
        else:
            blanks = len(cell) - len(cell.lstrip())
            yield replace(where, column=column + blanks, length=max(len(cell.strip()), 1))
        column += len(cell) + 1


def _column(head: _Row, key: str, test: Test, where: Location) -> tuple[int, list[Finding]]:
    """Number of the test's column, 0 where it has none or two."""
    wanted = {_folded(key), _folded(test.name)}
    names = [_folded(match["name"]) if (match := _UNIT_BEHIND.fullmatch(c)) else _folded(c) for c in head.cells]
    found = [i for i, cell in enumerate(head.cells) if i and wanted & {_folded(cell), names[i]}]
    if len(found) == 1:
        return found[0], []
    if found:
        message = f"two columns are named `{head.cells[found[0]]}`; neither is read"
        return 0, [RESULTS_COLUMN.at(head.at(found[1]), message, hint="rename or delete one of them")]
    near = difflib.get_close_matches(_folded(key), names[1:], n=1) or difflib.get_close_matches(
        _folded(test.name), names[1:], n=1
    )
    known = f"its columns are: {', '.join(head.cells[1:])}"
    hint = f"did you mean `{head.cells[names.index(near[0])]}`? name the column `{key}`" if near else known
    return 0, [RESULTS_COLUMN.at(where, f"`{test.file}` has no column `{key}`", hint=hint)]


def _folded(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name.casefold())).strip()


def _results(body: list[_Row], index: int, width: int, counted: str) -> tuple[list[Typed], list[Finding]]:
    results: list[Typed] = []
    findings: list[Finding] = []
    for row in body:
        if any(row.cells[width:]):
            message = f"this row has {len(row.cells)} cells, the head has {width}; it is left out"
            hint = "a separator within a value makes two cells of it: put the value into quotation marks"
            findings.append(RESULTS_ROW.at(replace(row.at(0), column=0), message, hint=hint))
            continue
        if len(row.cells) < width:
            message = f"this row has {len(row.cells)} cells, the head has {width}; those behind count as not measured"
            findings.append(RESULTS_ROW.at(replace(row.at(0), column=0), message, hint="leave a cell empty, but there"))
        typed = f"{counted} {row.cells[0]}".strip()
        time, problem = parse_time(typed)
        if time is None:
            said = f"`{row.cells[0]}` is no number of {counted}s" if counted else problem
            findings.append(RESULTS_TIME.at(row.at(0), f"{said}; this row is left out", quote=row.cells[0]))
        elif time.end:
            message = f"`{row.cells[0]}` is a span; a result has one time; this row is left out"
            findings.append(RESULTS_TIME.at(row.at(0), message))
        elif row.cells[index : index + 1] > ("",):
            results.append(Typed(time, row.cells[index], row.at(index)))
    return results, findings
