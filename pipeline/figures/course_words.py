"""The words of a course: its plan in; what it says to who cannot see it, and the fixed words of the drawing, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.case.time import Time
from pipeline.figures.course_plan import Plan, Plot, Point
from pipeline.language import listed

_NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Terms:
    """The fixed words of a drawing."""

    range: str
    """With a blank for the range."""
    logarithmic: str
    axes: tuple[tuple[str, str], ...]
    """Unit of time → the name of the axis."""
    key: tuple[tuple[str, str], ...]
    """Shape of a point → what it means."""
    language: str
    """Says how numbers beside an axis are written."""

    def axis(self, unit: str) -> str:
        return dict(self.axes)[unit]


def terms_of(words: Mapping[str, str], language: str) -> Terms:
    units = ("hour", "day", "week", "month", "year")
    shapes = ("critical", "below", "above")
    return Terms(
        words["course_range"],
        words["course_logarithmic"],
        tuple((unit, words[f"course_axis_{unit}"]) for unit in units),
        tuple((shape, words[f"course_{shape}"]) for shape in shapes),
        language,
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """What is needed to say something of a case."""

    words: Mapping[str, str]
    language: str
    say_time: Callable[[Time], str]


def alt_of(plan: Plan, telling: Telling) -> str:
    """What each series does from first to last and its turn between, then which treatments and events are shown."""
    times = sorted((point.time for plot in plan.plots for _, _, point in plot.drawn), key=lambda time: time.sort_key)
    ends = {"start": telling.say_time(times[0]), "end": telling.say_time(times[-1])}
    sentences = [telling.words["course_shown"].format(**ends), *(_course_of(plot, telling) for plot in plan.plots)]
    for names, key in ((tuple(bar.name for bar in plan.bars), "bars"), (tuple(m.what for m in plan.marks), "marks")):
        if names:
            sentences.append(telling.words[f"course_{key}"].format(names=listed(names, telling.language)))
    return " ".join(sentences)


def _course_of(plot: Plot, telling: Telling) -> str:
    points = [point for _, _, point in plot.drawn]
    first, last = points[0], points[-1]
    change = (last.height or 0.0) - (first.height or 0.0)
    way = "rises" if change > 0 else "falls"
    # Of 88, 1284 and 24, `a fall from 88 to 24` would tell the opposite of what a reader sees.
    if not change or plot.categories or max(_beyond(points, first, last)) > abs(change):
        way = "steady"
    said = telling.words[f"course_{way}"].format(
        name=plot.name,
        first=first.text,
        last=last.text,
        unit=_behind(plot.unit),
        start=telling.say_time(first.time),
        end=telling.say_time(last.time),
    )
    return said + "".join(_turns(plot, points, telling)) + "."


def _beyond(points: list[Point], first: Point, last: Point) -> tuple[float, float]:
    """How far values between the first and the last rise above both, and fall below both."""
    heights, ends = [point.height or 0.0 for point in points], (first.height or 0.0, last.height or 0.0)
    return max(heights) - max(ends), min(ends) - min(heights)


def _turns(plot: Plot, points: list[Point], telling: Telling) -> Iterator[str]:
    """The highest and the lowest value, where they are neither the first nor the last."""
    if plot.categories:
        return
    ends = {points[0].height, points[-1].height}
    for key, extreme in (("highest", max), ("lowest", min)):
        turn = extreme(points, key=lambda point: point.height or 0.0)
        if turn.height not in ends:
            yield telling.words[f"course_{key}"].format(value=turn.text, time=telling.say_time(turn.time))


def _behind(unit: str) -> str:
    """A unit behind its number. That of a scale, as in 4/5, is part of the value."""
    if not unit or unit.startswith("/"):
        return ""
    return unit if unit == "%" else f"{_NBSP}{unit}"
