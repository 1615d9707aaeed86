"""Reference ranges and critical limits as typed (`<35`, `13–17`, `negative`) → `Range`; a value in them → its flag."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.facts.quantities import COMPARATORS, NBSP, NUMBER, Quantity, read_number

_BOTH = re.compile(
    rf"(?P<low>{NUMBER})\s?(?:-|–|—|to|a|bis)\s?(?P<high>{NUMBER})(?:\s?(?P<unit>[^\d\s<>≤≥+.,:;-].*))?", re.IGNORECASE
)
_ONE = re.compile(
    r"(?P<sign><=|>=|=<|=>|[<>≤≥]|up to)?\s?(?:1\s?:\s?(?=\d))?"
    rf"(?P<number>{NUMBER})(?:\s?(?P<unit>[^\d\s<>≤≥+.,:;-].*))?",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"(neg|negative|not detected|undetected|undetectable|absent|none|non-?reactive|no growth|sterile"
    r"|negativ[oa]|no detectad[oa]|no detectable|ausente|no reactiv[oa]|sin crecimiento|estéril)\b.*",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    r"((weakly |strongly )?positive|pos|detected|present|reactive|positiv[oa]|detectad[oa]|presente|reactiv[oa])\b.*",
    re.IGNORECASE,
)


class Flag(StrEnum):
    """What stands behind a value outside its range, as printed."""

    HIGH = "H"
    LOW = "L"
    CRITICAL_HIGH = "HH"
    CRITICAL_LOW = "LL"
    ABNORMAL = "A"
    """In words: positive where the range says negative, or the reverse."""


@dataclass(frozen=True, slots=True)
class Range:
    """Values from `low` to `high`; an end that is None is open. A range in words has neither."""

    low: float | None
    high: float | None
    low_inclusive: bool
    high_inclusive: bool
    text: str
    """As printed, without a unit and with a point as decimal sign."""
    unit: str = ""
    """What was typed behind it."""
    tidied: bool = False

    @property
    def in_words(self) -> bool:
        return self.low is None and self.high is None


def read_range(typed: str) -> tuple[Range | None, str]:
    """A reference range, or None and what is wrong with it."""
    text = " ".join(typed.split())
    if match := _BOTH.fullmatch(text):
        return _between(match)
    if match := _ONE.fullmatch(text):
        number = read_number(match["number"])
        if number.value is None:
            return None, f"`{match['number']}` could be two numbers: write it with a point, and no separators"
        sign = "≤" if (match["sign"] or "").lower() == "up to" else match["sign"] or ""
        sign = COMPARATORS.get(sign, sign)
        shown = sign + ("1:" if ":" in text else "") + number.text
        low = None if sign in {"<", "≤"} else number.value
        high = None if sign in {">", "≥"} else number.value
        return Range(low, high, sign != ">", sign != "<", shown, match["unit"] or "", number.tidied), ""
    if any(character.isdigit() for character in text):
        return None, "this is not a range: write `13–17`, `<35`, `≥55`, or words such as `negative`"
    return Range(None, None, True, True, text), ""


def _between(match: re.Match[str]) -> tuple[Range | None, str]:
    low, high = read_number(match["low"]), read_number(match["high"])
    for number in (low, high):
        if number.value is None:
            return None, f"`{number.text}` could be two numbers: write it with a point, and no separators"
    if low.value is not None and high.value is not None and low.value > high.value:
        return None, f"this range begins above its end: {low.text} is more than {high.text}"
    # A dash and a minus that touch read as one.
    joint = f"{NBSP}–{NBSP}" if high.text.startswith("−") else "–"
    shown, tidied = f"{low.text}{joint}{high.text}", low.tidied or high.tidied
    return Range(low.value, high.value, True, True, shown, match["unit"] or "", tidied), ""


def read_critical(typed: str) -> tuple[Range | None, str]:
    """Critical limits → the values between them, which are not critical.

    `2.5–6.5` says it so; `<0.5`, `>20` and `<2.5 or >6.5` name the critical values, and are turned round.
    """
    parts = [part.strip() for part in re.split(r"\bor\b|;", typed)]
    read = [read_range(part) for part in parts]
    for found, problem in read:
        if found is None or found.in_words:
            return None, problem or "critical limits are numbers, such as `<0.5`, `>20` or `2.5–6.5`"
    ranges = [found for found, _ in read if found]
    if len(ranges) == 1 and ranges[0].low is not None and ranges[0].high is not None:
        return ranges[0], ""
    below = [r for r in ranges if r.low is None]
    above = [r for r in ranges if r.high is None]
    if len(below) > 1 or len(above) > 1 or len(below) + len(above) < len(ranges):
        return None, "critical limits are `<0.5`, `>20`, `2.5–6.5` or `<2.5 or >6.5`"
    low, high = (below[0].high if below else None), (above[0].low if above else None)
    if low is not None and high is not None and low > high:
        return None, "these critical limits leave no value between them"
    low_inclusive = not (below and below[0].high_inclusive)
    high_inclusive = not (above and above[0].low_inclusive)
    unit = next((r.unit for r in ranges if r.unit), "")
    return Range(low, high, low_inclusive, high_inclusive, " or ".join(r.text for r in ranges), unit), ""


def flag_of(quantity: Quantity, normal: Range | None, critical: Range | None) -> Flag | None:
    """H or L only where every value that was meant lies outside: `<5` is not low in a range of `3–10`."""
    if critical and not critical.in_words:
        if is_above(quantity, critical):
            return Flag.CRITICAL_HIGH
        if is_below(quantity, critical):
            return Flag.CRITICAL_LOW
    if normal is None:
        return None
    if normal.in_words:
        expected, found = _says(normal.text), _says(quantity.text)
        if expected and not found and quantity.number and "+" in quantity.text:
            found = "positive"
        return Flag.ABNORMAL if expected and found and expected != found else None
    if is_above(quantity, normal):
        return Flag.HIGH
    return Flag.LOW if is_below(quantity, normal) else None


def is_above(quantity: Quantity, limits: Range) -> bool:
    if quantity.number is None or limits.high is None or quantity.comparator in {"<", "≤"}:
        return False
    if quantity.number == limits.high:
        return quantity.comparator == ">" or not limits.high_inclusive
    return quantity.number > limits.high


def is_below(quantity: Quantity, limits: Range) -> bool:
    if quantity.number is None or limits.low is None or quantity.comparator in {">", "≥"}:
        return False
    highest = quantity.number if quantity.upto is None else quantity.upto
    if highest == limits.low:
        return quantity.comparator == "<" or not limits.low_inclusive
    return highest < limits.low


def _says(words: str) -> str:
    """`negative`, `positive`, or nothing where it is neither."""
    if _NEGATIVE.fullmatch(words):
        return "negative"
    return "positive" if _POSITIVE.fullmatch(words) else ""
