"""A manuscript → the parts that every output must hold, each as often as it is printed.

They show what is lost between the manuscript and the reader, and whether what was composed is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.conservation.parts import Part, of_blocks, of_line
from pipeline.findings import Location
from pipeline.manuscript import Figure, Manuscript, Table
from pipeline.resolving.walk import every_block
from pipeline.writing.facts import facts


def printed(manuscript: Manuscript) -> Iterator[Part]:
    """Nothing twice that is printed once."""
    yield from _front(manuscript)
    sections = (*([manuscript.abstract] if manuscript.abstract else []), *manuscript.sections)
    yield from of_blocks("text", sections)
    for block in every_block(sections):
        if isinstance(block, Figure):
            yield from _pictures(block)
        if isinstance(block, Figure | Table):
            yield Part("number of a figure or table", block.label, block.origin)
    for statement in manuscript.statements:
        yield Part("heading of a statement", statement.heading, statement.origin)
        yield from of_blocks(f"statement “{statement.heading}”", statement.blocks)
    for note in manuscript.notes:
        yield from of_blocks(f"note {note.number}", note.blocks)
    for reference in manuscript.references:
        yield from of_line(f"reference {reference.number}", (*reference.entry, *reference.links))


def _front(manuscript: Manuscript) -> Iterator[Part]:
    whole = manuscript.title[0].origin if manuscript.title else Location(manuscript.case_id)
    yield from of_line("title", manuscript.title)
    for author in manuscript.authors:
        yield Part("author", author.name, author.origin)
    for affiliation in manuscript.affiliations:
        yield Part("affiliation", affiliation.name, whole)
    yield Part("address for correspondence", manuscript.correspondence, whole)
    for text in (manuscript.byline, manuscript.notice):
        yield Part("the notice of its kind", text, whole)
    for fact in facts(manuscript):
        yield Part(f"fact of publication “{fact.label}”", fact.text, whole)
    yield from of_line("how to cite the article", manuscript.cite_as)
    for keyword in manuscript.keywords:
        yield Part("keyword", keyword, whole)


def _pictures(figure: Figure) -> Iterator[Part]:
    for panel in figure.panels:
        yield Part(f"alt text of {figure.id}", panel.alt, panel.origin)
        if panel.letter:
            name = f"letter {panel.letter} on {figure.id}"
            yield Part(name, f"{panel.letter} {panel.alt}", panel.origin, is_on_picture=True)
