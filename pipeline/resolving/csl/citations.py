"""Citations: cites → the pieces printed in the text, each number linked to its reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.library import Item
from pipeline.manuscript import LinkedText
from pipeline.resolving.csl.casing import cased
from pipeline.resolving.csl.elements import Layout
from pipeline.resolving.csl.grouping import Piece, grouped, says_names_once
from pipeline.resolving.csl.markup import NUMBER, glue, punctuation_in_quotes, visible
from pipeline.resolving.csl.positions import near_distance, set_positions
from pipeline.resolving.csl.quoting import quotes_of, with_quotes
from pipeline.resolving.csl.sorting import in_order
from pipeline.resolving.csl.source import Cite, Reference
from pipeline.resolving.csl.telling_apart import tell_apart


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
    item: Item | None = field(default=None, compare=False)
    """What is cited, for styles that print more of it than its number."""


def prints_locators(layout: Layout) -> bool:
    """Whether a citation's layout prints a locator."""
    without, with_one = Cite(Reference.empty()), Cite(Reference.empty(), "7")
    return layout.render_children(without) != layout.render_children(with_one)


def document_parts(layout: Layout, clusters: Sequence[Sequence[NumberedCite]]) -> list[tuple[LinkedText, ...]]:
    """The pieces of each citation of a document, in reading order: `[`, `1`, `–`, `3`, `]`.

    What a cite says twice is said once. No citation stands in a footnote of its own.
    """
    references: dict[str, Reference] = {}
    made = [[_cite(each, references) for each in dict.fromkeys(cluster)] for cluster in clusters]
    ranks = {cite.reference.key: cite.rank for cluster in made for cite in cluster}
    set_positions(made, [0] * len(made), near_distance(layout))
    tell_apart(layout, sorted(references.values(), key=lambda reference: ranks[reference.key]))
    return [parts_of(layout, cluster) for cluster in made]


def _cite(numbered: NumberedCite, references: dict[str, Reference]) -> Cite:
    if numbered.target not in references:
        reference = Reference(numbered.item) if numbered.item is not None else Reference.empty()
        reference.key = numbered.target
        references[numbered.target] = reference
    reference = references[numbered.target]
    cite = Cite(reference, numbered.locator, numbered.label)
    cite.rank, cite.target = numbered.number, numbered.target
    cite.prefix = f"{numbered.prefix.strip()} " if numbered.prefix.strip() else ""
    cite.suffix = numbered.suffix.strip()
    return cite


def parts_of(layout: Layout, cites: Sequence[Cite]) -> tuple[LinkedText, ...]:
    """The pieces of one citation of several cites.

    Mends: the engine never collapses numbers. A prefix, a suffix or a printed locator keeps a cite out of a run.
    """
    ordered = in_order(layout, cites)
    for cite in ordered[:1]:
        cite.is_opening = True
    pieces = _printed(layout, ordered)
    text = ""
    for index, piece in enumerate(pieces):
        between = _between(pieces[index - 1].cite, piece) if index else ""
        text = glue(glue(text, between), piece.text)
    whole = layout.wrap(text) or ""
    if layout.get_locale_option("punctuation-in-quote") == "true":
        whole = punctuation_in_quotes(whole)
    start, *rest = with_quotes(whole, quotes_of(layout.get_root())).split(NUMBER)
    numbers = [piece.cite for piece in pieces for _ in range(piece.text.count(NUMBER))]
    linked = (
        part
        for cite, after in zip(numbers, rest, strict=True)
        for part in (LinkedText(str(cite.rank), cite.target), LinkedText(visible(after)))
    )
    return _merged([LinkedText(visible(start)), *linked])


def _printed(layout: Layout, cites: Sequence[Cite]) -> list[Piece]:
    """Each cite that is printed with its text; of a run of numbers only the ends."""
    if says_names_once(layout):
        return [piece for piece in grouped(layout, cites, lambda cite: _text(layout, cite)) if piece.text]
    texts = [(cite, _text(layout, cite)) for cite in cites]
    citation = layout.getparent()
    delimiter = layout.get("delimiter", "")
    found: list[Piece] = []
    before = ""
    for run in _runs(layout, [(cite, text) for cite, text in texts if text], citation.get("collapse")):
        found.append(Piece(*run[0], before))
        before = delimiter
        if len(run) > 1:
            found.append(Piece(*run[-1], "–"))
            before = citation.get("after-collapse-delimiter", delimiter)
    return found


def _runs(layout: Layout, texts: list[tuple[Cite, str]], collapse: str | None) -> Iterator[list[tuple[Cite, str]]]:
    """Cites that are printed as one range stand together, every other cite alone."""
    bare = layout.render_children(Cite(Reference.empty())) or ""
    run: list[tuple[Cite, str]] = []
    for cite, text in texts:
        # A prefix may begin a run: `see 1–3`.
        follows = text == bare and run and run[-1][0].rank == cite.rank - 1 and run[0][1].endswith(bare)
        if not follows or collapse != "citation-number" or NUMBER not in bare:
            yield from _as_printed(run)
            run = []
        run.append((cite, text))
    yield from _as_printed(run)


def _as_printed(run: list[tuple[Cite, str]]) -> list[list[tuple[Cite, str]]]:
    """Two numbers stand side by side, three or more are a range."""
    return [run] if len(run) > 2 else [[each] for each in run]


def _text(layout: Layout, cite: Cite) -> str:
    """What is printed for one cite, between what the author put around it."""
    cite.begin()
    text = layout.render_children(cite) or ""
    if cite.first_term and text.startswith(cite.first_term) and _begins_sentence(layout, cite):
        text = cased(text, "capitalize-first", "")
    quotes = quotes_of(layout.get_root())
    # Punctuation is never moved into what the author quotes.
    prefix, suffix = with_quotes(cite.prefix, quotes), with_quotes(cite.suffix, quotes)
    if re.search(r"[^\W_]$|[.?!:;,)\]]$", visible(prefix)):
        prefix += " "
    if re.match(r"[^\W_]|[(\[]", visible(suffix)):
        suffix = f" {suffix}"
    return glue(glue(prefix, text), suffix)


def _begins_sentence(layout: Layout, cite: Cite) -> bool:
    """Whether a cite stands at the beginning of a note, or after a sentence of the author's."""
    prefix = visible(cite.prefix).strip()
    if prefix:
        return " " in prefix and prefix.rstrip("”’\"'")[-1:] in ".?!"
    return cite.is_opening and layout.get_root().get("class") == "note"


def _between(last: Cite, piece: Piece) -> str:
    """What stands between two cites: no delimiter where the author wrote one."""
    if visible(last.suffix).rstrip().endswith((",", ";")):
        return "" if last.suffix.endswith(" ") else " "
    return "" if visible(piece.cite.prefix).startswith((",", ";", ".")) else piece.delimiter


def _merged(parts: Sequence[LinkedText]) -> tuple[LinkedText, ...]:
    """Neighbouring pieces without a link as one; empty ones left out."""
    merged: list[LinkedText] = []
    for part in parts:
        if part.text and merged and not part.target and not merged[-1].target:
            merged[-1] = LinkedText(merged[-1].text + part.text)
        elif part.text:
            merged.append(part)
    return tuple(merged)
