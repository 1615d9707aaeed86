"""Checks that one part of a report says nothing that another does not: numbers, sides, names of treatments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.checks.given import entries, missed
from pipeline.guidelines.checks.reading import body, passages, prose
from pipeline.guidelines.guideline import Check, Item
from pipeline.guidelines.phrases import numbers_in, pattern_of, sentences

RISES = "rises"
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")


def agrees(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Every number in the parts `within` stands elsewhere too, and so does each of the phrases that occurs there, and
    each treatment under `of` that is named there.
    """
    elsewhere = body(asked, check.within)
    known = {_plain(match[0]) for match in _NUMBER.finditer(elsewhere)}
    pattern = pattern_of(check.phrases, asked.printed.language)
    others = {match[0].casefold() for match in pattern.finditer(elsewhere)} if pattern else set()
    treatments = [entry.name for path in check.of for entry in entries(asked.case, path)]
    for passage in prose(asked, check.within):
        said = [match[0] for match in _NUMBER.finditer(passage.text) if _plain(match[0]) not in known]
        said += [m[0] for m in pattern.finditer(passage.text) if m[0].casefold() not in others] if pattern else []
        said += [name for name in treatments if _in(name, passage.text) and not _in(name, elsewhere)]
        for words in dict.fromkeys(said):
            yield missed(asked, check, passage.origin, words=words)


def direction(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Of `fell from # to #` the second number is the smaller, or the greater where `of` says `rises`."""
    pattern = pattern_of(check.phrases, asked.printed.language)
    if pattern is None:
        return
    for passage in passages(asked, check.within):
        for sentence in sentences(passage.text):
            for match in pattern.finditer(sentence):
                values = numbers_in(match)
                if len(values) < 2:
                    continue
                first, last = values[0], values[-1]
                if last == first or (last > first) != (RISES in check.of):
                    yield missed(asked, check, passage.origin, words=" ".join(match[0].split()))


def _plain(number: str) -> str:
    """`1.50` and `1,5` are one number."""
    plain = number.replace(",", ".")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _in(name: str, text: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}", text, re.IGNORECASE))
