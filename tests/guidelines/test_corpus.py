"""Of every small case of the corpus exactly what its document says is said; CORPUS.md tells the format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.guidelines.corpus_cases import CORPUS, Document, all_documents, documents, rewritten, said_of

GUIDELINES = Path(__file__).resolve().parents[2] / "templates" / "guidelines"
DOCUMENTS = tuple(all_documents())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: f"{one.family}: {one.name}")
def test_what_is_said_of_a_case(document: Document, tmp_path: Path) -> None:
    said = said_of(document, tmp_path)
    told = "\n".join(said.told)
    for key, expected in document.expected.items():
        assert sorted(said.raised[key]) == sorted(expected), f"{key}:\n{told}"
    assert {item: said.states.get(item) for item in document.states} == document.states, told
    assert not document.judged.items() & said.states.items(), "it is judged rightly now: take it out of `judged`"
    assert not document.near & frozenset().union(*said.raised.values()), told


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.yaml")), ids=lambda path: path.stem)
def test_whatever_a_family_raises_has_a_near_miss(path: Path) -> None:
    family = documents(path)
    raised = frozenset().union(*(ids for one in family for ids in one.expected.values()))
    near = frozenset().union(*(one.near for one in family))
    assert sorted(raised - near) == []


def test_every_check_of_the_guidelines_that_ship_is_raised_and_nearly_raised() -> None:
    checks = {
        str(check["id"])
        for path in GUIDELINES.glob("*.yaml")
        for check in _checks(yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader))
    }
    assert sorted(checks - frozenset().union(*(one.expected.get("lacks", frozenset()) for one in DOCUMENTS))) == []
    assert sorted(checks - frozenset().union(*(one.near for one in DOCUMENTS))) == []


def _checks(guideline: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Those of its items, and those that it adds to items of another."""
    for item in (*guideline.get("items", ()), *guideline.get("add", ())):
        yield from item.get("checks", ())
    for change in guideline.get("override", {}).values():
        yield from change.get("add", ())


def test_names_are_unique() -> None:
    names = [(one.family, one.name) for one in DOCUMENTS]
    assert len(names) == len(set(names))


def test_a_section_is_replaced_as_far_as_the_next_heading_of_its_level() -> None:
    text = "# T\n\n## A\n\none\n\n### B\n\ntwo\n\n## C\n\nthree\n"
    assert rewritten(text, {"A": "new"}) == "# T\n\n## A\n\nnew\n\n## C\n\nthree\n"
    assert rewritten(text, {"B": "~", "title": "U"}) == "# U\n\n## A\n\none\n\n## C\n\nthree\n"
