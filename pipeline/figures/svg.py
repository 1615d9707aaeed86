"""SVG drawings: bytes in; the parsed drawing, its size, and what in it is not a still and silent picture, out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.figures.container import MalformedError

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XLINK_HREF = f"{{{XLINK}}}href"
XML = "http://www.w3.org/XML/1998/namespace"

_MOST_SHAPES = 200_000
"""Elements drawn when every `use` is followed; a few lines can otherwise ask for billions."""
_DEEPEST = 100
_LARGEST_SIDE = 100_000
_OWN_PART = re.compile(r"url\(\s*[\"']?#([^)\"']*?)[\"']?\s*\)")
_LENGTH = re.compile(r"\s*(\d+\.?\d*|\.\d+)(?:e([+-]?\d{1,3}))?\s*(px|pt|pc|mm|cm|in|)\s*", re.IGNORECASE)
# CSS Values and Units 4, section 6.2: absolute lengths in CSS pixels.
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A parsed SVG. Its tree may be changed by its owner; its size is that of the whole drawing in CSS pixels."""

    root: etree._Element
    width: int
    height: int
    doctype: bool
    """Whether the file had a document type, which can hold entities and name other files."""

    def written(self) -> bytes:
        """The drawing as UTF-8, without document type, unused namespaces or anything outside its root."""
        etree.cleanup_namespaces(self.root)
        return etree.tostring(self.root, encoding="UTF-8", xml_declaration=False, with_tail=False)


def read_svg(data: bytes) -> Drawing:
    """Parse an SVG; nothing is loaded and no entity is replaced in text.

    Raises MalformedError where it is not well-formed SVG, has no size, or would draw without end.
    """
    # No DTD, no network, no huge trees: the parser's own limits end entity bombs and bottomless nesting.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise MalformedError(_in_plain_words(problem)) from problem
    if root.tag != f"{{{NAMESPACE}}}svg":
        raise MalformedError("it is XML, but not an SVG drawing")
    _forbid_endless_use(root)
    width, height = _fixed_size(root)
    return Drawing(root, width, height, bool(getattr(root.getroottree().docinfo, "doctype", "")))


def attributes(element: etree._Element) -> list[tuple[str, str]]:
    """Names and values of an element's attributes, in their order."""
    return [(str(name), str(value)) for name, value in element.items()]


def _in_plain_words(problem: Exception) -> str:
    line = getattr(problem, "lineno", None)
    if "entity" in str(problem) or "ntities" in str(problem):
        return "it defines text that multiplies itself, which could exhaust the machine of whoever opens it"
    if "xmlSAX2" in str(problem) or "huge" in str(problem).lower():
        return "it is nested too deeply or holds a picture of more than 10 MB"
    return f"it is not well-formed SVG (line {line})" if line else "it is not well-formed SVG"


def _fixed_size(root: etree._Element) -> tuple[int, int]:
    """Whole CSS pixels; the root gets the view box and the lengths it lacks, so that every program agrees."""
    box = [_number(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    lengths = [_pixels(root.get(side, "")) for side in ("width", "height")]
    if len(box) == 4 and all(side > 0 for side in box[2:]):
        width, height = box[2:]
        if 0.0 in lengths:
            root.set("width", f"{width:g}")
            root.set("height", f"{height:g}")
    elif 0.0 not in lengths:
        width, height = lengths
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    else:
        raise MalformedError("it says no size; give its first element a viewBox")
    if not max(width, height) <= _LARGEST_SIDE:
        raise MalformedError("its size is beyond what any page can show")
    return max(1, round(width)), max(1, round(height))


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


def _pixels(text: str) -> float:
    """A CSS length in pixels, 0 where it is relative or none."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        return 0.0
    number, exponent, unit = match.groups()
    return _number(f"{number}e{exponent or 0}") * _UNITS[unit.lower()]


def _forbid_endless_use(root: etree._Element) -> None:
    """Raise where drawing what every part refers to draws too much, or a part draws itself."""
    by_id = {element.get("id", ""): element for element in root.iter(etree.Element) if element.get("id")}
    drawn: dict[str, int] = {}

    def shapes(element: etree._Element, depth: int) -> int:
        count = 0
        for inner in element.iter(etree.Element):
            count += 1 + sum(of_target(name, depth) for name in _references(inner) if name in by_id)
            if count > _MOST_SHAPES:
                raise MalformedError(
                    "it repeats its parts so often that it could exhaust the machine of whoever opens it"
                )
        return count

    def of_target(name: str, depth: int) -> int:
        if depth > _DEEPEST:
            raise MalformedError("a part of it is drawn inside itself without end")
        if name not in drawn:
            drawn[name] = shapes(by_id[name], depth + 1)
        return drawn[name]

    shapes(root, 0)


def _references(element: etree._Element) -> Iterator[str]:
    """Names of the parts of the drawing that an element draws or is drawn with."""
    for name, value in attributes(element):
        if value.startswith("#") and name in ("href", XLINK_HREF):
            yield value[1:]
        elif "url(" in value:
            yield from _OWN_PART.findall(value)
