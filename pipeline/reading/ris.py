"""RIS text → items, each at the line where it begins, and findings."""

from __future__ import annotations

import re

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.reading.places import Places
from pipeline.reading.ris_fields import read_fields
from pipeline.reading.tagged_findings import damage, stray_lines
from pipeline.reading.tagged_items import items_of
from pipeline.reading.tagged_lines import CARELESS_RIS, RIS, records

_STRICT = re.compile(r"^[ \t]*[A-Z][A-Z0-9]  -(?: |$)", re.M)
# Some databases write a heading above each reference.
_HEADINGS = re.compile(r"Record #\d+ of \d+|(?:Provider|Content|Database)\s*:.*|\d+\.|-+|=+")


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every reference of a RIS text, in order. Tags with a blank too few or in small letters are read where all are so.

    The key is that of the line `ID`, unless that is only a number, which programs count anew in every export.
    """
    places = Places(text, file)
    found, stray = records(text, RIS if _STRICT.search(text) else CARELESS_RIS)
    items, findings = items_of(found, read_fields, places, "RIS")
    for record in found:
        findings += damage(record, places, "TY  - ", "ER  - ")
    findings += stray_lines((line for line in stray if not _HEADINGS.fullmatch(line.value)), places)
    return items, findings
