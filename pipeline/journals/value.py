"""What a journal asks for in one point, with how sure we are of it, who says so and when that was seen."""

from __future__ import annotations

import re
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from pipeline.case.fields import Date, Part, Words, mistake

Sure = Literal["high", "medium", "old", "low", "none"]
"""Seen in the journal's own words; a publisher's rule or second-hand; seen in an old copy; from memory; not known."""
SURENESS: dict[Sure, str] = {
    "high": "seen",
    "medium": "second-hand",
    "old": "from an old copy",
    "low": "from memory",
    "none": "not known",
}
"""The same in words, the surest first."""
MEMORY = "memory"
"""Source of a value that nobody looked up."""
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Value(Part, Generic[T_co]):
    """`{is: 150, sure: high, source: its author template, seen: 2024}`; `150` alone says that you saw it yourself."""

    is_: T_co | None = Field(None, alias="is")
    """Left out where it is not known."""
    sure: Sure = "low"
    source: Words | None = None
    seen: Date | None = None
    """Where it differs from the file's `seen_on`."""
    advised: bool = False
    """Of a limit: it is recommended, and what goes beyond it is taken too."""

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, given: object) -> object:
        return given if isinstance(given, dict | cls) else {"is": given, "sure": "high"}

    @model_validator(mode="after")
    def _known_or_not(self) -> Value[T_co]:
        if self.is_ is None and self.sure != "none":
            raise mistake("there is no `is:` with a value; of what nobody knows, write `sure: none`")
        if self.is_ is not None and self.sure == "none":
            raise mistake("here is a value, but `sure: none` says that it is not known")
        return self


def known(value: Value[T] | None) -> T | None:
    """None where a journal asks for nothing, and where it is not known what it asks for."""
    return value.is_ if value else None


def origin(value: Value[object]) -> str:
    """`its author template, 2024`, `a copy; second-hand`, `from memory`; '' of an author's own value."""
    source = value.source if value.source != MEMORY else ""
    seen = ", ".join(filter(None, (source, value.seen)))
    sure = "" if value.sure == "high" else SURENESS[value.sure]
    return "; ".join(filter(None, (seen, sure)))


def _number(given: object) -> object:
    if isinstance(given, str) and not re.fullmatch(r"(?=.*[1-9])\d{1,6}(\.\d{1,3})?", given.strip()):
        raise mistake("a number above 0 is expected here")
    return given


def _whole(given: object) -> object:
    if isinstance(given, str) and not re.fullmatch(r"\d{1,6}", given.strip()):
        raise mistake("a whole number is expected here")
    return given


Number = Annotated[float, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
