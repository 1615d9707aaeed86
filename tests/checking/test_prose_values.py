"""Values told in prose, and those of the results."""

from __future__ import annotations

import pytest

from pipeline.checking.measurements import check
from tests.resolving.made import case

TESTS = """tests:
  ferritin: {name: Serum ferritin, unit: µg/L, results: {day 0: 3420, week 52: 1840}}
  white-cells: {name: Leucocytes, unit: 10*9/L, results: {day 0: 12.4}}
  anca: {name: ANCA, results: {day 0: positive}}
"""


def found(text: str, heading: str = "Case presentation") -> list[str]:
    """Places, messages and hints."""
    read = case(f"# T\n\n## {heading}\n\n{text}\n", TESTS)
    return [f"{f.where.line}:{f.where.column} {f.quote}: {f.message}; {f.hint}" for f in check(read)]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "On day 0 ferritin was 3400 µg/L.",
            (
                "5:23 3400: no result of `Serum ferritin` has this value; its results are 3420, 1840; "
                "or write {{ tests.ferritin at … }}"
            ),
        ),
        ("Serum ferritin of 3422 ug/l was found.", "5:19 3422: no result"),
        ("White cells were 12.5 × 10⁹/L, and more.", "5:18 12.5: no result of `Leucocytes`"),
        ("High *leucocytes* (leucocytes 13 × 10⁹/L).", "5:31 13: no result of `Leucocytes`"),
    ],
)
def test_a_value_that_no_result_has(text: str, finding: str) -> None:
    (said,) = found(text)
    assert said.startswith(finding)


@pytest.mark.parametrize(
    "text",
    [
        "On day 0 ferritin was 3420 µg/L and fell to 1840 µg/L.",
        "Ferritin was {{ tests.ferritin at day 0 }}.",
        "Ferritin had been 1400 µg/L for years.",
        "Ferritin was 1500–2200 µg/L, or <5000 µg/L.",
        "Ferritin was above 1000 µg/L.",
        "Ferritin was 14 days old, and ferritin was 7.5 nmol/L.",
        "Transferrin was 3 g/L and ferritin remained high.",
        "ANCA was 3 U/L.",
    ],
)
def test_what_is_no_other_value(text: str) -> None:
    assert found(text) == []


def test_every_such_value_is_found() -> None:
    text = "Ferritin was 3400 µg/L, later ferritin was 1800 µg/L and leucocytes were 12 × 10⁹/L."
    assert [line.split(":")[1] for line in found(text)] == ["14 3400", "44 1800", "74 12"]


def test_a_discussion_tells_of_other_patients() -> None:
    text = "Ferritin of 900 µg/L was usual."
    assert len(found(text)) == 1
    assert found(text, "Discussion") == []


def test_the_rule_is_a_warning() -> None:
    (finding,) = check(case("# T\n\n## Case presentation\n\nFerritin of 900 µg/L.\n", TESTS))
    assert (finding.rule.id, finding.severity) == ("value-in-prose", "warning")
