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
)
"""What `within` may name, alone or as a part of another: `abstract.conclusions`."""
_APART = {Sort.TITLE, Sort.KEYWORDS, Sort.STATEMENT}
"""Looked at only where they are named."""


def passages(printed: Printed, within: Sequence[str]) -> Iterator[Passage]:
    """In reading order. Headings answer nothing, and marked words are part of a paragraph that comes itself.

    Where no part is named: all of the text but the abstract, which repeats it. Where a part of the case presentation
    is named, a case told under one heading is looked at too.
    """
    wanted = dict.fromkeys(within)
    if CASE_PARTS & set(within):
        wanted["case-presentation"] = None
    for passage in printed.passages:
        if passage.sort in {Sort.HEADING, Sort.MARKED} or not passage.text:
            continue
        if wanted:
            if any(passage.stands_in(name) for name in wanted):
                yield passage
        elif passage.part != "abstract" and passage.sort not in _APART:
            yield passage
