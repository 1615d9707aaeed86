"""PubMed's own format (`PMID- …`, saved as .nbib or .txt) → items, each at the line where it begins, and findings."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings import Finding, Severity, rule
from pipeline.library import Item
from pipeline.reading.nbib_fields import read_fields, retraction
from pipeline.reading.places import Places
from pipeline.reading.tagged_findings import damage, stray_lines
from pipeline.reading.tagged_items import items_of
from pipeline.reading.tagged_lines import NBIB, Record, records

MARKED_AS_RETRACTED = rule(
    "marked-as-retracted",
    Severity.WARNING,
    "A retracted work is evidence of nothing; readers must at least be told that it was retracted.",
    fix="Take it out, or say in the text that it was retracted.",
    example="PMID- 12345\nPT  - Retracted Publication\n",
    source="ICMJE",
)


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every record of a text, in order, under keys made by `readable_key`.

    Authors stand in the order of the record, groups at their places. A record that PubMed had marked as retracted
    when it was exported is a warning.
    """
    places = Places(text, file)
    found, stray = records(text, NBIB)
    items, findings = articles_of(found, places, "PubMed’s format")
    for record in found:
        findings += damage(record, places, "PMID- ", "")
    return items, [*findings, *stray_lines(stray, places)]


def articles_of(found: Sequence[Record], places: Places, format_name: str) -> tuple[list[Item], list[Finding]]:
    """The items of records whose lines have PubMed's tags, and findings about them, retractions among these."""
    items, findings = items_of(found, read_fields, places, format_name)
    keys = {item.origin: item.key for item in items}
    for record in found:
        if notice := retraction(record.lines):
            message = "PubMed marked this reference as retracted when it was exported"
            hint = "cite the notice of retraction too, or do without this reference"
            key = keys.get(places.at(record.offset), "")
            findings.append(MARKED_AS_RETRACTED.at(places.at(notice.offset, 4), message, hint=hint, quote=key))
    return items, findings
