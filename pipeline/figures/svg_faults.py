"""What a picture of a case must not hold: an SVG in; every fault in it, with the way to remove it, out."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from lxml import etree

from pipeline.figures.container import COMMENT
from pipeline.figures.svg import NAMESPACE, XLINK, XLINK_HREF, XML, Drawing, attributes

_ANIMATION = frozenset("animate animateColor animateMotion animateTransform discard mpath set".split())
_DRAWING = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc image style"
    " switch linearGradient radialGradient stop pattern clipPath mask marker filter view"
    " feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap"
    " feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode"
    " feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence".split()
)
_OUTSIDE = "reference to something outside the drawing"
_MOVES = "animation"
_RUNS = "script"
_LINK = "link"
_EDITOR = "notes of the drawing program"
_NAMED = {
    **dict.fromkeys(_ANIMATION, _MOVES),
    "script": _RUNS,
    "handler": _RUNS,
    "foreignObject": "foreign content",
    "feImage": _OUTSIDE,
}
_XHTML = "http://www.w3.org/1999/xhtml"
_PLAIN_XLINK = frozenset({"type", "show", "actuate"})
_STYLE_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STYLE_OUTSIDE = re.compile(r"@import[^;]*;?|url\((?!\s*[\"']?#)[^)]*\)?", re.IGNORECASE)
_STYLE_MOVES = re.compile(r"@keyframes|(?<![\w-])(?:animation|transition)(?:-\w+)*\s*:", re.IGNORECASE)
# A backslash can spell any of these words so that they are not seen.
_STYLE_RUNS = re.compile(r"\\|javascript:|expression\s*\(|behaviou?r\s*:|-moz-binding", re.IGNORECASE)
_EMBEDDED = re.compile(r"\s*data:image/(?:png|jpe?g|webp);base64,", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in a drawing that a still and silent picture does not have."""

    kind: str
    """In words, never the value found."""
    active: bool
    """It runs, moves, links or loads; otherwise it tells about the author or the file."""
    remove: Callable[[], None]


def faults(drawing: Drawing) -> list[Fault]:
    """Everything in a drawing but shapes, words and looks; embedded pictures are told by `embedded_pictures`."""
    found = [Fault("document type", True, _nothing)] if drawing.doctype else []
    outside_root = (*drawing.root.itersiblings(), *drawing.root.itersiblings(preceding=True))
    # What stands outside the root is not written again.
    found += [Fault(fault.kind, fault.active, _nothing) for node in outside_root for fault in _node_faults(node)]
    for node in drawing.root.iter():
        found += _node_faults(node)
        if isinstance(node.tag, str):
            found += _attribute_faults(node)
            if node.tag == f"{{{NAMESPACE}}}style":
                found += _style_faults(node)
    return found


def embedded_pictures(drawing: Drawing) -> Iterator[tuple[bytes, Callable[[str, bytes], None]]]:
    """The bytes of each picture inside the drawing, and how to put another in its place: media type, bytes."""
    for element in drawing.root.iter(f"{{{NAMESPACE}}}image"):
        for name in ("href", XLINK_HREF):
            value = element.get(name, "")
            prefix = _EMBEDDED.match(value)
            if prefix:
                try:
                    data = base64.b64decode(value[prefix.end() :])
                except (binascii.Error, ValueError):
                    data = b""
                yield data, partial(_embed, element, name)


def _embed(element: etree._Element, name: str, media_type: str, data: bytes) -> None:
    element.set(name, f"data:{media_type};base64,{base64.b64encode(data).decode()}")


def _nothing() -> None:
    """For what is left out by writing the drawing again."""


def _node_faults(node: etree._Element) -> Iterator[Fault]:
    remove = partial(_drop, node)
    if isinstance(node, etree._Comment):
        yield Fault(COMMENT, False, remove)
    elif isinstance(node, etree._ProcessingInstruction):
        loads = node.target == "xml-stylesheet"
        yield Fault(_OUTSIDE if loads else _EDITOR, loads, remove)
    elif not isinstance(node.tag, str):
        yield Fault("entity", True, remove)
    else:
        name = etree.QName(node)
        if name.namespace != NAMESPACE:
            foreign = name.namespace in (None, _XHTML)
            yield Fault("foreign content" if foreign else _EDITOR, foreign, remove)
        elif name.localname == "metadata":
            yield Fault("metadata element", False, remove)
        elif name.localname == "a":
            # What a link wraps is part of the drawing and stays.
            yield Fault(_LINK, True, partial(setattr, node, "tag", f"{{{NAMESPACE}}}g"))
        elif name.localname not in _DRAWING:
            yield Fault(_NAMED.get(name.localname, "element that is not part of a still drawing"), True, remove)


def _attribute_faults(element: etree._Element) -> Iterator[Fault]:
    for key, value in attributes(element):
        name = etree.QName(key)
        remove = partial(_without, element, key)
        if name.localname.lower().startswith("on") and not name.namespace:
            yield Fault("event handler", True, remove)
        elif key in ("href", XLINK_HREF):
            embedded = element.tag == f"{{{NAMESPACE}}}image" and _EMBEDDED.match(value)
            if not (value.startswith("#") or embedded):
                yield Fault(_OUTSIDE, True, remove)
        elif key == f"{{{XML}}}base":
            yield Fault(_OUTSIDE, True, remove)
        elif _tells_of_editor(name):
            yield Fault(_EDITOR, False, remove)
        else:
            for kind, active, mended in _style_problems(value, whole=key == "style"):
                yield Fault(kind, active, partial(element.set, key, mended))


def _tells_of_editor(name: etree.QName) -> bool:
    if name.namespace == XLINK:
        return name.localname not in _PLAIN_XLINK
    return name.localname.startswith("data-") or name.namespace not in (None, XML)


def _style_faults(element: etree._Element) -> Iterator[Fault]:
    for kind, active, mended in _style_problems(element.text or "", whole=True):
        yield Fault(kind, active, partial(setattr, element, "text", mended))


def _style_problems(text: str, *, whole: bool) -> Iterator[tuple[str, bool, str]]:
    """Kind, whether it is active, and the text without it. `whole`: a style, not the value of one property."""
    bare = _STYLE_COMMENT.sub(" ", text)
    if whole and bare != text:
        yield COMMENT, False, bare
    if _STYLE_OUTSIDE.search(bare):
        yield _OUTSIDE, True, _STYLE_OUTSIDE.sub("none", bare)
    if whole and _STYLE_RUNS.search(bare):
        yield _RUNS, True, ""
    if whole and _STYLE_MOVES.search(bare):
        yield _MOVES, True, ""


def _drop(node: etree._Element) -> None:
    """Take a node out and leave the text behind it where it was."""
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _without(element: etree._Element, key: str) -> None:
    if key in element.attrib:
        del element.attrib[key]
