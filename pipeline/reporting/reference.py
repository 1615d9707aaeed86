"""All rules → RULES.md: a page in families that says of each rule why, what to do, and what raises it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.findings import Rule, Severity

FAMILIES: dict[str, tuple[str, ...]] = {
    "Cases and folders": ("pipeline.workspace", "pipeline.starting", "pipeline.storing", "pipeline.fixing"),
    "Fields: case.yaml and other YAML": ("pipeline.reading", "pipeline.case", "pipeline.checking.unknown"),
    "Text: narrative.md": (
        "pipeline.reading.narrative",
        "pipeline.reading.inline_rules",
        "pipeline.reading.block_nodes",
        "pipeline.reading.hidden_characters",
    ),
    "People, title and consent": (
        "pipeline.checking.required",
        "pipeline.checking.consent",
        "pipeline.resolving.people",
        "pipeline.resolving.statements",
    ),
    "What could identify the patient": (
        "pipeline.reading.private_dates",
        "pipeline.checking.private_dates",
        "pipeline.checking.anonymity",
        "pipeline.checking.identifying",
        "pipeline.checking.printed_lines",
    ),
    "Facts, times and values": ("pipeline.facts", "pipeline.checking", "pipeline.resolving.values"),
    "Figures": ("pipeline.figures", "pipeline.resolving.illustrations", "pipeline.resolving.pictures"),
    "Tables": ("pipeline.tabulating", "pipeline.resolving.tables"),
    "Citations, notes and cross-references": ("pipeline.resolving",),
    "Bibliographies": (
        "pipeline.reading.bibliography",
        "pipeline.reading.bibtex",
        "pipeline.reading.csl_json",
        "pipeline.reading.encodings",
        "pipeline.reading.nbib",
        "pipeline.reading.tagged_findings",
        "pipeline.library",
    ),
    "References": ("pipeline.references", "pipeline.checking.references", "pipeline.checking.library"),
    "Citation styles": ("pipeline.resolving.csl",),
    "Guidelines": ("pipeline.guidelines",),
    "Journals": ("pipeline.journals", "pipeline.checking.journal", "pipeline.retargeting"),
    "Waivers and signatures": ("pipeline.signing",),
    "Fixed words": ("pipeline.labels",),
    "Outputs": ("pipeline.writing", "pipeline.committing", "pipeline.inspecting", "pipeline.conservation"),
}
"""Family → the modules, or beginnings of their names, whose rules belong to it; of several the longest decides."""

INTRODUCTION = """\
# Rules

What Casewright finds, and what to do about it. `casewright explain RULE` prints the same in a terminal, and explains
items of guidelines, their checks and the values of journals as well. This page is made by `make rules`.

What a journal asks for is a warning; it is an error where its value is sure and you verified the journal's profile in
the last year.

| severity | what it stops |
|---|---|
"""


def family_of(rule: Rule) -> str:
    """Raises KeyError where the module of a rule belongs to no family."""
    found = [
        (len(begin), family) for family, begins in FAMILIES.items() for begin in begins if rule.module.startswith(begin)
    ]
    if not found:
        raise KeyError(f"no family for {rule.id}, declared in {rule.module}")
    return max(found)[1]


def as_markdown(rules: Iterable[Rule]) -> str:
    """The page."""
    families: dict[str, list[Rule]] = {family: [] for family in FAMILIES}
    for rule in sorted(rules, key=lambda rule: rule.id):
        families[family_of(rule)].append(rule)
    lines = [INTRODUCTION + "\n".join(f"| {severity} | {severity.effect} |" for severity in Severity)]
    for family, members in families.items():
        lines += [f"## {family}", *(_rule(rule) for rule in members)] if members else []
    return "\n\n".join(lines) + "\n"


def _rule(rule: Rule) -> str:
    return "\n\n".join(_parts(rule))


def _parts(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}"
    yield f"*{rule.severity}.* {rule.why} {rule.fix}".rstrip()
    if rule.example:
        yield f"```\n{rule.example.rstrip()}\n```"
    if rule.source:
        yield f"Source: {rule.source}"
