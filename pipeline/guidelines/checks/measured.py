"""Checks of tests and findings: results with time, unit and range, follow-up values, grades with their scale."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.case.course import Test
from pipeline.facts.quantities import read_quantity
from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.checks.given import entries, is_declared, missed
from pipeline.guidelines.checks.reading import prose
from pipeline.guidelines.guideline import Check, Item
from pipeline.guidelines.phrases import pattern_of, sentences

RESULT, TIME, UNIT, RANGE = "result", "time", "unit", "range"
_PER_VOLUME = re.compile(r"/\s?(?:[mdcuµμnpf]?[lL]|mm3|mm³|kg|g)\b")
_GRADED = re.compile(r"(?<![\d/])[0-5][+\-−]?/5\b|\bgrade (?:\d|[IV]+)\b", re.IGNORECASE)
_FIGURES = re.compile(r"\d")


def complete(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Every test has what `needs` names: a `result`, a `time`, a `unit` where it is a number, and a reference `range`
    where it is one of a laboratory: with a LOINC code, or a unit per volume or mass.
    """
    unless = pattern_of(check.unless, asked.printed.language)
    for entry in entries(asked.case, "tests"):
        test = entry.value
        if not isinstance(test, Test):
            continue
        for need in check.needs:
            fields = _LACKING[need](test)
            if not fields or (unless and unless.search(test.name)):
                continue
            if not any(is_declared(asked.case, (*entry.path, field)) for field in fields):
                yield missed(asked, check, (*entry.path, fields[0]), what=test.name)


def _no_result(test: Test) -> tuple[str, ...]:
    return () if test.results or test.file or test.finding else ("results", "finding")


def _no_time(test: Test) -> tuple[str, ...]:
    timed = test.results or test.file or test.at or test.from_
    return () if timed or not test.finding else ("at", "from")


def _no_unit(test: Test) -> tuple[str, ...]:
    numbers = [quantity for text in test.results.values() if (quantity := read_quantity(text)).number is not None]
    bare = [
        quantity for quantity in numbers if not quantity.unit and "/" not in quantity.text and ":" not in quantity.text
    ]
    return ("unit",) if bare and not test.unit else ()


def _no_range(test: Test) -> tuple[str, ...]:
    of_laboratory = test.loinc or (test.unit and _PER_VOLUME.search(test.unit))
    return ("range",) if of_laboratory and not test.range and (test.results or test.file) else ()


_LACKING = {RESULT: _no_result, TIME: _no_time, UNIT: _no_unit, RANGE: _no_range}
NEEDS = tuple(_LACKING)
"""What `complete` can look for."""


def in_pairs(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Every test that a figure or table of measurements shows in numbers has results at two times.

    Of a file of results that is taken for granted.
    """
    facts = asked.case.facts
    key = [name for one in facts.figures.values() if one.shows == "course" for name in one.of]
    key += [name for one in facts.tables.values() if one.shows == "measurements" for name in one.of or facts.tests]
    for name in dict.fromkeys(key):
        test = facts.tests.get(name)
        values = [read_quantity(text).number for text in test.results.values()] if test else []
        if test and len(values) == 1 and values[0] is not None:
            path = ("tests", name, "results")
            if not is_declared(asked.case, path):
                yield missed(asked, check, path, what=test.name)


def in_numbers(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """No result only compares (`lower`, `better`, as the phrases say) without a number."""
    pattern = pattern_of(check.phrases, asked.printed.language)
    for key, test in asked.case.facts.tests.items():
        for time, text in test.results.items():
            if pattern and pattern.search(text) and not _FIGURES.search(text):
                yield missed(asked, check, ("tests", key, "results", time.text), what=test.name, words=text)


def scaled(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Where a finding is graded (`4/5`, `grade 3`), one of the phrases names the scale, there or in the same part."""
    pattern = pattern_of(check.phrases, asked.printed.language)
    if pattern is None:
        return
    told = list(prose(asked, check.within))
    if any(pattern.search(passage.text) for passage in told):
        return
    for path in check.of:
        for entry in entries(asked.case, path):
            if (found := _GRADED.search(entry.words)) and not pattern.search(entry.words):
                yield missed(asked, check, entry.path, words=found[0])
                return
    for passage in told:
        for sentence in sentences(passage.text):
            if found := _GRADED.search(sentence):
                yield missed(asked, check, passage.origin, words=found[0])
                return
