from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import Severity
from tests.figures.figure_made import figure_of, told
from tests.figures.pictures import drawn, saved


@pytest.fixture
def scan(figures: Path) -> Path:
    (figures / "scan.png").write_bytes(saved(drawn((400, 300)), "PNG"))
    return figures


def mark(*shapes: str) -> str:
    """`arrow` or `label a`."""
    marks = []
    for shape in shapes:
        name, _, text = shape.partition(" ")
        marks.append(f"{{shape: {name}, at: [50, 50]{', text: ' + repr(text) if text else ''}}}")
    return f"marks: [{', '.join(marks)}]"


MISSING, UNEXPLAINED = "mark-missing", "mark-unexplained"


@pytest.mark.parametrize(
    ("legend", "marks", "rules"),
    [
        ("Arrow, mass.", mark("arrow"), []),
        ("The arrows show masses.", mark("arrow", "arrow"), []),
        ("Arrow, mass.", mark("arrowhead"), [MISSING, UNEXPLAINED]),
        ("Arrowhead, mass.", mark("arrow"), [MISSING, UNEXPLAINED]),
        ("Arrow heads, mass.", mark("arrowhead"), []),
        ("Arrow, mass; arrowhead, canal.", mark("arrow", "arrowhead"), []),
        ("A narrow canal (arrow).", mark("arrow"), []),
        ("A narrowed canal.", mark("asterisk"), [UNEXPLAINED]),
        ("Asterisk, fluid.", mark("asterisk"), []),
        ("Fluid (*).", mark("asterisk"), []),
        ("Colonies of *S. aureus* with an asterisk.", mark("asterisk"), []),
        ("Colonies of *S. aureus*.", mark("asterisk"), [UNEXPLAINED]),
        ("Circled region.", mark("circle"), [UNEXPLAINED]),
        ("Circle, lung.", mark("circle"), []),
        ("Arrow, mass; asterisk, heart.", mark("arrow"), [MISSING]),
        # Labels: what says nothing by itself wants words.
        ("RV, right ventricle.", mark("label RV"), []),
        ("Right ventricle.", mark("label RV"), [UNEXPLAINED]),
        ("The serve.", mark("label RV"), [UNEXPLAINED]),
        ("1, duct.", mark("label 1", "label 2"), [UNEXPLAINED]),
        ("The spine.", mark("label T8", "label liver"), []),
        # What no `marks` say may be part of the picture.
        ("Arrow, mass.", "", []),
    ],
)
def test_one_picture(scan: Path, legend: str, marks: str, rules: list[str]) -> None:
    _, findings = figure_of(scan, f"file: scan.png, {marks}".rstrip(", "), rest=f"legend: {legend!r}")
    assert told(findings) == rules
    assert all(finding.severity is Severity.WARNING for finding in findings)


@pytest.mark.parametrize(
    ("common", "one", "other", "said"),
    [
        ("Arrow, mass.", "Day 1.", "Day 9.", []),
        ("Arrow, mass.", "Asterisk, fluid.", "Day 9.", ["the legend of panel A names an asterisk"]),
        ("All.", "Day 1.", "Arrow, mass.", ["what the arrow in panel A shows", "the legend of panel B names an arrow"]),
        ("Circle, lung; arrow, mass.", "Day 1.", "Day 9.", ["the legend names a circle"]),
    ],
)
def test_several_panels(scan: Path, common: str, one: str, other: str, said: list[str]) -> None:
    panels = [f"file: scan.png, legend: {one!r}, {mark('arrow')}", f"file: scan.png, legend: {other!r}"]
    _, findings = figure_of(scan, *panels, rest=f"legend: {common!r}")
    assert len(findings) == len(said)
    assert all(words in finding.message for words, finding in zip(said, findings, strict=True))


def test_a_finding_points_to_the_words_or_to_the_marks(scan: Path) -> None:
    _, (missing, unexplained) = figure_of(scan, f"file: scan.png, {mark('arrow')}", rest="legend: Asterisk, fluid.")
    assert missing.where.field == "figures.fig-x.legend"
    assert unexplained.where.field == "figures.fig-x.panels.0.marks"


@pytest.mark.parametrize(
    ("legend", "shape"),
    [
        ("Flechas, masa.", "arrow"),
        ("Puntas de flecha, canal.", "arrowhead"),
        ("Asterisco, líquido.", "asterisk"),
        ("El círculo señala el pulmón.", "circle"),
    ],
)
def test_spanish_legends(scan: Path, legend: str, shape: str) -> None:
    panel = f"file: scan.png, {mark(shape)}"
    assert figure_of(scan, panel, rest=f"legend: {legend!r}", language="es")[1] == []
    assert told(figure_of(scan, panel, rest=f"legend: {legend!r}")[1]) == [UNEXPLAINED]
