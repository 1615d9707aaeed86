"""Facts that a table shows are not lost: each is looked for, and missed where the table forgets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.build import Result, Wishes, make_case
from pipeline.conservation import losses
from pipeline.conservation.tabulated import tabulated
from pipeline.findings import Finding
from pipeline.manuscript import Cell
from pipeline.tabulating import TABLE_KINDS, Request, Tabulated
from pipeline.workspace import Workspace

CASE = """\
casewright: 1
authors: [{family: Example}]
consent: {publication: given}
diagnoses:
  differential: [{what: amber, for: [basalt, cedar], against: '*dahlia* elm', excluded_by: fern}]
treatments:
  gorse:
    {name: Hazel, dose: iris, route: juniper, frequency: kelp, from: day 1, because: larch,
     changes: [{at: day 2, what: maple, because: nettle}], stopped_because: oak, result: palm}
  quince: {considered_only: true, because: reed}
adverse_events:
  - {what: sorrel, grade: thyme, suspected: gorse, action: umber, outcome: vetch, naranjo: {after_drug: unknown}}
similar_cases:
  - {reference: this, cells: {Willow: yarrow}}
  - {reference: first, cells: {Willow: zinnia}}
learning_points: [Anemone and birch.]
"""
LIBRARY = "@article{first, author={Ønsk, Åse}, title={Begonia}, journal={Crocus}, year={2020}}"
WORDS = {
    "differential": "amber basalt cedar dahlia elm fern",
    "treatments": "Hazel iris juniper kelp larch maple nettle oak palm quince reed",
    "adverse_events": "sorrel thyme umber vetch Hazel",
    "causality": "Hazel",
    "similar_cases": "Willow yarrow zinnia",
}
"""What each kind of table must print."""


def make(root: Path, *kinds: str, facts: str = CASE) -> Result:
    """The case with tables of these kinds."""
    folder = root / "cases" / "one"
    folder.mkdir(parents=True)
    tables = ", ".join(f"tbl-{n}: {{title: Clover, shows: {kind}}}" for n, kind in enumerate(kinds))
    calls = " and ".join(f"@tbl-{n}" for n in range(len(kinds)))
    narrative = f"# Heather\n\n## Discussion\n\nErica {calls}\n"
    for name, text in (("case.yaml", f"{facts}tables: {{{tables}}}\n"), ("narrative.md", narrative)):
        (folder / name).write_text(text, "utf-8")
    (folder / "references.bib").write_text(LIBRARY, "utf-8")
    return make_case(Workspace(root), "one", Wishes(writers=("html", "text")))


def test_all_is_printed(tmp_path: Path) -> None:
    result = make(tmp_path, *WORDS)
    assert [(str(f.where), f.message) for f in result.findings] == []
    text = result.outputs["text"].files["one.txt"].decode().lower()
    assert [word for words in WORDS.values() for word in words.lower().split() if word not in text] == []


@pytest.mark.parametrize("kind", WORDS)
def test_every_word_of_a_fact_is_looked_for(kind: str, tmp_path: Path) -> None:
    result = make(tmp_path, kind)
    assert result.case is not None
    # The first letter may be a capital where a cell begins.
    sought = " ".join(part.text for part in tabulated(result.case))
    assert [word for word in WORDS[kind].split() if word[1:] not in sought] == []


def without(word: str, tabulate: Callable[[Request], tuple[Tabulated, list[Finding]]]) -> object:
    """A kind of table that forgets every cell with this word, in its head as well."""

    def kept(cell: Cell) -> Cell:
        return replace(cell, children=()) if word in str(cell.children).lower() else cell

    def forgetful(request: Request) -> tuple[Tabulated, list[Finding]]:
        made, findings = tabulate(request)
        rows = tuple(tuple(kept(cell) for cell in row) for row in made.rows)
        return replace(made, head=tuple(kept(cell) for cell in made.head), rows=rows), findings

    return forgetful


@pytest.mark.parametrize(("kind", "word"), [(kind, word) for kind in WORDS for word in WORDS[kind].split()])
def test_a_cell_that_is_forgotten_is_missed(
    kind: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TABLE_KINDS, kind, without(word.lower(), TABLE_KINDS[kind]))
    result = make(tmp_path, kind)
    assert result.case is not None
    assert result.manuscript is not None
    missed = {f.quote for f in losses(result.case, result.manuscript, result.outputs)}
    assert any(word[1:] in quote for quote in missed)


def test_a_learning_point_that_is_forgotten_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.resolving.learning_points_of", lambda *_: ((), []))
    result = make(tmp_path)
    assert {f.message for f in result.findings} == {
        "learning point is not in the html output",
        "learning point is not in the text output",
    }


@pytest.mark.parametrize("times", range(6, 10))
def test_words_that_others_would_spell_together_are_not_missed(times: int, tmp_path: Path) -> None:
    """Where "to" ends a line of a column, "today" cannot be read, and nobody wrote it there."""
    facts = CASE.replace("basalt", "we looked to day " * times).replace("cedar", "if today")
    result = make(tmp_path, "differential", facts=facts.replace("dahlia", "without any reason whatsoever " * 9))
    assert [f.message for f in result.findings] == []


def test_what_no_table_shows_is_not_looked_for(tmp_path: Path) -> None:
    result = make(tmp_path)
    assert result.case is not None
    assert list(tabulated(result.case)) == []
