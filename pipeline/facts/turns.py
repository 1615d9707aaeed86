"""Series of results → the few of them that a timeline tells.

A timeline that repeated every value would hide the course it is there to show; all of them stand in the table of
measurements and in the plot. Of numbers it tells the one farthest outside the reference range, and none where all
are inside it or no range is given; of words, each that differs from the one before. Where many numbers turn at one
time, as in a failing liver, it tells the five farthest outside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.case import Case
from pipeline.case.course import Test
from pipeline.case.time import Time
from pipeline.facts.measurements import Flag, Result, Series, one_series
from pipeline.findings import Location
from pipeline.language import with_decimal_sign

MOST_AT_ONCE = 5
"""Numbers that a reader takes in at one point of a timeline."""
_CRITICAL = {Flag.CRITICAL_HIGH, Flag.CRITICAL_LOW}
_LOW = {Flag.LOW, Flag.CRITICAL_LOW}
_SAYS_NOTHING = {"", "-", "–", "—", "not done", "pending", "no realizado", "no realizada", "pendiente"}


@dataclass(frozen=True, slots=True)
class Turn:
    time: Time
    what: str
    """`ALT 912 U/L`, `Follow-up MRI: mass smaller`."""
    note: str
    """`highest`, `lowest`, or nothing where there is no other number to compare with."""
    where: Location
    weight: tuple[bool, float] = (False, 0.0)
    """Of a number: whether it is critical, and how far outside its range."""


def turns(case: Case) -> Iterator[Turn]:
    """Of all tests; the same in whatever order they stand."""
    numbers: dict[float, list[Turn]] = defaultdict(list)
    for key, test in case.facts.tests.items():
        for turn in _turns_of(case, key, test):
            if turn.weight == (False, 0.0):
                yield turn
            else:
                numbers[turn.time.sort_key].append(turn)
    for found in numbers.values():
        yield from sorted(found, key=lambda turn: (*(-float(size) for size in turn.weight), turn.what))[:MOST_AT_ONCE]


def _turns_of(case: Case, key: str, test: Test) -> Iterator[Turn]:
    """What is wrong with the results is the finding of others."""
    if not (test.results or test.file):
        return
    series = one_series(case, key, test)[0]
    numbers = [result for result in series.results if result.value is not None]
    if numbers:
        outside = [result for result in numbers if result.flag and result.flag is not Flag.ABNORMAL]
        if outside:
            worst = max(outside, key=lambda result: _weight(result, series))
            note = "" if len(numbers) == 1 else "lowest" if worst.flag in _LOW else "highest"
            unit = f"\N{NO-BREAK SPACE}{series.unit}" if series.unit and series.unit != "%" else series.unit
            value = with_decimal_sign(worst.text, case.facts.language)
            yield Turn(worst.time, f"{series.name} {value}{unit}", note, worst.where, _weight(worst, series))
        return
    before = ""
    for result in series.results:
        if result.text.lower() not in {*_SAYS_NOTHING, before.lower()}:
            yield Turn(result.time, f"{series.name}: {result.text}", "", result.where)
            before = result.text


def _weight(result: Result, series: Series) -> tuple[bool, float]:
    return result.flag in _CRITICAL, _distance(result, series)


def _distance(result: Result, series: Series) -> float:
    """How far a value lies outside, as a share of the limit that it passes."""
    limits = series.range if series.range and not series.range.in_words else series.critical
    limit = (limits.low if result.flag in _LOW else limits.high) if limits else None
    if limit is None or result.value is None:
        return 0.0
    return abs(result.value - limit) / (abs(limit) or 1.0)
