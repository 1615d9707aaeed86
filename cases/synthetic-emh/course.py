"""The panels of the course: the values of case.yaml and data/transfusions.csv in, charts as SVG text out."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drawing import Plate, Point, n

SIZE = (640.0, 470.0)
LEFT, RIGHT, TOP, BOTTOM = 74.0, 618.0, 62.0, 400.0
LAST_WEEK = 52.0
EVENT_WEEK = 9.0
INK, LINE, QUIET, GRID, BAND, BAR = "#16191c", "#1c4c66", "#4d5459", "#d4d8da", "#e2e5e7", "#b9c4cb"
LARGE, SMALL = 26.0, 23.0

Series = list[tuple[float, float]]
"""Week and value, in order of time."""


@dataclass(frozen=True)
class Course:
    """What is plotted, as the case has it."""

    results: dict[str, Series]
    doses: dict[str, Series]
    """Week and milligrams a day from then on."""
    transfusions: list[float]
    targets: tuple[float, float, float, float]
    """Haemoglobin before and after it was lowered, each from and to."""
    target_week: float

    @classmethod
    def read(cls, folder: Path) -> Course:
        text = (folder / "case.yaml").read_text(encoding="utf-8")
        tests, treatments = section(text, "tests", ""), section(text, "treatments", "")
        names = ("haemoglobin", "ferritin", "neutrophils", "motor-score", "residual-urine")
        drugs = ("hydroxyurea", "deferiprone", "deferasirox")
        lowered = re.search(r"at: (.+?), what: target lowered from ([\d.]+)–([\d.]+) to ([\d.]+)–([\d.]+)", treatments)
        if lowered is None:
            raise ValueError("case.yaml does not say when the haemoglobin target was lowered")
        low, high, new_low, new_high = (float(part) for part in lowered.groups()[1:])
        with (folder / "data" / "transfusions.csv").open(encoding="utf-8", newline="") as file:
            transfusions = [int(row["day"]) / 7 for row in csv.DictReader(file)]
        return cls(
            {name: results(section(tests, name, "  ")) for name in names},
            {name: doses(section(treatments, name, "  ")) for name in drugs},
            transfusions,
            (low, high, new_low, new_high),
            week(lowered[1]),
        )


def section(text: str, key: str, indent: str) -> str:
    """What stands under `key:`; YAML is read only as far as case.yaml is written."""
    found = re.search(rf"^{indent}{key}:(.*?)(?=^{indent}[\w#]|^\w|\Z)", text, re.DOTALL | re.MULTILINE)
    if found is None:
        raise ValueError(f"case.yaml has no {key}")
    return found[1]


def results(test: str) -> Series:
    inside = re.search(r"results: \{(.*?)\}", test, re.DOTALL)
    return [(week(at), float(value)) for at, value in re.findall(r"(\w+ \d+): ([\d.]+)", inside[1] if inside else "")]


def doses(treatment: str) -> Series:
    """Dose at the start, its changes, and 0 where it ended."""
    found = re.search(r"dose: (\d+) mg", treatment)
    begin, end = (
        re.search(r"^    from: (.+)$", treatment, re.MULTILINE),
        re.search(r"^    to: (.+)$", treatment, re.MULTILINE),
    )
    if found is None or begin is None:
        raise ValueError("a drug has no dose or no start")
    steps = [(week(begin[1]), float(found[1]))]
    steps += [(week(at), float(mg)) for at, mg in re.findall(r"\{at: (.+?), what: (\d+) mg", treatment)]
    return [*steps, (week(end[1]), 0.0)] if end else steps


def week(time: str) -> float:
    if time == "before":
        return 0.0
    unit, number = time.split()
    return float(number) / (7 if unit == "day" else 1)


# --- one chart -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Axis:
    """A vertical scale within a panel: `foot` and `head` are values, drawn at `bottom` and `top`."""

    foot: float
    head: float
    ticks: Sequence[float]
    top: float = TOP
    bottom: float = BOTTOM

    def y(self, value: float) -> float:
        return self.bottom - (value - self.foot) / (self.head - self.foot) * (self.bottom - self.top)


def x(at: float) -> float:
    return LEFT + at / LAST_WEEK * (RIGHT - LEFT)


def frame(plate: Plate, title: str, axis: Axis) -> None:
    """Title, horizontal lines with their values, and the scale of weeks below everything."""
    plate.write(title, (LEFT - 58, axis.top - 28), LARGE, INK, weight=700)
    for tick in axis.ticks:
        plate.path([(LEFT, axis.y(tick)), (RIGHT, axis.y(tick))], GRID, 1.2)
        plate.write(n(tick), (LEFT - 10, axis.y(tick) + 8), SMALL, QUIET, anchor="end")
    plate.path([(LEFT, axis.bottom), (RIGHT, axis.bottom)], QUIET, 1.8)


def weeks(plate: Plate) -> None:
    for at in range(0, 51, 10):
        plate.path([(x(at), BOTTOM), (x(at), BOTTOM + 8)], QUIET, 1.8)
        plate.write(str(at), (x(at), BOTTOM + 32), SMALL, QUIET, anchor="middle")
    plate.write("Weeks from presentation", ((LEFT + RIGHT) / 2, BOTTOM + 61), SMALL, QUIET, anchor="middle")


def event(plate: Plate, top: float = TOP, bottom: float = BOTTOM) -> None:
    plate.path([(x(EVENT_WEEK), top), (x(EVENT_WEEK), bottom)], INK, 1.8, stroke_dasharray="7 6")


def band(plate: Plate, axis: Axis, values: Point, span: Point = (0, LAST_WEEK)) -> None:
    top, height = axis.y(values[1]), axis.y(values[0]) - axis.y(values[1])
    plate.box((x(span[0]), top), (x(span[1]) - x(span[0]), height), BAND)


def curve(plate: Plate, axis: Axis, series: Series) -> None:
    points = [(x(at), axis.y(value)) for at, value in series]
    plate.path(points, LINE, 3.2)
    radius = 4 if len(points) > 12 else 5.5
    for left, top in points:
        plate.add(f'circle cx="{n(left)}" cy="{n(top)}" r="{radius}"', fill="#fff", stroke=LINE, stroke_width=2.6)


def value(plate: Plate, axis: Axis, point: Point, shift: Point, anchor: str = "start") -> None:
    """The value of one point, written beside it."""
    at, number = point
    words = n(number) if number == int(number) and number > 12 else f"{number:.1f}"
    place = (x(at) + shift[0], axis.y(number) + shift[1])
    plate.write(words, place, SMALL, INK, weight=700, anchor=anchor)


def bars(plate: Plate, name: str, steps: Series, top: float) -> None:
    """Doses as bars in a row of their own, each with its milligrams; what lasts less than a week has no room."""
    height = 30.0
    plate.write(name, (RIGHT, top - 7), SMALL, QUIET, anchor="end")
    ends = [at for at, _ in steps[1:]] + [LAST_WEEK]
    for (at, mg), end in zip(steps, ends, strict=True):
        if mg and end - at > 1:
            plate.box((x(at), top), (x(end) - x(at), height), BAR, stroke=INK, stroke_width=1.4)
            size = SMALL if end - at > 4 else 21
            plate.write(n(mg), ((x(at) + x(end)) / 2, top + 23), size, INK, anchor="middle")
    plate.path([(LEFT, top + height), (RIGHT, top + height)], QUIET, 1.2)


# --- the panels ------------------------------------------------------------------------------------


def haemoglobin(course: Course) -> str:
    plate, axis = Plate(SIZE, "#fff"), Axis(6, 12, (6, 8, 10, 12), bottom=322)
    low, high, new_low, new_high = course.targets
    band(plate, axis, (low, high), (0, course.target_week))
    band(plate, axis, (new_low, new_high), (course.target_week, LAST_WEEK))
    frame(plate, "Haemoglobin before transfusion, g/dL", axis)
    event(plate)
    series = course.results["haemoglobin"]
    curve(plate, axis, series)
    plate.write("Target", (x(43), axis.y(new_low) + 26), SMALL, QUIET, anchor="middle")
    value(plate, axis, series[0], (12, 6))
    value(plate, axis, max(series, key=lambda point: point[1]), (0, -14), "middle")
    value(plate, axis, series[-1], (2, -34), "end")
    plate.write("Transfusion, 2 units", (RIGHT, 362), SMALL, QUIET, anchor="end")
    for at in course.transfusions:
        plate.path([(x(at), 370), (x(at), BOTTOM)], INK, 3.4)
    plate.path([(LEFT, BOTTOM), (RIGHT, BOTTOM)], QUIET, 1.2)
    weeks(plate)
    return plate.svg()


def ferritin(course: Course) -> str:
    plate, axis = Plate(SIZE, "#fff"), Axis(0, 4000, (0, 1000, 2000, 3000, 4000), bottom=262)
    band(plate, axis, (15, 200))
    frame(plate, "Ferritin, µg/L", axis)
    event(plate)
    series = course.results["ferritin"]
    curve(plate, axis, series)
    plate.write("Reference", (x(14), axis.y(200) - 7), SMALL, QUIET)
    value(plate, axis, series[0], (4, 34))
    value(plate, axis, series[1], (-2, -14), "middle")
    value(plate, axis, series[-1], (4, -16), "end")
    bars(plate, "Deferasirox, mg daily", course.doses["deferasirox"], 302)
    bars(plate, "Deferiprone, mg daily", course.doses["deferiprone"], BOTTOM - 30)
    weeks(plate)
    return plate.svg()


def neutrophils(course: Course) -> str:
    plate, axis = Plate(SIZE, "#fff"), Axis(0, 10, (0, 2, 4, 6, 8, 10), bottom=262)
    band(plate, axis, (2.0, 7.5))
    frame(plate, "Neutrophils, × 10⁹/L", axis)
    event(plate)
    series = course.results["neutrophils"]
    curve(plate, axis, series)
    plate.write("Reference", (RIGHT - 8, axis.y(7.5) + 24), SMALL, QUIET, anchor="end")
    value(plate, axis, series[0], (4, 46))
    value(plate, axis, max(series, key=lambda point: point[1]), (10, -8))
    value(plate, axis, min(series, key=lambda point: point[1]), (26, 8))
    value(plate, axis, series[-1], (2, -16), "end")
    bars(plate, "Hydroxyurea, mg daily", course.doses["hydroxyurea"], 302)
    bars(plate, "Deferiprone, mg daily", course.doses["deferiprone"], BOTTOM - 30)
    weeks(plate)
    return plate.svg()


def neurology(course: Course) -> str:
    plate = Plate(SIZE, "#fff")
    score, urine = Axis(35, 50, (35, 40, 45, 50), bottom=188), Axis(0, 350, (0, 100, 200, 300), top=262)
    frame(plate, "Lower-limb motor score, of 50", score)
    event(plate, score.top, score.bottom)
    series = course.results["motor-score"]
    curve(plate, score, series)
    value(plate, score, series[0], (12, 22))
    value(plate, score, series[-1], (2, 34), "end")
    band(plate, urine, (0, 50))
    frame(plate, "Residual urine, mL", urine)
    event(plate, urine.top)
    series = course.results["residual-urine"]
    curve(plate, urine, series)
    value(plate, urine, series[0], (14, 6))
    value(plate, urine, series[-1], (2, -16), "end")
    weeks(plate)
    return plate.svg()
