"""Nothing vanishes: every word of the source is looked for in the bytes of every output.

The parts come from what was read, not from the manuscript, so that a loss on the way there is seen as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Blocks, Code, CodeBlock, Inlines, Manuscript, Text
from pipeline.reading.inline_nodes import read_line
from pipeline.resolving.people import author_name
from pipeline.resolving.walk import lines_of, nodes_of
from pipeline.writing.extraction import EXTRACTORS

if TYPE_CHECKING:
    from pipeline.case import Case
    from pipeline.writing.output import Output

LOST = rule("lost-in-output", Severity.ERROR, "What an author wrote must not vanish without a word.")

# Set and broken differently in each output: white space, hyphens, marks of writing direction.
_IGNORED = re.compile(r"[\s\-\u00ad\u2010\u2011\ufffe\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069-]+")


@dataclass(frozen=True, slots=True)
class Part:
    """Something an author wrote, and what to call it."""

    name: str
    text: str
    origin: Location


def losses(case: Case, manuscript: Manuscript, outputs: Mapping[str, Output]) -> Iterator[Finding]:
    """A finding for each part that an output does not hold."""
    parts = [part for part in _parts(case, manuscript) if comparable(part.text)]
    for name, output in outputs.items():
        found = comparable(EXTRACTORS[name](manuscript.case_id, output.files))
        for part in parts:
            if not _holds(name, found, part.text):
                hint = "a template leaves it out, or this is our mistake: please report it"
                yield LOST.at(part.origin, f"{part.name} is not in the {name} output", hint=hint, quote=part.text[:80])


def comparable(text: str) -> str:
    """A text less everything in which outputs may differ without losing a word."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text))


def _holds(name: str, found: str, text: str) -> bool:
    """Whether an output holds a text: as a whole, or broken in the ways in which that output may break it."""
    if comparable(text) in found:
        return True
    words = text.split()
    if name == "pdf":
        # A page may end here: then a running head stands between two pieces.
        pieces = ((comparable(" ".join(words[:i])), comparable(" ".join(words[i:]))) for i in range(1, len(words)))
        return any(before in found and after in found for before, after in pieces)
    # The cells of a table in plain text stand side by side, line by line.
    return name == "text" and all(comparable(word) in found for word in words)


def _parts(case: Case, manuscript: Manuscript) -> Iterator[Part]:
    yield from _line("title", case.narrative.title)
    yield from _blocks("text", case.narrative.sections)
    for label, (blocks, _) in case.narrative.notes.items():
        yield from _blocks(f"note {label}", blocks)
    yield from _people(case)
    yield from _illustrations(case)
    yield from _statements(case)
    for index, keyword in enumerate(case.facts.keywords):
        yield Part("keyword", keyword, case.sources.value("keywords", index))
    for reference in manuscript.references:
        yield from _line(f"reference {reference.number}", reference.entry)
    for part in (manuscript.byline, manuscript.notice):
        yield Part("the notice of its kind", part, case.sources.key("kind"))


def _line(name: str, line: Inlines) -> Iterator[Part]:
    for node in nodes_of(line):
        if isinstance(node, Text | Code):
            yield Part(name, node.text, node.origin)


def _blocks(name: str, blocks: Blocks) -> Iterator[Part]:
    for line in lines_of(blocks):
        yield from _line(name, line)
    for block in blocks:
        if isinstance(block, CodeBlock):
            yield Part(name, block.text, block.origin)


def _prose(case: Case, name: str, text: str | None, *path: str | int) -> Iterator[Part]:
    if text:
        yield from _line(name, read_line(text, case.sources.value(*path))[0])


def _people(case: Case) -> Iterator[Part]:
    for index, author in enumerate(case.facts.authors):
        at = case.sources.value("authors", index)
        yield Part("author", author_name(author), at)
        yield Part("address for correspondence", author.corresponding or "", at)
    used = {key for author in case.facts.authors for key in author.at}
    for key, affiliation in case.facts.affiliations.items():
        if key in used:
            for text in (affiliation.name, affiliation.city or ""):
                yield Part("affiliation", text, case.sources.key("affiliations", key))


def _illustrations(case: Case) -> Iterator[Part]:
    for figure_id, figure in case.facts.figures.items():
        path = ("figures", figure_id)
        for field in ("title", "legend", "credit"):
            yield from _prose(case, f"{field} of {figure_id}", getattr(figure, field), *path, field)
        for index, panel in enumerate(figure.panels):
            at = ("panels", index)
            yield Part(f"alt text of {figure_id}", panel.alt, case.sources.value(*path, *at, "alt"))
            for field in ("legend", "credit"):
                yield from _prose(case, f"{field} of {figure_id}", getattr(panel, field), *path, *at, field)
    for table_id, table in case.facts.tables.items():
        path = ("tables", table_id)
        yield from _prose(case, f"title of {table_id}", table.title, *path, "title")
        for field in ("columns", "notes"):
            for index, text in enumerate(getattr(table, field)):
                yield from _prose(case, f"{field} of {table_id}", text, *path, field, index)
        for number, row in enumerate(table.rows):
            for index, text in enumerate(row):
                yield from _prose(case, f"cell of {table_id}", text, *path, "rows", number, index)


def _statements(case: Case) -> Iterator[Part]:
    for name in type(case.facts.statements).model_fields:
        yield from _prose(case, f"statement {name}", getattr(case.facts.statements, name), "statements", name)
    for path, reason in case.facts.unknown.items():
        yield Part(f"unknown {path}", reason.rstrip("."), case.sources.value("unknown", path))
    if case.facts.consent:
        for name in ("publication", "treatment", "quotation", "online", "reuse"):
            consent = getattr(case.facts.consent, name)
            if consent and consent.note:
                yield from _prose(case, f"consent {name}", consent.note, "consent", name, "note")
