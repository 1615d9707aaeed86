"""The axis of one plot of a course: a plot in; its ends, its ticks and where a value stands between them, out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor, log10

from pipeline.figures.course_plan import Plot

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


def scale_of(plot: Plot, most: int = 4) -> Scale:
    """A scale that holds every point, and the reference range where it is near; at most so many ticks."""
    heights = [height for _, height, _ in plot.drawn]
    if plot.categories:
        last = len(plot.categories) - 1
        return Scale(-0.45, last + 0.45, False, tuple((float(n), word) for n, word in enumerate(plot.categories)))
    if plot.is_titre:
        titres = {height: point.text.lstrip("<>≤≥") for _, height, point in plot.drawn}
        return Scale(min(heights) / 2, max(heights) * 2, True, tuple(sorted(titres.items())))
    if plot.logarithmic:
        return _logarithmic(min(heights), max(heights))
    low, high = _with_range(plot, min(heights), max(heights))
    span = (high - low) or abs(high) or 1.0
    scale = _linear(low - _ROOM * span, high + _ROOM * span, most)
    # Nothing that is counted or weighed is less than nothing.
    return scale if low < 0 else replace(scale, ticks=tuple(tick for tick in scale.ticks if tick[0] >= 0))


def _with_range(plot: Plot, low: float, high: float) -> tuple[float, float]:
    least = (high - low) or abs(high) * 0.1 or 1.0
    for end in (plot.range.low, plot.range.high) if plot.range else ():
        if end is not None and max(high, end) - min(low, end) <= _FARTHEST * least:
            low, high = min(low, end), max(high, end)
    return low, high


def _linear(low: float, high: float, most: int) -> Scale:
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * 0.999)
    numbers = [n * step for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
    decimals = next(n for n in range(20) if abs(round(step, n) - step) < step * 1e-6)
    printed = [f"{number:.{decimals}f}".replace("-", "\N{MINUS SIGN}") for number in numbers]
    return Scale(low, high, False, tuple(zip(numbers, printed, strict=True)))


def _logarithmic(low: float, high: float) -> Scale:
    """From a third of a decade below the lowest value to as much above the highest, with a tick at each decade."""
    low, high = low / 2, high * 2
    powers = range(ceil(log10(low)), floor(log10(high)) + 1)
    plain = powers[0] >= -3 and powers[-1] <= 4
    named = [f"{10.0**power:.10g}" if plain else f"10{str(power).translate(_RAISED)}" for power in powers]
    return Scale(low, high, True, tuple((10.0**power, name) for power, name in zip(powers, named, strict=True)))
