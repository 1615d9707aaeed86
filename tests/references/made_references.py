"""References typed in a line, such as `title: On rashes; year: 2020`, as items of a library."""

from __future__ import annotations

from itertools import count

from pipeline.findings import Location
from pipeline.library import Item
from pipeline.reading.csl_values import value_of
from pipeline.reading.keys import readable_key

ARTICLE = (
    "type: article-journal; author: Example, Ada; title: On the rash of rare drugs; container-title: J Ex; year: 2020"
)
_NAMES = ("author", "editor")


def csl(text: str, sound: str = ARTICLE) -> dict[str, object]:
    """A sound article with what the text says of it instead; a variable without a value is taken out."""
    made: dict[str, object] = {}
    for part in f"{sound}; {text}".split("; "):
        name, _, value = part.partition(": ")
        made[name.strip("; ")] = value
    year, people = made.pop("year", ""), {name: made.pop(name, "") for name in _NAMES}
    made |= {name: value_of(name, _people(str(names))) for name, names in people.items() if names}
    made |= {"issued": value_of("issued", str(year))} if year else {}
    dates = {name: value_of(name, value) for name, value in made.items() if name == "accessed"}
    return {name: value for name, value in (made | dates).items() if value and name}


def _people(text: str) -> list[dict[str, str]]:
    named = [dict(zip(("family", "given"), name.split(", "), strict=False)) for name in text.split(" and ")]
    return [name if "given" in name else {"literal": name["family"]} for name in named]


def items(*texts: str, sound: str = ARTICLE) -> list[Item]:
    """References with readable keys, each on a line of its own of references.bib."""
    taken: list[str] = []
    made = []
    for text, line in zip(texts, count(1), strict=False):
        fields = csl(text, sound)
        taken.append(readable_key(fields, taken))
        made.append(Item(taken[-1], fields, Location("references.bib", line)))
    return made
