"""CSL-JSON text (a list of items, or `{"items": […]}`) → items with their lines, and findings."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

from pipeline.findings import Finding, Severity, rule
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading.csl_values import KNOWN_TYPES, KNOWN_VARIABLES, RefusedError, value_of
from pipeline.reading.places import Places

UNKNOWN_REFERENCE_VARIABLE = rule(
    "unknown-reference-variable",
    Severity.WARNING,
    "No citation style prints a variable that CSL does not know, so what it holds is missing from the reference.",
)
UNKNOWN_CSL_TYPE = rule(
    "unknown-csl-type",
    Severity.WARNING,
    "A reference of unknown type is printed as a plain document, which may leave out what its type needs.",
)
_SPACE = re.compile(r"[ \t\r\n]*")
_IN_NOTE = re.compile(r"\b(PMID|PMCID|DOI)\s*:\s*([^\s;,]+)", re.I)
_NOT_CSL = {"id", "type", "custom", "citation-key", "categories", "keyword", "system_id"}


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every item of a CSL-JSON text, in order, each at the line where it begins; ids are kept as text.

    A variable with an unusable value is a finding and is left out of its item; the other variables stay.
    """
    places = Places(text, file)
    items: list[Item] = []
    findings: list[Finding] = []
    unknown: dict[str, int] = {}
    try:
        for offset, value in _elements(text):
            item, found = _item(value, offset, places)
            findings += found
            if item is not None:
                items.append(item)
                for name in value:
                    if name not in KNOWN_VARIABLES and name not in _NOT_CSL and not name.startswith("_"):
                        unknown.setdefault(name, offset)
    except json.JSONDecodeError as error:
        message = "this is not JSON from here on, so nothing after it could be read"
        findings.append(MALFORMED_REFERENCE.at(places.at(error.pos), message, hint=_hint(error, text)))
    except (_UnreadableError, RecursionError, ValueError) as error:
        said = (
            str(error) if isinstance(error, _UnreadableError) else "it is nested too deep or holds an impossible number"
        )
        findings.append(MALFORMED_REFERENCE.at(places.at(0), f"this bibliography cannot be read: {said}"))
    for name, offset in unknown.items():
        message = f"“{name}” is not a CSL variable; no style prints it"
        findings.append(UNKNOWN_REFERENCE_VARIABLE.at(places.at(offset), message, quote=name))
    return items, findings


class _UnreadableError(Exception):
    """Says, for the author, why a whole file gives no references."""


def _refuse_constant(name: str) -> object:
    raise _UnreadableError(f"{name} is not a value that JSON allows")


class _Repeated(dict[str, object]):
    """An object in which a name occurs twice; JSON would silently keep the last."""

    repeated: str = ""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = _Repeated()
    for name, value in pairs:
        if name in members:
            members.repeated = name
        else:
            members[name] = value
    return members


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_object)


def _elements(text: str) -> Iterator[tuple[int, dict[str, object]]]:
    """Offset and value of each item of the list, read one by one so that a later error costs no earlier item."""
    position = _list_start(text, _skip(text, 0))
    first = True
    while True:
        position = _skip(text, position)
        if text[position : position + 1] == "]":
            return
        if not first:
            if text[position : position + 1] != ",":
                raise json.JSONDecodeError("a comma or ] is expected", text, position)
            position = _skip(text, position + 1)
        value, end = _DECODER.raw_decode(text, position)
        yield position, value
        position, first = end, False


def _list_start(text: str, position: int) -> int:
    """Offset after the `[` that opens the items."""
    if text[position : position + 1] == "[":
        return position + 1
    if text[position : position + 1] != "{":
        raise _UnreadableError("it is not a list of references in CSL-JSON")
    separator = "{"
    while text[position : position + 1] == separator:
        name, position = _DECODER.raw_decode(text, _skip(text, position + 1))
        position = _skip(text, position)
        if text[position : position + 1] != ":":
            raise json.JSONDecodeError("a colon is expected", text, position)
        position = _skip(text, position + 1)
        if name == "items" and text[position : position + 1] == "[":
            return position + 1
        position = _skip(text, _DECODER.raw_decode(text, position)[1])
        separator = ","
    raise _UnreadableError('it holds no list of references: neither a list nor {"items": […]}')


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _item(value: object, offset: int, places: Places) -> tuple[Item | None, list[Finding]]:
    where = places.at(offset)
    if not isinstance(value, dict):
        return None, [MALFORMED_REFERENCE.at(where, "this element of the list is not a reference")]
    key = _key(value.get("id", value.get("citation-key")))
    if not key:
        return None, [MALFORMED_REFERENCE.at(where, "this reference has no id, so nothing can cite it")]
    findings: list[Finding] = []
    if isinstance(value, _Repeated) and value.repeated:
        message = f"“{value.repeated}” is written twice in this reference; the first is used"
        findings.append(MALFORMED_REFERENCE.at(where, message, quote=key))
    csl: dict[str, object] = {"type": "document"}
    kind = value.get("type")
    if isinstance(kind, str) and kind in KNOWN_TYPES:
        csl["type"] = kind
    else:
        message = f"{kind!r} is not a type of reference" if kind else "this reference has no type"
        findings.append(UNKNOWN_CSL_TYPE.at(where, f"{message}; it is printed as a plain document", quote=key))
    for name, written in value.items():
        if name in KNOWN_VARIABLES and written not in (None, "", [], {}):
            try:
                csl[KNOWN_VARIABLES[name]] = value_of(KNOWN_VARIABLES[name], written)
            except RefusedError as refused:
                findings.append(MALFORMED_REFERENCE.at(where, f"“{name}” of this reference {refused}", quote=key))
    return Item(key, csl | _identifiers_in_note(csl), where), findings


def _identifiers_in_note(csl: dict[str, object]) -> dict[str, object]:
    """Zotero exports what it has no field for as lines of the note: `PMID: 12345`."""
    found: dict[str, object] = {}
    for name, value in _IN_NOTE.findall(str(csl.get("note", ""))):
        if name.upper() not in csl:
            found.setdefault(name.upper(), value)
    return found


def _key(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return unicodedata.normalize("NFC", str(value)).strip()


def _hint(error: json.JSONDecodeError, text: str) -> str:
    if error.pos >= len(text.rstrip()):
        return "the file ends too early: was it cut off while it was copied?"
    return "look for a missing comma, quotation mark or bracket just before this place"
