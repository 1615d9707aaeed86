"""Learning points: where they stand, what they may hold, and that they stand in one place."""

from __future__ import annotations

import pytest

from pipeline.manuscript import BulletList, Paragraph, Section
from pipeline.reading.inline_nodes import plain_text
from tests.resolving.made import figure, manuscript, rules

POINTS = "learning_points: [Look at the *spine*., Count twice [@two].]\n"
TEXT = "# T\n\n## Discussion\n\nText [@one].\n"


def points(section: Section) -> list[str]:
    (block,) = section.blocks
    assert isinstance(block, BulletList)
    return [plain_text(line.children) for (line,) in block.items if isinstance(line, Paragraph)]


def test_learning_points_are_the_last_section_and_cite() -> None:
    made, findings = manuscript(TEXT, POINTS.replace("Count", "'Count").replace("].]", "].']"), "one", "two")
    assert [section.part for section in made.sections] == ["discussion", "learning-points"]
    last = made.sections[-1]
    assert (plain_text(last.title), last.id, last.level) == ("Learning points", "sec-learning-points", 2)
    assert points(last) == ["Look at the spine.", "Count twice (2)."]
    assert [reference.id for reference in made.references] == ["ref-one", "ref-two"]
    assert findings == []


def test_values_are_filled_in_here_and_in_legends_as_in_the_narrative() -> None:
    facts = "tests: {alt: {name: ALT, unit: U/L, results: {day 9: 1284}}}\n"
    facts += "learning_points: ['ALT reached {{ tests.alt at day 9 }}.', 'And {{ tests.alt at day 3 }}.']\n"
    made, findings = manuscript(TEXT, facts, "one")
    assert points(made.sections[-1])[0] == "ALT reached 1284\N{NO-BREAK SPACE}U/L."
    assert rules(findings) == ["unknown-value"]


def test_without_learning_points_there_is_no_section() -> None:
    made, _ = manuscript(TEXT, "", "one")
    assert [section.part for section in made.sections] == ["discussion"]


def test_a_figure_that_nothing_calls_stays_in_the_text() -> None:
    made, findings = manuscript(TEXT, "learning_points: [Look]\nfigures:\n" + figure("fig-x"), "one")
    assert len(made.sections[0].blocks) == 2
    assert points(made.sections[1]) == ["Look"]
    assert rules(findings) == ["not-called"]


@pytest.mark.parametrize("heading", ["## Learning points", "## Take-home messages", "## End\n\n### Key points"])
def test_learning_points_in_two_places_are_found_and_printed(heading: str) -> None:
    made, (finding,) = manuscript(f"{TEXT}\n{heading}\n\nMine.\n", "learning_points: [Look]", "one")
    assert len(made.sections) == 3
    assert len({section.id for section in made.sections}) == 3
    assert finding.rule.id == "learning-points-twice"
    assert finding.where.field == "learning_points"


@pytest.mark.parametrize("heading", ["## Learning points", "## Conclusions"])
def test_learning_points_in_the_narrative_alone_are_welcome(heading: str) -> None:
    _, findings = manuscript(f"{TEXT}\n{heading}\n\nMine.\n", "", "one")
    assert findings == []


def test_conclusions_are_no_learning_points() -> None:
    _, findings = manuscript(f"{TEXT}\n## Conclusions\n\nMine.\n", "learning_points: [Look]", "one")
    assert findings == []
