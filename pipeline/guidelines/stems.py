"""Words of a text in; their stems out, so that `thalassaemias` and `β` find `thalassemia` and `beta`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Protocol

_WORD = re.compile(r"[^\W_]+")
_GREEK = str.maketrans({"α": "alpha ", "β": "beta ", "γ": "gamma ", "δ": "delta "})
_NAMES = {"en": "english", "es": "spanish", "fr": "french", "de": "german", "pt": "portuguese", "it": "italian"}
# Words that join others; which they are does not say what a text is about.
_SMALL = frozenset(
    "about after also among been before being both could does during each from have having into more most none "
    "only other over some such than that their them then there these they this those through under upon very were "
    "what when where which while with within without would para pero como este esta estos estas entre desde hasta "
    "sobre tras durante cuando donde porque con los las del una unos unas por que sin sus más and the for not was "
    "are has had but its".split()
)
_SHORT = 3
"""Characters of the shortest word that counts; shorter ones in capitals or with figures do too: MR, T4."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - snowballstemmer's name


def stems(text: str, language: str) -> frozenset[str]:
    """The stems of the words that say what a text is about, in a language (BCP 47)."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).translate(_GREEK))
    return frozenset(_stem(word.casefold(), language.split("-")[0]) for word in words if _counts(word))


def named_in(name: str, text: frozenset[str], language: str, share: float = 0.5) -> bool:
    """Whether at least this share of a name's words are among the stems of a text."""
    wanted = stems(name, language)
    return bool(wanted) and len(wanted & text) >= share * len(wanted)


def _counts(word: str) -> bool:
    if word.casefold() in _SMALL:
        return False
    return len(word) >= _SHORT or word.isupper() or not word.isalpha()


@cache
def _stem(word: str, language: str) -> str:
    # British and American spelling.
    plain = word.replace("ae", "e").replace("oe", "e") if language == "en" else word
    stemmer = _stemmer(language)
    return stemmer.stemWord(plain) if stemmer else plain


@cache
def _stemmer(language: str) -> _Stemmer | None:
    import snowballstemmer  # type: ignore[import-untyped]  # it ships no types

    made: _Stemmer | None = snowballstemmer.stemmer(_NAMES[language]) if language in _NAMES else None
    return made
