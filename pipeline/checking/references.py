"""The references a case cites, each by itself and side by side: mistyped, impossible, retracted, listed twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.findings import Finding, Severity, rule
from pipeline.library import Item
from pipeline.references import identifiers
from pipeline.references.retractions import Nature, Notice, Notices
from pipeline.references.works import Works, differences, identifier, year_of

if TYPE_CHECKING:
    from datetime import date

MISTYPED_IDENTIFIER = rule(
    "mistyped-identifier",
    Severity.WARNING,
    "A reader who follows a mistyped number finds nothing, or another work.",
    fix="Copy the number from the work itself.",
    example="@article{a, title = {A title}, doi = {10.5555}, pmid = {12-34}}\n",
)
REVERSED_PAGES = rule(
    "reversed-pages",
    Severity.WARNING,
    "The last page of an article comes after its first.",
    fix="Correct the pages.",
    example="@article{a, title = {A title}, pages = {45--23}}\n",
)
IMPOSSIBLE_YEAR = rule(
    "impossible-year",
    Severity.WARNING,
    "A reference from the future, or from before journals, is a slip of the keys.",
    fix="Correct the year.",
    example="@article{a, title = {A title}, year = {2202}}\n",
)
SHOUTED_TITLE = rule(
    "shouted-title",
    Severity.WARNING,
    "No citation style prints titles in capitals, and none can undo them safely.",
    fix="Write the title with capitals only where they belong.",
    example="@article{a, title = {A CASE OF ACUTE RENAL FAILURE}}\n",
)
RETRACTED = rule(
    "retracted-reference",
    Severity.ERROR,
    "A retracted article supports no claim, and authors are asked to make sure that they cite none.",
    fix="Take it out, or say in the text that it was retracted and why you cite it.",
    example="[@example2020]\n# its DOI is in bibliography/retractions.csv\n",
    source="ICMJE",
)
UNDER_CONCERN = rule(
    "reference-under-concern",
    Severity.WARNING,
    "A reader should know that the journal doubts an article, or that it was retracted and is back.",
    fix="Read the notice, and tell readers of it where you rely on the article.",
    example="[@example2020]\n# bibliography/retractions.csv: an expression of concern\n",
)
SAME_WORK_TWICE = rule(
    "same-work-twice",
    Severity.WARNING,
    "One work under two keys stands in the list of references twice.",
    fix="Cite one of the two keys everywhere, and delete the other reference.",
    example="@article{a, title = {A title}, doi = {10.5555/1}}\n@article{b, title = {A title}, doi = {10.5555/1}}\n",
)

_IDENTIFIERS = ("DOI", "PMID", "PMCID", "ISSN", "ISBN")
_PAGES = re.compile(r"([^\W\d_]*)(\d+)\s*-\s*([^\W\d_]*)([1-9]\d*)", re.A)
_MARKUP = re.compile(r"<[^<>]*>")
FIRST_YEAR = 1600
"""The first medical journals are of the 1660s."""
_SHOWN = 60
"""Characters of a value beside another."""


def check(cited: Sequence[Item], notices: Notices, today: date) -> Iterator[Finding]:
    """The findings of this family. `notices` are those of the author's list of retractions about these references."""
    yield from one_by_one(cited, notices, today)
    yield from twice(cited)


def one_by_one(items: Iterable[Item], notices: Notices, today: date) -> Iterator[Finding]:
    """What is wrong with each reference, whatever stands beside it."""
    for item in items:
        yield from _mistyped(item, today)
        yield from _retracted(item, notices)


def _mistyped(item: Item, today: date) -> Iterator[Finding]:
    for kind in _IDENTIFIERS:
        value = str(item.csl.get(kind) or "")
        if value and (fault := identifiers.fault(kind, value)):
            hint = "copy it from the article or from PubMed; if there is none, take it out"
            yield MISTYPED_IDENTIFIER.at(
                item.origin, f"the {kind} of `{item.key}` {fault}", hint=hint, quote=value[:_SHOWN]
            )
    pages = str(item.csl.get("page") or "")
    if backwards := next((each for each in re.split(r"\s*[,;&]\s*", pages) if _is_backwards(each)), ""):
        message = f"the pages of `{item.key}` run backwards"
        hint = "one of the two numbers is mistyped; shortened ones such as 1099-102 are fine"
        yield REVERSED_PAGES.at(item.origin, message, hint=hint, quote=backwards)
    if wrong := _impossible(item, today):
        hint = "look it up in the article; what is accepted but not out yet is `in press`"
        yield IMPOSSIBLE_YEAR.at(item.origin, f"`{item.key}` {wrong}", hint=hint)
    title = str(item.csl.get("title") or "")
    if _is_shouted(title):
        hint = "type it as in a sentence, and keep the capitals of names and abbreviations"
        yield SHOUTED_TITLE.at(
            item.origin, f"the title of `{item.key}` is in capitals", hint=hint, quote=title[:_SHOWN]
        )


def _is_backwards(pages: str) -> bool:
    """`871-861`; what the last page leaves out is taken from the first: `1099-102` ends on page 1102.

    A page with its letters is written in full: `S12-S8` ends on page S8. No page begins with a naught: `LL16-04` is
    the number of something.
    """
    match = _PAGES.fullmatch(pages.strip())
    if match is None or match[3] not in ("", match[1]):
        return False
    first, last = match[2], match[4]
    left_out = "" if match[3] else first[: max(0, len(first) - len(last))]
    return int(left_out + last) < int(first)


def _impossible(item: Item, today: date) -> str:
    year = year_of(item.csl)
    if year is not None and year > today.year:
        return f"is of the year {year}, which is yet to come"
    if year is not None and year < FIRST_YEAR:
        return f"is of the year {year}; is a digit missing?"
    accessed = item.csl.get("accessed")
    match accessed.get("date-parts") if isinstance(accessed, dict) else None:
        case [[int(then), *_], *_] if then > today.year:
            return f"was consulted in {then}, which is yet to come"
    return ""


def _is_shouted(title: str) -> bool:
    """Several words, hardly a small letter: `DRESS` alone, or `HIV-1 RNA` in a sentence, is not shouting."""
    letters = [letter for letter in _MARKUP.sub("", title) if letter.isupper() or letter.islower()]
    capitals = sum(letter.isupper() for letter in letters)
    long_words = re.findall(r"[^\W\d_]{4,}", title)
    return len(letters) >= 15 and len(long_words) >= 2 and capitals >= 0.9 * len(letters)


def _retracted(item: Item, notices: Notices) -> Iterator[Finding]:
    """What the author's list of retractions says of one reference."""
    signs = (identifier(item.csl, kind) for kind in ("DOI", "PMID"))
    about = dict.fromkeys(notice for sign in signs for notice in notices.get(sign, ()))
    back = next((notice for notice in about if notice.nature is Nature.REINSTATEMENT), None)
    for notice in about:
        told = f"({_source(notice)})"
        match notice.nature:
            case Nature.RETRACTION if back:
                message = f"`{item.key}` was retracted {told} and reinstated ({_source(back)})"
                yield UNDER_CONCERN.at(item.origin, message, hint="read both notices before you rely on it")
            case Nature.RETRACTION:
                hint = "take the citation out, and what rests on it; or cite the notice of retraction itself"
                yield RETRACTED.at(item.origin, f"`{item.key}` was retracted {told}", hint=hint)
            case Nature.CONCERN:
                message = f"the journal has expressed concern about `{item.key}` {told}"
                yield UNDER_CONCERN.at(item.origin, message, hint="read the notice before you rely on it")
            case Nature.OTHER:
                message = f"the list of retractions has `{item.key}` {told}"
                yield UNDER_CONCERN.at(item.origin, message, hint="read the notice before you rely on it")
            case Nature.CORRECTION | Nature.REINSTATEMENT:
                pass


def _source(notice: Notice) -> str:
    """`2019-05-30: Error in Data; see bibliography/retractions.csv:12`"""
    said = ": ".join(part for part in (notice.date, notice.reason[: 2 * _SHOWN]) if part)
    return f"{said}; see {notice.where}" if said else f"see {notice.where}"


def twice(items: Iterable[Item]) -> Iterator[Finding]:
    """References that are one work, each with the first, field by field."""
    works = Works()
    for item in items:
        if found := works.same(item.csl):
            first, sign = found
            message = f"`{item.key}` is the same work as `{first.key}` at {first.origin}: same {sign}"
            hint = "keep one of the two, and cite its key in all places" + _side_by_side(item, first)
            yield SAME_WORK_TWICE.at(item.origin, message, hint=hint)
        works.add(item)


def _side_by_side(item: Item, other: Item) -> str:
    """The fields that differ, as rows below a hint; '' where there are none."""
    rows = [("field", "here", "there"), *differences(item.csl, other.csl)]
    if len(rows) == 1:
        return "; they agree in every field"
    cut = [[cell if len(cell) <= _SHOWN else cell[: _SHOWN - 1] + "…" for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cut) for column in range(2)]
    return "".join(f"\n      {row[0]:{widths[0]}} | {row[1]:{widths[1]}} | {row[2]}" for row in cut)
