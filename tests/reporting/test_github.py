from __future__ import annotations

from pipeline.build import Result
from pipeline.findings import Location
from pipeline.reporting import REPORTS
from tests.reporting.reported_case import ERROR, reported


def test_each_finding_is_a_command_that_github_understands() -> None:
    assert REPORTS["github"](reported()).splitlines() == [
        "::error file=--journal,title=some-error::there is no such journal",
        (
            "::error file=cases/one/case.yaml,line=4,col=1,endColumn=9,title=some-error"
            "::100 %25 wrong: see, here: keywrods%0Adid you mean `keywords`?"
        ),
        "::warning file=cases/one/narrative.md,line=7,title=some-warning::this is doubtful",
        (
            "::error file=cases/one/narrative.md,line=9,col=3,endColumn=7,title=some-refusal"
            "::a name stands here%0Atake it out"
        ),
        (
            "::notice file=cases/one/narrative.md,line=12,col=5,endColumn=8,title=some-warning"
            "::this is set aside%0Aset aside by Ada Example on 2026-11-20: the journal asks for it"
        ),
        (
            "::notice file=cases/one/case.yaml,line=12,col=1,endColumn=2,title=care-2013/7"
            "::Timeline: missing. No table or figure shows the timeline.%0AAdd one."
        ),
        (
            "::notice file=cases/one/narrative.md,line=3,col=1,endColumn=2,title=care-2013/8"
            "::Tests: weak. There is only a trace of it.%0A"
            "Tell of tests."
        ),
        (
            "::notice file=cases/one/narrative.md,title=care-2013/9"
            "::Treatment: missing.%0A"
            "Tell of treatment."
            "%0Aset aside by Ada Example on 2026-11-21: it is in the other paper"
        ),
        (
            "::notice file=cases/one/narrative.md,title=care-2013/10"
            "::Outcome: missing, declared unknown. Not in the record.%0A"
            "Tell of outcome."
        ),
        (
            "::notice file=cases/one/narrative.md,title=care-2013/11"
            "::Adherence: in the source but not printed.%0A"
            "Tell of adherence."
        ),
    ]


def test_strictly_warnings_and_items_left_open_are_errors_and_what_was_set_aside_is_not() -> None:
    levels = [line.split(" ")[0] for line in REPORTS["github"](reported(strict=True)).splitlines()]
    assert levels == ["::error"] * 4 + ["::notice"] + ["::error"] * 2 + ["::notice"] + ["::error"] * 2


def test_a_path_cannot_end_its_property() -> None:
    found = ERROR.at(Location("cases/a,b:c\n%/case.yaml", 1), "wrong\r\n::error::made up")
    assert REPORTS["github"](reported(Result("one", [found]))) == (
        "::error file=cases/a%2Cb%3Ac%0A%25/case.yaml,line=1,title=some-error::wrong%0D%0A::error::made up"
    )


def test_nothing_found_prints_nothing() -> None:
    assert REPORTS["github"](reported(Result("one"))) == ""
