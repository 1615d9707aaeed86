"""A citation style at work: citations → linked pieces of text, library items → formatted entries."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.findings import Finding, Severity, rule
from pipeline.library import Item
from pipeline.manuscript import Inlines, Link, LinkedText, Text
from pipeline.remembering import Same, remembered
from pipeline.resolving.csl.bibliography import entry_text, numbered
from pipeline.resolving.csl.citations import NumberedCite, document_parts, prints_locators
from pipeline.resolving.csl.elements import Layout
from pipeline.resolving.csl.elements import Style as StyleTree
from pipeline.resolving.csl.identifiers import addresses, cleaned
from pipeline.resolving.csl.markup import (
    CLOSE,
    NUMBER,
    OPEN,
    Quotes,
    to_inlines,
    visible,
)
from pipeline.resolving.csl.quoting import quotes_of
from pipeline.resolving.csl.sheets import Sheet, sheet
from pipeline.resolving.csl.source import Cite, Reference

REFERENCE_CANNOT_BE_FORMATTED = rule(
    "reference-cannot-be-formatted",
    Severity.ERROR,
    "A reference that the citation style cannot print stands in the list in a plain form that no journal asks for.",
    fix="Complete the reference, or choose another style.",
    example="# no input known: a style that fails at one reference\n",
)
_LABEL = re.compile(f"^[\\s{''.join(OPEN.values())}(\\[]*{NUMBER}[.)\\]:{''.join(CLOSE.values())}]*\\s*")
_SHOWN = {"DOI": "doi:{}", "PMID": "PMID: {}", "PMCID": "PMCID: {}", "URL": "{}"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a reference list."""

    label: str
    """As the style prints it: `1.`, `[1]`; '' where the style prints none."""
    body: Inlines
    links: tuple[Link, ...] = ()
    """Where else the reference can be found: identifiers that the style does not print."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Style:
    """A numeric style. Nothing of one list of references changes the next."""

    name: str
    path: Path
    """Its file, or that of the style it depends on."""
    xml: bytes = field(repr=False)
    """What the file held when the style was loaded: what was looked at is what prints."""
    default_locale: str = ""
    """Dialect that the style is written for, '' where the file says it."""

    def clusters(
        self, clusters: Sequence[Sequence[NumberedCite]], language: str = "en"
    ) -> list[tuple[LinkedText, ...]]:
        """The printed pieces of each citation. Runs of three or more bare numbers collapse where the style says so."""
        return _clusters(self, clusters, language)

    def in_order(self, items: Sequence[Item], language: str = "en") -> list[Item]:
        """References in the order of the style's list, given in the order of their citation."""
        with self._sheet(language).printing() as tree:
            layout = _layout(tree, "bibliography")
            if layout.getparent().find("cs:sort", layout.nsmap) is None:
                return list(items)
            ordered = numbered(layout, [Cite(Reference(item)) for item in items])
        by_key = {item.key: item for item in items}
        return [by_key[cite.reference.key] for cite in ordered]

    @cached_property
    def superscript(self) -> bool:
        """Whether citations stand raised."""
        return _superscript(self)

    @cached_property
    def prints_locators(self) -> bool:
        """Whether `p. 3` in a citation is printed; where not, it would vanish."""
        with self._sheet("en").printing() as tree:
            return prints_locators(_layout(tree, "citation"))

    def entries(self, items: Sequence[tuple[int, Item]], language: str = "en") -> list[Entry]:
        """The entries of a list of references: each item under its number, in the words of a language (BCP 47)."""
        used = self._sheet(language)
        quotes = used.of("quotes", quotes_of)
        return [_entry(used, quotes, number, item) for number, item in items]

    def _sheet(self, language: str) -> Sheet:
        return sheet(self.xml, language, self.default_locale)


@remembered(lambda style: style)
def _superscript(style: Style) -> bool:
    with style._sheet("en").printing() as tree:
        layout = _layout(tree, "citation")
        printed = layout.format(layout.render_children(Cite(Reference.empty())) or "")
    return OPEN["sup"] in printed


def _cited(style: Style, clusters: Sequence[Sequence[NumberedCite]], language: str) -> Hashable:
    return style, language, tuple(tuple((cite, Same(cite.item)) for cite in cluster) for cluster in clusters)


@remembered(_cited, most=8)
def _clusters(style: Style, clusters: Sequence[Sequence[NumberedCite]], language: str) -> list[tuple[LinkedText, ...]]:
    with style._sheet(language).printing() as tree:
        return document_parts(_layout(tree, "citation"), clusters)


def _layout(tree: StyleTree, part: str) -> Layout:
    layout: Layout = tree.find(f"cs:{part}/cs:layout", tree.nsmap)
    return layout


def _entry(used: Sheet, quotes: Quotes, number: int, item: Item) -> Entry:
    hrefs = addresses(item.csl)
    try:
        text = used.text(item, _text)
        label = match.group() if (match := _LABEL.match(text)) else ""
        body = to_inlines(_tidy(text[len(label) :], number), quotes, hrefs, item.origin)
    except Exception as error:  # noqa: BLE001  # one reference, whatever is wrong with it, must not cost the others
        return _plain_entry(
            number, item, f"this reference cannot be printed in the citation style ({type(error).__name__})"
        )
    if not any(character.isalnum() for character in visible(text[len(label) :])):
        return _plain_entry(number, item, "this reference holds nothing that the citation style prints")
    printed = {hrefs[kind] for kind in hrefs if OPEN[kind] in text}
    links = tuple(
        Link(href, (Text(_SHOWN[kind].format(_bare(item, kind)), item.origin),), item.origin)
        for kind, href in hrefs.items()
        if href not in printed
    )
    return Entry(_tidy(visible_number(label), number), body, links)


def _text(tree: StyleTree, item: Item) -> str:
    """An entry in marked text, with a mark in place of its number."""
    return entry_text(_layout(tree, "bibliography"), Cite(Reference(item)))


def visible_number(label: str) -> str:
    """A label without marks, its number kept."""
    return NUMBER.join(visible(part) for part in label.split(NUMBER))


def _tidy(text: str, number: int) -> str:
    text = re.sub(r" {2,}", " ", text.replace(NUMBER, str(number)))
    return text.strip()


def _bare(item: Item, kind: str) -> str:
    return cleaned(kind, str(item.csl[kind]))


def _plain_entry(number: int, item: Item, message: str) -> Entry:
    """What can be said of an item without a style: who, what, where, when."""
    texts = [str(item.csl[name]) for name in ("title", "container-title", "publisher") if item.csl.get(name)]
    text = visible(". ".join(texts) or item.key)
    finding = REFERENCE_CANNOT_BE_FORMATTED.at(
        item.origin, message, hint="check its type, names and dates", quote=item.key
    )
    return Entry(f"{number}.", (Text(text, item.origin),), (), (finding,))
