"""Tables of case.yaml → finished blocks, not yet numbered."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from pipeline.case import Case
from pipeline.case import figures as written
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Alignment, Cell, Inlines, Table
from pipeline.reading.inline_nodes import read_line
from pipeline.reading.text import decode
from pipeline.remembering import Same, facts_and_files, remembered
from pipeline.tabulating import TABLE_KINDS, Request

TABLE_ROW = rule(
    "table-row-length",
    Severity.ERROR,
    "Cells without a column, or columns without a cell, mislead.",
    fix="Give each row as many cells as there are columns; '' is an empty one.",
    example="tables: {tbl-x: {title: T, columns: [a, b], rows: [[1, 2, 3]]}}\n",
)
TABLE_FILE = rule(
    "table-file",
    Severity.ERROR,
    "A table whose rows cannot be read would be printed empty.",
    fix="Put the CSV file into data/, saved as UTF-8.",
    example="tables: {tbl-x: {title: T, file: missing.csv}}\n",
)
TABLE_SHOWS = rule(
    "table-shows-nothing",
    Severity.ERROR,
    "A table is either written out or made from facts; one of them is needed.",
    fix="Add `columns:` and `rows:`, `file:`, or `shows:`.",
    example="tables: {tbl-x: {title: Empty}}\n",
)


@remembered(lambda case, words: (facts_and_files(case), Same(words)))
def tables_of(case: Case, words: Mapping[str, str]) -> tuple[dict[str, Table], list[Finding]]:
    """Tables of case.yaml by id, without label: written there, kept in data/, or made from the facts."""
    findings: list[Finding] = []
    made = {}
    for table_id, table in case.facts.tables.items():
        if table.shows and not (table.columns or table.rows or table.file):
            made[table_id], problems = _from_facts(case, table_id, table, words)
            findings += problems
            continue
        told = any(case.sources.was_dropped("tables", table_id, field) for field in ("shows", "columns"))
        if (table.shows or not table.columns) and not told:
            findings.append(_neither_or_both(table_id, case.sources.key("tables", table_id), bool(table.shows)))
        rows = table.rows
        if table.file and table.rows:
            where = case.sources.key("tables", table_id, "rows")
            hint = "keep them in one of the two places"
            findings.append(
                TABLE_FILE.at(where, f"`{table_id}` has rows here and in a file; these are lost", hint=hint)
            )
        if table.file:
            rows, problems = _csv_rows(case, table.file, case.sources.value("tables", table_id, "file"))
            findings += problems
        made[table_id], problems = _table(case, table_id, table, rows)
        findings += problems
    return made, findings


def _neither_or_both(table_id: str, origin: Location, both: bool) -> Finding:
    if both:
        message = f"`{table_id}` is written out and has `shows`; only what is written out is printed"
        return TABLE_SHOWS.at(origin, message, hint="take one of the two out")
    hint = "add `columns:` and `rows:`, or `shows: measurements`"
    return TABLE_SHOWS.at(origin, f"`{table_id}` has no columns and shows nothing", hint=hint)


def _from_facts(
    case: Case, table_id: str, table: written.Table, words: Mapping[str, str]
) -> tuple[Table, list[Finding]]:
    request = Request(case, table_id, table, words)
    body, findings = TABLE_KINDS[str(table.shows)](request)
    title, problems = read_line(table.title, case.sources.value("tables", table_id, "title"))
    findings += problems
    notes = list(body.notes)
    for index, text in enumerate(table.notes):
        note, problems = read_line(text, case.sources.value("tables", table_id, "notes", index))
        findings += problems
        notes.append(note)
    made = Table(table_id, "", title, body.alignments, body.head, body.rows, tuple(notes), request.origin)
    return made, findings


def _table(
    case: Case, table_id: str, table: written.Table, rows: tuple[tuple[str, ...], ...]
) -> tuple[Table, list[Finding]]:
    findings: list[Finding] = []

    def line(text: str, *path: str | int) -> Inlines:
        inlines, problems = read_line(text, case.sources.value("tables", table_id, *path))
        findings.extend(problems)
        return inlines

    def cell(text: str, *path: str | int) -> Cell:
        return Cell(line(text, *path) if text else (), case.sources.value("tables", table_id, *path))

    width = len(table.columns)
    body = []
    for number, row in enumerate(rows):
        if len(row) != width:
            where = case.sources.value("tables", table_id, "rows", number)
            findings.append(
                TABLE_ROW.at(where, f"row {number + 1} has {len(row)} cells, the table has {width} columns")
            )
        padded = [*row, *[""] * (width - len(row))]
        body.append(tuple(cell(text, "rows", number, i) for i, text in enumerate(padded[:width])))
    head = tuple(cell(text, "columns", i) for i, text in enumerate(table.columns))
    notes = tuple(line(note, "notes", i) for i, note in enumerate(table.notes))
    alignments = tuple(_alignment([row[i] for row in rows if i < len(row)]) for i in range(width))
    origin = case.sources.key("tables", table_id)
    return Table(table_id, "", line(table.title, "title"), alignments, head, tuple(body), notes, origin), findings


def _alignment(column: list[str]) -> Alignment:
    # A flag such as H may stand behind a number.
    numbers = [
        re.fullmatch(r"[<>≤≥+\-−]?\s*[\d.,]+\s*(%|[A-Z]{1,2})?", cell.strip()) for cell in column if cell.strip()
    ]
    return Alignment.RIGHT if numbers and all(numbers) else Alignment.LEFT


def _csv_rows(case: Case, file: str, where: Location) -> tuple[tuple[tuple[str, ...], ...], list[Finding]]:
    """Rows of a CSV file in data/; its first row is its own head and is not printed."""
    folder = (case.folder / "data").resolve()
    path = (folder / file).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        hint = "put the file into the case's data/ folder"
        return (), [TABLE_FILE.at(where, f"there is no `{file}` in data/", hint=hint)]
    text, problems = decode(path.read_bytes(), where)
    if text is None:
        return (), [TABLE_FILE.at(where, f"`{file}`: {problem.message}", hint=problem.hint) for problem in problems]
    return tuple(_rows(text))[1:], []


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    # Excel writes semicolons where the comma is the decimal sign.
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        if any(row):
            yield tuple(cell.strip() for cell in row)
