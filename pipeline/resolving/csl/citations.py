"""Numbered citations: cites → the pieces printed in the text, each number linked to its reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.manuscript import LinkedText
from pipeline.resolving.csl.elements import Mended
from pipeline.resolving.csl.markup import NUMBER, visible
from pipeline.resolving.csl.source import Cite, Reference


@dataclass(frozen=True, slots=True)
class NumberedCite:
    """One cite of a citation after numbering."""

    number: int
    target: str
    """HTML id of its reference: `ref-rund2005`."""
    prefix: str = ""
    suffix: str = ""
    locator: str = ""
    label: str = "page"
    """CSL locator term."""


def prints_locators(layout: Mended) -> bool:
    """Whether a citation's layout prints a locator."""
    return _printed(layout, "7", "page") != _printed(layout, "", "page")


def cluster_parts(layout: Mended, cluster: Sequence[NumberedCite]) -> tuple[LinkedText, ...]:
    """The pieces of one citation: `[`, `1`, `–`, `3`, `]`.

    Mends: the engine never collapses numbers. A prefix, a suffix or a printed locator keeps a cite out of a run.
    """
    citation = layout.getparent()
    cites = list(dict.fromkeys(cluster))
    if citation.find("cs:sort", citation.nsmap) is not None:
        cites.sort(key=lambda cite: cite.number)
    delimiter = layout.get("delimiter", "")
    parts = [LinkedText(layout.get("prefix", ""))]
    before = ""
    for run in _runs(layout, cites, citation.get("collapse") == "citation-number"):
        parts += [LinkedText(before), *_cite_parts(layout, run[0])]
        before = delimiter
        if len(run) > 1:
            parts += [LinkedText("–"), *_cite_parts(layout, run[-1])]
            before = citation.get("after-collapse-delimiter", delimiter)
    return _merged([*parts, LinkedText(layout.get("suffix", ""))])


def _runs(layout: Mended, cites: Sequence[NumberedCite], collapse: bool) -> list[list[NumberedCite]]:
    """Cites that are printed as one range stand together, every other cite alone."""
    bare = _printed(layout, "", "page")
    found: list[list[NumberedCite]] = []

    def place(indexed: tuple[int, NumberedCite]) -> tuple[bool, int]:
        position, cite = indexed
        is_bare = not cite.prefix and not cite.suffix and _printed(layout, cite.locator, cite.label) == bare
        return is_bare, cite.number - position if is_bare else position

    for (is_bare, _), group in groupby(enumerate(cites), key=place):
        run = [cite for _, cite in group]
        found += [run] if collapse and is_bare and len(run) > 2 else [[cite] for cite in run]
    return found


def _printed(layout: Mended, locator: str, label: str) -> str:
    """What the style prints for a cite, with a mark in place of its number."""
    text = layout.render_children(Cite(Reference.empty(), locator, label)) or ""
    return NUMBER.join(visible(piece) for piece in text.split(NUMBER)) if NUMBER in text else NUMBER


def _cite_parts(layout: Mended, cite: NumberedCite) -> list[LinkedText]:
    before, _, after = _printed(layout, cite.locator, cite.label).partition(NUMBER)
    prefix = f"{cite.prefix.rstrip()} " if cite.prefix.strip() else ""
    suffix = cite.suffix.strip()
    if suffix and suffix[0].isalnum():
        suffix = f" {suffix}"
    return [LinkedText(prefix + before), LinkedText(str(cite.number), cite.target), LinkedText(after + suffix)]


def _merged(parts: Sequence[LinkedText]) -> tuple[LinkedText, ...]:
    """Neighbouring pieces without a link as one; empty ones left out."""
    merged: list[LinkedText] = []
    for part in parts:
        if part.text and merged and not part.target and not merged[-1].target:
            merged[-1] = LinkedText(merged[-1].text + part.text)
        elif part.text:
            merged.append(part)
    return tuple(merged)
