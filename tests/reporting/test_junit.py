from __future__ import annotations

from dataclasses import replace

import pytest
from junitparser import Failure, JUnitXml, Skipped, TestSuite

from pipeline.build import Result
from pipeline.reporting import REPORTS
from tests.reporting.reported_case import MISSPELT, reported, result


def suites(*results: Result, strict: bool = False) -> list[TestSuite]:
    return list(JUnitXml.fromstring(REPORTS["junit"](reported(*results, strict=strict)).encode()))


def outcomes(suite: TestSuite) -> list[tuple[str, str]]:
    names = {Failure: "failure", Skipped: "skipped"}
    return [(case.name, "".join(names.get(type(one), "?") for one in case.result)) for case in suite]


def test_a_suite_for_each_case_and_in_it_its_rules_and_items() -> None:
    one, two = suites(result(), Result("two"))
    assert (one.name, two.name) == ("one", "two")
    assert outcomes(two) == [("nothing was found", "")]
    assert outcomes(one) == [
        ("some-error", "failure"),
        ("some-refusal", "failure"),
        ("some-warning", ""),
        ("some-warning at cases/one/narrative.md:12:5", "skipped"),
        ("1 Title", ""),
        ("7 Timeline", "skipped"),
        ("8 Tests", "skipped"),
        ("9 Treatment", "skipped"),
        ("10 Outcome", "skipped"),
        ("11 Adherence", "skipped"),
        ("12 Perspective", ""),
    ]
    assert (one.tests, one.failures, one.skipped, one.errors, one.time) == (11, 2, 6, 0, 1.25)


def test_strictly_only_what_was_set_aside_is_skipped() -> None:
    (one,) = suites(strict=True)
    assert [name for name, outcome in outcomes(one) if outcome == "skipped"] == [
        "some-warning at cases/one/narrative.md:12:5",
        "9 Treatment",
    ]
    assert one.failures == 7


def test_a_failure_tells_where_and_what_to_do_but_not_what_is_refused() -> None:
    text = REPORTS["junit"](reported())
    assert "cases/one/case.yaml:4:1: error: 100 % wrong: see, here: keywrods\ndid you mean `keywords`?" in text
    assert "a name stands here" in text
    (one,) = suites()
    (refused,) = [case for case in one if case.name == "some-refusal"]
    assert "Ada Example" not in refused.result[0].text


@pytest.mark.parametrize("odd", ["\x00", "\x1b[31m", "\ufffe", "\ud800", "]]>", "<b>&", "\r\n"])
def test_no_character_breaks_the_file(odd: str) -> None:
    (one,) = suites(Result(f"case{odd}", [replace(MISSPELT, message=f"odd{odd} words", quote=odd)]))
    assert one.failures == 1
