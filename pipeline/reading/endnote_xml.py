"""EndNote's XML (also exported by Bookends, Citavi and Zotero) → items, each at its line, and findings."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.findings import Finding
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading.endnote_types import ris_type
from pipeline.reading.places import Places
from pipeline.reading.ris_fields import read_fields
from pipeline.reading.tagged_items import items_of
from pipeline.reading.tagged_lines import Record, Tagged
from pipeline.reading.xml_records import Element, offset_of, parse, plain_text, rich_text

_FIELDS = {
    "contributors/authors/author": "AU", "contributors/secondary-authors/author": "A2",
    "contributors/tertiary-authors/author": "A3", "contributors/subsidiary-authors/author": "A4",
    "contributors/translated-authors/author": "TA",
    "titles/title": "TI", "titles/secondary-title": "T2", "titles/tertiary-title": "T3", "titles/alt-title": "J2",
    "titles/short-title": "ST", "titles/translated-title": "TT", "periodical/full-title": "JF",
    "periodical/abbr-1": "JA", "pages": "SP", "volume": "VL", "number": "IS", "issue": "IS", "edition": "ET",
    "section": "SE", "num-vols": "NV", "dates/year": "PY", "dates/pub-dates/date": "DA", "access-date": "Y2",
    "pub-location": "CY", "publisher": "PB", "isbn": "SN", "issn": "SN", "accession-num": "AN",
    "electronic-resource-num": "DO", "abstract": "AB", "keywords/keyword": "KW", "language": "LA",
    "urls/related-urls/url": "UR", "urls/web-urls/url": "UR", "notes": "N1", "work-type": "M3",
    "remote-database-name": "DB", "remote-database-provider": "DP", "call-num": "CN", "custom1": "C1",
    "custom2": "C2", "custom3": "C3", "custom4": "C4", "custom5": "C5", "custom6": "C6", "custom7": "C7",
}  # fmt: skip
_NEVER_PRINTED = set(
    "database source-app rec-number foreign-keys ref-type auth-address auth-affiliaton auth-affiliation label image "
    "caption research-notes reprint-edition reprint-status reviewed-item orig-pub alt-periodical modified-date "
    "added-date size remote-source rating attachments abbr-2 abbr-3 related-urls pdf-urls text-urls image-urls "
    "web-urls custom8 authors secondary-authors tertiary-authors subsidiary-authors translated-authors "
    "pub-dates contributors titles periodical dates keywords urls".split()
)
_WITH_MARKUP = {"TI", "T2", "T3", "ST", "J2", "JF", "JA"}
_SERIAL_TYPES = {"JOUR", "EJOUR", "MGZN", "NEWS"}


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every `<record>` of an EndNote XML text, in order, under keys made by `readable_key`."""
    places = Places(text, file)
    root, findings = parse(text, places)
    found = [] if root is None else list(root.iter("record"))
    if not found and not findings and text.strip():
        message = "this XML holds no reference of EndNote"
        findings.append(MALFORMED_REFERENCE.at(places.at(0), message, hint="export the references as RIS"))
    items, problems = items_of([_record(element, places) for element in found], read_fields, places, "EndNote’s XML")
    return items, findings + problems


def _record(element: Element, places: Places) -> Record:
    kind = _kind(element)
    lines = [Tagged("TY", kind, offset_of(element, places)), *_lines(element, "", places)]
    if kind not in _SERIAL_TYPES:
        # EndNote repeats the title of what a work appeared in as that of a periodical.
        lines = [line for line in lines if line.tag not in ("JF", "JA")]
    return Record(offset_of(element, places), lines)


def _kind(record: Element) -> str:
    kind = record.find("ref-type")
    if kind is None:
        return ""
    return ris_type(kind.get("name") or "", plain_text(kind))


def _lines(parent: Element, path: str, places: Places) -> Iterator[Tagged]:
    """The fields within an element as lines with RIS's tags, in order; an unknown one under its own name."""
    for child in parent:
        name = str(child.tag)
        tag = _FIELDS.get(path + name)
        if tag:
            value = rich_text(child) if tag in _WITH_MARKUP else plain_text(child)
            yield Tagged(tag, value, offset_of(child, places))
        elif any(known.startswith(f"{path}{name}/") for known in _FIELDS):
            yield from _lines(child, f"{path}{name}/", places)
        elif name not in _NEVER_PRINTED:
            yield Tagged(name, plain_text(child), offset_of(child, places))
