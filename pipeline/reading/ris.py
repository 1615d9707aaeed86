"""RIS text → items, each at the line where it begins, and findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.findings import Finding, Location
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading import normal_values
from pipeline.reading.bibtex import DOUBTFUL_NAME, UNKNOWN_REFERENCE_TYPE
from pipeline.reading.keys import readable_key
from pipeline.reading.places import Places
from pipeline.reading.ris_fields import Reading, read_fields
from pipeline.reading.ris_types import TYPES
from pipeline.reading.tagged_findings import damage, left_out, stray_lines, unknown_tags
from pipeline.reading.tagged_lines import CARELESS_RIS, RIS, Record, Tagged, records

_STRICT = re.compile(r"^[ \t]*[A-Z][A-Z0-9]  -(?: |$)", re.M)
_NOT_PRINTED = {"type", "status", "abstract", "keyword", "language"}
# Some databases write a heading above each reference.
_HEADINGS = re.compile(r"Record #\d+ of \d+|(?:Provider|Content|Database)\s*:.*|\d+\.|-+|=+")


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every reference of a RIS text, in order. Tags with a blank too few or in small letters are read where all are so.

    The key is that of the line `ID`; where that is missing or only a number, which programs count anew in every
    export, it is made by `readable_key`.
    """
    places = Places(text, file)
    found, stray = records(text, RIS if _STRICT.search(text) else CARELESS_RIS)
    items, findings = items_of(found, places, "RIS")
    for record in found:
        findings += damage(record, places, "TY  - ", "ER  - ")
    findings += stray_lines((line for line in stray if not _HEADINGS.fullmatch(line.value)), places)
    return items, findings


def items_of(found: Sequence[Record], places: Places, format_name: str) -> tuple[list[Item], list[Finding]]:
    """The items of records whose lines have RIS's tags, whatever format they come from, and findings about them."""
    items: list[Item] = []
    findings: list[Finding] = []
    unknown: list[Tagged] = []
    given_way: list[Tagged] = []
    taken = {_own_key(record) for record in found}
    for record in found:
        reading = read_fields(record.lines)
        where = places.at(record.offset)
        unknown += reading.unknown
        given_way += reading.left_out
        key = _own_key(record) or readable_key(reading.csl, taken)
        findings += _problems(reading, places, where, key)
        if reading.csl.keys() <= _NOT_PRINTED:
            message = "this reference holds nothing that could be printed"
            findings.append(MALFORMED_REFERENCE.at(where, message, hint="fill it in or delete it"))
        else:
            findings += _problem_of_type(record, where, key)
            taken.add(key)
            items.append(Item(key, reading.csl, where))
    return items, [*findings, *unknown_tags(unknown, places, format_name), *left_out(given_way, places)]


def _own_key(record: Record) -> str:
    ids = [line.value for line in record.lines if line.tag == "ID"]
    key = normal_values.text(ids[0]) if ids else ""
    return "" if key.isdecimal() else key


def _problems(reading: Reading, places: Places, where: Location, key: str) -> Iterable[Finding]:
    for problem in reading.problems:
        yield MALFORMED_REFERENCE.at(where, f"this reference is malformed: {problem}", quote=key)
    for offset, doubt in reading.doubts:
        yield DOUBTFUL_NAME.at(places.at(offset), doubt, quote=key)


def _problem_of_type(record: Record, where: Location, key: str) -> Iterable[Finding]:
    kind = next((line.value for line in record.lines if line.tag == "TY"), "")
    if record.begun and kind.upper() not in TYPES:
        said = f"“{kind[:40]}” is not a type of reference" if kind else "this reference has no type"
        yield UNKNOWN_REFERENCE_TYPE.at(where, f"{said}; it is printed as a plain document", quote=key)
