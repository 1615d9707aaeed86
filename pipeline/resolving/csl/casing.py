"""The text cases of CSL on marked text; what stands between no-case marks keeps its capitals."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.resolving.csl.markup import CLOSE, MARKS, OPEN, visible


def _spans_of(*kinds: str) -> re.Pattern[str]:
    return re.compile("(" + "|".join(f"{OPEN[kind]}[^{CLOSE[kind]}]*{CLOSE[kind]}" for kind in kinds) + ")")


# Small letters above, below and as small capitals are chosen by hand as well.
_KEPT = _spans_of("nocase", "sup", "sub", "sc")
# Italics in a title are Latin names, in which `coli` stays small.
_KEPT_IN_TITLES = _spans_of("nocase", "sup", "sub", "sc", "i")
_WORD = re.compile(rf"[^\s{MARKS}/–—-]+")
_FIRST_WORD = re.compile(rf"^([\s{MARKS}]*)([^\s{MARKS}])")
_STOP_WORDS = frozenset(
    "a about above across afore after against al along alongside amid amidst among amongst an and anenst apropos apud "
    "around as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by "
    "circa d de despite down during et except for forenenst from given in inside into lest like modulo near next nor "
    "notwithstanding of off on onto or out over per plus pro qua sans since so than the through throughout thru "
    "thruout till to toward towards under underneath until unto up upon v van versus vis-à-vis von vs vs. via with "
    "within without yet".split()
)


def cased(text: str, text_case: str | None, language: str) -> str:
    """Text in one of CSL's cases; `title` is for English only, None leaves it alone."""
    if text_case == "lowercase":
        return _outside_no_case(text, str.lower)
    if text_case == "uppercase":
        return _outside_no_case(text.replace("i", "İ") if language[:2] in ("tr", "az") else text, str.upper)
    if text_case == "capitalize-first":
        return _capitalized(text)
    if text_case == "capitalize-all":
        return _outside_no_case(text, lambda part: _WORD.sub(lambda word: _first_up(word.group()), part))
    if text_case == "sentence":
        return _capitalized(_outside_no_case(text, str.lower if visible(text).isupper() else _plain_words(language)))
    if text_case == "title" and language.startswith("en"):
        return _title(text)
    return text


def _outside_no_case(text: str, change: Callable[[str], str]) -> str:
    parts = _KEPT.split(text)
    return "".join(part if position % 2 else change(part) for position, part in enumerate(parts))


def _plain_words(language: str) -> Callable[[str], str]:
    """Capitalised words in small letters, in English; names of genes, acronyms and what is German keep theirs."""
    if not language.startswith("en"):
        return str
    return lambda part: _WORD.sub(lambda word: word.group().lower() if word.group().istitle() else word.group(), part)


def _first_up(word: str) -> str:
    return word[:1].upper() + word[1:]


def _capitalized(text: str) -> str:
    first = _FIRST_WORD.match(text)
    if first is None or OPEN["nocase"] in first[1]:
        return text
    return text[: first.end(1)] + first[2].upper() + text[first.end() :]


def _title(text: str) -> str:
    """Lower-case words are capitalised, except short ones in the middle; other words keep their form."""
    words = [match.span() for match in _WORD.finditer(text)]
    kept = [match.span() for match in _KEPT_IN_TITLES.finditer(text)]
    pieces, end = [], 0
    for position, (start, stop) in enumerate(words):
        word = text[start:stop]
        before = visible(text[:start]).rstrip()[-1:]
        in_middle = 0 < position < len(words) - 1 and before not in ":.?!"
        is_second = text[max(0, start - 1) : start] == "-"
        is_kept = any(first <= start < last for first, last in kept)
        if (
            not is_kept
            and word == word.lower()
            and not (in_middle and (is_second or text[stop : stop + 1] != "-") and word.strip("(“‘.,;:") in _STOP_WORDS)
            and not (len(word) == 1 and (in_middle or is_second))
        ):
            # `d’un`, `β-blockers`: what comes first is no word.
            letter = None if re.match("[dl]’|[\u0370-\u03ff]$", word) else re.search(r"[^\W\d_]", word)
            if letter and not any(c.isdigit() for c in word[: letter.start()]):
                word = word[: letter.start()] + word[letter.start() :][:1].upper() + word[letter.start() + 1 :]
        pieces += [text[end:start], word]
        end = stop
    return "".join([*pieces, text[end:]])
