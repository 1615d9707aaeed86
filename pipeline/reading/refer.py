"""Refer text (`.enw`, `%A` …), which Google Scholar and others export “for EndNote” → items, and findings."""

from __future__ import annotations

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.reading.endnote_types import ris_type
from pipeline.reading.places import Places
from pipeline.reading.ris_fields import read_fields
from pipeline.reading.tagged_findings import damage, stray_lines
from pipeline.reading.tagged_items import items_of
from pipeline.reading.tagged_lines import REFER, Record, Tagged, records

_IN_RIS = {
    "A": "AU", "B": "T2", "C": "CY", "D": "PY", "E": "A2", "G": "LA", "H": "TA", "I": "PB", "J": "JF", "K": "KW",
    "L": "CN", "M": "AN", "N": "IS", "O": "N1", "P": "SP", "Q": "TT", "R": "DO", "S": "T3", "T": "TI", "U": "UR",
    "V": "VL", "X": "AB", "Y": "A3", "Z": "N1", "6": "NV", "7": "ET", "8": "DA", "9": "M3", "@": "SN", "!": "ST",
    "?": "A4", "F": "LB", "W": "DP", "~": "DB", "[": "Y2", "$": "C2", "&": "SE",
}  # fmt: skip
_NEVER_PRINTED = set("+*#^=(>)|{}1234")
_SHORT_NAMES = {"Journal": "JOUR"}


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every record from its `%0` to an empty line, in order, under keys made by `readable_key`."""
    places = Places(text, file)
    found, stray = records(text, REFER)
    items, findings = items_of([_as_ris(record) for record in found], read_fields, places, "EndNote’s import format")
    for record in found:
        findings += damage(record, places, "%0", "")
    return items, [*findings, *stray_lines(stray, places)]


def _as_ris(record: Record) -> Record:
    """The same record with RIS's tags; an unknown one keeps its own."""
    lines = [_line(line) for line in record.lines if line.tag not in _NEVER_PRINTED]
    return Record(record.offset, lines, record.begun)


def _line(line: Tagged) -> Tagged:
    if line.tag == "0":
        return Tagged("TY", _SHORT_NAMES.get(line.value) or ris_type(line.value), line.offset)
    return Tagged(_IN_RIS.get(line.tag, f"%{line.tag}"), line.value, line.offset)
