"""A line of a manuscript in; its words, those that cite nothing, and the fields of case.yaml that it prints, out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.guidelines.phrases import sentences
from pipeline.manuscript import Citation, Inline, Inlines, Placeholder, Text
from pipeline.resolving.walk import rewritten
from pipeline.writing.text_nodes import words as words_of

_COMPOSED = {"patient": ("patient.age", "patient.sex")}
"""Values of several fields in one phrase."""
_CITED = "\N{INVISIBLE SEPARATOR}"
_EMPTY = {"", "–"}
"""A dash in a cell says that a fact is not given."""


def said_in(line: Inlines) -> str:
    """What stands there, without the marks of what could not be resolved."""
    shown = rewritten(line, lambda node: () if isinstance(node, Placeholder) else (node,))
    return " ".join(words_of(shown).split())


def uncited_in(line: Inlines) -> str:
    """Its sentences that cite nothing."""

    def marked(node: Inline) -> Inlines:
        return (node, Text(_CITED, node.origin)) if isinstance(node, Citation) else (node,)

    return " ".join(said for said in sentences(said_in(rewritten(line, marked))) if _CITED not in said)


def fields_in(nodes: Sequence[Inline]) -> frozenset[str]:
    """Paths of the fields whose values these nodes print."""
    paths = {node.origin.field for node in nodes if not (isinstance(node, Text) and node.text.strip() in _EMPTY)}
    return frozenset(path for given in paths - {""} for path in _COMPOSED.get(given, (given,)))


def joined(lines: Sequence[Inlines]) -> Inlines:
    """One after the other, each as a sentence."""
    made: list[Inline] = []
    for line in filter(None, lines):
        where = line[0].origin
        if made:
            ends = words_of((made[-1],)).rstrip().endswith((".", "?", "!"))
            made.append(Text(" " if ends else ". ", where))
        made += line
    return tuple(made)
