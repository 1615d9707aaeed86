"""How a journal prints the statements at the end of a report: a part of its profile in, a typed form out.

What is stated comes from the case; a form says only in which parts, in which order and under which headings.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field

from pipeline.case.fields import Names, Part, Words, mistake
from pipeline.case.people import InterestCategory

STATED = (
    "consent.treatment",
    "consent.publication",
    "consent.quotation",
    "consent.online",
    "consent.reuse",
    "consent.images",
    "ethics",
    *(f"interests.{category}" for category in get_args(InterestCategory)),
    "interests.text",
    "funding",
    "contributions",
    "data_availability",
    "ai_use",
    "acknowledgements",
    "unknown",
)
"""All that a case may state, piece by piece, in the order of ICMJE; what is not known comes last."""
WHOLE = tuple(dict.fromkeys(name.partition(".")[0] for name in STATED))
"""The same, statement by statement."""

WhenEmpty = Literal["left out", "not applicable", "not stated"]


def _known(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise mistake("a part is made of at least one statement")
    for name in names:
        if name not in STATED and name not in WHOLE:
            near = difflib.get_close_matches(name, [*WHOLE, *STATED], n=1)
            known = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(WHOLE)}"
            raise mistake(f"`{name}` is no statement; {known}")
    return names


def _told(headings: dict[str, str]) -> dict[str, str]:
    if not headings:
        raise mistake("a heading has words in at least one language, such as {en: Funding}")
    return headings


def _apart(parts: tuple[StatementPart, ...]) -> tuple[StatementPart, ...]:
    """A second part of the same would stand there empty, as if nothing were stated."""
    named = [name for part in parts for name in part.of]
    if twice := next((name for name in named if named.count(name) > 1), ""):
        raise mistake(f"two parts are made of `{twice}`; name it in one of them, or its pieces apart")
    return parts


class StatementPart(Part):
    """One heading and what stands below it."""

    heading: Annotated[dict[str, Words], AfterValidator(_told)]
    """Language → words; English ones stand in for other languages."""
    of: Annotated[Names, AfterValidator(_known)]
    """Statements (`consent`: all of it that no other part names) or pieces (`consent.treatment`)."""
    when_empty: WhenEmpty = "left out"
    """Whether the heading stays where the case states nothing: with "Not applicable", or marked as not stated."""
    authors_as: Literal["names", "initials"] = "names"
    """How contributions name authors."""


class StatementsForm(Part):
    """The statements of a journal, in its order. What it has no part for is printed after its parts."""

    heading: dict[str, Words] = Field(default_factory=dict)
    """Over all of them, such as Declarations; ours where none is given."""
    parts: Annotated[tuple[StatementPart, ...], AfterValidator(_apart)] = ()
    also_wants: Names = ()
    """What the journal wants stated and case.yaml has no field for, in words: `the name of a guarantor`."""


def in_language(headings: Mapping[str, str], language: str) -> str:
    """The heading in a language (BCP 47), else in English, in which most journals print; '' for none."""
    tags = (language, language.partition("-")[0], "en")
    return next((headings[tag] for tag in tags if tag in headings), next(iter(headings.values()), ""))
