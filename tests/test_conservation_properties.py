"""Whatever a case says: it is built, and nothing of it is lost."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.build import Result, Wishes, make_case
from pipeline.conservation import comparable
from pipeline.findings import Severity
from pipeline.workspace import Workspace
from pipeline.writing import pdf
from pipeline.writing.extraction import EXTRACTORS
from pipeline.writing.look import Look
from tests.generated_cases import PRINTED_BY_US, Made, cases

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def build(made: Made, writers: Sequence[str], look: Look) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        made.write(Path(folder) / "cases" / "made")
        return make_case(Workspace(Path(folder)), "made", Wishes(writers=writers, look=look))


def is_whole(made: Made, result: Result) -> None:
    grave = {
        f.rule.id: f"{f.where} {f.message}: {f.quote}" for f in result.findings if f.severity is not Severity.WARNING
    }
    assert grave == {}
    for name, output in result.outputs.items():
        found = "".join(map(comparable, EXTRACTORS[name]("made", output.files).pages)).casefold()
        assert [word for word in made.words if comparable(word).casefold() not in found] == [], name


@settings(UNHURRIED, max_examples=40)
@given(cases())
def test_nothing_of_any_case_is_lost_on_screen_and_in_text(made: Made) -> None:
    is_whole(made, build(made, ("html", "text"), Look()))


@settings(UNHURRIED, max_examples=5)
@given(cases())
def test_nothing_is_lost_in_one_file_to_mail(made: Made) -> None:
    is_whole(made, build(made, ("html",), Look(embed=True)))


@pytest.mark.needs("pango")
@pytest.mark.parametrize("layout", ["article", "manuscript"])
@settings(UNHURRIED, max_examples=4)
@given(made=cases((PRINTED_BY_US,)))
def test_nothing_is_lost_on_paper(layout: str, made: Made) -> None:
    assert not pdf.available()
    is_whole(made, build(made, ("pdf",), Look(layout="manuscript" if layout == "manuscript" else "article")))
