from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.explaining import explained, guidelines, nearest
from pipeline.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
HERE = Workspace(ROOT)
Capture = pytest.CaptureFixture[str]


def test_a_rule_is_explained(capsys: Capture) -> None:
    assert main(["explain", "time-given-twice"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "time-given-twice (error)",
        "A test has one result at a time; of two, one would be lost.",
        "What to do: Keep one of the results, or give the other its own time.",
        "For example:",
        "    tests: {alt: {name: ALT, results: {week 4: 61, day 28: 60}}}",
        "A draft is written with a marked placeholder at the place; the exit status is 1.",
    ]


@pytest.mark.parametrize(("name", "graver"), [("journal-keywords", True), ("place-told", True), ("not-called", False)])
def test_a_rule_of_journals_says_when_it_is_an_error(name: str, graver: bool) -> None:
    assert ("It is an error where the journal's value is sure" in explained(name, HERE)) is graver


def test_what_nobody_knows_of_a_journal_is_said_once() -> None:
    assert "    jmcr/references.max  not known\n" in explained("jmcr", HERE)
    assert "Last looked up: 2024" in explained("bmj-case-reports/abstract.max_words", HERE)


@pytest.mark.parametrize(
    ("name", "first", "says"),
    [
        ("care-2013", "care-2013: CARE (CAse REport) guideline", "    care-2013/7  Timeline"),
        ("care-2013/7", "care-2013/7: Timeline", "care.7.cover"),
        ("care.7.cover", "care.7.cover: a check of care-2013/7, Timeline", "What to do: give each a time"),
        ("jmcr", "jmcr: Journal of Medical Case Reports", "    jmcr/keywords.max  10"),
        ("jmcr/abstract.max_words", "jmcr/abstract.max_words: abstract: max words of Journal of Medical", "350"),
    ],
)
def test_an_item_a_check_and_a_journals_value_are_explained(name: str, first: str, says: str) -> None:
    text = explained(name, HERE)
    assert text.startswith(first)
    assert says in text


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("unknwon-key", "unknown-key"),
        ("care-2013/77", "care-2013/7"),
        ("care.7.covers", "care.7.cover"),
        ("jmcr/abstract.maxwords", "jmcr/abstract.max_words"),
    ],
)
def test_what_is_unknown_is_near_something(name: str, near: str, capsys: Capture) -> None:
    assert explained(name, HERE) == ""
    assert near in nearest(name, HERE)
    assert main(["--root", str(ROOT), "explain", name]) == 2
    assert f"`{near}`" in capsys.readouterr().err


def test_what_is_near_nothing_says_where_to_look(capsys: Capture) -> None:
    assert main(["--root", str(ROOT), "explain", "qqqqqqqq"]) == 2
    assert "`casewright list rules` shows all" in capsys.readouterr().err


def test_everything_there_is_can_be_explained_and_leaves_no_blank() -> None:
    names = [f"{gid}/{item.id}" for gid, guideline in guidelines(HERE) for item in guideline.items]
    names += [check.id for _, guideline in guidelines(HERE) for item in guideline.items for check in item.checks]
    assert len(names) > 30
    for name in names[::7]:
        text = explained(name, HERE)
        assert text
        assert "{what}" not in text


@pytest.mark.parametrize(
    ("what", "name", "about"),
    [
        ("rules", "unknown-key", "error: A misspelt field"),
        ("guidelines", "care-2013", "30 of 30 items"),
        ("journals", "jmcr", "Journal of Medical Case Reports; style"),
        ("checks", "paragraphs", "so many paragraphs"),
        ("evidence", "title", ""),
        ("formats", "html", "a web page"),
    ],
)
def test_what_there_is_is_listed(what: str, name: str, about: str, capsys: Capture) -> None:
    assert main(["--root", str(ROOT), "list", what, name]) == 0
    (line, *_) = [line for line in capsys.readouterr().out.splitlines() if line.split()[0] == name]
    assert about in line


@pytest.mark.parametrize("words", [["journals", "--markdown"], ["rules", "unknown", "--markdown"]])
def test_only_rules_are_a_page_and_only_all_of_them(words: list[str], capsys: Capture) -> None:
    assert main(["--root", str(ROOT), "list", *words]) == 2
    assert capsys.readouterr().out == ""
