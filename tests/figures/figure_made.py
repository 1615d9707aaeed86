"""A figure as an author writes it, and files, in; the figure that writers get, and what was found, out."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from pipeline.case import Case
from pipeline.findings import Finding
from pipeline.journals import FigureRules
from pipeline.labels import load_labels
from pipeline.manuscript import Figure
from pipeline.manuscript import Image as Shipped
from pipeline.reading.case_file import read_case_file
from pipeline.reading.narrative import read_narrative
from pipeline.resolving.illustrations import figures_of
from pipeline.workspace import Workspace
from tests.figures.pictures import WHERE

SILENT = FigureRules(dpi=1, dpi_line=1, max_mb=1000)
"""Rules that any picture keeps."""


def figure_of(
    figures: Path, *panels: str, rules: FigureRules = SILENT, rest: str = "legend: Of the chest.", language: str = "en"
) -> tuple[Figure, list[Finding]]:
    """`panels` are written as in case.yaml, without alt text; `rest` is the figure's other fields."""
    entries = "\n".join(f"      - {{{panel}, alt: Picture {n}}}" for n, panel in enumerate(panels))
    head = f"casewright: 1\nlanguage: {language}\nfigures:\n  fig-x:\n    title: A title\n    {rest}\n"
    text = f"{head}    panels:\n{entries}\n"
    facts, sources, findings = read_case_file(text, "case.yaml")
    assert facts is not None
    labels = load_labels(Workspace(Path()), language, WHERE)[0]
    narrative, _ = read_narrative("# T\n", "narrative.md", labels.parts)
    made, problems = figures_of(Case("demo", figures.parent, facts, narrative, sources), labels.words, rules)
    return made["fig-x"], findings + problems


def told(findings: list[Finding]) -> list[str]:
    return [finding.rule.id for finding in findings]


def inside(image: Shipped) -> tuple[str, bytes]:
    """Media type and bytes of the picture that stands in a marked one."""
    match = re.search(rb'href="data:([\w/+]+);base64,([^"]+)"', image.data)
    assert match
    return match[1].decode(), base64.b64decode(match[2])
