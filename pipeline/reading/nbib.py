"""PubMed's own format (`PMID- …`, saved as .nbib or .txt) → items, each at the line where it begins, and findings."""

from __future__ import annotations

from pipeline.findings import Finding, Severity, rule
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading.bibtex import DOUBTFUL_NAME
from pipeline.reading.keys import readable_key
from pipeline.reading.nbib_fields import read_fields, retraction
from pipeline.reading.places import Places
from pipeline.reading.tagged_findings import damage, left_out, stray_lines, unknown_tags
from pipeline.reading.tagged_lines import NBIB, Tagged, records

MARKED_AS_RETRACTED = rule(
    "marked-as-retracted",
    Severity.WARNING,
    "A retracted work is evidence of nothing; readers must at least be told that it was retracted.",
)
_NOT_PRINTED = {"type", "abstract", "keyword", "language"}


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every record of a text, in order, under keys made by `readable_key`.

    Authors stand in the order of the record, groups at their places. A record that PubMed had marked as retracted
    when it was exported is a warning.
    """
    places = Places(text, file)
    found, stray = records(text, NBIB)
    items: list[Item] = []
    findings: list[Finding] = []
    unknown: list[Tagged] = []
    given_way: list[Tagged] = []
    taken: set[str] = set()
    for record in found:
        where = places.at(record.offset)
        reading = read_fields(record.lines)
        unknown += reading.unknown
        given_way += reading.left_out
        findings += damage(record, places, "PMID- ", "")
        if reading.csl.keys() <= _NOT_PRINTED:
            message = "this reference holds nothing that could be printed"
            findings.append(MALFORMED_REFERENCE.at(where, message, hint="fill it in or delete it"))
            continue
        key = readable_key(reading.csl, taken)
        taken.add(key)
        items.append(Item(key, reading.csl, where))
        for problem in reading.problems:
            findings.append(MALFORMED_REFERENCE.at(where, f"this reference is malformed: {problem}", quote=key))
        findings += [DOUBTFUL_NAME.at(places.at(offset), doubt, quote=key) for offset, doubt in reading.doubts]
        if notice := retraction(record.lines):
            message = "PubMed marked this reference as retracted when it was exported"
            hint = "cite the notice of retraction too, or do without this reference"
            findings.append(MARKED_AS_RETRACTED.at(places.at(notice.offset, 4), message, hint=hint, quote=key))
    findings += [*unknown_tags(unknown, places, "PubMed’s format"), *left_out(given_way, places)]
    return items, [*findings, *stray_lines(stray, places)]
