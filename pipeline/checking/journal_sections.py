"""Which sections a journal wants, in which order and under which headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.checking.journal_asked import Asked, folded, quoted
from pipeline.findings import Finding, Severity, rule
from pipeline.journals.profile import HeadedSection
from pipeline.journals.value import Value, known
from pipeline.manuscript import Section
from pipeline.reading.inline_nodes import plain_text
from pipeline.resolving.walk import every_block

SECTION_MISSING = rule(
    "journal-sections",
    Severity.WARNING,
    "An editor sends back a report that lacks a section which the journal asks for.",
    fix="Write the section.",
    example="# templates/journals/mine.yaml\nsections: [Introduction, Investigations]\n",
)
SECTION_ORDER = rule(
    "journal-section-order",
    Severity.WARNING,
    "Readers of a journal know where they find what.",
    fix="Move the section.",
    example="## Discussion\n\nText.\n\n## Introduction\n\nText.\n",
)
SECTION_HEADING = rule(
    "journal-section-heading",
    Severity.WARNING,
    "The journal prints its own headings.",
    fix="Put the journal's heading over the text; what stood under several headings may keep them one level below.",
    example="## Introduction\n\nText for a journal that calls it Background.\n",
)


def check(asked: Asked) -> Iterator[Finding]:
    value = asked.journal.profile.sections
    wanted = known(value)
    if not value or not wanted:
        return
    order = ", ".join(entry.heading for entry in wanted)
    for entry in wanted:
        if not entry.optional and not any(_answers(section, entry) for section in _every(asked)):
            message = f"there is no section for “{entry.heading}”; {asked.name} wants {order}"
            yield asked.finding(SECTION_MISSING, asked.narrative, value, message, f"write: ## {entry.heading}")
    placed = [(index, section) for section in asked.manuscript.sections if (index := _entry(section, wanted)) >= 0]
    for (before, first), (after, second) in pairwise(placed):
        if after < before:
            message = f"“{_title(second)}” stands after “{_title(first)}”; {asked.name} wants {order}"
            yield asked.finding(SECTION_ORDER, second.origin, value, message)
    for index, entry in enumerate(wanted):
        if together := [section for at, section in placed if at == index]:
            yield from _heading(asked, entry, together, value)


def _heading(
    asked: Asked, entry: HeadedSection, sections: Sequence[Section], value: Value[tuple[HeadedSection, ...]]
) -> Iterator[Finding]:
    titles = [_title(section) for section in sections]
    if len(titles) > 1:
        message = f"{quoted(titles)} are one section in {asked.name}: “{entry.heading}”"
        below = [title for title in titles if folded(title) != folded(entry.heading)]
        hint = f"write “## {entry.heading}” above, and below it {quoted(below)} with ### before it"
        yield asked.finding(SECTION_HEADING, sections[0].origin, value, message, hint)
    elif folded(titles[0]) != folded(entry.heading):
        message = f"the section “{titles[0]}” is headed “{entry.heading}” in {asked.name}"
        yield asked.finding(SECTION_HEADING, sections[0].origin, value, message, f"write: ## {entry.heading}")


def _every(asked: Asked) -> Iterator[Section]:
    return (block for block in every_block(asked.manuscript.sections) if isinstance(block, Section))


def _answers(section: Section, entry: HeadedSection) -> bool:
    return section.part in entry.parts or folded(_title(section)) == folded(entry.heading)


def _entry(section: Section, wanted: Sequence[HeadedSection]) -> int:
    """Which of the journal's sections it is, by its heading or by its part; -1 for one of the author's own."""
    by_heading = [i for i, entry in enumerate(wanted) if folded(_title(section)) == folded(entry.heading)]
    by_part = [i for i, entry in enumerate(wanted) if section.part in entry.parts]
    return next(iter([*by_heading, *by_part]), -1)


def _title(section: Section) -> str:
    return plain_text(section.title)
