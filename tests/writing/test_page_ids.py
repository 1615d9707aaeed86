"""A table that was written before is not written again, and its page has the ids that it would have had."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.findings import Location
from pipeline.manuscript import Alignment, Cell, Passage, Table, Text
from pipeline.writing.formulas import mathml_element
from pipeline.writing.html_nodes import Nodes
from pipeline.writing.page_ids import PageIds
from pipeline.writing.templates import Templates
from tests.writing.specimen import LABELS, SHIPPED, shipped

AT = Location("cases/x/narrative.md", 3, 1)
INSIDE = Location("cases/x/narrative.md", 5, 2)
MARKED = Passage((Text("marked", INSIDE),), "", (), INSIDE)
TABLE = Table("tbl-x", "Table 1", (), (Alignment.LEFT,), (), ((Cell((MARKED,), INSIDE),),), (), AT)
ANCHOR = INSIDE.anchor


def written(table: Table, *taken: str, templates: Templates | None = None) -> tuple[str, dict[str, str]]:
    """The table on a page that has these ids, and where the page prints what."""
    nodes = Nodes((templates or shipped()).as_they_are(), LABELS, mathml_element, on_screen=True)
    for identifier in taken:
        nodes.ids.claim(identifier)
    return nodes.blocks((table,)), nodes.ids.printed_at


def test_a_table_written_twice_is_the_same_on_both_pages() -> None:
    first, second = written(TABLE), written(TABLE)
    assert first == second
    assert first[1] == {AT.anchor: "tbl-x", ANCHOR: ANCHOR}


def test_ids_that_a_page_has_are_not_given_out_again() -> None:
    usual, _ = written(TABLE)
    html, printed_at = written(TABLE, "tbl-x", ANCHOR)
    assert (usual.count(' id="tbl-x"'), html.count(' id="tbl-x"')) == (1, 0)
    assert f'data-origin="{ANCHOR}"' in html
    assert ANCHOR not in printed_at


def test_two_tables_alike_on_one_page_share_no_id() -> None:
    nodes = Nodes(shipped().as_they_are(), LABELS, mathml_element, on_screen=True)
    html = nodes.blocks((TABLE, TABLE))
    assert (html.count(' id="tbl-x"'), html.count(f' id="{ANCHOR}"')) == (1, 1)


def test_a_changed_cell_is_written() -> None:
    written(TABLE)
    other = replace(TABLE, rows=((Cell((Text("other", INSIDE),), INSIDE),),))
    assert "other" in written(other)[0]
    assert "marked" in written(TABLE)[0]


def test_a_changed_template_is_used(tmp_path: Path) -> None:
    override = tmp_path / "html/table.j2"
    override.parent.mkdir()
    templates = Templates([tmp_path, SHIPPED])
    for word in ("FIRST", "OTHER"):
        override.write_text(word, encoding="utf-8")
        assert word in written(TABLE, templates=templates)[0]
    override.unlink()
    assert "marked" in written(TABLE, templates=templates)[0]


def test_what_is_written_apart_takes_nothing() -> None:
    ids = PageIds()
    apart = ids.apart()
    apart.at(AT, "tbl-x")
    assert ids.claim("tbl-x")
    assert not ids.take(apart.taken)
    assert ids.printed_at == {}
