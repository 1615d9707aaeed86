"""The name of a rule, a guideline, an item, a check or a journal's value in; what it is for, and what to do, out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from textwrap import indent

from pipeline.findings import RULES, Location, Rule
from pipeline.guidelines.guideline import Check, Guideline, Item
from pipeline.guidelines.loading import load_guideline
from pipeline.journals import Journal, journal_names, load_journal
from pipeline.journals.describing import Row, describe
from pipeline.workspace import Workspace

SURENESS = {"in part": "seen in part", "from memory": "from memory; nobody has looked it up"}
_BLANK = re.compile(r"\{\w+\}")
OF_JOURNALS = ("pipeline.checking.journal_", "pipeline.checking.anonymity")
"""Where rules stand that hold a case against a journal."""
MAY_BE_AN_ERROR = "It is an error where the journal's value is sure and you verified its profile in the last year."
STATES_STOP = "It stops nothing: items are told in the checklist. With `check --strict` the exit status is 1."


def explained(name: str, workspace: Workspace) -> str:
    """Several lines; '' where nothing has this name."""
    if name in RULES:
        return of_rule(RULES[name])
    return next((text for known, text in _others(workspace) if known == name), "")


def nearest(name: str, workspace: Workspace) -> list[str]:
    """Up to three names that may have been meant, the likeliest first."""
    names = [*RULES, *(known for known, _ in _others(workspace))]
    return difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.7)


def guidelines(workspace: Workspace) -> Iterator[tuple[str, Guideline]]:
    """Every guideline that can be read, with its id."""
    for guideline_id in workspace.template_names("guidelines", ".yaml"):
        guideline, _ = load_guideline(workspace, guideline_id, Location(guideline_id))
        if guideline:
            yield guideline_id, guideline


def journals(workspace: Workspace) -> Iterator[Journal]:
    """Every journal, what most ask for first."""
    for name in journal_names(workspace):
        yield load_journal(workspace, name, Location(name))[0]


def of_rule(rule: Rule) -> str:
    """What it is about, why, what to do, an example, who asks for it, what it stops."""
    return _lines(
        f"{rule.id} ({rule.severity})",
        rule.why,
        rule.fix and f"What to do: {rule.fix}",
        rule.example and f"For example:\n{indent(rule.example.rstrip(), '    ')}",
        rule.source and f"Source: {rule.source}",
        rule.severity.effect,
        rule.module.startswith(OF_JOURNALS) and MAY_BE_AN_ERROR,
    )


def _others(workspace: Workspace) -> Iterator[tuple[str, str]]:
    for guideline_id, guideline in guidelines(workspace):
        yield guideline_id, _of_guideline(guideline_id, guideline)
        for item in guideline.items:
            yield f"{guideline_id}/{item.id}", _of_item(guideline_id, guideline, item)
            yield from ((check.id, _of_check(guideline_id, item, check)) for check in item.checks)
    for journal in journals(workspace):
        yield journal.id, _of_journal(journal)
        yield from ((_name_of(journal, row), _of_value(journal, row)) for row in describe(journal))


def _of_guideline(guideline_id: str, guideline: Guideline) -> str:
    known = f"{len(guideline.items)} of its {guideline.of} items are known here" if guideline.of else ""
    items = "\n".join(f"    {guideline_id}/{item.id}  {item.topic}" for item in guideline.items)
    sources = "\n".join(f"    {source.text}" for source in guideline.sources)
    return _lines(
        f"{guideline_id}: {guideline.title}",
        known if guideline.of != len(guideline.items) else "",
        guideline.link and f"Its own text: {guideline.link}",
        sources and f"Sources:\n{sources}",
        f"Items:\n{items}",
    )


def _of_item(guideline_id: str, guideline: Guideline, item: Item) -> str:
    checks = "\n".join(f"    {check.id}  {_told(check) or check.fix}" for check in item.checks)
    reason = "say why under `not_applicable` in case.yaml"
    return _lines(
        f"{guideline_id}/{item.id}: {item.topic}",
        item.requirement,
        item.person and f"Only a person can judge: {item.person}",
        item.fields and f"Fields of case.yaml: {', '.join(item.fields)}",
        f"Where it does not apply, {reason}." if item.not_applicable == "with a reason" else "It always applies.",
        checks and f"Checks, each told where it does not hold:\n{checks}",
        item.sure in SURENESS and f"How sure we are that the guideline asks for it: {SURENESS[item.sure]}.",
        f"Source: {'; '.join(source.text for source in guideline.sources[:1]) or guideline.title}",
        STATES_STOP,
    )


def _of_check(guideline_id: str, item: Item, check: Check) -> str:
    return _lines(
        f"{check.id}: a check of {guideline_id}/{item.id}, {item.topic}",
        _told(check),
        f"What to do: {check.fix}",
        check.example and f"For example:\n{indent(check.example.rstrip(), '    ')}",
        check.level == "partial" and "Code sees only a part of this; whether it holds is for a person to say.",
        check.skip and f"Set aside: {check.skip}",
        STATES_STOP,
    )


def _told(check: Check) -> str:
    """What is lacking, without what only a case can fill in."""
    told = _BLANK.sub("…", check.told or "")
    return "" if told == "…" else told


def _of_journal(journal: Journal) -> str:
    values = "\n".join(f"    {_name_of(journal, row)}  {_with_sureness(row)}" for row in describe(journal))
    return _lines(f"{journal.id}: {journal.name or 'where a case names no journal'}", values)


def _with_sureness(row: Row) -> str:
    return row.value if row.value == row.sure else f"{row.value} ({row.sure})"


def _of_value(journal: Journal, row: Row) -> str:
    return _lines(
        f"{_name_of(journal, row)}: {row.topic} of {journal.name or 'any journal'}",
        row.value,
        f"How sure we are: {row.sure}",
        row.source and f"Source: {row.source}",
        row.seen and f"Last looked up: {row.seen}",
        f"An error only where we are sure and {_own_file(journal)} says `verified_on:` with a day of the last year; "
        "otherwise a warning.",
    )


def _own_file(journal: Journal) -> str:
    return f"your templates/journals/{journal.id}.yaml"


def _name_of(journal: Journal, row: Row) -> str:
    """`jmcr/abstract.max_words`."""
    return f"{journal.id}/{row.topic.replace(': ', '.').replace(' ', '_')}"


def _lines(*parts: str | bool | tuple[str, ...] | None) -> str:
    return "\n".join(part for part in parts if isinstance(part, str) and part)
