"""Whatever a case says, and whichever journal it is made for: nothing of it is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from pipeline.build import Wishes, make_case
from pipeline.conservation import comparable
from pipeline.findings import Severity
from pipeline.journals import journal_names
from pipeline.workspace import Workspace
from pipeline.writing.extraction import EXTRACTORS
from tests.generated_cases import Made, cases

JOURNALS = journal_names(Workspace(Path(__file__).parents[1]))


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(made=cases(), journal=some.sampled_from(JOURNALS))
def test_no_journal_makes_anything_vanish(made: Made, journal: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made.write(Path(folder) / "cases" / "made")
        result = make_case(Workspace(Path(folder)), "made", Wishes(("text",), "", journal))
    grave = {f.rule.id: f"{f.where} {f.message}" for f in result.findings if f.severity is not Severity.WARNING}
    assert grave == {}
    found = "".join(map(comparable, EXTRACTORS["text"]("made", result.outputs["text"].files).pages)).casefold()
    assert [word for word in made.words if comparable(word).casefold() not in found] == []
