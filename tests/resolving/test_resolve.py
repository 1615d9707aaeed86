"""Numbers by first appearance in the whole document: citations, figures, tables, notes; and where figures stand."""

from __future__ import annotations

import pytest

from pipeline.manuscript import Citation, Figure, Manuscript, Section, Table
from pipeline.resolving.walk import lines_of, nodes_of
from tests.reading.shown import blocks
from tests.resolving.made import figure, manuscript, rules


def order(made: Manuscript) -> list[str]:
    return [reference.id.removeprefix("ref-") for reference in made.references]


def everything(made: Manuscript) -> tuple[Section, ...]:
    return (made.abstract, *made.sections) if made.abstract else made.sections


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("[@b] [@a] [@b]", "b a"),
        ("[@c; @a]", "c a"),
        ("@b says [@a]", "b a"),
        ("one[^1] [@a]\n\n[^1]: note [@b]", "b a"),
        ("[@a] one[^1]\n\n[^1]: note [@a] [@c]", "a c"),
        ("one[^1] two[^1] [@a]\n\n[^1]: see[^2] [@b]\n\n[^2]: [@c]", "c b a"),
        ("| [@c] | [@b] |\n|---|---|\n| [@a] | x |\n\n: Caption [@d] {#tbl-x}", "d c b a"),
        ("- [@b]\n- [@a]", "b a"),
        ("> [@b]\n\n[@a]", "b a"),
        ("## First [@b]\n\n[@a]", "b a"),
        ("@fig-x and [@a]\n\n[@c]", "a b c"),
        ("[@a]\n\n@fig-x\n\n[@c]", "a b c"),
        ("*[@b]* [**@a** [@c]]{care=8b}", "b a c"),
    ],
)
def test_references_are_numbered_as_a_reader_meets_them(text: str, numbered: str) -> None:
    facts = "figures:\n" + figure("fig-x", legend="from [@b]") if "@fig-x" in text else ""
    made, findings = manuscript(f"# T\n\n{text}\n", facts, "a", "b", "c", "d")
    assert rules(findings) == []
    assert order(made) == numbered.split()
    assert [reference.number for reference in made.references] == list(range(1, len(made.references) + 1))


def test_the_abstract_comes_first_wherever_it_is_written() -> None:
    made, _ = manuscript("# T\n\n## Discussion\n\n[@a]\n\n## Abstract\n\n[@b]\n", "", "a", "b")
    assert made.abstract is not None
    assert order(made) == ["b", "a"]


def test_statements_come_last() -> None:
    made, _ = manuscript("# T\n\n[@a]\n", "statements: {funding: 'As in [@b].'}", "a", "b")
    assert order(made) == ["a", "b"]


def test_what_nothing_cites_is_not_listed() -> None:
    made, findings = manuscript("# T\n\n[@a]\n", "", "a", "b")
    assert (order(made), findings) == (["a"], [])


def test_references_lead_back_to_every_citation() -> None:
    made, _ = manuscript("# T\n\n[@a] and [@b; @a]^[see [@a]]\n\n| x | y |\n|---|---|\n| [@a] | [@a] |\n", "", "a", "b")
    shown = [node for line in lines_of(everything(made)) for node in nodes_of(line) if isinstance(node, Citation)]
    noted = [node for note in made.notes for line in lines_of(note.blocks) for node in nodes_of(line)]
    shown += [node for node in noted if isinstance(node, Citation)]
    ids = [citation.id for citation in shown]
    assert len(set(ids)) == len(ids) == 5
    assert set(made.references[0].cited_by) == set(ids)
    assert set(made.references[1].cited_by) <= set(ids)


def floats(made: Manuscript) -> list[str]:
    return [
        f"{block.id} {block.label}".replace("\N{NO-BREAK SPACE}", " ")
        for section in everything(made)
        for block in section.blocks
        if isinstance(block, Figure | Table)
    ]


TWO = "figures:\n" + figure("fig-one") + figure("fig-two", 2)


@pytest.mark.parametrize(
    ("text", "laid_out"),
    [
        (
            "a @fig-two\n\nb\n\nc @fig-one",
            "p(a Figure 1) / figure fig-two / p(b) / p(c Figure 2) / figure fig-one",
        ),
        ("a [@fig-one; @fig-two]", "p(a Figures 1 and 2) / figure fig-one / figure fig-two"),
        ("a @fig-one-b @fig-two-b", None),
        ("- a @fig-one\n- b @fig-two", "ul(p(a Figure 1) | p(b Figure 2)) / figure fig-one / figure fig-two"),
        ("a @fig-two-b\n\nb @fig-one", "p(a Figure 1B) / figure fig-two / p(b Figure 2) / figure fig-one"),
    ],
)
def test_a_figure_stands_behind_the_block_that_first_calls_it(text: str, laid_out: str | None) -> None:
    made, findings = manuscript(f"# T\n\n{text}\n", TWO)
    if laid_out is None:
        assert rules(findings) == ["unknown-cross-reference"]
        return
    assert findings == []
    assert blocks(made.sections[0].blocks).replace("\N{NO-BREAK SPACE}", " ") == laid_out


def test_what_nothing_calls_is_printed_at_the_end_and_told() -> None:
    made, findings = manuscript("# T\n\n## A\n\na @fig-two\n\n## B\n\nb\n", TWO)
    assert rules(findings) == ["not-called"]
    assert floats(made) == ["fig-two Figure 1", "fig-one Figure 2"]
    assert blocks(made.sections[-1].blocks).endswith("figure fig-one")


def test_figures_without_any_text_are_printed_all_the_same() -> None:
    made, findings = manuscript("# T\n", TWO)
    assert rules(findings) == ["not-called", "not-called"]
    assert floats(made) == ["fig-one Figure 1", "fig-two Figure 2"]


def test_tables_of_the_text_and_of_case_yaml_are_numbered_together() -> None:
    text = "@tbl-doses\n\n| x |\n|---|\n| 1 |\n\n: In the text {#tbl-labs}\n\n| no | caption |\n|---|---|\n| 1 | 2 |\n"
    made, findings = manuscript(f"# T\n\n{text}", "tables: {tbl-doses: {title: As data, columns: [x], rows: [['1']]}}")
    assert findings == []
    assert floats(made) == ["tbl-doses Table 1", "tbl-labs Table 2", " "]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## A {#sec-x}\n\na\n\n## B {#sec-x}\n\nb\n", ["duplicate-id"]),
        ("## A\n\na\n\n## A\n\nb\n", []),
        ("@tbl-labs\n\n| x |\n|---|\n\n: In the text {#tbl-labs}\n", ["duplicate-id"]),
    ],
)
def test_ids_are_unique(text: str, found: list[str]) -> None:
    facts = "tables: {tbl-labs: {title: As data, columns: [x], rows: [['1']]}}" if "tbl-labs" in text else ""
    made, findings = manuscript(f"# T\n\n{text}", facts)
    assert rules(findings) == found
    shown = [block for section in everything(made) for block in (section, *section.blocks)]
    ids = [block.id for block in shown if isinstance(block, Section | Table)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("A short title", "A short title"),
        ("Liver failure before the rash: a case report", "Liver failure before the rash"),
        ("word " * 20, ("word " * 12).strip() + "…"),
    ],
)
def test_the_running_head(title: str, short: str) -> None:
    made, _ = manuscript(f"# {title}\n\ntext\n")
    assert made.short_title == short
    assert len(made.short_title) <= 61


def test_notes_are_numbered_where_they_are_called_and_all_are_printed() -> None:
    text = "a[^x] b^[in line] c[^x] d[^y]\n\n[^z]: never called\n\n[^y]: calls[^w]\n\n[^x]: first\n\n[^w]: noted\n"
    made, findings = manuscript(f"# T\n\n{text}")
    assert rules(findings) == ["note-not-called"]
    assert [f"{n.number} {blocks(n.blocks)}" for n in made.notes] == [
        "1 p(first)",
        "2 p(in line)",
        "3 p(callsnote 4)",
        "4 p(noted)",
        "5 p(never called)",
    ]
    assert made.notes[0].cited_by == ("note-mark-1", "note-mark-1-2")
    assert made.notes[4].cited_by == ()


def test_notes_that_call_each_other_end() -> None:
    chain = "".join(f"[^{n}]: see[^{n + 1}] and[^{n + 1}]\n\n" for n in range(1500))
    made, findings = manuscript(f"# T\n\na[^0]\n\n{chain}[^1500]: see[^0] [@a]\n", "", "a")
    assert findings == []
    assert len(made.notes) == 1501
    assert order(made) == ["a"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[@a, p. 3]", ["locator-not-printed"]),
        ("[@a]", []),
        ("[see @a, and more]", []),
    ],
)
def test_a_page_that_the_style_does_not_print_is_told(text: str, found: list[str]) -> None:
    made, findings = manuscript(f"# T\n\n{text}\n", "", "a")
    assert rules(findings) == found
    assert order(made) == ["a"]
