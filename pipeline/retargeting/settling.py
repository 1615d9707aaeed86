"""A journal → what it says that only a person can judge, and what nobody has found out yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.journals import Journal
from pipeline.journals.describing import describe
from pipeline.journals.value import MEMORY, known

NOT_KNOWN = "not known"
FOR_A_PERSON = (
    "article types",
    "submission: ",
    "authors: rules",
    "keywords: from list",
    "highlights: ",
    "key message: ",
    "max patients",
    "series guideline",
)
"""Beginnings of the topics of a profile that no rule checks, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class ToSettle:
    """What the journal says and code cannot judge."""

    topic: str
    says: str
    sure: str
    """How sure we are of it, and who says so."""


def to_settle(journal: Journal) -> Iterator[ToSettle]:
    told = [topic.replace("_", " ") for topic in journal.profile.more]
    rows = [row for row in describe(journal) if row.value != NOT_KNOWN]
    for beginning in FOR_A_PERSON:
        chosen = [row for row in rows if row.topic.startswith(beginning)]
        yield from (ToSettle(row.topic, row.value, _sure(row.sure, row.source)) for row in chosen)
    if (form := known(journal.profile.statements)) and form.also_wants:
        row = next(row for row in rows if row.topic == "statements")
        yield ToSettle("also to be stated", "; ".join(form.also_wants), _sure(row.sure, row.source))
    yield from (ToSettle(row.topic, row.value, _sure(row.sure, row.source)) for row in rows if row.topic in told)


def _sure(sure: str, source: str) -> str:
    return sure if source in {"", MEMORY} else f"{sure}: {source}"


def not_known(journal: Journal) -> tuple[str, ...]:
    """Topics of which nobody has found out what the journal wants."""
    return tuple(row.topic for row in describe(journal) if row.value == NOT_KNOWN)
