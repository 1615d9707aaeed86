"""Parts of the text that an item names, in; the passages of prose, tables and captions that stand there, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.guidelines.printed import Passage, Printed, Sort

CASE_PARTS = frozenset(
    (
        "patient-information",
        "clinical-findings",
        "timeline",
        "diagnostic-assessment",
        "therapeutic-intervention",
        "follow-up-and-outcomes",
    )
)
WITHOUT = {f"without-{part}": part for part in ("introduction", "discussion", "conclusions", "patient-perspective")}
"""Names for all prose of a report in which no section is this part, so that what belongs there may stand anywhere."""
PARTS = (
    "abstract",
    "introduction",
    "case-presentation",
    *sorted(CASE_PARTS),
    "discussion",
    "conclusions",
    "learning-points",
    "patient-perspective",
    "informed-consent",
    "title",
    "keywords",
    "statements",
    *WITHOUT,
)
"""What `within` may name, alone or as a part of another: `abstract.conclusions`."""
_APART = {Sort.TITLE, Sort.KEYWORDS, Sort.STATEMENT}
"""Looked at only where they are named."""
_OF_ITS_OWN = {"abstract", "introduction", "patient-perspective", "informed-consent"}
"""Sections that never hold what belongs to another part."""


def passages(printed: Printed, within: Sequence[str], *, under_one_heading: bool = True) -> Iterator[Passage]:
    """In reading order. Headings answer nothing, and marked words are part of a paragraph that comes itself.

    Where no part is named: all of the text but the abstract, which repeats it. Where a part of the case presentation
    is named, a case told under one heading is looked at too, and the prose of its “course”, unless `under_one_heading`
    is false: that it is there says nothing of the part. `without-discussion` is all prose of a report in which no
    section is a discussion, but none that has a place of its own, such as an introduction.
    """
    wanted = set(within)
    if under_one_heading and CASE_PARTS & wanted:
        wanted.add("case-presentation")
    numbers = {number for name in wanted for number in printed.by_part.get(name, ())}
    for name in wanted & WITHOUT.keys():
        numbers |= _anywhere(printed, WITHOUT[name])
    if "case-presentation" in wanted:
        course = printed.by_part.get("timeline", ())
        numbers |= {number for number in course if printed.passages[number].sort is Sort.PARAGRAPH}
    for number in sorted(numbers) if wanted else range(len(printed.passages)):
        passage = printed.passages[number]
        if passage.sort in {Sort.HEADING, Sort.MARKED} or not passage.text:
            continue
        if wanted or (passage.part != "abstract" and passage.sort not in _APART):
            yield passage


def _anywhere(printed: Printed, part: str) -> set[int]:
    """Its prose, where no section is this part."""
    if part in printed.by_part:
        return set()
    every = enumerate(printed.passages)
    return {number for number, one in every if one.sort is Sort.PARAGRAPH and one.part not in _OF_ITS_OWN}
