"""Phrases as a guideline's file writes them, in; what finds them in a text, sentence by sentence, out.

`limit*` is any ending, `*ectomy` any beginning, `was|were` one of several words, `#` a number in figures or words,
`…` up to eight words between; a word in capitals is found in capitals only. A phrase with a number is found where no
`/` follows: `# mg` is no part of `5 mg/L`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

_GAP = r"(?:\S+\s+){0,8}?"
_IN_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety several "
    "dos tres cuatro cinco seis siete ocho nueve diez doce trece catorce quince veinte treinta cuarenta cincuenta "
    "sesenta setenta ochenta noventa varios varias"
).split()
"""English and Spanish; without words that are something else too, such as `once`."""
_NUMBER = rf"(?:(\d+(?:[.,]\d+)?)|(?:{'|'.join(_IN_WORDS)})(?:[ -](?:{'|'.join(_IN_WORDS[:9])}))?)"
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
# Raised numbers of references may follow a full stop; in `1.5 T` it is none, nor is it behind `Dr.`
_SHORTENED = "Mr Mrs Ms Dr Prof Sr Sra St vs Fig Figs al cf ca approx Dra".split()
_NO_END = "".join(rf"(?<!\b{word}\.)" for word in _SHORTENED) + r"(?<!\be\.g\.)(?<!\bi\.e\.)"
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])" + _NO_END + r"(?!(?<=\d\.)\d)([”\"’)\]]*)[\d,–]*\s+(?=[\"“(¿¡]?[A-ZÀ-ÖØ-Þ])")


def pattern_of(phrases: Mapping[str, Iterable[str]], language: str) -> re.Pattern[str] | None:
    """What finds the phrases of a language (BCP 47), or of the language without its region; None where there are none.

    Each `#` is a group of the match, which is empty where the number is in words.
    """
    ours = phrases.get(language) or phrases.get(language.split("-")[0]) or ()
    return compiled(tuple(ours)) if ours else None


@cache
def compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of the phrases: whole words, however many blanks lie between them."""
    return re.compile("|".join(rf"(?<!\w){_one(phrase)}{_end(phrase)}" for phrase in phrases), re.IGNORECASE)


def sentences(text: str) -> Iterator[str]:
    """A text without its line ends, sentence by sentence; numbers of references behind a full stop are left out."""
    yield from filter(None, _SENTENCE_ENDS.sub(r"\1\n", " ".join(text.split())).split("\n"))


def numbers_in(match: re.Match[str]) -> list[float]:
    """What stands in figures for each `#` of the phrase that was found; not `1,240`, which may be one or a thousand."""
    return [float(group.replace(",", ".")) for group in match.groups() if group and not _THOUSANDS.fullmatch(group)]


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


def _end(phrase: str) -> str:
    return r"(?![\w/])" if "#" in phrase else r"(?!\w)"


def _word(word: str) -> str:
    if "|" in word:
        return f"(?:{'|'.join(map(_word, word.split('|')))})"
    if word.startswith("*"):
        return r"[\w-]*" + _word(word[1:])
    stem = re.escape(word.removesuffix("*")).replace(r"\#", _NUMBER).replace("'", "['’]")
    ending = r"[\w-]*" if word.endswith("*") else ""
    return f"(?-i:{stem})" if len(word) > 1 and word.isupper() else stem + ending
