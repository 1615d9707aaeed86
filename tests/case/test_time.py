"""Times as authors write them: what they mean, which may be the same moment, how they are printed."""

from __future__ import annotations

import re

import pytest

from pipeline.case.time import SPAN_PATTERN, TIME_PATTERN, Time, parse_time
from pipeline.facts.times import time_in_words
from pipeline.findings import Location
from pipeline.labels import load_labels
from pipeline.reading.case_file import read_case_file
from pipeline.workspace import Workspace, shipped_templates

POINTS = [
    ("day 0", 0, "day 0", "día 0"),
    ("Day  12", 12, "day 12", "día 12"),
    ("day -38", -38, "day −38", "día −38"),
    ("day –3", -3, "day −3", "día −3"),
    ("hour 12", 0.5, "hour 12", "hora 12"),
    ("week 6", 42, "week 6", "semana 6"),
    ("6 months", 182.625, "6 months", "6 meses"),
    ("1 year", 365.25, "1 year", "1 año"),
    ("2 years before", -730.5, "2 years before", "2 años antes"),
    ("before", None, "before", "antes"),
]
UNCERTAIN = [
    ("about week 6", 42, "about week 6", "alrededor de semana 6"),
    ("~week 6", 42, "about week 6", "alrededor de semana 6"),
    ("≈ day 3", 3, "about day 3", "alrededor de día 3"),
    ("around 2 years before", -730.5, "about 2 years before", "alrededor de 2 años antes"),
    ("c. month 3", 91.3125, "about month 3", "alrededor de mes 3"),
    ("circa 3 weeks", 21, "about 3 weeks", "alrededor de 3 semanas"),
]
SPANS = [
    ("day 3 to day 7", 3, 7, "day 3 to day 7"),
    ("day 3 - day 7", 3, 7, "day 3 to day 7"),
    ("days 3–7", 3, 7, "day 3 to day 7"),
    ("day -3 to -1", -3, -1, "day −3 to day −1"),
    ("week 2 – week 4", 14, 28, "week 2 to week 4"),
    ("weeks 2 to 4", 14, 28, "week 2 to week 4"),
    ("day 10 to week 4", 10, 28, "day 10 to week 4"),
    ("2 years before to day 0", -730.5, 0, "2 years before to day 0"),
    ("about week 2 to about week 4", 14, 28, "about week 2 to about week 4"),
]


def time(text: str) -> Time:
    read, problem = parse_time(text)
    assert problem == ""
    assert read is not None
    return read


def printed(text: str, language: str) -> str:
    words = load_labels(Workspace(shipped_templates().parent), language, Location(""))[0].words
    return time_in_words(text, words, language)


@pytest.mark.parametrize(("text", "days", "english", "spanish"), [*POINTS, *UNCERTAIN])
def test_a_point(text: str, days: float | None, english: str, spanish: str) -> None:
    read = time(text)
    assert (read.days, read.end) == (days, None)
    assert read.uncertain == ((text, days, english, spanish) in UNCERTAIN)
    assert (printed(text, "en"), printed(text, "es")) == (english, spanish)


@pytest.mark.parametrize(("text", "first", "last", "english"), SPANS)
def test_a_span(text: str, first: float, last: float, english: str) -> None:
    read = time(text)
    assert (read.days, read.last.days) == (first, last)
    assert printed(text, "en") == english


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("noon", "a time is written: day 0"),
        ("week", "a time is written"),
        ("day 1000000", "a time is written"),
        ("before to day 3", "a time is written"),
        ("day 7 to day 3", "this span ends before it begins"),
        ("14.03.2025", "a real date can identify the patient"),
        ("March 2025", "a real date can identify the patient"),
    ],
)
def test_what_is_no_time(text: str, problem: str) -> None:
    read, said = parse_time(text)
    assert read is None
    assert said.startswith(problem)


@pytest.mark.parametrize("text", [entry[0] for entry in (*POINTS, *UNCERTAIN, *SPANS)])
def test_editors_accept_the_same(text: str) -> None:
    lowered = " ".join(text.split()).lower()
    assert re.search(SPAN_PATTERN, lowered)
    assert bool(re.search(TIME_PATTERN, lowered)) == (time(text).end is None)


@pytest.mark.parametrize(
    ("one", "other", "is_before"),
    [
        ("day 11", "day 12", True),
        ("day 12", "day 12", False),
        ("week 5", "week 6", True),
        ("month 1", "day 32", False),
        ("month 1", "day 70", True),
        ("day 66", "week 10", False),
        ("day 62", "week 10", True),
        ("1 year", "month 13", False),
        ("about week 5", "week 6", False),
        ("about week 2", "week 6", True),
        ("day 3 to day 7", "day 6", False),
        ("day 3 to day 7", "day 8", True),
        ("before", "42 years before", True),
        ("before", "before", False),
        ("day 0", "before", False),
    ],
)
def test_what_must_have_been_before(one: str, other: str, is_before: bool) -> None:
    assert time(one).is_before(time(other)) == is_before
    assert not time(other).is_before(time(one)) or not is_before


def test_only_events_take_a_span() -> None:
    facts, _, findings = read_case_file(
        "casewright: 1\nevents: {days 3–7: in hospital}\noutcomes: [{what: walks, at: day 3 to day 7}]\n", "case.yaml"
    )
    assert facts is not None
    assert [event.text for event in facts.events] == ["days 3–7"]
    (finding,) = findings
    assert "write it in two fields, from: day 3 and to: day 7" in finding.message
