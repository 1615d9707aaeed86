"""A journal → rows for a page about it: every value with how sure it is, who says so and when that was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from pipeline.journals.journal import Journal
from pipeline.journals.profile import Told
from pipeline.journals.statements import StatementsForm, in_language
from pipeline.journals.trusting import verification
from pipeline.journals.value import MEMORY, SURENESS, Value, known

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    topic: str
    """`abstract: max words`."""
    value: str
    """`not known` where nobody knows it."""
    sure: str
    source: str
    seen: str


def describe(journal: Journal) -> list[Row]:
    """Every value of the profile, known or said to be not known, in the order of its fields."""
    seen_on = journal.profile.seen_on or ""
    return [
        Row(
            topic,
            in_words(value.is_) + " (recommended)" * value.advised,
            SURENESS[value.sure],
            value.source or "",
            value.seen or _seen(value, seen_on),
        )
        for topic, value in values_of(journal.profile)
    ]


def _seen(value: Value[Any], seen_on: str) -> str:
    """The day of the file, for what somebody looked up: nothing from memory, and no value that names no source."""
    return seen_on if value.sure == "none" or value.source not in {None, MEMORY} else ""


def values_of(part: BaseModel | Told, before: str = "") -> Iterator[tuple[str, Value[Any]]]:
    """Every value with its topic; values are of many kinds, hence `Any`."""
    named = part if isinstance(part, dict) else {name: getattr(part, name) for name in type(part).model_fields}
    for name, field in named.items():
        topic = name.replace("_", " ")
        if isinstance(field, Value):
            yield f"{before}{topic}", field
        elif isinstance(field, BaseModel):
            yield from values_of(field, f"{before}{topic}: ")
        elif name == "more":
            yield from values_of(field)


def in_words(value: object) -> str:
    """As a page about a journal shows it."""
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case StatementsForm():
            return "; ".join([*(in_language(part.heading, "en") for part in value.parts), *value.also_wants])
        case tuple():
            return "; ".join(map(in_words, value))
        case _:
            return str(getattr(value, "heading", value))


def in_short(journal: Journal, today: date) -> str:
    """One line for a list: name, style, how much of it is sure, where to submit."""
    if not journal.name:
        return f"where a case names none; style {journal.style}"
    counts = Counter(value.sure for _, value in values_of(journal.profile))
    told = ", ".join(f"{counts[sure]} {words}" for sure, words in SURENESS.items() if counts[sure])
    told += f"; {verification(journal.profile, today)}"
    url = known(journal.profile.submission.url)
    where = f"; submission: {url}" if url else ""
    return f"{journal.name}; style {journal.style}; {counts.total()} values: {told}{where}"
