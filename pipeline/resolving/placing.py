"""Figures and tables get their place, after the paragraph that first calls them, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Block, Blocks, CrossReferenceMark, Figure, Inlines, Section, Table
from pipeline.reading.inline_nodes import plain_text
from pipeline.reading.narrative import slug
from pipeline.resolving.walk import lines_of, nodes_of

NOT_CALLED = rule(
    "not-called",
    Severity.WARNING,
    "Journals ask that the text calls every figure and table.",
    fix="Call it where the text needs it: `@fig-mri`.",
    example="figures: {fig-mri: {title: MRI, panels: [{file: a.png, alt: MRI}]}}\n# and no @fig-mri in narrative.md\n",
    source="ICMJE",
)
DUPLICATE_ID = rule(
    "duplicate-id",
    Severity.ERROR,
    "Of two things with one id only one can be called.",
    fix="Give one of the two another id.",
    example="## One {#sec-a}\n## Two {#sec-a}\n",
)

Floats = Mapping[str, Figure | Table]


def called(line: Inlines) -> list[str]:
    """Ids called in a line, without panel letters."""
    marks = [node for node in nodes_of(line) if isinstance(node, CrossReferenceMark)]
    return [without_panel(target) for mark in marks for target in mark.targets]


def without_panel(target: str) -> str:
    """`fig-mri-b` → `fig-mri`; a figure's id may not end so itself."""
    is_panel = target.startswith("fig-") and target.count("-") > 1 and target[-2] == "-" and target[-1] in "abcdefghi"
    return target[:-2] if is_panel else target


def placed(sections: tuple[Section, ...], floats: Floats) -> tuple[tuple[Section, ...], list[Finding]]:
    """Sections with every figure and data table in its place; what nothing calls stands at the end of the text."""
    waiting = dict(floats)
    made = tuple(_place(section, waiting) for section in sections)
    findings = []
    for float_ in waiting.values():
        message = f"`{float_.id}` is not called in the text; it is printed at the end"
        findings.append(NOT_CALLED.at(float_.origin, message, hint=f"call it with @{float_.id}"))
    left = tuple(waiting.values())
    if left and made:
        # The last section of the text proper is the best of bad places.
        made = (*made[:-1], replace(made[-1], blocks=(*made[-1].blocks, *left)))
    elif left:
        made = (Section("sec-text", 2, (), "", (), left, left[0].origin),)
    return made, findings


def _place(section: Section, waiting: dict[str, Figure | Table]) -> Section:
    blocks: list[Block] = _called_now(section.title, waiting)
    for block in section.blocks:
        if isinstance(block, Section):
            blocks.append(_place(block, waiting))
            continue
        blocks.append(block)
        for line in lines_of((block,)):
            blocks += _called_now(line, waiting)
    return replace(section, blocks=tuple(blocks))


def _called_now(line: Inlines, waiting: dict[str, Figure | Table]) -> list[Block]:
    return [waiting.pop(target) for target in called(line) if target in waiting]


def numbered(sections: tuple[Section, ...], words: Mapping[str, str]) -> tuple[tuple[Section, ...], list[Finding]]:
    """Figures and captioned tables numbered in the order in which they stand; ids made unique."""
    numbering = _Numbering(words)
    return tuple(numbering.section(section) for section in sections), numbering.findings


class _Numbering:
    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words
        self.figures = self.tables = 0
        self.taken: dict[str, Location] = {}
        self.findings: list[Finding] = []

    def section(self, section: Section) -> Section:
        return replace(section, id=self._unique(section), blocks=self._blocks(section.blocks))

    def _blocks(self, blocks: Blocks) -> Blocks:
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Figure():
                self.figures += 1
                label = f"{self.words['figure']}\N{NO-BREAK SPACE}{self.figures}"
                return replace(block, number=self.figures, label=label, id=self._unique(block))
            case Table():
                captioned = bool(block.title or block.id)
                self.tables += captioned
                label = f"{self.words['table']}\N{NO-BREAK SPACE}{self.tables}" if captioned else ""
                return replace(block, label=label, id=self._unique(block))
            case Section():
                return self.section(block)
            case _:
                return block

    def _unique(self, node: Figure | Table | Section) -> str:
        wanted = node.id
        if not wanted:
            return ""
        if wanted not in self.taken:
            self.taken[wanted] = node.origin
            return wanted
        generated = isinstance(node, Section) and wanted == f"sec-{slug(plain_text(node.title))}"
        if not generated:
            first = self.taken[wanted]
            place = f"on line {first.line}" if first.file == node.origin.file else f"in {first.file}, line {first.line}"
            message = f"`{wanted}` is already the id of something {place}"
            self.findings.append(DUPLICATE_ID.at(node.origin, message, hint="give one of them another id"))
        number = 2
        while f"{wanted}-{number}" in self.taken:
            number += 1
        self.taken[f"{wanted}-{number}"] = node.origin
        return f"{wanted}-{number}"
