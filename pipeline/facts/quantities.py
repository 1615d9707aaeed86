"""One measured value as typed (`88`, `<5`, `4/5`, `1:160`, `not done`) → its number, if any, and its printed text.

A decimal comma or a separator of thousands is read where only one reading is possible; `1,200` could be two
numbers, so it is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NBSP = "\N{NO-BREAK SPACE}"
COMPARATORS = {"<=": "≤", "=<": "≤", ">=": "≥", "=>": "≥"}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

NUMBER = r"[-−+]?(?:\d{1,15}(?:[.,’'\u00a0\u202f ]\d{1,15}){0,5}|[.,]\d{1,15})"
"""Figures with whatever may separate them; `read_number` says what they mean."""
_POWER = (
    r"(?:\s?[x×*·]\s?10\s?(?:\^\s?|(?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]))(?P<power>[-−]?\d{1,2}|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})|e(?P<e>[-+]?\d{1,2}))?"
)
_VALUE = re.compile(
    rf"(?P<comparator><=|>=|=<|=>|[<>≤≥])?\s?(?P<number>{NUMBER}){_POWER}(?:\s?(?P<unit>[^\d\s<>≤≥+.,:;/-].*))?",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"(?P<low>{NUMBER})\s?(?:-|–|—|to)\s?(?P<high>{NUMBER})(?:\s?(?P<unit>[^\d\s<>≤≥+.,:;/-].*))?", re.IGNORECASE
)
_TITRE = re.compile(r"(?P<comparator><=|>=|[<>≤≥])?\s?1\s?:\s?(?P<number>\d{1,9})")
_SCALE = re.compile(r"(?P<number>\d{1,9})(?P<half>[+\-−]?)\s?/\s?(?P<of>\d{1,9})")
_PLUSES = re.compile(r"(?P<number>\d)\s?\+|(?P<pluses>\+{1,5})")
_GROUPS = re.compile(r"\d{1,3}(?:(?P<mark>[.,’'\u00a0\u202f ])\d{3})(?:(?P=mark)\d{3})*(?:(?!(?P=mark))[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    value: float | None
    """None where it could be two numbers."""
    text: str
    """With a point as decimal sign and no separators."""
    tidied: bool = False
    """It was typed with a decimal comma or separators of thousands."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value as typed, understood."""

    text: str
    """As printed, without its unit, with a point as decimal sign."""
    number: float | None = None
    """None for words, and for figures that could be two numbers."""
    comparator: str = ""
    """`<`, `>`, `≤`, `≥` before the number, or nothing."""
    upto: float | None = None
    """The other end of a value such as `2–3`."""
    unit: str = ""
    """What was typed behind the number."""
    tidied: bool = False
    ambiguous: bool = False
    foreign: bool = False
    """It is in another unit than its series."""

    @property
    def is_words(self) -> bool:
        return self.number is None and not self.ambiguous and not self.foreign


def read_number(typed: str, *, decimal_comma: bool = False) -> Number:
    """Figures as `NUMBER` finds them. With `decimal_comma` (a CSV file with semicolons) a comma is the decimal sign."""
    sign = "-" if typed[0] in "-−" else ""
    bare = typed.lstrip("-−+")
    plain, other = (",", ".") if decimal_comma else (".", ",")
    if re.fullmatch(rf"\d*(?:{re.escape(plain)}\d+)?", bare):
        return _number(sign, bare.replace(",", "."), tidied=False)
    groups = _GROUPS.fullmatch(bare)
    if groups and not bare.startswith("0"):
        mark = groups["mark"]
        # One group of three behind a mark that elsewhere is the decimal sign: 1,200 is 1.2 or 1200.
        if mark == other and bare.count(mark) == 1 and plain not in bare:
            return Number(None, typed)
        return _number(sign, bare.replace(mark, "").replace(",", "."), tidied=True)
    if re.fullmatch(rf"\d*{re.escape(other)}\d+", bare):
        return _number(sign, bare.replace(",", "."), tidied=not decimal_comma)
    return Number(None, typed)


def _number(sign: str, figures: str, *, tidied: bool) -> Number:
    figures = "0" + figures if figures.startswith(".") else figures
    return Number(float(sign + figures), sign.replace("-", "−") + figures, tidied)


def read_quantity(typed: str, *, decimal_comma: bool = False) -> Quantity:
    """Any text; what is no number is words, kept as they are."""
    text = " ".join(typed.split())
    for read in (_titre, _scale, _pluses):
        if found := read(text):
            return found
    if match := _SPAN.fullmatch(text):
        low, high = (read_number(match[end], decimal_comma=decimal_comma) for end in ("low", "high"))
        if low.value is None or high.value is None:
            return Quantity(text, ambiguous=True)
        tidied = low.tidied or high.tidied
        return Quantity(f"{low.text}–{high.text}", low.value, "", high.value, match["unit"] or "", tidied)
    match = _VALUE.fullmatch(text)
    return _single(match, decimal_comma=decimal_comma) if match else Quantity(text)


def _single(match: re.Match[str], *, decimal_comma: bool) -> Quantity:
    number = read_number(match["number"], decimal_comma=decimal_comma)
    comparator = COMPARATORS.get(match["comparator"] or "", match["comparator"] or "")
    if number.value is None:
        return Quantity(match[0], comparator=comparator, ambiguous=True)
    value, text = number.value, number.text
    if power := (match["power"] or match["e"] or "").translate(_SUPERSCRIPTS).replace("−", "-"):
        value *= 10.0 ** int(power)
        text = f"{text}{NBSP}×{NBSP}10{str(int(power)).translate(_RAISED)}"
    return Quantity(comparator + text, value, comparator, None, match["unit"] or "", number.tidied)


def _titre(text: str) -> Quantity | None:
    """`1:160` is the dilution 160."""
    if not (match := _TITRE.fullmatch(text)):
        return None
    comparator = COMPARATORS.get(match["comparator"] or "", match["comparator"] or "")
    return Quantity(f"{comparator}1:{match['number']}", float(match["number"]), comparator)


def _scale(text: str) -> Quantity | None:
    """`4/5` is a 4. `120/80` is no scale but two values in one, printed as they are."""
    if not (match := _SCALE.fullmatch(text)):
        return None
    number, of = int(match["number"]), int(match["of"])
    half = match["half"].replace("-", "−")
    return Quantity(f"{number}{half}/{of}", float(number) if number <= of else None)


def _pluses(text: str) -> Quantity | None:
    """`3+` and `+++` are a 3."""
    if not (match := _PLUSES.fullmatch(text)):
        return None
    return Quantity(text, float(match["number"] or len(match["pluses"])))
