"""The form of the abstract: whether there is one, its headings, citations and abbreviations, as a journal wants it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checking.journal_asked import Asked, folded, quoted
from pipeline.findings import Finding, Severity, rule
from pipeline.journals.value import Value, known
from pipeline.manuscript import Citation, Paragraph, Section, Strong
from pipeline.reading.inline_nodes import plain_text
from pipeline.resolving.walk import every_block, lines_of, nodes_of

ABSTRACT_FORM = rule(
    "journal-abstract-form",
    Severity.WARNING,
    "An abstract in another form than the journal's has to be written again.",
    fix="Give the abstract the headings that the journal names, or none.",
    example="# templates/journals/mine.yaml\nabstract: {headings: [Background, Case, Conclusions]}\n",
)
ABSTRACT_CITATIONS = rule(
    "journal-abstract-citations",
    Severity.WARNING,
    "An abstract is read without its list of references.",
    fix="Cite in the text instead.",
    example="## Abstract\n\nThis is rare [@example2020].\n",
)
ABSTRACT_ABBREVIATIONS = rule(
    "journal-abstract-abbreviations",
    Severity.WARNING,
    "An abstract is read without the text that explains its abbreviations.",
    fix="Write the words out in the abstract.",
    example="## Abstract\n\nMRI showed EMH.\n",
)
_ABBREVIATION = re.compile(r"(?<![\w-])(?!(?:[IVX]+|CASE|REPORT)\b)[A-Z]{2,6}s?(?![\w])")
"""Capitals without digits: a Roman numeral, L5 and T2 are none."""


def check(asked: Asked) -> Iterator[Finding]:
    rules, abstract = asked.journal.profile.abstract, asked.manuscript.abstract
    if abstract is None:
        yield from _lacking(asked)
        return
    if rules.present and known(rules.present) is False:
        message = f"there is an abstract; {asked.name} prints none"
        yield asked.finding(ABSTRACT_FORM, abstract.origin, rules.present, message, "leave it out for this journal")
    if rules.headings:
        yield from _headings(asked, abstract, rules.headings)
    cited = [node for line in lines_of(abstract.blocks) for node in nodes_of(line) if isinstance(node, Citation)]
    if cited and rules.citations and known(rules.citations) is False:
        message = f"the abstract cites; {asked.name} wants it without citations"
        yield asked.finding(ABSTRACT_CITATIONS, cited[0].origin, rules.citations, message)
    text = " ".join(plain_text(line) for line in lines_of(abstract.blocks))
    short = list(dict.fromkeys(_ABBREVIATION.findall(text)))
    if short and rules.abbreviations and known(rules.abbreviations) is False:
        message = f"the abstract has abbreviations ({', '.join(short)}); {asked.name} wants them written out there"
        yield asked.finding(ABSTRACT_ABBREVIATIONS, abstract.origin, rules.abbreviations, message)


def _lacking(asked: Asked) -> Iterator[Finding]:
    rules = asked.journal.profile.abstract
    if known(rules.present) is False:
        return
    values: list[Value[object] | None] = [rules.present, rules.headings, rules.max_words]
    told = next((value for value in values if value and known(value) is not None), None)
    if told:
        message = f"there is no abstract; {asked.name} wants one"
        yield asked.finding(ABSTRACT_FORM, asked.narrative, told, message, "write it under: ## Abstract")


def _headings(asked: Asked, abstract: Section, wanted: Value[object]) -> Iterator[Finding]:
    found, names = list(_found(abstract)), known(wanted)
    if isinstance(names, tuple) and [folded(name) for name in names] != [folded(name) for name in found]:
        has = f"has the headings {quoted(found)}" if found else "has no headings"
        message = f"the abstract {has}; {asked.name} wants {quoted(list(names))}, in this order"
        hint = "write each below the abstract's own heading, such as: ### " + names[0]
        yield asked.finding(ABSTRACT_FORM, abstract.origin, wanted, message, hint)
    elif names == "none" and found:
        message = f"the abstract has the headings {quoted(found)}; {asked.name} wants it without headings"
        yield asked.finding(ABSTRACT_FORM, abstract.origin, wanted, message, "leave the headings out")


def _found(abstract: Section) -> Iterator[str]:
    """Headings, and words in bold at the beginning of a paragraph, which stand for them."""
    for block in every_block(abstract.blocks):
        if isinstance(block, Section):
            yield plain_text(block.title)
        elif isinstance(block, Paragraph) and block.children and isinstance(first := block.children[0], Strong):
            yield plain_text(first.children).rstrip(" .:")
