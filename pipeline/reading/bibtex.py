"""BibTeX and biblatex text → items as CSL-JSON, and findings."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from pipeline.findings import Finding, Severity, rule
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading import bibtex_syntax
from pipeline.reading.bibtex_fields import TYPES, to_csl
from pipeline.reading.bibtex_syntax import RawEntry
from pipeline.reading.places import Places

UNKNOWN_REFERENCE_TYPE = rule(
    "unknown-reference-type",
    Severity.WARNING,
    "A reference of unknown type is printed as a plain document, which may leave out what its type needs.",
)
DOUBTFUL_NAME = rule(
    "doubtful-name",
    Severity.WARNING,
    "An author whose name is misread is misprinted, and cannot be found by readers or indexes.",
)
_NOT_INHERITED = {"crossref", "xref", "xdata", "ids", "entryset", "key", "keywords", "shorttitle", "options", "related"}
_PARTS = {
    "inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inproceedings", "conference", "inreference"
}  # fmt: skip
_DEEPEST_INHERITANCE = 8


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every entry of a .bib text, in order, each at the line and column of its key.

    Broken entries keep what could be read of them and are findings. Of two entries with one key both are returned.
    """
    places = Places(text, file)
    raw = list(bibtex_syntax.entries(text))
    by_key = {entry.key.lower(): entry for entry in reversed(raw)}
    items: list[Item] = []
    findings: list[Finding] = []
    for entry in raw:
        where = places.at(entry.offset, len(entry.key) or 1)
        problems = list(entry.problems)
        fields = _inherited(entry, by_key, problems)
        if entry.key and entry.type not in ("xdata", "set"):
            csl, doubts = to_csl(entry.type, fields)
            items.append(Item(unicodedata.normalize("NFC", entry.key), csl, where))
            findings += [DOUBTFUL_NAME.at(where, doubt, quote=entry.key) for doubt in doubts]
            if entry.type not in TYPES:
                message = f"“@{entry.type}” is not a type of reference; it is printed as a plain document"
                findings.append(UNKNOWN_REFERENCE_TYPE.at(where, message, quote=entry.key))
        findings += [
            MALFORMED_REFERENCE.at(where, f"this reference is malformed: {problem}", quote=entry.key)
            for problem in problems
        ]
    return items, findings


def _inherited(entry: RawEntry, by_key: Mapping[str, RawEntry], problems: list[str]) -> dict[str, str]:
    """An entry's own fields and those of its `xdata` and `crossref` parents; what it says itself wins."""
    fields = dict(entry.fields)
    waiting = _parents(entry)
    seen = {entry.key.lower()}
    for _ in range(_DEEPEST_INHERITANCE):
        further = []
        for key, is_crossref in waiting:
            parent = by_key.get(key.lower())
            if parent is None:
                problems.append(f"it refers to “{key}”, which is not in this file")
            elif key.lower() not in seen:
                seen.add(key.lower())
                for name, value in parent.fields.items():
                    if name not in _NOT_INHERITED:
                        fields.setdefault(_name_in_child(name, is_crossref and entry.type in _PARTS), value)
                further += _parents(parent)
        waiting = further
    return fields


def _parents(entry: RawEntry) -> list[tuple[str, bool]]:
    """Keys it inherits from, and whether through `crossref`."""
    data = [(key.strip(), False) for key in entry.fields.get("xdata", "").split(",") if key.strip()]
    parent = entry.fields.get("crossref", "").strip()
    return [*data, (parent, True)] if parent else data


def _name_in_child(name: str, is_part: bool) -> str:
    """The title of a book is the book title of its chapters (biblatex manual, appendix B)."""
    renamed = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon", "author": "bookauthor"}
    return renamed.get(name, name) if is_part else name
