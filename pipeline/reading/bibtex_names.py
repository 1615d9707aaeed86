"""A BibTeX list of names (`Ludwig van Beethoven and {World Health Organization}`) → CSL names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pybtex.database import Person
from pybtex.exceptions import PybtexError

from pipeline.reading.person_names import ORGANISATION

Decode = Callable[[str], str]
_AND = re.compile(r"[{}]|\s+and(?=\s)", re.I)
_EXTENDED = re.compile(r"(family|given|prefix|suffix)\s*=\s*(\"[^\"]*\"|[^,]*)", re.I)
_EXTENDED_PARTS = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}
LONGEST_NAME = 500  # pybtex's parser of names is slower than linear


def names(value: str, decode: Decode) -> tuple[list[dict[str, str]], list[str]]:
    """The names of a field as CSL names, and what looks wrong about them; `decode` makes text of LaTeX.

    A name in braces of its own is a literal; `others` at the end stays as a literal that prints as "et al".
    """
    people: list[dict[str, str]] = []
    problems: list[str] = []
    for name in split(value):
        if is_braced(name):
            people.append({"literal": decode(name[1:-1])})
        elif extended := _EXTENDED.findall(name):
            people.append({_EXTENDED_PARTS[part.lower()]: decode(text.strip(' "')) for part, text in extended})
        elif name.lower() == "others":
            people.append({"literal": "others"})
        else:
            people.append(_person(name, decode))
            problems += _doubts(name, people[-1])
    return [person for person in map(_in_form, people) if person], problems


def _in_form(person: dict[str, str]) -> dict[str, str]:
    """A person has a family name; one with another part only is printed as that part stands."""
    parts = {part: text for part, text in person.items() if text}
    return parts if parts.keys() & {"family", "literal"} or not parts else {"literal": " ".join(parts.values())}


def split(value: str) -> list[str]:
    """Names at their `and`s, those inside braces excepted."""
    found, start, depth = [], 0, 0
    for token in _AND.finditer(value):
        if token.group() == "{":
            depth += 1
        elif token.group() == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            found.append(value[start : token.start()])
            start = token.end()
    return [name.strip() for name in [*found, value[start:]] if name.strip()]


def _person(name: str, decode: Decode) -> dict[str, str]:
    if len(name) > LONGEST_NAME:
        return {"literal": decode(name)}
    try:
        person = Person(name)
    except PybtexError:
        return {"literal": decode(name)}
    parts = {
        "family": person.last_names,
        "given": [*person.first_names, *person.middle_names],
        "non-dropping-particle": person.prelast_names,
        "suffix": person.lineage_names,
    }
    decoded = {part: decode(" ".join(words)) for part, words in parts.items() if words}
    if "family" not in decoded:
        return {"literal": decode(name)}
    return decoded


def _doubts(name: str, person: dict[str, str]) -> Iterator[str]:
    if ";" in name or "literal" in person:
        yield f"the names “{name[:80]}” cannot be told apart; write “and” between two people, “Family, Given” for each"
    elif " " in name and "," not in name and ORGANISATION.search(name):
        yield f"“{name[:80]}” looks like an organisation but is printed as a person; put it in braces of its own"


def is_braced(name: str) -> bool:
    """Whether one pair of braces, which is no accented letter, holds the whole value."""
    if not (name.startswith("{") and name.endswith("}")) or name.startswith("{\\"):
        return False
    depth = 0
    for position, character in enumerate(name):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return position == len(name) - 1
    return False
