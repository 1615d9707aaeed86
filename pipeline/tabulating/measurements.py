"""Test results → a table with reference ranges and flags: tests as rows, or as columns where there are many times."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.case.time import Time
from pipeline.facts.conversion import conversion_of
from pipeline.facts.measurements import Flag, Series, series_of
from pipeline.facts.times import time_in_words
from pipeline.facts.units import printed_unit
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.language import with_decimal_sign
from pipeline.manuscript import Alignment, Cell, Inlines, LineBreak, Strong, Text
from pipeline.reading.model_errors import known
from pipeline.tabulating.tabulated import Request, Tabulated

MEASURED_OF = rule(
    "measurements-of",
    Severity.ERROR,
    "A table shows only tests that have results.",
    fix="Write keys of `tests`.",
    example="tables: {tbl-x: {title: Results, shows: measurements, of: creatinin}}\n",
)
MEASURED_AT = rule(
    "measurements-at",
    Severity.ERROR,
    "A column for a time without results would be empty.",
    fix="Write times at which there are results.",
    example="tables: {tbl-x: {title: Results, shows: measurements, at: [day 5]}}\n",
)
TOO_WIDE = rule(
    "measurements-too-many",
    Severity.WARNING,
    "A table with too many columns is hard to read on paper.",
    fix="Choose with `of:` and `at:`, or divide the table.",
    example="tables: {tbl-x: {title: Results, shows: measurements}}   # 8 tests at 8 times\n",
)

MOST_COLUMNS = 7
"""Columns of values that a page holds."""
MISSING = "–"
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Row:
    """One test in one unit."""

    name: str
    """With its unit: `Haemoglobin, g/dL`."""
    range: str
    values: Mapping[float, tuple[str, Flag | None, Location]]
    """By `Time.sort_key`: printed text, flag, and where it was written."""
    origin: Location


def tabulate(request: Request) -> tuple[Tabulated, list[Finding]]:
    """All tests with results, or those of `of`; at all their times, or those of `at`."""
    series, findings = _wanted(request)
    rows = [row for one in series for row in rows_of(request, one)]
    times, problems = _times(request, series)
    findings += problems
    if len(times) <= MOST_COLUMNS or not rows:
        return _tests_down(request, rows, times), findings
    if len(rows) > MOST_COLUMNS:
        message = f"`{request.table_id}` has {len(rows)} tests at {len(times)} times, too many for a page"
        hint = f"name up to {MOST_COLUMNS} times in `at:`, or fewer tests in `of:`"
        findings.append(TOO_WIDE.at(request.origin, message, hint=hint))
    return _times_down(request, rows, times), findings


def rows_of(request: Request, series: Series) -> list[Row]:
    """The series in its unit, then in its second one where that is known; numbers as the language writes them."""
    test, language = request.case.facts.tests[series.key], request.case.facts.language

    def row(unit: str, converted: Mapping[str, str]) -> Row:
        def said(text: str) -> str:
            return with_decimal_sign(converted.get(text, text), language)

        values = {r.time.sort_key: (said(r.text), r.flag, r.where) for r in series.results}
        name = f"{series.name}, {unit}" if unit else series.name
        return Row(name, said(series.range.text) if series.range else "", values, series.where)

    rows = [row(series.unit, {})]
    if test.also_in and (conversion := conversion_of(series.key, test, test.also_in)):
        texts = [r.text for r in series.results if r.value is not None or r.text[:1].isdigit()]
        texts += [series.range.text] if series.range else []
        rows.append(row(printed_unit(test.also_in), {text: conversion.text(text) for text in texts}))
    return rows


def _wanted(request: Request) -> tuple[list[Series], list[Finding]]:
    every, _ = series_of(request.case)
    every = {key: series for key, series in every.items() if series.results}
    if not request.wish.of:
        if every:
            return list(every.values()), []
        hint = "add `results:` to a test, such as {day 0: 88, week 2: 24}"
        return [], [MEASURED_OF.at(request.origin, "no test has results that a table could show", hint=hint)]
    findings = []
    for index, key in enumerate(request.wish.of):
        if key not in every:
            where = request.case.sources.value("tables", request.table_id, "of", index)
            is_test = key in request.case.facts.tests
            message = f"`{key}` has no results at times" if is_test else f"there is no test `{key}`"
            near = difflib.get_close_matches(key, every, n=1)
            hint = f"did you mean `{near[0]}`?" if near else known(list(every))
            findings.append(MEASURED_OF.at(where, message, hint=hint))
    return [every[key] for key in dict.fromkeys(request.wish.of) if key in every], findings


def _times(request: Request, series: list[Series]) -> tuple[list[Time], list[Finding]]:
    """In their order, each once, in the words of the first test that has it."""
    times: dict[float, Time] = {}
    for one in series:
        for result in one.results:
            times.setdefault(result.time.sort_key, result.time)
    findings = []
    if request.wish.at:
        for index, time in enumerate(request.wish.at):
            if time.sort_key not in times and series:
                where = request.case.sources.value("tables", request.table_id, "at", index)
                said = ", ".join(times[key].text for key in sorted(times))
                message = f"none of these tests has a result at {time.text}"
                findings.append(MEASURED_AT.at(where, message, hint=f"results are given for: {said}"))
        times = {time.sort_key: time for time in request.wish.at if time.sort_key in times}
    return [times[key] for key in sorted(times)], findings


def _tests_down(request: Request, rows: list[Row], times: list[Time]) -> Tabulated:
    words, ranged = request.words, any(row.range for row in rows)
    heads = [words["measured_test"], *[words["measured_range"]] * ranged, *_said(request, times)]
    body = []
    for row in rows:
        ranges = [_cell(row.range, row.origin)] * ranged
        body.append((_cell(row.name, row.origin), *ranges, *(_value(row, time) for time in times)))
    left = [Alignment.LEFT] * (1 + ranged)
    return Tabulated(
        (*left, *[Alignment.RIGHT] * len(times)),
        tuple(_cell(head, request.origin) for head in heads),
        tuple(body),
        _notes(request, rows, times, ranged=False),
    )


def _times_down(request: Request, rows: list[Row], times: list[Time]) -> Tabulated:
    heads = [_cell(request.words["measured_time"], request.origin)]
    for row in rows:
        below = (LineBreak(row.origin), Text(f"({row.range})", row.origin)) if row.range else ()
        heads.append(Cell((Text(row.name, row.origin), *below), row.origin))
    body = [
        (_cell(said, request.origin), *(_value(row, time) for row in rows))
        for said, time in zip(_said(request, times), times, strict=True)
    ]
    alignments = (Alignment.LEFT, *[Alignment.RIGHT] * len(rows))
    ranged = any(row.range for row in rows)
    return Tabulated(alignments, tuple(heads), tuple(body), _notes(request, rows, times, ranged=ranged))


def _said(request: Request, times: list[Time]) -> list[str]:
    """Times as heads: `Day 0`."""
    said = [time_in_words(time.text, request.words, request.case.facts.language) for time in times]
    return [text[:1].upper() + text[1:].replace(" ", NBSP) for text in said]


def _value(row: Row, time: Time) -> Cell:
    if time.sort_key not in row.values:
        return _cell(MISSING, row.origin)
    text, flag, where = row.values[time.sort_key]
    if not flag:
        return _cell(text, where)
    return Cell((Text(text + NBSP, where), Strong((Text(flag, where),), where)), where)


def _notes(request: Request, rows: list[Row], times: list[Time], *, ranged: bool) -> tuple[Inlines, ...]:
    """What the flags and the dash mean, as far as they are in the table."""
    words, where = request.words, request.origin
    shown = [row.values.get(time.sort_key) for row in rows for time in times]
    used = {value[1] for value in shown if value}
    said = [words["measured_ranges"]] if ranged else []
    said += [f"{flag}, {words[f'flag_{flag}']}" for flag in Flag if flag in used]
    said += [f"{MISSING}, {words['measured_missing']}"] if None in shown else []
    return ((Text("; ".join(said) + ".", where),),) if said else ()


def _cell(text: str, where: Location) -> Cell:
    return Cell((Text(text, where),) if text else (), where)
