"""A style as its author wrote it → the style without what CSL 1.0 does not know, and a word about each such part."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from lxml import etree

from pipeline.findings import Location
from pipeline.resolving.csl.macros import CSL
from pipeline.resolving.csl.source_places import Source
from pipeline.resolving.csl.vocabulary import Known, Values, vocabulary

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ONE_OF = {
    "date": ("variable",),
    "key": ("variable", "macro"),
    "label": ("variable",),
    "macro": ("name",),
    "names": ("variable",),
    "number": ("variable",),
    "term": ("name",),
    "text": ("variable", "macro", "term", "value"),
}
"""What an element must say to mean anything."""

Problem = tuple[Location, str]


def pass_over_unknown(source: Source) -> Iterator[Problem]:
    """Takes unknown elements, attributes and values out of the tree, so that what is printed is what CSL says; yields
    the place of each and what is wrong."""
    yield from _attributes(source, source.root, vocabulary()["style"])
    yield from _children(source, source.root)


def _children(source: Source, parent: etree._Element) -> Iterator[Problem]:
    inside = etree.QName(parent).localname
    for child in list(parent):
        name = etree.QName(child).localname
        if child.tag == f"{CSL}info" and inside == "style":
            # Who wrote the style and when: nothing of it is printed.
            continue
        if child.tag != CSL + name or name not in vocabulary()[inside].children:
            parent.remove(child)
            yield source.at(child), f"CSL knows no <{name[:100]}> in <{inside}>"
            continue
        yield from _attributes(source, child, vocabulary()[name])
        needed = _ONE_OF.get(name, ())
        if needed and not set(needed) & set(child.attrib) and inside not in ("names", "locale"):
            parent.remove(child)
            yield source.at(child), f"this <{name}> does not say what it is about; it needs {' or '.join(needed)}"
            continue
        yield from _children(source, child)


def _attributes(source: Source, element: etree._Element, known: Known) -> Iterator[Problem]:
    tag = etree.QName(element).localname
    for name in [str(each) for each in element.attrib]:
        value = element.get(name, "")
        shown = name.replace(_XML, "xml:").rpartition("}")[2]
        values = known.attributes.get(name)
        if values is None:
            near = difflib.get_close_matches(shown[:50], known.attributes, n=1)
            meant = f"; is {near[0]} meant?" if near else ""
            yield source.at(element, shown), f"CSL knows no {shown[:100]} of <{tag}>{meant}"
        elif not values.allow(value):
            yield source.at(element, value), f"{shown} of <{tag}> cannot be {value[:100]!r}{_instead(value, values)}"
        else:
            continue
        del element.attrib[name]


def _instead(value: str, values: Values) -> str:
    near = difflib.get_close_matches(value[:50], values.words, n=1)
    if near:
        return f"; is {near[0]} meant?"
    if 0 < len(values.words) <= 6:
        return f", only {', '.join(sorted(values.words))}"
    return ""
