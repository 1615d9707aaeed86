"""Checks that one part of a report says nothing that another does not: numbers, sides, names of treatments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.checks.given import entries, missed
from pipeline.guidelines.checks.reading import body, passages, prose
from pipeline.guidelines.guideline import Check, Item
from pipeline.guidelines.phrases import compiled, numbers_in, pattern_of, sentences

RISES = "rises"
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")


def agrees(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Every number in the parts `within` stands elsewhere too, and so does each of the phrases that occurs there, in
    any of its ways (`bilateral* = both eyes = left & right`), and each treatment under `of` that is named there.
    """
    elsewhere = body(asked, check.within)
    known = {_plain(match[0]) for match in _NUMBER.finditer(elsewhere)}
    things = _things(check, asked.printed.language)
    told = _told(things, elsewhere)
    claimed = _told(things, "\n".join(passage.text for passage in prose(asked, check.within)))
    treatments = [entry.name for path in check.of for entry in entries(asked.case, path)]
    for passage in prose(asked, check.within):
        said = [match[0] for match in _NUMBER.finditer(passage.text) if _plain(match[0]) not in known]
        said += [
            match[0] for thing in things for match in thing.found_in(passage.text) if not thing.is_in(told, claimed)
        ]
        said += [name for name in treatments if _in(name, passage.text) and not _in(name, elsewhere)]
        for words in dict.fromkeys(said):
            yield missed(asked, check, passage.origin, words=words)


@dataclass(frozen=True, slots=True)
class _Thing:
    """What may be told in several ways."""

    name: str
    pattern: re.Pattern[str]
    parts: tuple[frozenset[str], ...]
    """Names of things that are the same together."""
    wholes: frozenset[str]
    """Names of things of which it is a part."""

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text)

    def is_in(self, told: Set[str], claimed: Set[str]) -> bool:
        """Whether it is told, or what it makes up here with others is: the left leg and the right one are both legs."""
        return self.name in told or bool(self.wholes & told & claimed)


def _things(check: Check, language: str) -> list[_Thing]:
    lines = check.phrases.get(language) or check.phrases.get(language.split("-")[0]) or ()
    ways = [[way.strip() for way in line.split("=")] for line in lines]
    parts = {of[0]: tuple(frozenset(way.split(" & ")) for way in of if " & " in way) for of in ways}
    return [
        _Thing(
            of[0],
            compiled(tuple(way for way in of if " & " not in way)),
            parts[of[0]],
            frozenset(whole for whole, sets in parts.items() if any(of[0] in one for one in sets)),
        )
        for of in ways
    ]


def _told(things: Sequence[_Thing], text: str) -> set[str]:
    """Names of those that a text tells, in one way or another."""
    named = {thing.name for thing in things if thing.pattern.search(text)}
    return named | {thing.name for thing in things if any(one <= named for one in thing.parts)}


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
