"""A figure or table is either written out or made from facts: one of the two, and one finding where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build import Wishes, check_case
from pipeline.workspace import Workspace

CASE = """\
casewright: 1
kind: synthetic
authors: [{{given: Ada, family: Example}}]
consent: {{publication: {{status: given, how: written, by: patient}}}}
tests: {{alt: {{name: ALT, unit: U/L, range: <35, results: {{day 0: 88, day 9: 24}}}}}}
{facts}
"""


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ("tables: {tbl-x: {title: T, shows: measurements}}", []),
        ("tables: {tbl-x: {title: T, columns: [x], rows: [['1']]}}", []),
        ("tables: {tbl-x: {title: T}}", ["table-shows-nothing"]),
        ("tables: {tbl-x: {title: T, shows: mesurements}}", ["wrong-value"]),
        ("tables: {tbl-x: {title: T, shows: measurements, columns: [x], rows: [['1']]}}", ["table-shows-nothing"]),
        # Rows without columns are not silently left out for what is shown.
        (
            "tables: {tbl-x: {title: T, shows: measurements, rows: [['1']]}}",
            ["table-row-length", "table-shows-nothing"],
        ),
        ("figures: {fig-x: {title: T, shows: course, of: [alt]}}", []),
        ("figures: {fig-x: {title: T}}", ["figure-shows-nothing"]),
        ("figures: {fig-x: {title: T, shows: curse}}", ["wrong-value"]),
    ],
)
def test_one_of_the_two(facts: str, found: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "cases" / "one"
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE.format(facts=facts), encoding="utf-8")
    called = "@tbl-x" if "tbl-x" in facts else "@fig-x"
    (folder / "narrative.md").write_text(f"# T\n\n## Discussion\n\nSee {called}.\n", encoding="utf-8")
    findings = check_case(Workspace(tmp_path), "one", Wishes(())).findings
    assert sorted({finding.rule.id for finding in findings}) == found
