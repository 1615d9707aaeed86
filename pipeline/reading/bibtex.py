"""BibTeX and biblatex text → items as CSL-JSON, and findings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.library import MALFORMED_REFERENCE, Item
from pipeline.reading import bibtex_syntax, normal_values
from pipeline.reading.bibtex_fields import TYPES, Converted, to_csl
from pipeline.reading.bibtex_inheritance import Inheritance
from pipeline.reading.bibtex_syntax import RawEntry
from pipeline.reading.keys import readable_key
from pipeline.reading.places import Places

UNKNOWN_REFERENCE_TYPE = rule(
    "unknown-reference-type",
    Severity.WARNING,
    "A reference of unknown type is printed as a plain document, which may leave out what its type needs.",
    fix="Write a type of BibTeX, such as article, book or misc.",
    example="@artcle{example2020, title = {A title}}\n",
)
DOUBTFUL_NAME = rule(
    "doubtful-name",
    Severity.WARNING,
    "An author whose name is misread is misprinted, and cannot be found by readers or indexes.",
    fix="Write `Family, Given`, and `and` between authors.",
    example="@book{a, author = {Example, Ada, Jr, MD}}\n",
)
UNKNOWN_LATEX = rule(
    "unknown-latex-command",
    Severity.WARNING,
    "A command that only LaTeX understands is printed in the reference as it was typed.",
    fix="Write the letter itself, in UTF-8.",
    example="@book{a, title = {The \\nosuch{x} sign}}\n",
)
UNPRINTED_FIELD = rule(
    "unprinted-reference-field",
    Severity.WARNING,
    "What stands in a field that no citation style prints is missing from the printed reference.",
    fix="Put what readers need into a field that styles print, such as note.",
    example="@misc{a, title = {A title}, howpublsihed = {Leaflet}}\n",
)
_ELSEWHERE = re.compile(r"\s*xdata\s*=", re.I)


def read(text: str, file: str) -> tuple[list[Item], list[Finding]]:
    """Every entry of a .bib text, in order, each at the line and column of its key.

    Broken entries keep what could be read of them and are findings. Of two entries with one key both are returned.
    """
    places = Places(text, file)
    parsed = list(bibtex_syntax.entries(text))
    findings = [_broken_string(places.at(entry.offset, 1)) for entry in parsed if entry.type == "string"]
    raw = [entry for entry in parsed if entry.type != "string"]
    inheritance = Inheritance(raw)
    taken = {entry.key for entry in raw}
    items: list[Item] = []
    unprinted: dict[str, list[Location]] = {}
    for entry in raw:
        where = places.at(entry.offset, len(entry.key) or 1)
        fields = _followed(inheritance.fields(entry), entry)
        if entry.type == "set":
            message = f"“@set” is a list of references and cannot be cited; cite each: {fields.get('entryset', '')}"
            findings.append(UNKNOWN_REFERENCE_TYPE.at(where, message[:300], quote=entry.key))
        elif entry.type != "xdata":
            converted = to_csl(entry.type, fields)
            items.append(Item(_key(entry, converted.csl, taken), converted.csl, where))
            findings += _doubts(entry, converted, where)
            for name in converted.unprinted:
                unprinted.setdefault(name, []).append(where)
        findings += [
            MALFORMED_REFERENCE.at(where, f"this reference is malformed: {problem}", quote=entry.key)
            for problem in entry.problems
        ]
    return items, [*findings, *_unprinted(unprinted)]


def _broken_string(where: Location) -> Finding:
    message = "this @string is malformed: a brace, quotation mark or equals sign is missing"
    hint = "write it as in @string{nejm = {The New England Journal of Medicine}}"
    return MALFORMED_REFERENCE.at(where, message, hint=hint)


def _key(entry: RawEntry, csl: dict[str, object], taken: set[str]) -> str:
    """The key as written; one made of the reference, with a problem, where there is none."""
    key = normal_values.text(entry.key)
    if not key:
        key = readable_key(csl, taken)
        entry.problems.append(f"it has no citation key; it can be cited as “{key}” until you give it one")
        taken.add(key)
    return key


def _followed(fields: dict[str, str], entry: RawEntry) -> dict[str, str]:
    """The fields without those that refer to a part of another entry, which biblatex alone can follow."""
    elsewhere = [name for name, value in fields.items() if _ELSEWHERE.match(value)]
    for name in elsewhere:
        entry.problems.append(f"the field “{name}” takes its value from another entry, which is not followed")
    return {name: value for name, value in fields.items() if name not in elsewhere}


def _doubts(entry: RawEntry, converted: Converted, where: Location) -> Iterator[Finding]:
    if entry.type not in TYPES:
        message = f"“@{entry.type}” is not a type of reference; it is printed as a plain document"
        yield UNKNOWN_REFERENCE_TYPE.at(where, message, quote=entry.key)
    for doubt in converted.doubts:
        yield (UNKNOWN_LATEX if "LaTeX" in doubt else DOUBTFUL_NAME).at(where, doubt, quote=entry.key)


def _unprinted(unprinted: dict[str, list[Location]]) -> Iterator[Finding]:
    for name, where in unprinted.items():
        more = f" ({len(where)} references of this file have it)" if len(where) > 1 else ""
        message = f"what stands in the field “{name[:80]}” of this reference is not printed{more}"
        hint = "if readers need it, write it into a field that is printed, such as the title; if not, delete it"
        yield UNPRINTED_FIELD.at(where[0], message, hint=hint, quote=name[:80])
