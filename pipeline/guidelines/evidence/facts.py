"""Fields of case.yaml in; the passages that print their values, or tell them in words, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from pipeline.case.sources import dotted
from pipeline.guidelines.asking import Asked, Hit
from pipeline.guidelines.checks.given import Entry, entries
from pipeline.guidelines.guideline import Item, Wanted
from pipeline.guidelines.looking import passages
from pipeline.guidelines.printed import Passage, Sort
from pipeline.guidelines.telling import STRONG, WEAK, Told, best_sentence, share_told, told

_ALIASES = {"from_": "from", "supported_by": "for"}
_NAMES = {"what", "name"}
_NOT_TOLD = {
    *("kind", "code", "loinc", "file", "critical", "also_in", "range", "unit", "method", "assessed_by", "suspected"),
    *("naranjo", "who_umc", "status", "how", "by", "held_by", "certainty"),
}
"""Fields that hold a choice, a code or a setting, which prose does not repeat in these words."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One field with a value in words, or one of the ways in which it may be told."""

    path: str
    told: Told


@dataclass(frozen=True, slots=True)
class _Facts:
    """Facts, and which of them have a word."""

    every: tuple[Fact, ...]
    by_word: Mapping[str, Sequence[int]]
    """Stem, or number of a fact without words → where in `every`."""

    @classmethod
    def of(cls, every: Iterable[Fact]) -> _Facts:
        facts = tuple(every)
        by_word: dict[str, list[int]] = {}
        for number, fact in enumerate(facts):
            for word in fact.told.stems or fact.told.quantities:
                by_word.setdefault(word, []).append(number)
        return cls(facts, by_word)

    def sharing_a_word(self, text: Told) -> list[Told]:
        found = {number for word in text.stems | text.quantities for number in self.by_word.get(word, ())}
        return [self.every[number].told for number in sorted(found)]


def fact(asked: Asked, item: Item, wanted: Wanted) -> Iterator[Hit]:
    """Passages that print a field under `of`, by a value that was filled in or a table, list or drawing made from it;
    and passages that tell one in words: with 60% of its words strongly, with 35% weakly. Weak ones are given only
    where there is no other.
    """
    patterns = wanted.of or item.fields
    facts = _Facts.of(fact for pattern in patterns for fact in facts_at(asked, pattern))
    weak: list[Hit] = []
    found = False
    for passage in passages(asked.printed, wanted.within):
        hit = _printed(asked, passage, patterns, facts) or _told(asked, passage, facts)
        if hit and hit.strong:
            found = True
            yield hit
        elif hit:
            weak.append(hit)
    if not found:
        yield from weak


def facts_at(asked: Asked, pattern: str) -> Iterator[Fact]:
    """Every value in words at or below a path, in which `*` stands for every entry."""
    for entry in entries(asked.case, pattern):
        for path, value in _leaves(entry.path, entry.value):
            for way in _ways(asked, entry, path, value):
                yield Fact(dotted(path), told(way, asked.printed.language))


def _printed(asked: Asked, passage: Passage, patterns: Sequence[str], facts: _Facts) -> Hit | None:
    shown = [path for path in passage.fields if any(is_below(path, pattern) for pattern in patterns)]
    if not shown:
        return None
    if passage.sort is Sort.ROW:
        return Hit(passage, True)
    ours = [fact.told for fact in facts.every if any(is_below(fact.path, path) for path in shown)]
    return Hit(passage, True, best_sentence(ours, passage.text, asked.printed.language))


def _told(asked: Asked, passage: Passage, facts: _Facts) -> Hit | None:
    language = asked.printed.language
    text = told(passage.text, language)
    shares = [(share_told(way, text), way) for way in facts.sharing_a_word(text)]
    best = max((share for share, _ in shares), default=0.0)
    if best < WEAK:
        return None
    ours = [way for share, way in shares if share >= min(best, STRONG)]
    return Hit(passage, best >= STRONG, best_sentence(ours, passage.text, language))


def is_below(path: str, pattern: str) -> bool:
    """Whether a field is the one of a pattern or part of it: `tests.alt.results` is below `tests` and `tests.*`."""
    if "*" not in pattern:
        return path == pattern or path.startswith(f"{pattern}.")
    steps, wanted = path.split("."), pattern.split(".")
    return len(steps) >= len(wanted) and all(w in ("*", s) for s, w in zip(steps, wanted, strict=False))


def _ways(asked: Asked, entry: Entry, path: tuple[str | int, ...], value: str) -> list[str]:
    if path[:2] == ("patient", "sex"):
        # Prose says `woman` or `girl`.
        words = (asked.words.get(f"patient_{group}{value}", "") for group in ("", "child_", "adolescent_", "infant_"))
        return [value, *filter(None, words)]
    names = [step for step in path[len(entry.path) :] if isinstance(step, str)] or [str(path[-1])]
    # A test that is only named is not reported: its results are.
    if _NOT_TOLD & set(names) or path[-1] in _NOT_TOLD or (path[0] == "tests" and path[-1] == "name"):
        return []
    # `500 mg` says nothing of itself; of a named treatment it does.
    thing = entry.belongs_to or ("" if path[-1] in _NAMES or entry.name == value else entry.name)
    unit = getattr(entry.value, "unit", None) if "results" in names else None
    return [" ".join(filter(None, (thing, value, unit)))]


def _leaves(path: tuple[str | int, ...], value: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text below a value, with its path as an author writes it."""
    below: Iterator[tuple[str | int, object]]
    match value:
        case str():
            yield path, value
            return
        case BaseModel():
            names = type(value).model_fields
            below = ((_ALIASES.get(name, name), getattr(value, name)) for name in names)
        case Mapping():
            below = ((str(getattr(key, "text", key)), inside) for key, inside in value.items())
        case tuple():
            below = iter(enumerate(value))
        case _:
            return
    for step, inside in below:
        yield from _leaves((*path, step), inside)
