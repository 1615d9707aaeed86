"""A narrative and the fields of case.yaml as text in; a case, or the manuscript and findings it becomes, out."""

from __future__ import annotations

from pathlib import Path

from pipeline.case import Case
from pipeline.findings import Finding, Location
from pipeline.journals import Journal
from pipeline.labels import load_labels
from pipeline.library import Item, Library
from pipeline.manuscript import Manuscript
from pipeline.reading.case_file import read_case_file
from pipeline.reading.narrative import read_narrative
from pipeline.resolving import Setting, resolve
from pipeline.workspace import Workspace

LABELS = load_labels(Workspace(Path()), "en", Location(""))[0]
WORDS = LABELS.words
PICTURES = Path(__file__).parents[1] / "bad_input" / "sound"
"""A folder with figures/sound.png."""


def case(narrative: str = "# T\n\n## Discussion\n\nText.\n", facts: str = "") -> Case:
    """A case read without findings at error level or worse."""
    read, sources, problems = read_case_file(f"casewright: 1\n{facts}", "case.yaml")
    assert read is not None
    assert problems == []
    told, problems = read_narrative(narrative, "narrative.md", LABELS.parts)
    assert problems == []
    return Case("one", PICTURES, read, told, sources)


def library(*keys: str) -> Library:
    """Articles whose only author has the key as family name."""
    at = Location("references.bib", 1)
    csl = {key: {"type": "article-journal", "title": f"On {key}", "author": [{"family": key}]} for key in keys}
    return Library({key: Item(key, article, at) for key, article in csl.items()})


def manuscript(narrative: str, facts: str = "", *keys: str) -> tuple[Manuscript, list[Finding]]:
    """`keys` are those of the library."""
    setting = Setting(Journal("default", "", "vancouver"), "", LABELS)
    made, findings = resolve(case(narrative, facts), library(*keys), setting)
    assert made is not None
    return made, findings


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule.id for finding in findings]


def figure(name: str, panels: int = 1, legend: str = "") -> str:
    """A figure of case.yaml, its panels with legends `one`, `two` …"""
    words = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")[:panels]
    entries = [f"{{file: sound.png, alt: Picture {word}, legend: {word}}}" for word in words]
    return f"  {name}: {{title: {name}, legend: '{legend or 'all'}', panels: [{', '.join(entries)}]}}\n"
