"""Lists of references: the order and the numbers that a style gives them, and each entry as marked text."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.resolving.csl.elements import Layout, joined
from pipeline.resolving.csl.markup import punctuation_in_quotes
from pipeline.resolving.csl.sorting import in_order
from pipeline.resolving.csl.source import Cite, Repeated


def numbered(layout: Layout | None, cites: Sequence[Cite]) -> list[Cite]:
    """Cites in the order of the list that this layout prints, each with its number; one for each reference."""
    for number, cite in enumerate(cites, start=1):
        cite.rank = number
    if layout is None:
        return list(cites)
    ordered = in_order(layout, cites)
    keys = layout.getparent().findall("cs:sort/cs:key[@variable='citation-number']", layout.nsmap)
    # A list that is sorted by its numbers keeps those of the order in which it was cited.
    for number, cite in enumerate(cites if keys else ordered, start=1):
        cite.rank = number
    return ordered


def entry_texts(layout: Layout, cites: Sequence[Cite]) -> list[str]:
    """The entries of a whole list; names of the entry before are replaced as the style says."""
    bibliography = layout.getparent()
    instead = bibliography.get("subsequent-author-substitute")
    rule = bibliography.get("subsequent-author-substitute-rule", "complete-all")
    texts = []
    for index, cite in enumerate(cites):
        if instead is not None and index:
            cite.repeated = Repeated(cites[index - 1].names_said, instead, rule)
        texts.append(entry_text(layout, cite))
    return texts


def entry_text(layout: Layout, cite: Cite) -> str:
    """An entry in marked text, with a mark in place of its number; '' where the style prints nothing.

    Mends: the engine prints what stands in the margin (`second-field-align`) without a space before the rest.
    """
    cite.begin()
    cite.positions = frozenset()
    pieces = layout.pieces(cite)
    if layout.getparent().get("second-field-align") and len(pieces) > 1:
        text = joined([pieces[0], joined(pieces[1:])], " ")
    else:
        text = joined(pieces)
    text = layout.wrap(layout.format(text or "")) or ""
    return punctuation_in_quotes(text) if layout.get_locale_option("punctuation-in-quote") == "true" else text
