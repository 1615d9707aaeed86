"""Given names → initials as a style wants them."""

from __future__ import annotations

import re

from pipeline.resolving.csl.markup import visible

_WORD = re.compile(r"[^\s.]+\.?")


def initials(given: str, mark: str, with_hyphen: bool) -> str:
    """Given names as initials: `Rama A` → `RA`, `Jean-Pierre` → `J-P`; names in scripts without capitals stay."""
    if not any(character.isupper() for character in given):
        return given
    words: list[str] = []
    for word in visible(given).replace(".", ". ").replace(". -", ".-").split():
        parts = [part for part in word.split("-") if part.strip(".")]
        short = [_initial(part, mark) for part in parts]
        if any(part[:1].isupper() for part in parts):
            # A hyphen follows the mark of the initial before it: `J.-P.`
            words.append(("-" if with_hyphen else "").join(letters.rstrip() for letters in short))
            if mark.endswith(" "):
                words[-1] += " "
        else:
            words.append(f"{'' if not words or words[-1].endswith(' ') else ' '}{word} ")
    return " ".join("".join(words).split(" ")).strip()


def _initial(part: str, mark: str) -> str:
    """The initial of one name; a short word all in capitals is initials already, and `Yu.` is one initial."""
    letters = part.strip(".")
    if len(letters) <= 3 and letters.isupper():
        return "".join(letter + mark for letter in letters)
    if part.endswith(".") and len(letters) <= 3:
        return letters + mark
    return letters[0].upper() + mark


def respaced(given: str, mark: str) -> str:
    """Given names with only the initials among them changed: `John M.E` → `John M. E.`; `ME` is taken for a name."""
    text = ""
    was_initial = False
    for word in _WORD.findall(given):
        is_initial = word.endswith(".") or (len(word) == 1 and word.isupper())
        between = "" if was_initial and is_initial else " "
        text = text + between + (word.rstrip(".") + mark if is_initial else word)
        was_initial = is_initial
    return re.sub(" {2,}", " ", text).strip()
