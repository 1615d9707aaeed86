"""The words of a fact and a text in; how much of the fact the text tells, and in which sentence, out.

Words are compared by their stems. Numbers and their units must be the same: a text that tells another number tells
another fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.facts.units import printed_unit
from pipeline.guidelines.phrases import sentences
from pipeline.guidelines.stems import stems

STRONG, WEAK = 0.6, 0.35
"""Shares of a fact's words that tell it, or are a trace of it."""
_QUANTITY = re.compile(r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?)(?:\s?(?P<unit>[%°µμA-Za-z][^\s,;()]*))?")


@dataclass(frozen=True, slots=True)
class Told:
    """What a text has of words that a fact may have."""

    text: str
    stems: frozenset[str]
    quantities: frozenset[str]
    """Numbers, alone and with their units: `500`, `500 mg`."""
    asked: frozenset[str]
    """Of them, those that tell the fact: a number that has a unit with it."""


@lru_cache(maxsize=4096)
def told(text: str, language: str) -> Told:
    """A text, read once."""
    numbers = [(match["number"].replace(",", "."), _unit(match["unit"] or "")) for match in _QUANTITY.finditer(text)]
    asked = frozenset(f"{number} {unit}" if unit else number for number, unit in numbers)
    words = frozenset(stem for stem in stems(text, language) if not stem.isdigit())
    return Told(text, words, asked | {number for number, _ in numbers}, asked)


@lru_cache(maxsize=1024)
def sentences_told(text: str, language: str) -> tuple[Told, ...]:
    return tuple(told(sentence, language) for sentence in sentences(text))


def share_told(fact: Told, passage: Told) -> float:
    """Between 0 and 1; less than `STRONG` where a number is another one or is not there."""
    same_numbers = fact.asked <= passage.quantities
    if not fact.stems:
        return float(bool(fact.asked) and same_numbers)
    share = len(fact.stems & passage.stems) / len(fact.stems)
    return share if same_numbers else min(share, STRONG - 0.01)


def best_sentence(facts: Sequence[Told], text: str, language: str) -> str:
    """The sentence that tells most of these facts; '' where none tells anything of them."""
    found = sentences_told(text, language)
    scores = [sum(_overlap(fact, sentence) for fact in facts) for sentence in found]
    best = max(scores, default=0)
    return found[scores.index(best)].text if best else ""


def _overlap(fact: Told, sentence: Told) -> float:
    return len(fact.stems & sentence.stems) + len(fact.quantities & sentence.quantities)


@cache
def _unit(word: str) -> str:
    """As printed; '' for a word that is no unit."""
    return printed_unit(word.rstrip(".:"), known_only=True) if word else ""
