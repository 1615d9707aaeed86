"""References and a citation style in; a numbered list as plain text, to be pasted into a letter, out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings import Finding
from pipeline.library import Item
from pipeline.manuscript import Inlines, Link
from pipeline.resolving.csl import Style
from pipeline.writing.text_nodes import words


def numbered(items: Sequence[Item], style: Style, language: str) -> tuple[list[str], list[Finding]]:
    """One line for each reference, as the style prints it in a language (BCP 47), and what is wrong with them."""
    entries = style.entries(list(enumerate(items, start=1)), language)
    lines = [f"{entry.label or f'{number}.'} {_plain(entry.body)}" for number, entry in enumerate(entries, start=1)]
    return lines, [finding for entry in entries for finding in entry.findings]


def _plain(body: Inlines) -> str:
    """The words; where a link leads is said by its words already."""
    return " ".join("".join(words(node.children if isinstance(node, Link) else (node,)) for node in body).split())
