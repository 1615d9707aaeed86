"""Figures and tables of case.yaml → finished blocks, not yet numbered: images loaded, legends composed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from pipeline.case import Case
from pipeline.case import figures as written
from pipeline.figures.arrangement import columns
from pipeline.figures.image import load_image
from pipeline.figures.placeholder import placeholder_image
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Alignment, Cell, Figure, Image, Inline, Inlines, Panel, Strong, Table, Text
from pipeline.reading.inline_nodes import plain_text, read_line
from pipeline.reading.text import decode

PANEL_WITHOUT_LEGEND = rule(
    "panel-without-legend", Severity.ERROR, "A reader who sees a letter looks for it in the legend."
)
LEGEND_WITHOUT_PANEL = rule(
    "legend-without-panel", Severity.ERROR, "A legend that explains a panel which is not there sends readers searching."
)
ALT_IS_LEGEND = rule(
    "alt-repeats-legend", Severity.WARNING, "A reader who listens hears the same words twice and learns nothing more."
)
TABLE_ROW = rule("table-row-length", Severity.ERROR, "Cells without a column, or columns without a cell, mislead.")
TABLE_FILE = rule("table-file", Severity.ERROR, "A table whose rows cannot be read would be printed empty.")

LETTERS = "ABCDEFGHI"
_CLAUSE = re.compile(r"\(([A-I])\)")


def figures_of(case: Case) -> tuple[dict[str, Figure], list[Finding]]:
    """Figures by id, in the order of case.yaml, with number 0 and no label."""
    findings: list[Finding] = []
    made = {}
    for figure_id, figure in case.facts.figures.items():
        made[figure_id], problems = _FigureMaker(case, figure_id, figure).make()
        findings += problems
    return made, findings


class _FigureMaker:
    def __init__(self, case: Case, figure_id: str, figure: written.Figure) -> None:
        self.case, self.id, self.figure = case, figure_id, figure
        self.several = len(figure.panels) > 1
        self.findings: list[Finding] = []

    def at(self, *path: str | int) -> Location:
        return self.case.sources.value("figures", self.id, *path)

    def line(self, text: str | None, *path: str | int) -> Inlines:
        if text is None:
            return ()
        inlines, problems = read_line(text, self.at(*path))
        self.findings += problems
        return inlines

    def make(self) -> tuple[Figure, list[Finding]]:
        panels = tuple(self._panel(i, panel) for i, panel in enumerate(self.figure.panels))
        origin = self.case.sources.key("figures", self.id)
        title = self.line(self.figure.title, "title")
        legend, credit = self._legend(), self._credit()
        across = columns([(panel.image.width, panel.image.height) for panel in panels])
        return Figure(self.id, 0, "", title, legend, credit, panels, across, origin), self.findings

    def _panel(self, index: int, panel: written.Panel) -> Panel:
        letter = LETTERS[index] if self.several else ""
        name = f"{self.id}-{letter.lower()}" if letter else self.id
        where = self.at("panels", index, "file")
        image: Image | None
        image, problems = load_image(self.case.folder / "figures", panel.file, name, where, panel.page)
        self.findings += problems
        if panel.legend and panel.alt.strip() == panel.legend.strip():
            hint = "say in `alt` what the picture shows; the legend says what it means"
            message = f"the alt text of {panel.file} is its legend again"
            self.findings.append(ALT_IS_LEGEND.at(self.at("panels", index, "alt"), message, hint=hint))
        return Panel(letter, image or placeholder_image(name, panel.file), panel.alt, where)

    def _legend(self) -> Inlines:
        """The figure's own legend, then each panel's clause behind its letter."""
        pieces: list[Inlines] = [self.line(self.figure.legend, "legend")]
        self._letters_exist(self.figure.legend or "", "legend")
        for index, panel in enumerate(self.figure.panels):
            clause = self.line(panel.legend, "panels", index, "legend")
            self._letters_exist(panel.legend or "", "panels", index, "legend")
            if self.several:
                where = self.at("panels", index)
                if not clause and not self.case.sources.was_dropped("figures", self.id, "panels", index, "legend"):
                    message = f"panel {LETTERS[index]} of `{self.id}` has no legend"
                    self.findings.append(PANEL_WITHOUT_LEGEND.at(where, message, hint="add a line: legend: …"))
                letter = Strong((Text(f"({LETTERS[index]})", where),), where)
                clause = (letter, Text(" ", where), *clause)
            pieces.append(clause)
        return _joined(pieces, self.at())

    def _letters_exist(self, text: str, *path: str | int) -> None:
        present = LETTERS[: len(self.figure.panels)] if self.several else ""
        for letter in sorted(set(_CLAUSE.findall(text)) - set(present)):
            message = f"this legend explains a panel ({letter}) that `{self.id}` does not have"
            hint = "add the panel, or take the letter out of the legend"
            self.findings.append(LEGEND_WITHOUT_PANEL.at(self.at(*path), message, hint=hint))

    def _credit(self) -> Inlines:
        pieces = [self.line(self.figure.credit, "credit")]
        for index, panel in enumerate(self.figure.panels):
            credit = self.line(panel.credit, "panels", index, "credit")
            if credit and self.several:
                credit = (Text(f"({LETTERS[index]}) ", self.at("panels", index, "credit")), *credit)
            pieces.append(credit)
        return _joined(pieces, self.at())


def _joined(pieces: list[Inlines], where: Location) -> Inlines:
    """Pieces one after the other, each ending in a full stop, with a blank between."""
    made: list[Inline] = []
    for piece in filter(None, pieces):
        if made:
            made.append(Text(" ", where))
        made.extend(piece)
        if plain_text(piece).rstrip()[-1:] not in {".", "?", "!", ""}:
            made.append(Text(".", where))
    return tuple(made)


def tables_of(case: Case) -> tuple[dict[str, Table], list[Finding]]:
    """Tables kept in case.yaml or data/, by id, without label."""
    findings: list[Finding] = []
    made = {}
    for table_id, table in case.facts.tables.items():
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
