"""Web of Science's plain text (`.txt`, `.isi`, `.ciw`: FN, VR, PT … ER) → items, and findings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.reading.person_names import as_organisation
from pipeline.reading.places import Places
from pipeline.reading.ris_fields import read_fields
from pipeline.reading.tagged_findings import damage, stray_lines
from pipeline.reading.tagged_items import items_of
from pipeline.reading.tagged_lines import WEB_OF_SCIENCE, Record, Tagged, records

_OF_THE_FILE = {"FN", "VR", "EF"}
_TYPES = {"J": "JOUR", "B": "BOOK", "S": "JOUR", "P": "PAT"}
_IN_RIS = {
    "TI": "TI", "SO": "T2", "SE": "T3", "JI": "JA", "J9": "J9", "PD": "DA", "PY": "PY", "VL": "VL", "IS": "IS",
    "BP": "SP", "EP": "EP", "AR": "C7", "DI": "DO", "SN": "SN", "EI": "SN", "BN": "SN", "PU": "PB", "PI": "CY",
    "LA": "LA", "AB": "AB", "DE": "KW", "CT": "C3", "SU": "N1",
}  # fmt: skip
_NAMES = {"BE": "ED", "ED": "ED", "CA": "AU", "GP": "AU", "BA": "AU"}
_GROUPS = {"CA", "GP"}
_NEVER_PRINTED = set(
    "AU AF PT DT ID C1 C3 RP EM OI RI FU FX CR NR TC Z9 Z1 Z2 Z3 Z4 Z8 Z9 U1 U2 PA PG WC SC GA UT OA HC HP DA WE SI "
    "CL CY HO SP PN MA BF BS BP2 D2 EA EY ER PS PM".split()
)


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every record from `PT` to `ER`, in order, under keys made by `readable_key`."""
    places = Places(text, file)
    found, stray = records(text, WEB_OF_SCIENCE)
    found = [record for record in found if not {line.tag for line in record.lines} <= _OF_THE_FILE]
    items, findings = items_of(
        [_as_ris(record) for record in found], read_fields, places, "Web of Science’s plain text"
    )
    for record in found:
        findings += damage(record, places, "PT ", "ER")
    return items, [*findings, *stray_lines(stray, places)]


def _as_ris(record: Record) -> Record:
    """The same record with RIS's tags."""
    lines = [line for line in record.lines if line.tag not in _OF_THE_FILE]
    return Record(record.offset, [ris for line in _with_full_names(lines) for ris in _line(line, lines)], record.begun)


def _with_full_names(lines: list[Tagged]) -> list[Tagged]:
    """`AF` has the full names of the authors whose initials `AU` has; where both are there, `AU` goes."""
    has_full = any(line.tag == "AF" for line in lines)
    return [line for line in lines if line.tag != ("AU" if has_full else "AF")]


def _line(line: Tagged, lines: list[Tagged]) -> Iterator[Tagged]:
    value = re.sub(r"\s+", " ", line.value)
    if line.tag == "PT":
        is_chapter = value == "B" and any(other.tag == "SO" for other in lines)
        is_talk = any(other.tag == "CT" for other in lines)
        kind = "CPAPER" if is_talk else "CHAP" if is_chapter else _TYPES.get(value, value)
        yield Tagged("TY", kind, line.offset)
    elif line.tag in ("AU", "AF"):
        yield from (Tagged("AU", name, line.offset) for name in line.value.split("\n"))
    elif line.tag in _NAMES:
        for name in line.value.split("\n"):
            yield Tagged(_NAMES[line.tag], as_organisation(name) if line.tag in _GROUPS else name, line.offset)
    elif line.tag == "PM":
        yield Tagged("N1", f"PMID: {value}", line.offset)
    elif line.tag in _IN_RIS:
        yield Tagged(_IN_RIS[line.tag], value, line.offset)
    elif line.tag not in _NEVER_PRINTED:
        yield Tagged(line.tag, value, line.offset)
