"""The axis of one plot of a course: a plot in; its ends, its ticks and where a value stands between them, out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor, log10

from pipeline.figures.course_plan import Plot
from pipeline.language import with_decimal_sign

_ROOM = 0.17
"""Above and below the values, of their span: for their labels."""
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_FARTHEST = 3.0
"""A range that would press the values into less than a third of the plot is left outside it."""


@dataclass(frozen=True, slots=True)
class Scale:
    low: float
    high: float
    logarithmic: bool
    ticks: tuple[tuple[float, str], ...]
    """Value and what is printed beside it."""

    def share(self, value: float) -> float:
        """Where a value stands: 0 at the foot of the plot, 1 at its top; what lies outside stands at the edge."""
        if self.logarithmic:
            low, high, at = log10(self.low), log10(self.high), log10(max(value, self.low))
        else:
            low, high, at = self.low, self.high, value
        return min(max((at - low) / (high - low), 0.0), 1.0)


def scale_of(plot: Plot, most: int = 5, language: str = "en") -> Scale:
    """A scale that holds every point, and the reference range where it is near; at most so many ticks."""
    scale = _scale(plot, most)
    return replace(scale, ticks=tuple((at, with_decimal_sign(label, language)) for at, label in scale.ticks))


def _scale(plot: Plot, most: int) -> Scale:
    heights = [height for _, height, _ in plot.drawn]
    if plot.categories:
        last = len(plot.categories) - 1
        return Scale(-0.45, last + 0.45, False, tuple((float(n), word) for n, word in enumerate(plot.categories)))
    if plot.is_titre:
        titres = {height: point.text.lstrip("<>≤≥") for _, height, point in plot.drawn}
        return Scale(min(heights) / 2, max(heights) * 2, True, tuple(sorted(titres.items())))
    if plot.logarithmic:
        return _logarithmic(min(heights), max(heights), most)
    low, high = _with_range(plot, min(heights), max(heights))
    span = (high - low) or abs(high) or 1.0
    foot, top = low - _ROOM * span, high + _ROOM * span
    # Nothing that is counted or weighed is less than nothing, and of a scale such as 4/5 only whole steps have a name.
    ticks = _ticks(max(foot, 0.0) if low >= 0 else foot, top, most, whole=plot.unit.startswith("/"))
    return Scale(foot, top, False, ticks)


def _with_range(plot: Plot, low: float, high: float) -> tuple[float, float]:
    least = (high - low) or abs(high) * 0.1 or 1.0
    for end in (plot.range.low, plot.range.high) if plot.range else ():
        if end is not None and max(high, end) - min(low, end) <= _FARTHEST * least:
            low, high = min(low, end), max(high, end)
    return low, high


def _ticks(low: float, high: float, most: int, *, whole: bool) -> tuple[tuple[float, str], ...]:
    """Round numbers from low to high, as many as there is room for."""
    power = 10.0 ** (floor(log10(high - low)) - 1)
    for step in (size * power for size in (1, 2, 2.5, 5, 10, 20, 25, 50, 100)):
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        if last - first + 1 <= most and not (whole and step % 1):
            break
    decimals = next(n for n in range(20) if abs(round(step, n) - step) < step * 1e-6)
    numbers = [n * step for n in range(first, last + 1)]
    return tuple((number, f"{number:.{decimals}f}".replace("-", "\N{MINUS SIGN}")) for number in numbers)


def _logarithmic(low: float, high: float, most: int) -> Scale:
    """From half the lowest value to twice the highest, with ticks at decades."""
    low, high = low / 2, high * 2
    decades = range(ceil(log10(low)), floor(log10(high)) + 1)
    powers = decades[:: ceil(len(decades) / most)]
    plain = powers[0] >= -3 and powers[-1] <= 4
    named = [f"{10.0**power:.10g}" if plain else f"10{str(power).translate(_RAISED)}" for power in powers]
    return Scale(low, high, True, tuple((10.0**power, name) for power, name in zip(powers, named, strict=True)))
