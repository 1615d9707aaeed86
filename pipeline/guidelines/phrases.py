"""Phrases as a guideline's file writes them, in; what finds them in a text, sentence by sentence, out.

`limit*` is any ending, `#` a number, `…` up to eight words between; a word in capitals is found in capitals only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

_GAP = r"(?:\S+\s+){0,8}?"
_NUMBER = r"(\d+(?:[.,]\d+)?)"
# Raised numbers of references may follow a full stop; in `1.5 T` it is none.
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])(?!(?<=\d\.)\d)([”\"’)\]]*)[\d,–]*\s+(?=[\"“(¿¡]?[A-ZÀ-ÖØ-Þ])")


def pattern_of(phrases: Mapping[str, Iterable[str]], language: str) -> re.Pattern[str] | None:
    """What finds the phrases of a language (BCP 47), or of the language without its region; None where there are none.

    Each `#` is a group of the match.
    """
    ours = phrases.get(language) or phrases.get(language.split("-")[0]) or ()
    return compiled(tuple(ours)) if ours else None


@cache
def compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of the phrases: whole words, however many blanks lie between them."""
    return re.compile("|".join(rf"(?<!\w){_one(phrase)}(?!\w)" for phrase in phrases), re.IGNORECASE)


def sentences(text: str) -> Iterator[str]:
    """A text without its line ends, sentence by sentence; numbers of references behind a full stop are left out."""
    yield from filter(None, _SENTENCE_ENDS.sub(r"\1\n", " ".join(text.split())).split("\n"))


def numbers_in(match: re.Match[str]) -> list[float]:
    """What stands for each `#` of the phrase that was found."""
    return [float(group.replace(",", ".")) for group in match.groups() if group]


def _one(phrase: str) -> str:
    made = ""
    joint = ""
    for word in phrase.split():
        if word == "…":
            made, joint = made + r"\s+" + _GAP, ""
            continue
        made += joint + _word(word)
        # `50mg` is `50 mg`.
        joint = r"\s*" if word.endswith("#") else r"\s+"
    return made


def _word(word: str) -> str:
    stem = re.escape(word.removesuffix("*")).replace(r"\#", _NUMBER).replace("'", "['’]")
    ending = r"[\w-]*" if word.endswith("*") else ""
    return f"(?-i:{stem})" if len(word) > 1 and word.isupper() else stem + ending
