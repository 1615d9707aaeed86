"""Tables made from facts → the author's words that they must print, so that a cell lost on the way is missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.conservation.parts import Part, of_line
from pipeline.facts.causality import events_of, judgements
from pipeline.reading.inline_nodes import read_line

if TYPE_CHECKING:
    from pipeline.case import Case
    from pipeline.case.figures import Table
    from pipeline.case.sources import FieldPath

Shown = Callable[["Case", "Table"], Iterator[Part]]


def tabulated(case: Case) -> Iterator[Part]:
    """The words of every fact that a table of the case shows."""
    for table in case.facts.tables.values():
        if table.shows in _SHOWN and not table.columns:
            yield from _SHOWN[table.shows](case, table)


def _differential(case: Case, _: Table) -> Iterator[Part]:
    for index, one in enumerate(case.facts.diagnoses.differential):
        path = ("diagnoses", "differential", index)
        yield from _plain(case, "differential diagnosis", [one.what], *path, "what")
        for field, texts in (("for", one.supported_by), ("against", one.against), ("excluded_by", (one.excluded_by,))):
            for text in filter(None, texts):
                yield from _prose(case, f"`{field}` of a differential diagnosis", text, *path, field)


def _treatments(case: Case, table: Table) -> Iterator[Part]:
    for key, one in case.facts.treatments.items():
        if table.of and key not in table.of:
            continue
        path = ("treatments", key)
        name = f"treatment {key}"
        yield from _plain(case, name, [one.name or key], *path)
        for field in ("dose", "route", "frequency", "because", "stopped_because", "result"):
            yield from _plain(case, f"{field} of {name}", [getattr(one, field)], *path, field)
        for index, change in enumerate(one.changes):
            yield from _plain(case, f"change of {name}", [change.what, change.because], *path, "changes", index)


def _adverse_events(case: Case, _: Table) -> Iterator[Part]:
    for index, one in enumerate(events_of(case)):
        path = ("adverse_events", index)
        texts = [one.what, one.grade, one.action, one.outcome, *(_name(case, key) for key in one.suspected)]
        yield from _plain(case, "adverse event", texts, *path)


def _causality(case: Case, _: Table) -> Iterator[Part]:
    for judged in judgements(case):
        where = ("adverse_events", judged.event)
        yield from _plain(case, "suspected treatment", [_name(case, judged.suspect)], *where)


def _similar_cases(case: Case, _: Table) -> Iterator[Part]:
    for index, one in enumerate(case.facts.similar_cases):
        for head, text in one.cells.items():
            path = ("similar_cases", index, "cells", head)
            yield Part("head of similar cases", head, case.sources.key(*path))
            yield from _prose(case, "cell of similar cases", text, *path)


_SHOWN: dict[str | None, Shown] = {
    "differential": _differential,
    "treatments": _treatments,
    "adverse_events": _adverse_events,
    "causality": _causality,
    "similar_cases": _similar_cases,
}
"""Kind of table → what it must print."""


def _name(case: Case, key: str) -> str:
    treatment = case.facts.treatments.get(key)
    return (treatment.name if treatment else None) or key


def _plain(case: Case, name: str, texts: Sequence[str | None], *path: str | int) -> Iterator[Part]:
    for text in filter(None, texts):
        yield _inside(Part(name, text, case.sources.value(*path)))


def _prose(case: Case, name: str, text: str, *path: str | int) -> Iterator[Part]:
    at: FieldPath = path
    for number, part in enumerate(of_line(name, read_line(text, case.sources.value(*at))[0])):
        yield part if number else _inside(part)


def _inside(part: Part) -> Part:
    """Less the first letter, which is a capital where a cell begins."""
    return part if part.is_address else replace(part, text=part.text[1:])
