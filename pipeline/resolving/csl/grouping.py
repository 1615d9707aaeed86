"""Cites of the same authors within a citation: brought together, and their names or years said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.resolving.csl.elements import Layout
from pipeline.resolving.csl.markup import visible
from pipeline.resolving.csl.source import Cite


@dataclass(frozen=True, slots=True)
class Piece:
    """What is printed of a cite, and what stands before it unless it is the first."""

    cite: Cite
    text: str
    delimiter: str


def says_names_once(layout: Layout) -> bool:
    """Whether the style brings cites of the same authors together."""
    citation = layout.getparent()
    return "cite-group-delimiter" in citation.attrib or citation.get("collapse", "").startswith("year")


def grouped(layout: Layout, cites: Sequence[Cite], print_one: Callable[[Cite], str]) -> list[Piece]:
    """The pieces of a citation in which cites of the same authors stand together (CSL 1.0.2, “Cite collapsing”)."""
    citation = layout.getparent()
    texts = [(cite, print_one(cite)) for cite in cites]
    if citation.find("cs:sort", citation.nsmap) is not None:
        first: dict[str, int] = {}
        places = [first.setdefault(_names(cite), place) for place, (cite, _) in enumerate(texts)]
        texts = [texts[place] for place in sorted(range(len(texts)), key=places.__getitem__)]
    pieces: list[Piece] = []
    was_collapsed = False
    for _, group in groupby(texts, key=lambda each: _names(each[0])):
        made = _group(layout, list(group), print_one)
        if made and pieces:
            between = _after(layout, pieces[-1].cite, was_collapsed)
            made[0] = Piece(made[0].cite, made[0].text, between)
        was_collapsed = len(made) > 1
        pieces += made
    return pieces


def _names(cite: Cite) -> str:
    if not cite.names_printed:
        return ""
    return visible(cite.names_printed[0]) or str(id(cite))


def _group(layout: Layout, group: list[tuple[Cite, str]], print_one: Callable[[Cite], str]) -> list[Piece]:
    """The cites of one author or set of authors."""
    citation = layout.getparent()
    collapse = citation.get("collapse", "")
    inner = citation.get("cite-group-delimiter") or _collapsed_delimiter(layout)
    suffixes = (
        citation.get("year-suffix-delimiter") or citation.get("cite-group-delimiter") or layout.get("delimiter", "")
    )
    pieces = [Piece(*group[0], "")]
    same_year: list[list[Piece]] = [[pieces[0]]]
    for (before, _), (cite, text) in pairwise(group):
        if not collapse.startswith("year") or cite.prefix or before.suffix:
            pieces.append(Piece(cite, text, inner if not cite.prefix else layout.get("delimiter", "")))
            same_year.append([pieces[-1]])
            continue
        suffix = str(cite.reference.get("year_suffix", ""))
        if "suffix" in collapse and suffix and not before.has_locator and _year(layout, before) == _year(layout, cite):
            delimiter = suffixes
            same_year[-1].append(Piece(cite, suffix + (cite.suffix and f" {cite.suffix}"), delimiter))
        else:
            cite.without_names = True
            rest = print_one(cite)
            cite.without_names = False
            if rest:
                delimiter = citation.get("after-collapse-delimiter", inner) if before.has_locator else inner
                same_year.append([Piece(cite, rest, delimiter)])
    return [piece for run in same_year for piece in (_ranged(run) if collapse.endswith("ranged") else run)]


def _year(layout: Layout, cite: Cite) -> str:
    """What a cite prints beside names, suffix of the year and place."""
    probe = Cite(cite.reference)
    probe.without_names = True
    suffix = cite.reference.pop("year_suffix", None)
    probe.begin()
    text = layout.render_children(probe) or ""
    if suffix is not None:
        cite.reference["year_suffix"] = suffix
    return text


def _ranged(run: list[Piece]) -> list[Piece]:
    """`a, b, c` as `a–c`: three or more suffixes that follow on each other."""
    letters = [str(piece.cite.reference.get("year_suffix", "")) for piece in run]
    made: list[Piece] = []
    start = 0
    while start < len(run):
        end = start
        while end + 1 < len(run) and letters[end + 1] == _next(letters[end]) and not run[end + 1].cite.suffix:
            end += 1
        if end - start > 1:
            made += [run[start], Piece(run[end].cite, run[end].text, "–")]
        else:
            made += run[start : end + 1]
        start = end + 1
    return made


def _next(letter: str) -> str:
    return chr(ord(letter) + 1) if len(letter) == 1 and letter < "z" else ""


def _collapsed_delimiter(layout: Layout) -> str:
    citation = layout.getparent()
    own = str(layout.get("delimiter", ""))
    if "after-collapse-delimiter" in citation.attrib or not citation.get("collapse"):
        return own
    return ", " if layout.get_root().get("class") == "in-text" else own


def _after(layout: Layout, last: Cite, was_collapsed: bool) -> str:
    """What stands after a group of cites."""
    citation = layout.getparent()
    own = str(layout.get("delimiter", ""))
    if was_collapsed or last.has_locator or citation.get("collapse") == "year":
        return str(citation.get("after-collapse-delimiter", own))
    return own
