"""What a reader should take away, from case.yaml → the last section of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.case import Case
from pipeline.findings import Finding, Severity, rule
from pipeline.manuscript import Block, Blocks, BulletList, Paragraph, Section, Text
from pipeline.reading.inline_nodes import read_line
from pipeline.reading.narrative import slug

LEARNING_POINTS_TWICE = rule(
    "learning-points-twice",
    Severity.ERROR,
    "Learning points stand in one place, so that they cannot disagree.",
    fix="Keep them in case.yaml or in the text.",
    example="learning_points: [Look.]\n# and in narrative.md: ## Learning points\n",
)

PART = "learning-points"


def learning_points_of(case: Case, heading: str) -> tuple[tuple[Section, ...], list[Finding]]:
    """One section with a list, headed as the language calls it; none where case.yaml has no learning points."""
    findings: list[Finding] = []
    items: list[Blocks] = []
    for index, text in enumerate(case.facts.learning_points):
        where = case.sources.value("learning_points", index)
        line, problems = read_line(text, where)
        findings += problems
        items.append((Paragraph(line, where),))
    if not items:
        return (), findings
    origin = case.sources.key("learning_points")
    written = next((section for section in _every(case.narrative.sections) if section.part == PART), None)
    if written:
        message = f"the narrative has learning points too, on line {written.origin.line}; both are printed"
        findings.append(LEARNING_POINTS_TWICE.at(origin, message, hint="keep them in one of the two places"))
    points = BulletList(tuple(items), case.sources.value("learning_points"))
    return (Section(f"sec-{slug(heading)}", 2, (Text(heading, origin),), PART, (), (points,), origin),), findings


def _every(blocks: Iterable[Block]) -> Iterator[Section]:
    for block in blocks:
        if isinstance(block, Section):
            yield block
            yield from _every(block.blocks)
