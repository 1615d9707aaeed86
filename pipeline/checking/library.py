"""The library as a whole: what a reference lacks, what nobody cites, preprints beside what became of them.

Only `refs check` asks for these; a build speaks of what the case cites and how it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.language import listed
from pipeline.library import Item
from pipeline.references.required_fields import missing
from pipeline.references.works import Works

MISSING_FIELDS = rule(
    "incomplete-reference",
    Severity.WARNING,
    "A reader needs these fields to find the work, and journals ask for them.",
    fix="Add the missing fields from the work itself.",
    example="@article{a, author = {Example, A.}, title = {A title}}\n",
    source="ICMJE; Citing Medicine",
)
UNCITED = rule(
    "uncited-reference",
    Severity.WARNING,
    "A reference that no text cites is printed nowhere, and may be forgotten.",
    fix="Cite it, or take it out of the case's own references.",
    example="@book{nobody1999, title = {Never cited}}\n",
)
PUBLISHED_PREPRINT = rule(
    "published-preprint",
    Severity.WARNING,
    "Journals ask for the reviewed article where there is one.",
    fix="Cite the article, and give its volume and pages.",
    example=(
        "@misc{a, author = {Doe, Jane}, title = {A rash after a common drug}, doi = {10.21203/rs.1}}\n"
        "@article{b, author = {Doe, Jane}, title = {A rash after a common drug}, journal = {J Ex}}\n"
    ),
    source="ICMJE",
)
MANY = 5
"""Uncited references of one file, of which each has a finding of its own."""
SHOWN = 20
"""Keys that are named where one finding tells of many."""


def incomplete(items: Iterable[Item], prints: Callable[[str, str], bool]) -> Iterator[Finding]:
    """References without a field that their type needs; `prints` tells of a type and variable what the style prints."""
    for item in items:
        if fields := missing(item.csl, prints):
            message = f"`{item.key}` does not give {listed(fields, 'en')}"
            hint = f"add what the work has, or change its type, which is {item.csl['type']}"
            yield MISSING_FIELDS.at(item.origin, message, hint=hint)


def uncited(items: Iterable[Item], cited: Collection[str]) -> Iterator[Finding]:
    """References whose keys are not among those that cases cite; of a file with many of them, their number."""
    files: dict[str, list[Item]] = {}
    for item in items:
        if item.key not in cited:
            files.setdefault(item.origin.file, []).append(item)
    for file, unused in files.items():
        if len(unused) > MANY:
            message = f"no case cites {len(unused)} of the references in this file"
            hint = "in a library that many share this is as it should be; `refs check CASE` looks at one case"
            yield UNCITED.at(
                Location(file),
                message,
                hint=hint,
                quote=f"{', '.join(i.key for i in unused[:SHOWN])}{' …' * (len(unused) > SHOWN)}",
            )
            continue
        for item in unused:
            yield UNCITED.at(item.origin, f"no case cites `{item.key}`", hint="cite it, or leave it for later")


def preprints(items: Sequence[Item]) -> Iterator[Finding]:
    """Preprints whose published version is in the library too."""
    works = Works(items)
    for item in items:
        if published := works.published(item.csl):
            message = (
                f"`{item.key}` is a preprint, and `{published.key}` at {published.origin} is the article it became"
            )
            hint = f"cite `{published.key}`, unless you mean what only the preprint says"
            yield PUBLISHED_PREPRINT.at(item.origin, message, hint=hint)
