"""What is wrong with records of tagged lines, whatever their format → findings, each once per tag and file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.findings import Finding, Severity, rule
from pipeline.reading.places import Places
from pipeline.reading.tagged_lines import Record, Tagged

UNKNOWN_REFERENCE_TAG = rule(
    "unknown-reference-tag",
    Severity.WARNING,
    "What stands in a field that is not known is missing from the printed reference.",
    fix="Correct the tag, or put what readers need into a note.",
    example="TY  - JOUR\nXQ  - something\nER  -\n",
)
REPEATED_REFERENCE_FIELD = rule(
    "repeated-reference-field",
    Severity.WARNING,
    "Of several values only one can be printed, and it may be the wrong one.",
    fix="Delete the value that is wrong.",
    example="TY  - JOUR\nTI  - One\nTI  - Two\nER  -\n",
)
STRAY_REFERENCE_LINES = rule(
    "stray-reference-lines",
    Severity.WARNING,
    "Lines outside any reference may be the rest of one that was damaged.",
    fix="Export the references anew, or delete the lines.",
    example="TY  - JOUR\nTI  - One\nER  - \nExported on Monday\n",
)
DAMAGED_REFERENCE = rule(
    "damaged-reference",
    Severity.WARNING,
    "A reference without its first or last line may be cut off, or run into the next one.",
    fix="Export the references anew.",
    example="TY  - JOUR\nTI  - One\nTY  - JOUR\n",
)


def unknown_tags(lines: Iterable[Tagged], places: Places, format_name: str) -> Iterator[Finding]:
    """One finding for each tag among lines whose tag the format does not have, at the first of them."""
    for line, more in _first_of_each(lines):
        message = f"“{line.tag}” is no field of {format_name}{more}; what it holds is not printed"
        yield UNKNOWN_REFERENCE_TAG.at(places.at(line.offset, len(line.tag)), message, quote=line.value[:80])


def left_out(lines: Iterable[Tagged], places: Places) -> Iterator[Finding]:
    """One finding for each tag among lines whose value gave way to another, at the first of them."""
    for line, more in _first_of_each(lines):
        message = f"this “{line.tag}” is not printed: its reference has another, which is{more}"
        where = places.at(line.offset, len(line.tag))
        yield REPEATED_REFERENCE_FIELD.at(where, message, hint="delete the one that is wrong", quote=line.value[:80])


def stray_lines(lines: Iterable[Tagged], places: Places) -> Iterator[Finding]:
    """One finding for all lines that belong to no reference, at the first of them."""
    found = list(lines)
    if found:
        several = f"{len(found)} lines, of which this is the first, belong to no reference and are not read"
        message = several if len(found) > 1 else "this line belongs to no reference and is not read"
        yield STRAY_REFERENCE_LINES.at(places.at(found[0].offset), message, quote=found[0].value[:80])


def damage(record: Record, places: Places, first: str, last: str) -> Iterator[Finding]:
    """Whether the line that should begin or end a record is missing."""
    where = places.at(record.offset)
    if not record.begun:
        hint = f"write “{first}” before it, or look whether an empty line divides a reference"
        yield DAMAGED_REFERENCE.at(where, f"this reference does not begin with “{first}”", hint=hint)
    if not record.ended:
        hint = f"look whether its end is missing; if not, write “{last}” after it"
        yield DAMAGED_REFERENCE.at(where, f"this reference does not end with “{last}”", hint=hint)


def _first_of_each(lines: Iterable[Tagged]) -> Iterator[tuple[Tagged, str]]:
    """The first line of each tag, and how many more there are, in words."""
    by_tag: dict[str, list[Tagged]] = {}
    for line in lines:
        by_tag.setdefault(line.tag, []).append(line)
    for same in by_tag.values():
        yield same[0], f" ({len(same)} times in this file)" if len(same) > 1 else ""
