"""CSL-JSON text, or Zotero's own JSON (a list, or `{"items": […]}`) → items with their lines, and findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading import normal_values
from pipeline.reading.csl_values import KNOWN_TYPES, KNOWN_VARIABLES, NAMES, RefusedError, value_of
from pipeline.reading.json_list import JsonList, Repeated
from pipeline.reading.keys import readable_key
from pipeline.reading.places import Places
from pipeline.reading.zotero_json import is_zotero, to_csl_json

UNKNOWN_REFERENCE_VARIABLE = rule(
    "unknown-reference-variable",
    Severity.WARNING,
    "No citation style prints a variable that CSL does not know, so what it holds is missing from the reference.",
    fix="Write a variable of CSL; publishers' own fields belong into note.",
    example='[{"id": "a", "type": "book", "titel": "A title"}]\n',
)
UNKNOWN_CSL_TYPE = rule(
    "unknown-csl-type",
    Severity.WARNING,
    "A reference of unknown type is printed as a plain document, which may leave out what its type needs.",
    fix="Write a type of CSL, such as article-journal.",
    example='[{"id": "a", "type": "journal", "title": "A title"}]\n',
)
_IN_NOTE = {
    "PMID": re.compile(r"\bPMID\s*:\s*(\d{1,9})\b", re.I),
    "PMCID": re.compile(r"\bPMCID\s*:\s*((?:PMC)?\d{1,9})\b", re.I),
    "DOI": re.compile(r"\bDOI\s*:\s*((?:https?://\S{1,50}/)?10\.\d{4,9}/[^\s;,]+)", re.I),
}
_NOTE_LINE = re.compile(r"^([a-z][a-z-]{3,30}):\s*(\S.*?)\s*$", re.M)
"""`event-date: 2004-10-01`, a variable of CSL on a line of its own."""
_NOT_CSL = {"id", "type", "custom", "citation-key", "categories", "system_id"}


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every item of a CSL-JSON text, in order, each at the line where it begins; ids are kept as text.

    A variable with an unusable value is a finding and is left out of its item; the other variables stay. An item that
    is not JSON is a finding, and reading goes on with the next.
    """
    places = Places(text, file)
    listed = JsonList(text)
    items, findings = items_of((value, places.at(offset)) for offset, value in listed.elements())
    broken = [MALFORMED_REFERENCE.at(places.at(at), said, hint=hint) for at, said, hint in listed.problems]
    return items, broken + findings


def items_of(elements: Iterable[tuple[object, Location]]) -> tuple[list[Item], list[Finding]]:
    """The items among the elements of a list, whatever format they were read from, and findings."""
    items: list[Item] = []
    findings: list[Finding] = []
    unknown: dict[str, Location] = {}
    for written, where in elements:
        value = to_csl_json(written) if is_zotero(written) and isinstance(written, dict) else written
        if value is None:
            continue
        item, found = _item(value, where)
        findings += found
        if item is not None and isinstance(value, dict):
            items.append(item)
            for name in value:
                if name not in KNOWN_VARIABLES and name not in _NOT_CSL and not name.startswith("_"):
                    unknown.setdefault(name, where)
    for name, where in unknown.items():
        message = f"“{name[:80]}” is not a CSL variable; no style prints it"
        findings.append(UNKNOWN_REFERENCE_VARIABLE.at(where, message, quote=name[:80]))
    return list(_with_keys(items, findings)), findings


def _with_keys(items: Sequence[Item], findings: list[Finding]) -> Iterator[Item]:
    """Items without an id are given a key, which is a finding."""
    taken = {item.key for item in items}
    for item in items:
        if item.key:
            yield item
            continue
        key = readable_key(item.csl, taken)
        taken.add(key)
        message = f"this reference has no id; it can be cited as “{key}” until you give it one"
        findings.append(MALFORMED_REFERENCE.at(item.origin, message, quote=key))
        yield replace(item, key=key)


def _item(value: object, where: Location) -> tuple[Item | None, list[Finding]]:
    if not isinstance(value, dict):
        return None, [MALFORMED_REFERENCE.at(where, "this element of the list is not a reference")]
    key = _key(value.get("id", value.get("citation-key")))
    findings: list[Finding] = []
    if isinstance(value, Repeated) and value.repeated:
        message = f"“{value.repeated}” is written twice in this reference; the first is used"
        findings.append(MALFORMED_REFERENCE.at(where, message, quote=key))
    csl: dict[str, object] = {"type": "document"}
    kind = value.get("type")
    if isinstance(kind, str) and kind in KNOWN_TYPES:
        csl["type"] = kind
    else:
        message = f"“{str(kind)[:80]}” is not a type of reference" if kind else "this reference has no type"
        findings.append(UNKNOWN_CSL_TYPE.at(where, f"{message}; it is printed as a plain document", quote=key))
    for name, written in value.items():
        if name in KNOWN_VARIABLES and written not in (None, "", [], {}):
            variable = KNOWN_VARIABLES[name]
            try:
                usable = value_of(variable, written)
            except RefusedError as refused:
                usable = refused.kept
                findings.append(MALFORMED_REFERENCE.at(where, f"“{name}” of this reference {refused}", quote=key))
            if usable:
                csl.setdefault(variable, usable)
    if not key and len(csl) == 1:
        return None, [*findings, MALFORMED_REFERENCE.at(where, "this reference has no id, so nothing can cite it")]
    return Item(key, _in_note(str(value.get("note", ""))) | csl | _identifiers_in_note(csl), where), findings


def _in_note(note: str) -> dict[str, object]:
    """Zotero has its users write what it has no field for as lines of the note: `reviewed-author: Doe || Jane`."""
    lines: dict[str, list[str]] = {}
    for name, text in _NOTE_LINE.findall(note):
        if name in KNOWN_VARIABLES and name != "note":
            lines.setdefault(KNOWN_VARIABLES[name], []).append(text)
    found: dict[str, object] = {}
    for name, texts in lines.items():
        with suppress(RefusedError):
            found[name] = value_of(name, [_person(text) for text in texts] if name in NAMES else texts[0])
    return found


def _person(text: str) -> dict[str, str]:
    family, _, given = (part.strip() for part in text.partition("||"))
    return {"family": family, "given": given} if given else {"literal": family}


def _identifiers_in_note(csl: dict[str, object]) -> dict[str, object]:
    """Zotero exports what it has no field for as lines of the note: `PMID: 12345`."""
    note = str(csl.get("note", ""))
    found = {name: pattern.search(note) for name, pattern in _IN_NOTE.items() if name not in csl}
    return {name: value_of(name, match[1]) for name, match in found.items() if match}


def _key(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return normal_values.text(str(value))
