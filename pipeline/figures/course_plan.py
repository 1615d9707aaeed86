"""The facts that a course figure shows: a request in; its plots, treatment bars and marks, ready to draw, out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.case.course import Treatment
from pipeline.case.time import Time
from pipeline.facts.measurements import Flag, Range, Result, Series, series_of
from pipeline.figures.drawn import Request
from pipeline.findings import Finding, Severity, rule
from pipeline.language import with_decimal_sign
from pipeline.reading.model_errors import known

UNKNOWN = rule(
    "course-unknown-key",
    Severity.ERROR,
    "A misspelt test or treatment would be missing from the figure.",
    fix="Write keys of `tests` under `of`, and of `treatments` under `treatments`.",
    example="figures: {fig-x: {title: Course, shows: course, of: haemoglobn}}\n",
)
NOTHING = rule(
    "course-nothing-to-plot",
    Severity.ERROR,
    "A course needs at least two values at two times.",
    fix="Name tests that have at least two numbers at two times.",
    example="tests: {hb: {name: Hb, results: {day 0: 7.3}}}\nfigures: {fig-x: {title: Hb, shows: course, of: hb}}\n",
)
TOO_MANY = rule(
    "course-too-many-plots",
    Severity.ERROR,
    "More than nine plots on one page are too small to read.",
    fix="Divide the figure into two.",
    example=(
        "# with a test of each of these names\n"
        "figures: {fig-x: {title: Course, shows: course, of: [a, b, c, d, e, f, g, h, i, j]}}\n"
    ),
)
NO_BAR = rule(
    "course-treatment-without-bar",
    Severity.WARNING,
    "A treatment without a time has no place in a course.",
    fix="Give the treatment its times, or take it out of the figure.",
    example="treatments: {rest: {}}\nfigures: {fig-x: {title: ALT, shows: course, of: alt, treatments: rest}}\n",
)

LETTERS = "ABCDEFGHI"
MOST_MARKS = 3
SLACK = 0.25
"""Treatments and events this far outside the time of the values, as a share of it, lengthen the axis of time."""
MOST_CATEGORIES = 5
_NOT_MEASURED = re.compile(
    r"(not (done|measured|determined|available|performed)|n/?[ad]|pending|missing|refused|haemoly[sz]ed|hemoly[sz]ed"
    r"|no (realizado|medido|disponible|determinado)|pendiente|hemolizad[oa])\b.*",
    re.IGNORECASE,
)
_OF_A_SCALE = re.compile(r".+/(\d+)")
_AMOUNT = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s?(?P<unit>[^\W\d][^\s,;()]{0,11}|%)")
_PLAIN = re.compile(
    r"(\W|\b(once|a|day|daily|oral(ly)?|intravenous(ly)?|subcutaneous(ly)?|po|iv|sc)\b"
    r"|\b(vía|por|día|diari[oa]s?|al|intravenos[oa]|subcutáne[oa])\b)*",
    re.IGNORECASE,
)
"""What may follow an amount that is given once a day, so that the amount alone says it."""
_LONGEST = 48
"""Characters of a dose in words that stand beside a bar; all of it is in the table."""


@dataclass(frozen=True, slots=True)
class Point:
    """One result. `height` is where it stands in its plot; None for what was not measured or is no number."""

    time: Time
    text: str
    height: float | None
    comparator: str = ""
    flag: Flag | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """One series on an axis of its own."""

    key: str
    letter: str
    """'' where the figure has one plot."""
    name: str
    unit: str
    range: Range | None
    points: tuple[Point, ...]
    """In order of time; those before everything dated are in the table alone."""
    categories: tuple[str, ...] = ()
    """Of results in words: what stands at the heights 0, 1, 2 …"""
    logarithmic: bool = False

    @property
    def is_titre(self) -> bool:
        """Dilutions such as 1:160, which are doubled from step to step."""
        return any(point.text.lstrip("<>≤≥").startswith("1:") for _, _, point in self.drawn)

    @property
    def dated(self) -> tuple[tuple[float, Point], ...]:
        return tuple((point.time.days, point) for point in self.points if point.time.days is not None)

    @property
    def drawn(self) -> tuple[tuple[float, float, Point], ...]:
        """Day, height and point of everything that has both."""
        return tuple((days, point.height, point) for days, point in self.dated if point.height is not None)


@dataclass(frozen=True, slots=True)
class Dose:
    """What was given from a time on."""

    time: Time | None
    what: str
    """In the author's words; '' where the dose is not written."""

    @property
    def short(self) -> str:
        """`500 mg` of `500 mg oral daily`; else the words up to the first comma or bracket, '' where they are many."""
        beginning = re.split(r"[,;(]", self.what)[0].strip()
        match = _AMOUNT.match(beginning)
        if match and _PLAIN.fullmatch(beginning[match.end() :]):
            return f"{match['number']}\N{NO-BREAK SPACE}{match['unit']}"
        return beginning if len(beginning) <= _LONGEST else ""

    @property
    def is_none(self) -> bool:
        match = _AMOUNT.match(self.what)
        return bool(match and not float(match["number"].replace(",", ".")))


@dataclass(frozen=True, slots=True)
class Bar:
    """One treatment."""

    name: str
    doses: tuple[Dose, ...]
    """From the first one on, each until the next."""
    end: Time | None
    """None where it is still going on."""
    once: bool
    """Given at one time, such as an operation."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An adverse event."""

    time: Time
    what: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a course figure shows. Equal plans give equal drawings."""

    plots: tuple[Plot, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    start: float
    end: float
    """Days of the first and last result drawn."""


def plan_of(request: Request) -> tuple[Plan | None, list[Finding]]:
    """What `of` and `treatments` ask for, in their order; None where nothing is left to plot."""
    findings: list[Finding] = []
    chosen = [series for index, key in enumerate(request.wish.of) if (series := _series(request, index, key, findings))]
    if len(chosen) > len(LETTERS):
        left_out = ", ".join(f"`{series.key}`" for series in chosen[len(LETTERS) :])
        message = f"a figure has at most nine plots; these are left out: {left_out}"
        where = request.case.sources.value("figures", request.figure_id, "of")
        findings.append(TOO_MANY.at(where, message, hint="make a second figure of them"))
        chosen = chosen[: len(LETTERS)]
    if not request.wish.of:
        message = f"`{request.figure_id}` does not say which tests it plots"
        hint = f"add `of:` with keys of `tests`; {known(list(request.case.facts.tests))}".rstrip("; ")
        findings.append(NOTHING.at(request.origin, message, hint=hint))
    if not chosen:
        return None, findings
    letters = LETTERS if len(chosen) > 1 else " "
    language = request.case.facts.language
    plots = tuple(_written(_plot(one, letter.strip()), language) for one, letter in zip(chosen, letters, strict=False))
    days = [day for plot in plots for day, _, _ in plot.drawn]
    bars = tuple(
        bar for index, key in enumerate(request.wish.treatments) if (bar := _bar(request, index, key, findings))
    )
    start, end = min(days), max(days)
    slack = (end - start) * SLACK
    return Plan(plots, bars, _marks(request, start - slack, end + slack), start, end), findings


def _series(request: Request, index: int, key: str, findings: list[Finding]) -> Series | None:
    tests = request.case.facts.tests
    where = request.case.sources.value("figures", request.figure_id, "of", index)
    if key not in tests:
        findings.append(UNKNOWN.at(where, f"there is no test `{key}`", hint=_near(key, list(tests))))
        return None
    # What is wrong with the values themselves is said by the check of the measurements.
    series = series_of(request.case)[0].get(key)
    if series is not None and len(_plot(series, "").drawn) >= 2:
        return series
    count = len(_plot(series, "").drawn) if series else 0
    has = "one value" if count else "no value"
    message = f"nothing to plot: `{key}` has {has} that can be drawn"
    findings.append(NOTHING.at(where, message, hint="give two or more under `results`, or take it out of `of`"))
    return None


def _near(key: str, options: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, options, n=1)
    return f"did you mean `{near[0]}`?" if near else known(options)


def _plot(series: Series, letter: str) -> Plot:
    numbers = [result.value for result in series.results if result.value is not None and result.time.days is not None]
    if len(numbers) < 2 and (categories := _categories(series)):
        points = tuple(
            Point(r.time, r.text, float(categories.index(r.text)) if r.text in categories else None, "", r.flag)
            for r in series.results
        )
        expected = series.range if series.range and series.range.in_words else None
        return Plot(series.key, letter, series.name, series.unit, expected, points, categories)
    points = tuple(Point(r.time, r.text, r.value, r.comparator, r.flag) for r in series.results)
    unit = series.unit or _of_a_scale(series.results)
    wide_span = bool(numbers) and min(numbers) > 0 and max(numbers) > 100 * min(numbers)
    return Plot(series.key, letter, series.name, unit, series.range, points, logarithmic=wide_span)


def _written(plot: Plot, language: str) -> Plot:
    """With its numbers as the language writes them, so that figure, table and prose say `0,42` alike."""
    return replace(
        plot,
        points=tuple(replace(point, text=with_decimal_sign(point.text, language)) for point in plot.points),
        range=plot.range and replace(plot.range, text=with_decimal_sign(plot.range.text, language)),
        categories=tuple(with_decimal_sign(word, language) for word in plot.categories),
    )


def _categories(series: Series) -> tuple[str, ...]:
    """Results in words, what is expected at the foot; () where there are none or too many to be steps."""
    said = [r for r in series.results if r.time.days is not None and not _NOT_MEASURED.fullmatch(r.text)]
    expected = series.range.text.casefold() if series.range else ""
    found = dict.fromkeys(r.text for r in sorted(said, key=lambda r: (r.text.casefold() != expected, r.flag or "")))
    return tuple(found) if len(said) >= 2 and len(found) <= MOST_CATEGORIES else ()


def _of_a_scale(results: Sequence[Result]) -> str:
    """`/5` where every number is one of a scale, such as 4/5."""
    scales = {match[1] if (match := _OF_A_SCALE.fullmatch(r.text)) else "" for r in results if r.value is not None}
    return f"/{scales.pop()}" if len(scales) == 1 and "" not in scales else ""


def _bar(request: Request, index: int, key: str, findings: list[Finding]) -> Bar | None:
    treatments = request.case.facts.treatments
    where = request.case.sources.value("figures", request.figure_id, "treatments", index)
    if key not in treatments:
        findings.append(UNKNOWN.at(where, f"there is no treatment `{key}`", hint=_near(key, list(treatments))))
        return None
    treatment = treatments[key]
    name = treatment.name or key[:1].upper() + key[1:]
    begin = treatment.from_ or treatment.at
    if begin is None or treatment.considered_only:
        why = "was only considered" if treatment.considered_only else "has no time"
        hint = "take it out of `treatments`" if treatment.considered_only else f"add `from:` or `at:` to `{key}`"
        findings.append(NO_BAR.at(where, f"`{key}` {why}, so that it has no bar", hint=hint))
        return None
    once = treatment.from_ is None and treatment.to is None
    return Bar(name, tuple(_doses(treatment, begin)), begin if once else treatment.to, once)


def _doses(treatment: Treatment, begin: Time) -> Iterator[Dose]:
    given = " ".join(filter(None, (treatment.dose, treatment.route, treatment.frequency)))
    yield Dose(begin, given)
    dated = [change for change in treatment.changes if change.at]
    for change in sorted(dated, key=lambda change: change.at.sort_key if change.at else 0.0):
        yield Dose(change.at, change.what)
    yield from (Dose(None, change.what) for change in treatment.changes if not change.at)


def _marks(request: Request, start: float, end: float) -> tuple[Mark, ...]:
    """Adverse events from one day to another; none where they are too many to be told apart."""
    events = request.case.facts.adverse_events
    if events is None or isinstance(events, str):
        return ()
    timed = [(event.at or event.from_, event.what) for event in events]
    marks = [Mark(at, what) for at, what in timed if at and at.days is not None and start <= at.days <= end]
    return tuple(sorted(marks, key=lambda mark: mark.time.sort_key)) if len(marks) <= MOST_MARKS else ()
