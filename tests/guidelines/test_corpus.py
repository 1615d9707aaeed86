"""Of every small case of the corpus exactly what its document says is said; CORPUS.md tells the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.guidelines.corpus_cases import CORPUS, Document, all_documents, documents, rewritten, said_of

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = tuple(all_documents())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: f"{one.family}: {one.name}")
def test_what_is_said_of_a_case(document: Document, tmp_path: Path) -> None:
    said = said_of(document, tmp_path)
    told = "\n".join(said.told)
    for key, expected in document.expected.items():
        assert sorted(said.raised[key]) == sorted(expected), f"{key}:\n{told}"
    assert {item: said.states.get(item) for item in document.states} == document.states, told
    assert not document.near & frozenset().union(*said.raised.values()), told


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.yaml")), ids=lambda path: path.stem)
def test_whatever_a_family_raises_has_a_near_miss(path: Path) -> None:
    family = documents(path)
    raised = frozenset().union(*(ids for one in family for ids in one.expected.values()))
    near = frozenset().union(*(one.near for one in family))
    assert sorted(raised - near) == []


def test_names_are_unique() -> None:
    names = [(one.family, one.name) for one in DOCUMENTS]
    assert len(names) == len(set(names))


def test_a_section_is_replaced_as_far_as_the_next_heading_of_its_level() -> None:
    text = "# T\n\n## A\n\none\n\n### B\n\ntwo\n\n## C\n\nthree\n"
    assert rewritten(text, {"A": "new"}) == "# T\n\n## A\n\nnew\n\n## C\n\nthree\n"
    assert rewritten(text, {"B": "~", "title": "U"}) == "# U\n\n## A\n\none\n\n## C\n\nthree\n"
