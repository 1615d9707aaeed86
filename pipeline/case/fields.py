"""The kinds of value a field of case.yaml may hold, each converted from the text that was typed.

Every scalar of case.yaml reaches these as text. A converter either gives a typed value or raises a
`PydanticCustomError` whose message is a sentence for the author.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pipeline.case import spelling
from pipeline.case.time import SPAN_PATTERN, TIME_PATTERN, Time, ends, parse_time

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

Spelling = Callable[[str], str]


class Part(BaseModel):
    """Base of everything an author may write: unknown keys are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def mistake(sentence: str, meant: str = "") -> PydanticCustomError:
    """An author's mistake, said in a sentence that the finding repeats.

    `meant` is the same value in the form that is wanted, where there is only one that it can be.
    """
    # Braces would be read as places for values.
    return PydanticCustomError("author_mistake", "{sentence}", {"sentence": sentence, "meant": meant})


def _text(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise mistake("nothing is written here")
    return value.strip() if isinstance(value, str) else value


def _checked(pattern: str, sentence: str, spelling: Spelling | None) -> Callable[[object], object]:
    compiled = re.compile(pattern)

    def check(value: object) -> object:
        value = _text(value)
        if isinstance(value, str) and not compiled.fullmatch(value):
            meant = spelling(value) if spelling else ""
            raise mistake(sentence, meant if compiled.fullmatch(meant) else "")
        return value

    return check


def _pattern(
    pattern: str, sentence: str, example: str, spelling: Spelling | None = None
) -> tuple[BeforeValidator, WithJsonSchema]:
    """`spelling` gives the wanted form of another way to write the same."""
    schema = {"type": "string", "pattern": f"^(?:{pattern})$", "examples": [example]}
    return BeforeValidator(_checked(pattern, sentence, spelling)), WithJsonSchema(schema)


def _day_that_exists(value: str) -> str:
    """30 February has the form of a date."""
    if len(value) == len("2025-07-04"):
        try:
            date.fromisoformat(value)
        except ValueError:
            raise mistake("this day is in no calendar") from None
    return value


def _orcid(value: object) -> object:
    """ISO 7064 mod 11-2, as ORCID publishes it. Gives the sixteen characters with hyphens."""
    if not isinstance(value, str):
        return value
    bare = value.strip().removeprefix("https://orcid.org/").removeprefix("http://orcid.org/")
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", bare):
        meant = spelling.orcid(bare)
        raise mistake("an ORCID iD has the form 0000-0002-1825-0097", meant if _is_orcid(meant) else "")
    if not _is_orcid(bare):
        raise mistake("the last character of this ORCID iD does not fit the others: a digit is mistyped")
    return bare


def _is_orcid(bare: str) -> bool:
    """Whether the last of its characters follows from the others."""
    total = 0
    for digit in bare.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    return bare[-1:] == ("X" if expected == 10 else str(expected))


_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def _ror(value: object) -> object:
    """ROR id as a URL; its last two digits are ISO 7064 mod 97-10 over the Crockford base-32 number."""
    if not isinstance(value, str):
        return value
    bare = value.strip().removeprefix("https://ror.org/").lower()
    if not re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}", bare):
        raise mistake("a ROR identifier has the form https://ror.org/05dxps055")
    number = 0
    for character in bare[:7]:
        number = number * 32 + _CROCKFORD.index(character)
    if 98 - (number * 100) % 97 != int(bare[7:]):
        raise mistake("the last two digits of this ROR identifier do not fit the others: a character is mistyped")
    return f"https://ror.org/{bare}"


def _time(value: object) -> object:
    if not isinstance(value, str):
        return value
    time, problem = parse_time(value)
    if time is None:
        raise mistake(problem)
    return time


def _point(value: object) -> object:
    time = _time(value)
    if isinstance(time, Time) and time.end:
        first, last = ends(" ".join(time.text.split()))
        raise mistake(f"only `events` take a span; write it in two fields, from: {first} and to: {last}")
    return time


@dataclass(frozen=True)
class _Shorthand:
    """Lets an author write a few words where a mapping or a list is meant."""

    widen: Callable[[str], object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        def widened(value: object) -> object:
            return self.widen(value) if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(widened, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


def from_words(key: str) -> _Shorthand:
    """`- itchy rash` for `- what: itchy rash`."""
    return _Shorthand(lambda words: {key: words})


def _schema_of_time(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": list(examples)})


Words = Annotated[str, BeforeValidator(_text)]
"""Plain text, not empty."""
Prose = Annotated[str, BeforeValidator(_text)]
"""One line of Markdown: emphasis, sub- and superscript, citations and cross-references."""
Identifier = Annotated[
    str, *_pattern(r"[A-Za-z][A-Za-z0-9_.-]*", "an id starts with a letter and has only letters, digits, - _ .", "derm")
]
Names = Annotated[tuple[Words, ...], _Shorthand(lambda name: [name])]
"""One name, or a list of names."""
TimePoint = Annotated[
    Time, BeforeValidator(_point), _schema_of_time(TIME_PATTERN, "day 0", "week 6", "about month 3", "before")
]
TimeOrSpan = Annotated[Time, BeforeValidator(_time), _schema_of_time(SPAN_PATTERN, "day 12", "day 3 to day 7")]
Orcid = Annotated[str, BeforeValidator(_orcid), WithJsonSchema({"type": "string", "examples": ["0000-0002-1825-0097"]})]
Ror = Annotated[
    str, BeforeValidator(_ror), WithJsonSchema({"type": "string", "examples": ["https://ror.org/05dxps055"]})
]
Doi = Annotated[
    str,
    *_pattern(
        r"10\.\d{4,9}/\S+", "a DOI starts with 10. and has a slash, without https", "10.5555/12345", spelling.doi
    ),
]
Pmid = Annotated[
    str, *_pattern(r"[1-9]\d{0,8}", "a PMID is a number of at most nine digits", "40755700", spelling.pmid)
]
Pmcid = Annotated[str, *_pattern(r"PMC\d{1,9}", "a PMCID is PMC and digits", "PMC12318370", spelling.pmcid)]
Email = Annotated[
    str,
    *_pattern(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", "this is not an e-mail address", "ada@example.org", spelling.email),
]
Date = Annotated[
    str,
    *_pattern(
        r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?",
        "a date of publication is written 2025, 2025-07 or 2025-07-04",
        "2025-07-04",
        spelling.date,
    ),
    AfterValidator(_day_that_exists),
]
Day = Annotated[
    str,
    *_pattern(
        r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a day is written 2026-11-23", "2026-11-23", spelling.date
    ),
    AfterValidator(_day_that_exists),
]
Language = Annotated[
    str,
    *_pattern(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language is a code such as en or pt-BR", "en", spelling.language),
]
Age = Annotated[
    str,
    *_pattern(
        r"[1-8]?\d(\.\d)? years?|\d{1,3}(\.\d)? (months?|weeks?|days?|hours?)|90 or older",
        "an age is a number and a unit, such as 34 years or 7 months; above 89 years write: 90 or older",
        "34 years",
        spelling.age,
    ),
]
Country = Annotated[
    str, *_pattern(r"[A-Z]{2}", "a country is its two capital letters (ISO 3166), such as JO", "JO", str.upper)
]
Loinc = Annotated[str, *_pattern(r"\d{1,7}-\d", "a LOINC code is digits, a hyphen and a digit", "1742-6")]
Year = Annotated[str, *_pattern(r"\d{4}", "a year has four digits", "2025")]
FigureId = Annotated[
    str,
    *_pattern(
        r"fig-[a-z0-9-]*[a-z0-9](?<!-[a-i])",
        "a figure is named fig- and letters, digits and hyphens, not ending in -a to -i (those are its panels)",
        "fig-mri",
    ),
]
TableId = Annotated[
    str,
    *_pattern(
        r"tbl-[a-z0-9-]*[a-z0-9](?<!-[a-i])",
        "a table is named tbl- and letters, digits and hyphens, not ending in -a to -i",
        "tbl-labs",
    ),
]
