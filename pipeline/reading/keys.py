"""A reference that has no key of its own → a readable one: `rund2005`, `rund2005-thalassemia`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

_MARKUP = re.compile(r"</?(?:i|b|sup|sub|span)\b[^<>]*>")
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_LESSER_WORDS = frozenset(
    "the and for from with without into about after before between during under over versus via not are case cases "
    "report reports series der die das ein eine und von mit bei zur zum les une des dans sur avec pour los las una "
    "del con por para sobre".split()
)
_NOT_FOR_REFERENCES = ("fig-", "tbl-", "sec-")
_LONGEST_WORD = 30


def readable_key(csl: Mapping[str, object], taken: Collection[str]) -> str:
    """A key that is not in `taken`, made of what the reference says, so that it is the same in every format.

    First author's family name and year; without an author the first telling word of the title and the year. Where that
    is taken, the first telling word of the title is added, then a number. Letters are folded to plain small ones;
    those of other scripts stay. It can be written after `@` without braces.
    """
    word = _telling_word(csl.get("title"))
    stem = (_first_author(csl) or word or "reference") + _year(csl)
    longer = f"{stem}-{word}" if word and not stem.startswith(word) else stem
    for key in (_citable(stem), _citable(longer)):
        if key not in taken:
            return key
    return _numbered(longer, taken)


def _numbered(stem: str, taken: Collection[str]) -> str:
    """The stem with a number that is free, found by halving: a file may hold a hundred thousand nameless references."""
    taken_number, free = 1, 2
    while _citable(f"{stem}-{free}") in taken:
        taken_number, free = free, free * 2
    while free - taken_number > 1:
        middle = (taken_number + free) // 2
        if _citable(f"{stem}-{middle}") in taken:
            taken_number = middle
        else:
            free = middle
    return _citable(f"{stem}-{free}")


def _citable(key: str) -> str:
    """Keys that begin like a cross-reference to a figure, table or section would be taken for one."""
    return f"ref-{key}" if key.startswith(_NOT_FOR_REFERENCES) else key


def _first_author(csl: Mapping[str, object]) -> str:
    for role in ("author", "editor"):
        people = csl.get(role)
        if isinstance(people, list) and people and isinstance(people[0], dict):
            if family := people[0].get("family"):
                return _letters(family)
            return next((word for word in _words(people[0].get("literal", ""))), "")
    return ""


def _year(csl: Mapping[str, object]) -> str:
    issued = csl.get("issued")
    if not isinstance(issued, dict):
        return ""
    match issued.get("date-parts"):
        case [[int(year), *_], *_]:
            return str(abs(year))
    found = re.search(r"\d{4}", str(issued.get("literal", "")), re.A)
    return found[0] if found else ""


def _telling_word(title: object) -> str:
    return next(_words(_MARKUP.sub("", title)), "") if isinstance(title, str) else ""


def _words(text: str) -> Iterator[str]:
    """The words that tell something, folded; the shorter ones where there are no others."""
    folded = [_letters(word) for word in re.findall(r"[^\W\d_]+", text[:2000])]
    words = [word for word in folded if word]
    telling = [word for word in words if len(word) > (2 if word.isascii() else 1) and word not in _LESSER_WORDS]
    yield from telling or words


def _letters(text: str) -> str:
    """The letters of a word: as plain small Latin ones where it has any, otherwise in its own script."""
    split = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in split if letter.isascii() and letter.isalpha())
    own = "".join(letter for letter in unicodedata.normalize("NFC", text.casefold()) if letter.isalpha())
    return (plain or own)[:_LONGEST_WORD]
