"""A fixture of the suite → what this project prints for it, through the code that prints its own references."""

from __future__ import annotations

import json
from typing import Any

from lxml import etree

from pipeline.findings import Location
from pipeline.library import Item
from pipeline.manuscript import Emphasis, Inlines, Link, SmallCaps, Strong, Subscript, Superscript, Text
from pipeline.reading import csl_json
from pipeline.resolving.csl.bibliography import entry_texts, numbered
from pipeline.resolving.csl.citations import parts_of
from pipeline.resolving.csl.elements import Layout, Style
from pipeline.resolving.csl.markup import NUMBER, from_item, to_inlines
from pipeline.resolving.csl.parsing import parse_style
from pipeline.resolving.csl.positions import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT, near_distance, set_positions
from pipeline.resolving.csl.quoting import quotes_of
from pipeline.resolving.csl.source import Cite, Reference
from pipeline.resolving.csl.telling_apart import tell_apart
from tests.resolving.csl_suite.fixtures import Fixture, Json, lines_of

_POSITIONS = (FIRST, SUBSEQUENT, IBID, IBID_WITH_LOCATOR)
_ODD = (
    ("<sc>", '<span style="font-variant:small-caps">'),
    ("</sc>", "</span>"),
    ('class="nodecor"', 'class="nocase"'),
)
"""Marks that the suite uses beside those of CSL."""
NOWHERE = Location("fixture")


def printed(fixture: Fixture) -> str:
    """All citations of a fixture, or all entries of its list, one a line, without formatting."""
    tree = parse_style(fixture.style, etree.fromstring(fixture.style).get("default-locale", "en-US"))
    references = {item.key: Reference(item) for item in _items(fixture)}
    cites = {key: Cite(reference) for key, reference in references.items()}
    listed = layout(tree, "bibliography")
    if fixture.note_numbers is not None:
        cited = dict.fromkeys(str(each["id"]) for cluster in fixture.clusters or () for each in cluster)
        cites = {key: cites[key] for key in cited}
    order = numbered(listed, list(cites.values()))
    tell_apart(layout(tree, "citation"), [cite.reference for cite in order])
    if fixture.mode == "bibliography":
        return "\n".join(_entry(tree, text, cite) for text, cite in zip(entry_texts(listed, order), order, strict=True))
    ranks = {cite.reference.key: cite.rank for cite in order}
    clusters = fixture.clusters or [[{"id": cite.reference.key} for cite in order]]
    made = [[_cite(each, references, ranks) for each in cluster] for cluster in clusters]
    if fixture.note_numbers is not None:
        set_positions(made, fixture.note_numbers, near_distance(layout(tree, "citation")))
    texts = ["".join(part.text for part in parts_of(layout(tree, "citation"), cluster)) for cluster in made]
    return "\n".join(lines_of(fixture, texts))


def layout(tree: Style, part: str) -> Layout:
    found: Layout = tree.find(f"cs:{part}/cs:layout", tree.nsmap)
    return found


def _items(fixture: Fixture) -> list[Item]:
    items, _ = csl_json.read(json.dumps(_without_odd(fixture.items)), "fixture")
    return items


def _without_odd(value: Any) -> Any:  # whatever JSON holds
    if isinstance(value, str):
        for odd, usual in _ODD:
            value = value.replace(odd, usual)
    elif isinstance(value, list):
        return [_without_odd(each) for each in value]
    elif isinstance(value, dict):
        return {name: _without_odd(each) for name, each in value.items()}
    return value


def _cite(written: Json, references: dict[str, Reference], ranks: dict[str, int]) -> Cite:
    key = str(written["id"])
    cite = Cite(references[key], str(written.get("locator", "")), str(written.get("label", "page")))
    cite.rank = ranks[key]
    cite.positions = _POSITIONS[written.get("position", 0)]
    if "first-reference-note-number" in written:
        cite.own["first_reference_note_number"] = str(written["first-reference-note-number"])
    cite.prefix, cite.suffix = (from_item(_without_odd(written.get(name, ""))) for name in ("prefix", "suffix"))
    return cite


def _entry(tree: Style, text: str, cite: Cite) -> str:
    return plain(to_inlines(text.replace(NUMBER, str(cite.rank)), quotes_of(tree), {}, NOWHERE))


def plain(nodes: Inlines) -> str:
    text = ""
    for node in nodes:
        match node:
            case Text():
                text += node.text
            case Emphasis() | Strong() | Superscript() | Subscript() | SmallCaps() | Link():
                text += plain(node.children)
            case _:
                raise TypeError(f"no style makes a {type(node).__name__}")
    return text
