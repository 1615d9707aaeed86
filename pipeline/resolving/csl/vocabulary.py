"""What CSL 1.0 knows: for each element its attributes with their values and the elements it may hold.

Read from the RELAX NG schema of CSL that comes with citeproc-py. The schema itself says that a file is wrong, but not
so that an author could understand it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import citeproc
from lxml import etree

_RNG = "{http://relaxng.org/ns/structure/1.0}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FORMS = {
    "boolean": re.compile("true|false|1|0"),
    "integer": re.compile(r"-?\d{1,6}"),
    "nonNegativeInteger": re.compile(r"\d{1,6}"),
    "language": re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
}


@dataclass(frozen=True, slots=True)
class Values:
    """The values of an attribute."""

    words: frozenset[str]
    forms: frozenset[re.Pattern[str]]
    anything: bool
    several: bool
    """Whether several words may stand there, with blanks between them."""

    def allow(self, value: str) -> bool:
        parts = value.split() if self.several else [value]
        return self.anything or bool(parts and all(map(self._allow_one, parts)))

    def _allow_one(self, part: str) -> bool:
        return part in self.words or any(form.fullmatch(part) for form in self.forms)


@dataclass(frozen=True, slots=True)
class Known:
    """One element. Where CSL has several of one name, this is all of them together."""

    attributes: Mapping[str, Values]
    children: frozenset[str]


@cache
def vocabulary() -> Mapping[str, Known]:
    """Every element of a style by its name without namespace."""
    grammar = etree.parse(citeproc.SCHEMA_PATH).getroot()
    defined: dict[str, list[etree._Element]] = {}
    for define in grammar.iter(f"{_RNG}define"):
        defined.setdefault(define.get("name", ""), []).append(define)
    attributes: dict[str, dict[str, list[etree._Element]]] = {}
    children: dict[str, set[str]] = {}
    for element in grammar.iter(f"{_RNG}element"):
        for name in _names(element):
            own = attributes.setdefault(name, {})
            held = children.setdefault(name, set())
            for part in _within(element, defined):
                if part.tag == f"{_RNG}element":
                    held.update(_names(part))
                elif part.tag == f"{_RNG}attribute":
                    for attribute in _names(part):
                        own.setdefault(attribute, []).append(part)
    return {
        name: Known(
            {attribute: _values(parts, defined) for attribute, parts in own.items()}, frozenset(children.get(name, ()))
        )
        for name, own in attributes.items()
    }


def _names(part: etree._Element) -> Iterator[str]:
    for name in part.iterfind(f"{_RNG}name"):
        text = (name.text or "").strip()
        yield XML_LANG if text == "lang" and "XML" in name.get("ns", "") else text


def _within(
    part: etree._Element, defined: Mapping[str, list[etree._Element]], seen: frozenset[str] = frozenset()
) -> Iterator[etree._Element]:
    """What a part of the schema holds: attributes, elements and values, those of its references among them, but not
    what these hold in turn."""
    for inner in part:
        if inner.tag == f"{_RNG}ref":
            name = inner.get("name", "")
            if name not in seen:
                for define in defined.get(name, ()):
                    yield from _within(define, defined, seen | {name})
        else:
            yield inner
            if inner.tag not in (f"{_RNG}element", f"{_RNG}attribute"):
                yield from _within(inner, defined, seen)


def _values(attributes: list[etree._Element], defined: Mapping[str, list[etree._Element]]) -> Values:
    words: set[str] = set()
    forms: set[re.Pattern[str]] = set()
    anything = several = False
    for attribute in attributes:
        parts = [part for part in _within(attribute, defined) if part.tag != f"{_RNG}name"]
        words |= {(part.text or "").strip() for part in parts if part.tag == f"{_RNG}value"}
        kinds = {part.get("type", "") for part in parts if part.tag == f"{_RNG}data"}
        forms |= {_FORMS[kind] for kind in kinds if kind in _FORMS}
        several = several or any(part.tag == f"{_RNG}list" for part in parts)
        has_values = any(part.tag in (f"{_RNG}value", f"{_RNG}data") for part in parts)
        anything = anything or not has_values or bool(kinds - set(_FORMS)) or f"{_RNG}text" in {p.tag for p in parts}
    return Values(frozenset(words), frozenset(forms), anything, several)
