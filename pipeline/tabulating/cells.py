"""Facts → cells of a table, and cells → a table without the columns that nobody filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.case.patient import Timed
from pipeline.case.sources import FieldPath, Sources
from pipeline.facts.times import time_in_words
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Alignment, Cell, Inline, Inlines, LineBreak, Text
from pipeline.reading.inline_nodes import read_line
from pipeline.tabulating.tabulated import Request, Tabulated
from pipeline.tabulating.timeline import capital

NOTHING_TO_SHOW = rule(
    "table-of-nothing",
    Severity.ERROR,
    "A table without rows tells a reader nothing.",
    fix="Add the facts that the table shows, or take the table out.",
    example="tables: {tbl-x: {title: Treatments, shows: treatments}}   # without treatments\n",
)
NOT_CHOSEN = rule(
    "table-takes-no-choice",
    Severity.ERROR,
    "A choice that is not followed shows more than was meant.",
    fix="Take out `of:` or `at:`.",
    example="treatments: {x: {from: day 0}}\ntables: {tbl-x: {title: Treatments, shows: treatments, at: [day 0]}}\n",
)

MISSING = "–"
"""Stands where a fact is not given and others of its kind are."""


def cell(text: str | None, where: Location) -> Cell:
    """Plain words, beginning with a capital letter; empty for None."""
    return Cell((Text(capital(text), where),) if text else (), where)


def lines_cell(lines: Iterable[str], where: Location) -> Cell:
    """Each on a line of its own."""
    return Cell(tuple(_on_lines([(Text(capital(line), where),) for line in lines])), where)


def prose_cell(texts: Sequence[str], path: FieldPath, sources: Sources) -> tuple[Cell, list[Finding]]:
    """Lines of Markdown, with semicolons between them. `path` is the field; entries of a list have their own places."""
    findings: list[Finding] = []
    said: list[Inline] = []
    for index, text in enumerate(texts):
        where = sources.value(*path, index) if len(texts) > 1 else sources.value(*path)
        line, problems = read_line(text, where)
        findings += problems
        said += line if said else _begun(line)
        if index + 1 < len(texts):
            said.append(Text("; ", where))
    return Cell(tuple(said), sources.value(*path)), findings


def table_of(
    request: Request, heads: Sequence[str], rows: Sequence[Sequence[Cell]], notes: tuple[Inlines, ...] = ()
) -> Tabulated:
    """All rows, with a dash for what one of them lacks; columns that are empty in all are left out."""
    filled = [n for n in range(len(heads)) if not rows or any(row[n].children for row in rows)]
    head = tuple(Cell((Text(heads[n], request.origin),), request.origin) for n in filled)
    body = tuple(tuple(_dashed(row[n]) for n in filled) for row in rows)
    return Tabulated((Alignment.LEFT,) * len(filled), head, body, notes)


def empty(request: Request, message: str, hint: str) -> Finding:
    return NOTHING_TO_SHOW.at(request.origin, message, hint=hint)


def choices(request: Request, *fields: str) -> list[Finding]:
    """Findings for `of` and `at` where this kind of table does not heed them; `fields` are those that it does."""
    findings = []
    for field in ("of", "at"):
        if field not in fields and getattr(request.wish, field):
            where = request.case.sources.key("tables", request.table_id, field)
            message = f"a table that shows {request.wish.shows} always shows all of it; `{field}` is not followed"
            findings.append(NOT_CHOSEN.at(where, message, hint=f"take `{field}` out"))
    return findings


def time_cell(timed: Timed, request: Request, where: Location) -> Cell:
    """`Day 5`, `Week 9 to week 11`, `Week 1, ongoing`; empty where no time is given."""
    said = capital(_when(timed, request.words, request.case.facts.language))
    # A number stays with its unit.
    return cell(re.sub(r" (?=[−\d])", "\N{NO-BREAK SPACE}", said), where)


def _when(timed: Timed, words: Mapping[str, str], language: str) -> str:
    if timed.at:
        return time_in_words(timed.at.text, words, language)
    start = time_in_words(timed.from_.text, words, language) if timed.from_ else ""
    is_before = timed.from_ is None or timed.from_.days is None
    if timed.to:
        end = time_in_words(timed.to.text, words, language)
        return words["time_until"].format(end=end) if is_before else words["time_span"].format(start=start, end=end)
    if not start:
        return ""
    return words["ongoing_before"] if is_before else words["ongoing_from"].format(start=start)


def explained(what: str, detail: str | None) -> str:
    """`what (detail)`; two brackets in a row read badly."""
    if not detail:
        return what
    return f"{what}; {detail}" if what.endswith(")") else f"{what} ({detail})"


def _begun(line: Inlines) -> Inlines:
    match line:
        case (Text(text=text) as first, *rest):
            return (replace(first, text=capital(text)), *rest)
        case _:
            return line


def _dashed(one: Cell) -> Cell:
    return one if one.children else Cell((Text(MISSING, one.origin),), one.origin)


def _on_lines(lines: Sequence[Inlines]) -> Iterator[Inline]:
    for index, line in enumerate(lines):
        if index:
            yield LineBreak(line[0].origin)
        yield from line
