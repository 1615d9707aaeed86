"""How a journal prints the statements at the end of a report: a part of its profile in, a typed form out.

What is stated comes from the case; a form says only in which parts, in which order and under which headings.
"""

from __future__ import annotations

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
    if strange := [name for name in names if name not in STATED and name not in WHOLE]:
        raise mistake(f"`{strange[0]}` is no statement; known are {', '.join(WHOLE)}, and {', '.join(STATED)}")
    return names


class StatementPart(Part):
    """One heading and what stands below it."""

    heading: dict[str, Words]
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
    parts: tuple[StatementPart, ...] = ()
    also_wants: Names = ()
    """What the journal wants stated and case.yaml has no field for, in words: `the name of a guarantor`."""


def in_language(headings: Mapping[str, str], language: str) -> str:
    """The heading in a language (BCP 47), else in English, in which most journals print; '' for none."""
    tags = (language, language.partition("-")[0], "en")
    return next((headings[tag] for tag in tags if tag in headings), next(iter(headings.values()), ""))
