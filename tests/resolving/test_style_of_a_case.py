"""The citation style of a case, and what is left where none can be used."""

from __future__ import annotations

import pytest

from pipeline.journals import Journal
from pipeline.resolving import Setting, resolve
from tests.resolving.made import LABELS, case, library, rules


@pytest.mark.parametrize(
    ("of_the_case", "of_the_journal", "found"),
    [
        ("vancouver", "vancouver", []),
        ("vancover", "vancouver", ["unknown-citation-style"]),
        ("vancouver", "vancover", []),
        ("vancover", "vancoover", ["unknown-citation-style", "unknown-citation-style", "style-refused"]),
    ],
)
def test_a_case_is_refused_only_where_no_style_is_left(of_the_case: str, of_the_journal: str, found: list[str]) -> None:
    setting = Setting(Journal("default", "", of_the_journal), "", LABELS)
    made, findings = resolve(case(facts=f"style: {of_the_case}\n"), library(), setting)
    assert [rule for rule in rules(findings) if "style" in rule] == found
    assert (made is None) == ("style-refused" in found)
