"""Tests of a case → series of results with numbers, flags and places, and what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.case import Case
from pipeline.case.course import Test
from pipeline.case.time import Time
from pipeline.facts.quantities import NUMBER, Quantity, read_quantity
from pipeline.facts.ranges import Flag, Range, flag_of, read_critical, read_range
from pipeline.facts.result_files import Typed, results_in_file
from pipeline.facts.units import printed_unit, same_unit, without_unit
from pipeline.findings import Finding, Location, Severity, instead, rule
from pipeline.remembering import facts_and_files, remembered

__all__ = ["Flag", "Range", "Result", "Series", "one_series", "series_of"]

REFERENCE_RANGE = rule(
    "reference-range",
    Severity.ERROR,
    "Without its range a value says little, and gets no flag.",
    fix="Write the range as numbers: `<35`, `13–17`, `≥55`, or as words such as negative.",
    example="tests: {alt: {name: ALT, unit: U/L, range: 35–5, results: {day 0: 88}}}\n",
)
CRITICAL_LIMITS = rule(
    "critical-limits",
    Severity.ERROR,
    "Without its limits a critical value looks like any other.",
    fix="Write numbers: `<0.5`, `>20` or `2.5–6.5`.",
    example="tests: {potassium: {name: Potassium, unit: mmol/L, critical: high, results: {day 0: 4.1}}}\n",
)
NUMBER_FORM = rule(
    "number-form",
    Severity.WARNING,
    "Commas and blanks in numbers are read differently from country to country.",
    fix="Write a point before decimals, and nothing between thousands.",
    example='tests: {creatinine: {name: Creatinine, results: {day 0: "52,5"}}}\n',
)
AMBIGUOUS_NUMBER = rule(
    "ambiguous-number",
    Severity.ERROR,
    "A value that may be a thousand times another is not guessed.",
    fix="Write the number without a mark between thousands.",
    example='tests: {ferritin: {name: Ferritin, results: {day 0: "1,200"}}}\n',
)
UNIT_CHANGES = rule(
    "unit-changes",
    Severity.ERROR,
    "Values in different units cannot stand in one series.",
    fix="Convert the value, or give it a test of its own.",
    example="tests: {alt: {name: ALT, unit: U/L, results: {day 12: 912 mg/L}}}\n",
)
NOT_A_NUMBER = rule(
    "result-not-a-number",
    Severity.WARNING,
    "A slip of the finger hides a value from flags, tables and plots.",
    fix="Correct the number, or write a word such as negative.",
    example="tests: {alt: {name: ALT, unit: U/L, results: {day 0: 88, day 3: 6l}}}\n",
)
FLAG_WRITTEN = rule(
    "flag-written",
    Severity.WARNING,
    "Flags follow from the range, so that they cannot contradict it.",
    fix="Take out H or L, and give the test its `range`.",
    example="tests: {alt: {name: ALT, results: {week 4: 61 H}}}\n",
)
TIME_TWICE = rule(
    "time-given-twice",
    Severity.ERROR,
    "A test has one result at a time; of two, one would be lost.",
    fix="Keep one of the results, or give the other its own time.",
    example="tests: {alt: {name: ALT, results: {week 4: 61, day 28: 60}}}\n",
)
RESULTS_TWICE = rule(
    "results-and-file",
    Severity.ERROR,
    "Results stand in one place, so that they cannot disagree.",
    fix="Keep `results` or `file`.",
    example="tests: {urea: {name: Urea, file: labs.csv, results: {day 0: 5}}}\n",
)

_FLAGS = {*Flag, "*", "**", "↑", "↓", "!"}
_LETTERS_LIKE_FIGURES = {"l", "I", "O", "o"}
_ALMOST_A_NUMBER = re.compile(r"[<>≤≥~≈]?\s?[\dlIO]*\d.*|[lIO][.,]\d+|[lIO]\d+")


@dataclass(frozen=True, slots=True)
class Result:
    """One value at one time."""

    time: Time
    text: str
    """As printed, without its unit, with a point as decimal sign."""
    value: float | None
    """None for words, and for spans such as `2–3`."""
    comparator: str
    """`<`, `>`, `≤`, `≥` or nothing: the value is a limit of what could be measured."""
    flag: Flag | None
    where: Location
    tidied: bool = False
    """It was typed with a decimal comma or with separators of thousands."""


@dataclass(frozen=True, slots=True)
class Series:
    """All results of one test, in order of time."""

    key: str
    name: str
    unit: str
    """As printed; '' where there is none."""
    range: Range | None
    critical: Range | None
    """The values that are not critical."""
    loinc: str
    results: tuple[Result, ...]
    where: Location


def series_of(case: Case) -> tuple[dict[str, Series], list[Finding]]:
    """Every test that has results or a file with them, by key, in the order of case.yaml."""
    made, findings = {}, []
    for key, test in case.facts.tests.items():
        if test.results or test.file:
            made[key], problems = one_series(case, key, test)
            findings += problems
    return made, findings


@remembered(lambda case, key, test: (facts_and_files(case), key))
def one_series(case: Case, key: str, test: Test) -> tuple[Series, list[Finding]]:
    """The series of one test; without results where it has none."""
    maker = _Maker(case, key, test)
    return maker.make(), maker.findings


@dataclass
class _Maker:
    case: Case
    key: str
    test: Test
    findings: list[Finding] = field(default_factory=list)

    def at(self, *path: str) -> Location:
        return self.case.sources.value("tests", self.key, *path)

    def make(self) -> Series:
        normal, critical = self._range(), self._critical()
        results: dict[float, Result] = {}
        for typed in self._typed():
            if (first := results.get(typed.time.sort_key)) is not None:
                message = f"`{self.test.name}` already has a result at this time: {first.text}; the first is kept"
                hint = f"`{typed.time.text}` and `{first.time.text}` are the same time"
                self.findings.append(
                    TIME_TWICE.at(typed.where, message, hint=hint if typed.time.text != first.time.text else "")
                )
                continue
            results[typed.time.sort_key] = self._result(typed, normal, critical)
        return Series(
            self.key,
            self.test.name,
            printed_unit(self.test.unit or ""),
            normal,
            critical,
            self.test.loinc or "",
            tuple(results[time] for time in sorted(results)),
            self.case.sources.key("tests", self.key),
        )

    def _typed(self) -> tuple[Typed, ...]:
        given = tuple(Typed(time, text, self._at(time)) for time, text in self.test.results.items())
        if not self.test.file:
            return given
        if given:
            message = f"`{self.test.name}` has results here and in a file; those of the file are not read"
            hint = "keep them in one of the two places"
            self.findings.append(RESULTS_TWICE.at(self.at("file"), message, hint=hint))
            return given
        column, problems = results_in_file(self.case, self.key, self.test)
        self.findings += problems
        if column.head and column.unit and self.test.unit and not same_unit(column.unit, self.test.unit):
            self._other_unit(column.unit, column.head, "the column is not read")
            return ()
        return column.results

    def _at(self, time: Time) -> Location:
        results, places = ("tests", self.key, "results"), self.case.sources.values
        if (*results, time.text) in places:
            return self.at("results", time.text)
        # `Day  0` was typed where the time says `day 0`.
        typed = (str(path[3]) for path in places if path[:3] == results and len(path) == 4)
        return self.at("results", next((key for key in typed if " ".join(key.split()).lower() == time.text), time.text))

    def _range(self) -> Range | None:
        if not self.test.range:
            return None
        found, problem = read_range(without_unit(self.test.range, self.test.unit or ""))
        if found is None:
            self.findings.append(REFERENCE_RANGE.at(self.at("range"), problem, quote=self.test.range))
        return self._checked(found, "range")

    def _critical(self) -> Range | None:
        if not self.test.critical:
            return None
        found, problem = read_critical(without_unit(self.test.critical, self.test.unit or ""))
        if found is None:
            self.findings.append(CRITICAL_LIMITS.at(self.at("critical"), problem, quote=self.test.critical))
        return self._checked(found, "critical")

    def _checked(self, found: Range | None, name: str) -> Range | None:
        """A range in another unit than its series would flag everything wrongly."""
        if found is None:
            return None
        if found.tidied:
            self._tidied(found.text, self.at(name), "")
        if found.unit and printed_unit(found.unit, known_only=True):
            self._other_unit(found.unit, self.at(name), "the range is not used")
            return None
        if found.unit:
            message = f"`{found.unit}` belongs to no range: write `13–17`, `<35`, `≥55`, or words such as `negative`"
            self.findings.append(REFERENCE_RANGE.at(self.at(name), message))
            return None
        return found

    def _result(self, typed: Typed, normal: Range | None, critical: Range | None) -> Result:
        text = without_unit(typed.text, self.test.unit or "")
        quantity = read_quantity(text, decimal_comma=typed.decimal_comma)
        if quantity.unit:
            quantity = self._without_words(quantity, typed)
        if quantity.ambiguous:
            message = "this could be two numbers, and is not guessed"
            sign = "," if typed.decimal_comma else "."
            hint = f"write {re.sub('[.,]', '', text)} or {re.sub('[.,]', sign, text)}, whichever is meant"
            self.findings.append(AMBIGUOUS_NUMBER.at(typed.where, message, hint=hint, quote=typed.text))
        elif quantity.tidied:
            self._tidied(quantity.text, typed.where, typed.text)
        elif quantity.is_words and self._is_numeric(normal) and _ALMOST_A_NUMBER.fullmatch(quantity.text):
            message = f"this value of `{self.test.name}` begins like a number but is none; it gets no flag"
            hint = "write the number alone, such as 88, <5 or 2–3; H and L are added by themselves"
            self.findings.append(NOT_A_NUMBER.at(typed.where, message, hint=hint, quote=typed.text))
        value = quantity.number if quantity.upto is None else None
        flag = flag_of(quantity, normal, critical)
        return Result(typed.time, quantity.text, value, quantity.comparator, flag, typed.where, quantity.tidied)

    def _without_words(self, quantity: Quantity, typed: Typed) -> Quantity:
        """A value with words behind it that are not the unit of the series is no number of this series."""
        if quantity.unit in _FLAGS:
            hint = f"write {quantity.text} alone"
            message = f"a flag is written behind this value of `{self.test.name}`"
            self.findings.append(FLAG_WRITTEN.at(typed.where, message, hint=hint, quote=typed.text))
            return replace(quantity, unit="")
        if quantity.unit not in _LETTERS_LIKE_FIGURES and printed_unit(quantity.unit, known_only=True):
            self._other_unit(quantity.unit, typed.where, "the value gets no flag")
            return Quantity(" ".join(typed.text.split()), foreign=True)
        return Quantity(" ".join(typed.text.split()))

    def _is_numeric(self, normal: Range | None) -> bool:
        return bool(self.test.unit) or bool(normal and not normal.in_words)

    def _tidied(self, text: str, where: Location, typed: str) -> None:
        message = "this number has a comma, or separators of thousands"
        found = NUMBER_FORM.at(where, message, hint=f"it is read as {text}: write it so")
        # In a file of results one value in another form may change how its whole column is read.
        alone = where.file == self.case.sources.file and re.fullmatch(NUMBER, typed)
        plain = text.replace("−", "-")
        self.findings.append(replace(found, edits=(instead(where, typed, plain),)) if alone else found)

    def _other_unit(self, unit: str, where: Location, effect: str) -> None:
        expected = f"is in {printed_unit(self.test.unit)}" if self.test.unit else "has no unit"
        message = f"`{self.test.name}` {expected}, but {unit} is written here; {effect}"
        self.findings.append(UNIT_CHANGES.at(where, message, hint="convert it, or correct the unit"))
