from __future__ import annotations

import pytest

from pipeline.manuscript import CrossReference, Inline, Placeholder
from pipeline.resolving.walk import lines_of, nodes_of
from tests.resolving.made import figure, manuscript, rules

FIGURES = "figures:\n" + figure("fig-one") + figure("fig-two", 4) + figure("fig-three", 3) + figure("fig-four")
TABLES = """tables:
  tbl-labs: {title: A, columns: [x], rows: [['1']]}
  tbl-doses: {title: B, columns: [x], rows: [['1']]}
"""
CALLED = "[@fig-one; @fig-two; @fig-three; @fig-four] [@tbl-labs; @tbl-doses]"


def printed(text: str) -> tuple[list[Inline], list[str]]:
    """What is printed for the marks of a sentence that stands behind calls of everything, and rules broken."""
    made, findings = manuscript(f"# T\n\n## Discussion\n\n{CALLED}\n\n## Say *so*\n\n{text}\n", FIGURES + TABLES)
    line = next(lines_of(made.sections[1].blocks))
    return [node for node in nodes_of(line) if isinstance(node, CrossReference | Placeholder)], rules(findings)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@fig-one", "Figure 1"),
        ("@fig-two", "Figure 2"),
        ("@fig-two-b", "Figure 2B"),
        ("[@fig-one; @fig-two]", "Figures 1 and 2"),
        ("[@fig-two; @fig-one]", "Figures 1 and 2"),
        ("[@fig-one; @fig-two; @fig-three]", "Figures 1–3"),
        ("[@fig-one; @fig-two; @fig-four]", "Figures 1, 2 and 4"),
        ("[@fig-two-a; @fig-two-b; @fig-two-c]", "Figure 2A–C"),
        ("[@fig-two-a; @fig-two-b]", "Figure 2A and 2B"),
        ("[@fig-two-a; @fig-two-c; @fig-two-d]", "Figure 2A, 2C and 2D"),
        ("[@fig-two-a; @fig-three-b]", "Figures 2A and 3B"),
        ("@tbl-labs", "Table 1"),
        ("[@tbl-labs; @tbl-doses]", "Tables 1 and 2"),
        ("[@fig-one; @tbl-doses]", "Figure 1 and Table 2"),
        ("[@fig-one; @fig-two; @tbl-doses]", "Figures 1 and 2 and Table 2"),
        ("@sec-discussion", "Discussion"),
        ("@sec-say-so", "Say so"),
        ("[@sec-discussion; @fig-one]", "Discussion and Figure 1"),
    ],
)
def test_what_is_printed(text: str, shown: str) -> None:
    nodes, broken = printed(text)
    (node,) = nodes
    assert isinstance(node, CrossReference)
    assert "".join(part.text for part in node.parts).replace("\N{NO-BREAK SPACE}", " ") == shown
    assert broken == []


def test_each_number_leads_to_its_target() -> None:
    (node,), _ = printed("[@fig-one; @fig-two-b]")
    assert isinstance(node, CrossReference)
    assert [part.target for part in node.parts if part.target] == ["fig-one", "fig-two-b"]
    (node,), _ = printed("[@fig-two-a; @fig-two-b; @fig-two-c]")
    assert isinstance(node, CrossReference)
    assert [part.target for part in node.parts if part.target] == ["fig-two-a", "fig-two-c"]


@pytest.mark.parametrize(
    ("text", "placeholders"),
    [
        ("@fig-none", ["[@fig-none?]"]),
        ("[@fig-one; @fig-none]", ["[@fig-none?]"]),
        ("@fig-one-a", ["[@fig-one-a?]"]),
        ("@fig-three-d", ["[@fig-three-d?]"]),
        ("@tbl-none", ["[@tbl-none?]"]),
        ("@tbl-labs-b", ["[@tbl-labs-b?]"]),
        ("@sec-none and @sec-nil", ["[@sec-none?]", "[@sec-nil?]"]),
    ],
)
def test_what_is_not_there_leaves_a_placeholder(text: str, placeholders: list[str]) -> None:
    nodes, broken = printed(text)
    assert [node.text for node in nodes if isinstance(node, Placeholder)] == placeholders
    assert broken == ["unknown-cross-reference"] * len(placeholders)


def test_a_section_may_end_like_a_panel() -> None:
    made, findings = manuscript("# T\n\n## Plan B\n\nSee @sec-plan-b.\n")
    assert findings == []
    assert made.sections[0].id == "sec-plan-b"
