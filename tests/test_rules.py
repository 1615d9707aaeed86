"""Every rule says what to do and what raises it, is raised by a test, keeps its id for ever, and stands in RULES.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import pipeline.cli  # noqa: F401 - declares all rules
from pipeline.findings import RULES, Rule
from pipeline.reporting.reference import FAMILIES, as_markdown, family_of

ROOT = Path(__file__).resolve().parents[1]
IDS = Path(__file__).parent / "rule-ids.txt"
TESTED = {".py", ".txt", ".yaml", ".md"}
NOT_TESTS = {ROOT / "tests" / "rule-ids.txt", Path(__file__).resolve()}


def declared() -> Iterator[tuple[str, str]]:
    """Every call of `rule()` in the source: id, and the constant that it is assigned to."""
    for path in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Assign(
                    targets=[ast.Name(id=name)],
                    value=ast.Call(func=ast.Name(id="rule"), args=[ast.Constant(value=str(rule_id)), *_]),
                ):
                    yield rule_id, name


CONSTANTS = dict(declared())


def test_all_of_them_are_known_when_the_command_starts() -> None:
    assert CONSTANTS.keys() == RULES.keys()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_it_says_why_what_to_do_and_what_raises_it(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule.id)
    assert rule.why.endswith(".")
    assert rule.fix.endswith(".")
    assert rule.fix[0].isupper()
    assert rule.example.endswith("\n")
    assert rule.example.strip()
    assert not re.search(r"\((ICMJE|CARE)", rule.why), "who asks for it is its source"
    assert rule.fix != rule.why
    assert rule.module.startswith("pipeline.")


@cache
def words_of_tests() -> frozenset[str]:
    paths = (path for path in (ROOT / "tests").rglob("*") if path.suffix in TESTED and path not in NOT_TESTS)
    return frozenset(word for path in paths for word in re.findall(r"[\w-]+", path.read_text("utf-8", "replace")))


@pytest.mark.parametrize("rule_id", RULES)
def test_a_test_raises_it(rule_id: str) -> None:
    assert {rule_id, CONSTANTS[rule_id]} & words_of_tests()


def test_no_id_that_was_ever_published_is_gone() -> None:
    """Waivers, reports and links hang on them: a rule that is dropped stays in the list, and this test says so."""
    assert set(IDS.read_text("utf-8").split()) - RULES.keys() == set()


def test_every_id_is_in_the_list(golden: Callable[[str, str], None]) -> None:
    published = set(IDS.read_text("utf-8").split()) if IDS.is_file() else set()
    golden("../rule-ids.txt", "".join(f"{rule_id}\n" for rule_id in sorted(published | RULES.keys())))


def test_every_family_has_rules() -> None:
    used = {family_of(rule) for rule in RULES.values()}
    assert [family for family in FAMILIES if family not in used] == []


def test_the_page_is_true() -> None:
    """`make rules` refreshes it."""
    assert (ROOT / "RULES.md").read_text("utf-8") == as_markdown(RULES.values())
