"""Phrases and a text in; the sentences that say one of them, and whether these answer anything, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.guidelines.asking import Asked
from pipeline.guidelines.phrases import pattern_of, sentences

Phrases = Mapping[str, Iterable[str]]
_CLAUSE_ENDS = re.compile(r"[;:]|,? (?:and|but|while|whereas|although|y|e|pero|aunque|mientras) ")
_LEAST = 2
"""Words of a sentence that says anything under its heading."""


def sentences_saying(
    asked: Asked, text: str, phrases: Phrases, unless: Phrases | None = None
) -> Iterator[tuple[str, bool]]:
    """Each sentence with one of the phrases outside of those under `unless`, and whether its clause answers anything.

    `Adherence was not recorded` does not; where a phrase itself says so (`was not available`), it is the answer.
    """
    language = asked.printed.language
    pattern, cancelled = pattern_of(phrases, language), pattern_of(unless or {}, language)
    unsaid = pattern_of(asked.unsaid, language)
    if pattern is None or not pattern.search(text):
        return
    for sentence in sentences(text):
        empty = list(cancelled.finditer(sentence)) if cancelled else []
        found = [m for m in pattern.finditer(sentence) if not any(_overlap(m, other) for other in empty)]
        if found:
            denied = list(unsaid.finditer(sentence)) if unsaid else []
            yield sentence, any(not _is_denied(match, denied, sentence) for match in found)


def says(asked: Asked, texts: Iterable[str], phrases: Phrases, unless: Phrases | None = None) -> bool:
    """Whether one of the texts says one of the phrases, and not only that it is not known."""
    return any(answers for text in texts for _, answers in sentences_saying(asked, text, phrases, unless))


def says_anything(asked: Asked, text: str) -> bool:
    """Whether a paragraph says more than that it is not known, or does not apply."""
    unsaid = pattern_of(asked.unsaid, asked.printed.language)
    told = [sentence for sentence in sentences(text) if len(sentence.split()) >= _LEAST]
    return any(not (unsaid and unsaid.search(sentence)) for sentence in told)


def _is_denied(match: re.Match[str], denied: Iterable[re.Match[str]], sentence: str) -> bool:
    start = max((end.end() for end in _CLAUSE_ENDS.finditer(sentence, 0, match.start())), default=0)
    stop = next((end.start() for end in _CLAUSE_ENDS.finditer(sentence, match.end())), len(sentence))
    within = [one for one in denied if one.start() < stop and one.end() > start]
    return any(not (match.start() <= one.start() and one.end() <= match.end()) for one in within)


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()
