"""Treatments → a table of what was given, how, when and why, how it was changed and what came of it."""

from __future__ import annotations

import difflib

from pipeline.case.course import Change, Treatment
from pipeline.facts.times import time_in_words
from pipeline.findings import Finding, Severity, rule
from pipeline.manuscript import Cell
from pipeline.reading.model_errors import known
from pipeline.tabulating.cells import cell, choices, empty, explained, lines_cell, table_of, time_cell
from pipeline.tabulating.tabulated import Request, Tabulated
from pipeline.tabulating.timeline import capital

TREATMENTS_OF = rule(
    "treatments-of",
    Severity.ERROR,
    "A table of treatments shows only those that there are.",
    fix="Write keys of `treatments`.",
    example="tables: {tbl-x: {title: Treatments, shows: treatments, of: aspirn}}\n",
)

COLUMNS = ("name", "dose", "time", "reason", "changes")


def tabulate(request: Request) -> tuple[Tabulated, list[Finding]]:
    """All treatments, or those of `of` in its order; those that were only considered stand at the end."""
    wanted, findings = _wanted(request)
    findings += choices(request, "of")
    given = [key for key in wanted if not request.case.facts.treatments[key].considered_only]
    considered = [key for key in wanted if key not in given]
    rows = [_row(request, key) for key in (*given, *considered)]
    if not rows and not findings and not request.case.sources.was_dropped("treatments"):
        hint = "write them under treatments: {aspirin: {dose: 100 mg oral daily, from: day 1}}"
        findings.append(empty(request, "no treatment is given", hint))
    return table_of(request, [request.words[f"treatments_{column}"] for column in COLUMNS], rows), findings


def _wanted(request: Request) -> tuple[list[str], list[Finding]]:
    every = list(request.case.facts.treatments)
    findings = []
    for index, key in enumerate(request.wish.of):
        if key not in every and not request.case.sources.was_dropped("treatments", key):
            where = request.case.sources.value("tables", request.table_id, "of", index)
            near = difflib.get_close_matches(key, every, n=1)
            hint = f"did you mean `{near[0]}`?" if near else known(every)
            findings.append(TREATMENTS_OF.at(where, "there is no treatment of this name", hint=hint, quote=key))
    return [key for key in dict.fromkeys(request.wish.of) if key in every] if request.wish.of else every, findings


def _row(request: Request, key: str) -> list[Cell]:
    treatment, words = request.case.facts.treatments[key], request.words

    def at(field: str) -> Cell:
        return cell(getattr(treatment, field), request.case.sources.value("treatments", key, field))

    where = request.case.sources.key("treatments", key)
    if treatment.considered_only:
        time = cell(words["treatments_considered"], where)
    else:
        time = time_cell(treatment, request, where)
    return [
        cell(treatment.name or key, where),
        cell(", ".join(filter(None, (treatment.dose, treatment.route, treatment.frequency))), where),
        time,
        at("because"),
        lines_cell([*(_changed(request, change) for change in treatment.changes), *_ended(request, treatment)], where),
    ]


def _changed(request: Request, change: Change) -> str:
    what = explained(change.what, change.because)
    if change.at is None:
        return what
    time = time_in_words(change.at.text, request.words, request.case.facts.language)
    return f"{capital(time)}: {what}"


def _ended(request: Request, treatment: Treatment) -> list[str]:
    why = treatment.stopped_because
    stopped = [request.words["timeline_stopped"].format(why=why)] if why else []
    return [*stopped, *([treatment.result] if treatment.result else [])]
