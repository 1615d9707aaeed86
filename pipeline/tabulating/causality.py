"""Answers about adverse events → a table of questions, answers, points, scores and categories."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.facts.causality import Judgement, Scale, events_of, judgements, points_of, rules
from pipeline.findings import Finding
from pipeline.manuscript import Cell, Inlines, Strong, Text
from pipeline.tabulating.adverse_events import signed, treatment_name
from pipeline.tabulating.cells import cell, choices, empty, table_of
from pipeline.tabulating.tabulated import Request, Tabulated
from pipeline.tabulating.timeline import capital

Row = tuple[str, list[str], bool]
"""Its head, what stands there for each suspected treatment, and whether it is a result."""


def tabulate(request: Request) -> tuple[Tabulated, list[Finding]]:
    """A row for each question, then the results; a column for each suspected treatment of each event."""
    findings, judged = choices(request), list(judgements(request.case))
    if not judged:
        hint = "answer its questions under `naranjo` or `who_umc` of an adverse event, such as after_drug: yes"
        findings.append(empty(request, "no question about the cause of an adverse event is answered", hint))
        return table_of(request, [request.words["causality_question"]], []), findings
    several = len({one.event for one in judged}) > 1
    heads = [request.words["causality_question"], *(_suspect(request, one, several) for one in judged)]
    rows = [_cells(request, row, judged) for row in (*_naranjo(request, judged), *_who_umc(request, judged))]
    return table_of(request, heads, rows, tuple(_notes(request, judged))), findings


def _suspect(request: Request, judged: Judgement, several: bool) -> str:
    name = capital(treatment_name(request, judged.suspect))
    if not several:
        return name
    return f"{capital(events_of(request.case)[judged.event].what)}: {name}"


def _naranjo(request: Request, judged: list[Judgement]) -> Iterator[Row]:
    words, points = request.words, rules().points
    if not any(one.naranjo for one in judged):
        return
    for question in points:
        yield words[f"naranjo_{question}"], [_answer(request, one, "naranjo", question) for one in judged], False
    count = words["causality_of"]
    answered = [count.format(n=one.answered, all=len(points)) if one.naranjo else "" for one in judged]
    yield words["causality_answered"], answered, False
    yield words["causality_score"], [signed(one.score) if one.naranjo else "" for one in judged], True
    categories = [words[f"naranjo_is_{one.naranjo_category}"] if one.naranjo else "" for one in judged]
    yield words["causality_by_naranjo"], categories, True


def _who_umc(request: Request, judged: list[Judgement]) -> Iterator[Row]:
    """Questions that the Naranjo part of the table answers are not printed again."""
    words = request.words
    if not any(one.who_umc for one in judged):
        return
    asked = {question for one in judged for question in one.stated["who_umc"]}
    for question in rules().criteria:
        if question in asked:
            yield words[f"who_umc_{question}"], [_answer(request, one, "who_umc", question) for one in judged], False
    categories = [words[f"who_umc_is_{one.who_umc_category}"] if one.who_umc else "" for one in judged]
    yield words["causality_by_who_umc"], categories, True


def _answer(request: Request, judged: Judgement, scale: Scale, question: str) -> str:
    """`yes, +2`; points in the Naranjo part only. Nothing where it was not answered."""
    answers = judged.naranjo if scale == "naranjo" else judged.who_umc
    if question not in answers:
        return ""
    said = request.words[f"causality_{answers[question]}"]
    return f"{said}, {signed(points_of(question, answers), plus=True)}" if scale == "naranjo" else said


def _cells(request: Request, row: Row, judged: list[Judgement]) -> list[Cell]:
    head, said, is_result = row
    cells = [cell(head, request.origin)]
    for one, text in zip(judged, said, strict=True):
        where = request.case.sources.value("adverse_events", one.event)
        cells.append(Cell((Text(text, where),) if text else (), where))
    if is_result:
        return [Cell((Strong(one.children, one.origin),) if one.children else (), one.origin) for one in cells]
    return cells


def _notes(request: Request, judged: list[Judgement]) -> Iterator[Inlines]:
    if any(one.naranjo for one in judged):
        yield (Text(request.words["causality_naranjo_note"], request.origin),)
    if any(one.who_umc for one in judged):
        yield (Text(request.words["causality_who_umc_note"], request.origin),)
