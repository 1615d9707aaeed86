"""Tables of test results: what stands where, flags, second units, and what is wrong with a wish."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.facts.measurements import series_of
from pipeline.findings import Location
from pipeline.labels import load_labels
from pipeline.manuscript import Alignment, Strong
from pipeline.tabulating import Request, Tabulated
from pipeline.tabulating.measurements import tabulate
from pipeline.workspace import Workspace
from pipeline.writing.text_nodes import words
from tests.resolving.made import case

TESTS = """
tests:
  hb: {name: Haemoglobin, unit: g/dl, range: 12.0–15.0, critical: <7, results: {day 0: 6.8, week 2: 9.8, week 4: 13.0}}
  wbc: {name: Leucocytes, unit: 10*9/L, range: 4–11, results: {week 2: 12.4, week 4: not done}}
  anca: {name: ANCA, range: negative, results: {day 0: positive}}
  mri: {name: MRI, at: day 1, finding: a mass}
"""


def made(wish: str = "", tests: str = TESTS, language: str = "en") -> tuple[Tabulated, list[str]]:
    """The table, and findings as `line:column rule: message; hint`."""
    facts = f"language: {language}\n{tests}tables:\n  tbl-x: {{title: X, shows: measurements{wish}}}\n"
    read = case(facts=facts)
    labels = load_labels(Workspace(Path()), language, Location(""))[0].words
    table, findings = tabulate(Request(read, "tbl-x", read.facts.tables["tbl-x"], labels))
    return table, [f"{f.where.field} {f.rule.id}: {f.message}; {f.hint}" for f in findings]


def shown(table: Tabulated) -> list[str]:
    """A line for each row, cells between bars."""
    rows = [table.head, *table.rows]
    assert {len(row) for row in rows} == {len(table.alignments)}
    lines = [" | ".join(words(cell.children) for cell in row) for row in rows]
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in [*lines, *map(words, table.notes)]]


def test_tests_are_rows_where_times_are_few() -> None:
    table, findings = made()
    assert findings == []
    assert shown(table) == [
        "Test | Reference range | Day 0 | Week 2 | Week 4",
        "Haemoglobin, g/dL | 12.0–15.0 | 6.8 LL | 9.8 L | 13.0",
        "Leucocytes, × 10⁹/L | 4–11 | – | 12.4 H | not done",
        "ANCA | negative | positive A | – | –",
        (
            "H, above the reference range; L, below the reference range; LL, critically low; A, not as expected; "
            "–, not measured."
        ),
    ]
    assert table.alignments == (Alignment.LEFT, Alignment.LEFT, *[Alignment.RIGHT] * 3)


def test_a_flag_is_bold_and_a_letter() -> None:
    table, _ = made(", of: hb, at: [day 0]")
    assert isinstance(table.rows[0][2].children[-1], Strong)
    assert table.rows[0][2].origin.field == "tests.hb.results.day 0"


def test_only_what_is_asked_for_in_the_order_it_is_asked_for() -> None:
    table, findings = made(", of: [wbc, hb], at: [week 4, day 14]")
    assert findings == []
    assert shown(table)[:3] == [
        "Test | Reference range | Day 14 | Week 4",
        "Leucocytes, × 10⁹/L | 4–11 | 12.4 H | not done",
        "Haemoglobin, g/dL | 12.0–15.0 | 9.8 L | 13.0",
    ]


def test_without_ranges_there_is_no_column_of_ranges_and_without_flags_no_note() -> None:
    tests = "tests: {walk: {name: 10-metre walk, unit: s, results: {day 0: 24, week 6: 17}}}\n"
    assert shown(made(tests=tests)[0]) == ["Test | Day 0 | Week 6", "10-metre walk, s | 24 | 17"]


def test_a_second_unit_is_a_row_of_its_own() -> None:
    glucose = "{name: Glucose, unit: mmol/L, also_in: mg/dL, range: 3.9–5.5, results: {day 0: 9.0, day 1: <2}}"
    assert shown(made(tests=f"tests: {{glucose: {glucose}}}\n")[0])[1:3] == [
        "Glucose, mmol/L | 3.9–5.5 | 9.0 H | <2 L",
        "Glucose, mg/dL | 70–99 | 162 H | <36 L",
    ]


LONG = ", ".join(f"week {n}: {10 + n / 10:.1f}" for n in range(8))


def test_times_are_rows_where_they_are_many() -> None:
    hb, k = f"{{name: Hb, unit: g/dL, range: 10–10.5, results: {{{LONG}}}}}", "{name: K, results: {week 0: 4}}"
    table, findings = made(tests=f"tests: {{hb: {hb}, k: {k}}}\n")
    assert findings == []
    lines = shown(table)
    assert lines[:3] == ["Time | Hb, g/dL\n(10–10.5) | K", "Week 0 | 10.0 | 4", "Week 1 | 10.1 | –"]
    assert lines[-2:] == [
        "Week 7 | 10.7 H | –",
        "In brackets, reference ranges; H, above the reference range; –, not measured.",
    ]


def test_many_tests_at_many_times_are_too_many() -> None:
    tests = "tests:\n" + "".join(f"  t{n}: {{name: T{n}, results: {{{LONG}}}}}\n" for n in range(8))
    table, findings = made(tests=tests)
    assert findings == [
        (
            "tables.tbl-x measurements-too-many: `tbl-x` has 8 tests at 8 times, too many for a page; "
            "name up to 7 times in `at:`, or fewer tests in `of:`"
        ),
    ]
    assert (len(table.head), len(table.rows)) == (9, 8)
    assert made(", at: [week 1, week 2]", tests)[1] == []


def test_a_spanish_table() -> None:
    assert shown(made(", of: hb", language="es")[0]) == [
        "Prueba | Valores de referencia | Día 0 | Semana 2 | Semana 4",
        "Haemoglobin, g/dL | 12,0–15,0 | 6,8 LL | 9,8 L | 13,0",
        "L, por debajo de los valores de referencia; LL, críticamente bajo.",
    ]


@pytest.mark.parametrize(
    ("wish", "finding"),
    [
        (", of: [hb, wcb]", "tables.tbl-x.of.1 measurements-of: there is no test `wcb`; did you mean `wbc`?"),
        (
            ", of: [hb, mri]",
            "tables.tbl-x.of.1 measurements-of: `mri` has no results at times; known here: hb, wbc, anca",
        ),
        (
            ", of: hb, at: [day 0, week 3]",
            (
                "tables.tbl-x.at.1 measurements-at: none of these tests has a result at week 3; "
                "results are given for: day 0, week 2, week 4"
            ),
        ),
    ],
)
def test_wishes_that_cannot_be_met(wish: str, finding: str) -> None:
    table, findings = made(wish)
    (said,) = findings
    assert said.startswith(finding)
    assert shown(table)[1].startswith("Haemoglobin, g/dL | 12.0–15.0 | 6.8 LL")


def test_a_case_without_results_has_no_table_of_them() -> None:
    table, findings = made(tests="tests: {mri: {name: MRI, finding: a mass}}\n")
    assert shown(table) == ["Test"]
    assert findings == [
        (
            "tables.tbl-x measurements-of: no test has results that a table could show; "
            "add `results:` to a test, such as {day 0: 88, week 2: 24}"
        ),
    ]


def test_every_flag_of_the_facts_is_in_the_table() -> None:
    read = case(facts=TESTS)
    flags = sorted(r.flag for series in series_of(read)[0].values() for r in series.results if r.flag)
    table, _ = made()
    bold = [node for row in table.rows for cell in row for node in cell.children if isinstance(node, Strong)]
    assert sorted(words(node.children) for node in bold) == flags
