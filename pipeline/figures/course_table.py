"""A course as a table: its plan in; a row for each time, with every value and every change of treatment, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.case.time import Time
from pipeline.facts.measurements import Flag
from pipeline.figures.course_plan import Bar, Plan, Plot, Point
from pipeline.figures.course_words import Telling
from pipeline.findings import Location
from pipeline.manuscript import Alignment, Cell, Inline, Strong, Text
from pipeline.tabulating.tabulated import Tabulated

_NOTHING = "–"


def table_of(plan: Plan, telling: Telling, where: Location) -> Tabulated:
    """A column for each series, and one for treatments and events where there are any."""
    values: dict[float, dict[int, Point]] = defaultdict(dict)
    happened: dict[float, list[str]] = defaultdict(list)
    times: dict[float, str] = {}
    for number, plot in enumerate(plan.plots):
        for point in plot.points:
            times.setdefault(point.time.sort_key, telling.say_time(point.time))
            values[point.time.sort_key][number] = point
    for time, said in _happenings(plan, telling.words):
        day = float("inf") if time is None else time.sort_key
        times.setdefault(day, telling.say_time(time) if time else _NOTHING)
        happened[day].append(said)

    def row(*cells: tuple[Inline, ...] | str) -> tuple[Cell, ...]:
        wanted = cells if happened else cells[:-1]
        return tuple(Cell((Text(c, where),) if isinstance(c, str) else c, where) for c in wanted)

    # Beside its place, which is the figure's, a value knows the test that it is from.
    measured = [replace(where, field=f"tests.{plot.key}.results") for plot in plan.plots]
    head = row(telling.words["course_when"], *map(_named, plan.plots), telling.words["course_happened"])
    rows = [row(_capital(telling.words["course_range_row"]), *map(_range, plan.plots), ())]
    for day in sorted(times):
        cells = [_value(values[day].get(number), measured[number]) for number in range(len(plan.plots))]
        rows.append(row(_capital(times[day]), *cells, "; ".join(happened.get(day, ())) or ()))
    sides = (Alignment.LEFT, *[Alignment.RIGHT] * len(plan.plots), Alignment.LEFT)[: len(head)]
    used = {point.flag for plot in plan.plots for point in plot.points}
    flags = "; ".join(f"{flag}, {telling.words[f'flag_{flag}']}" for flag in Flag if flag in used)
    notes = ((Text(flags, where),),) if flags else ()
    return Tabulated(sides, head, tuple(rows if any(p.range for p in plan.plots) else rows[1:]), notes)


def _named(plot: Plot) -> str:
    letter = f"{plot.letter} " if plot.letter else ""
    return f"{letter}{plot.name}" + (f" ({plot.unit})" if plot.unit else "")


def _range(plot: Plot) -> str:
    return plot.range.text if plot.range else _NOTHING


def _value(point: Point | None, where: Location) -> tuple[Inline, ...]:
    if point is None:
        return (Text(_NOTHING, where),)
    if point.flag is None:
        return (Text(point.text, where),)
    return Text(f"{point.text}\N{NO-BREAK SPACE}", where), Strong((Text(point.flag, where),), where)


def _happenings(plan: Plan, words: Mapping[str, str]) -> Iterator[tuple[Time | None, str]]:
    """When, and what: None where the author gave no time."""
    for bar in plan.bars:
        yield from _of_treatment(bar, words)
    for mark in plan.marks:
        yield mark.time, mark.what


def _of_treatment(bar: Bar, words: Mapping[str, str]) -> Iterator[tuple[Time | None, str]]:
    first, *changes = bar.doses
    dose = f": {first.what}" if first.what else ""
    begins = bar.name if bar.once else words["course_begins"].format(name=bar.name)
    yield first.time, begins + dose
    for change in changes:
        yield change.time, f"{bar.name}: {change.what}"
    if bar.end and not bar.once:
        yield bar.end, words["course_ends"].format(name=bar.name)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
