"""narrative.md → nodes: what each construct becomes, where it stands, and that no word is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.case.narrative import Narrative
from pipeline.findings import Finding, Location
from pipeline.labels import load_labels
from pipeline.manuscript import CitationMark, CrossReferenceMark, Inline, Section, Table
from pipeline.reading.inline_nodes import plain_text, read_line
from pipeline.reading.narrative import read_narrative, slug
from pipeline.resolving.walk import lines_of, nodes_of
from pipeline.workspace import Workspace
from tests.reading.shown import block, blocks, line

PARTS = load_labels(Workspace(Path()), "en", Location(""))[0].parts


def read(text: str) -> tuple[Narrative, list[Finding]]:
    return read_narrative(text, "narrative.md", PARTS)


def body(text: str) -> str:
    """The blocks of a text without headings."""
    narrative, findings = read(text)
    assert findings == []
    (section,) = narrative.sections
    return blocks(section.blocks)


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("plain words", "plain words"),
        ("*a* and **b**", "em(a) and strong(b)"),
        ("***a***", "em(strong(a))"),
        ("x^2^ and H~2~O", "xsup(2) and Hsub(2)O"),
        ("`a *b*`", "code(a *b*)"),
        ("two\nlines", "two lines"),
        ("hard  \nbreak", "hard⏎break"),
        ("hard\\\nbreak", "hard⏎break"),
        ("$x^2$ is", "math(x^2) is"),
        ("cost $5 and $6", "cost $5 and $6"),
        ("[words](https://example.org)", "link(words → https://example.org)"),
        ("<https://example.org>", "link(https://example.org → https://example.org)"),
        ("[words][x]\n\n[x]: https://example.org", "link(words → https://example.org)"),
        ("[x] alone\n\n[x]: https://example.org", "link(x → https://example.org) alone"),
        ("[words]{care=10c}", "passage(words||10c)"),
        ("[*w* @a]{#p care=8b,8c}", "passage(em(w) said(a)|p|8b,8c)"),
        ("[words] {care=10c}", "[words] {care=10c}"),
        ("[@a; @b]", "cite(a, b)"),
        ("@a says", "said(a) says"),
        ("ada@example.org", "ada@example.org"),
        ("[@a](https://example.org)", "cite(a)(https://example.org)"),
        ("@fig-x and [@fig-x; @tbl-y]", "ref(fig-x) and ref(fig-x, tbl-y)"),
        ("(see @fig-x-b)", "(see ref(fig-x-b))"),
        ("*@a* and **[@b]**", "em(said(a)) and strong(cite(b))"),
        ("{{ patient.age }} at", "value(patient.age) at"),
        ("{{ tests.alt at day 3 }}", "value(tests.alt at day 3)"),
        ("{{ 7*7 }} {% x %}", "{{ 7*7 }} {% x %}"),
        ("`{{ patient }}` and `@a`", "code({{ patient }}) and code(@a)"),
        (r"\@a and \{\{ x \}\}", "@a and {{ x }}"),
        ("<b>bold</b> &amp; <br>", "<b>bold</b> & <br>"),
        ("text[^1]\n\n[^1]: a note", "textnote(1)"),
        ("text^[a note]", "textnote(^0)"),
        ("a -- b ... c", "a -- b ... c"),
        ("5 < 6 > 4 & 3", "5 < 6 > 4 & 3"),
        ("[@key]: not a definition", "cite(key): not a definition"),
    ],
)
def test_what_stands_in_a_line(text: str, nodes: str) -> None:
    assert body(text) == f"p({nodes})"


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("one\n\ntwo", "p(one) / p(two)"),
        ("- a\n- b\n  - c", "ul(p(a) | p(b) / ul(p(c)))"),
        ("3. a\n4. b", "ol3(p(a) | p(b))"),
        ("- a\n\n  b", "ul(p(a) / p(b))"),
        ("> a\n>\n> b", "quote(p(a) / p(b))"),
        ("```\n<a> @b\n```", "pre(<a> @b)"),
        ("    indented", "pre(indented)"),
        ("$$\nx^2\n$$", "display(x^2)"),
        ("a\n\n---\n\nb", "p(a) / break / p(b)"),
        ("<div>\nwords\n</div>", "p(<div> words </div>)"),
        ("| a | b |\n|---|---|\n| 1 | *2* |", "table (: a | b / 1 | em(2))"),
        ("| a |\n|---|\n| 1 |\n\n: The *caption* {#tbl-x}", "table tbl-x(The em(caption): a / 1)"),
        ("| a |\n|---|\n| 1 |\n: On the\nnext lines {#tbl-x}", "table tbl-x(On the next lines: a / 1)"),
        ("| a \\| b |\n|---|\n| @c |", "table (: a | b / said(c))"),
        ("> # heading in a quote", "quote(p(heading in a quote))"),
        (": no table before", "p(: no table before)"),
    ],
)
def test_what_becomes_of_a_block(text: str, nodes: str) -> None:
    assert body(text) == nodes


def test_sections_nest_as_their_headings_do() -> None:
    narrative, findings = read("# T\n\n## A\n\na\n\n### B\n\nb\n\n#### C\n\nc\n\n## D\n\nd\n")
    assert findings == []
    assert line(narrative.title) == "T"
    shown = [block(section) for section in narrative.sections]
    assert shown == ["h2(A: p(a) / h3(B: p(b) / h4(C: p(c))))", "h2(D: p(d))"]


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Discussion", "discussion"),
        ("DISCUSSION", "discussion"),
        ("Case presentation", PARTS["case presentation"]),
        ("Patient perspective", "patient-perspective"),
        ("Our own heading", ""),
        ("Our own heading {care=11}", "discussion"),
        ("Our own heading {care=8b}", "diagnostic-assessment"),
        ("Our own heading {#sec-own care=10a,10b}", "follow-up-and-outcomes"),
        ("*Discussion*", "discussion"),
    ],
)
def test_a_heading_is_known_by_name_synonym_or_attribute(heading: str, part: str) -> None:
    narrative, findings = read(f"# T\n\n## {heading}\n\ntext\n")
    assert findings == []
    assert narrative.sections[0].part == part


def marks_in(narrative: Narrative) -> Iterator[Inline]:
    for one in lines_of(narrative.sections):
        yield from nodes_of(one)
    for note, _ in narrative.notes.values():
        for one in lines_of(note):
            yield from nodes_of(one)


@pytest.mark.parametrize(
    "text",
    [
        "one\ntwo words\nthree and [@KEY] four",
        "one\n\n- a\n- b and [@KEY]",
        "> quoted\n> and [@KEY]",
        "| a | b |\n|---|---|\n| [@one] | [@KEY] |",
        "| a |\n|---|\n| 1 |\n\n: Caption with [@KEY] {#tbl-x}",
        "## A heading with [@KEY]",
        "### A [@KEY] {#sec-a}",
        "text[^1]\n\n[^1]: Note with [@KEY]",
        "text^[an inline note with [@KEY] in it]",
        "*emphasis with [@KEY]*",
        "**see** [words with [@KEY]]{care=8b}",
        "1. a\n\n   b [@KEY]",
        "say @KEY",
        "two [@a] and [@KEY]",
    ],
)
def test_a_citation_knows_its_line_and_column(text: str) -> None:
    narrative, _ = read(text)
    places = [
        cite.origin
        for node in marks_in(narrative)
        if isinstance(node, CitationMark)
        for cite in node.cites
        if cite.key == "KEY"
    ]
    number = next(n for n, source in enumerate(text.split("\n"), start=1) if "@KEY" in source)
    column = text.split("\n")[number - 1].index("@KEY") + 1
    assert [(place.line, place.column, place.length) for place in places] == [(number, column, 4)]


def test_every_mark_has_a_place_of_its_own() -> None:
    row = "| [@a] | [@a] | [@a] |"
    text = f"[@a] and [@a]^[note [@a]] and^[note [@a]]\n\n| a | b | c |\n|---|---|---|\n{row}\n{row}\n"
    narrative, _ = read(text)
    places = [(node.origin.line, node.origin.column) for node in marks_in(narrative) if isinstance(node, CitationMark)]
    assert len(places) == 10
    assert len(set(places)) == 10


def test_notes_keep_their_blocks() -> None:
    narrative, findings = read("a[^x] b^[*in* line]\n\n[^x]: first\n\n    second\n")
    assert findings == []
    assert {label: blocks(note) for label, (note, _) in narrative.notes.items()} == {
        "x": "p(first) / p(second)",
        "^1": "p(em(in) line)",
    }


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("# A\n\n# B\n\nx", "second-title", "3:3"),
        ("# A\n\n##Discussion\n\nx", "heading-without-blank", "3:3"),
        ("## A {#intro}\n\nx", "section-id", "1:4"),
        ("## A\n\n#### B\n\nx", "heading-level-skipped", "3:6"),
        ("x\n\n[a]: https://example.org", "link-definition-not-used", "3:1"),
        ("[a]\n\n[a]: https://example.org\n[a]: https://example.com", "link-definition-not-used", "4:1"),
        ("# T {#sec-t}\n\nx", "unknown-attribute", "1:3"),
        ("> ## A {care=8b}", "unknown-attribute", "1:6"),
        ("a[^1]\n\n[^1]: x\n[^1]: y", "note-defined-twice", "4:1"),
        ("a ![b](c.png)", "picture-in-prose", "1:3"),
        ("a [b](javascript:c)", "link-not-safe", "1:3"),
        ("a [b](other.html)", "link-not-safe", "1:3"),
        ("a [b](//example.org/x)", "link-not-safe", "1:3"),
        ("a [b](data:text/html,x)", "link-not-safe", "1:3"),
        ('a [b](https://example.org "c")', "link-title-not-printed", "1:3"),
        ("a $\\frac{1$", "bad-formula", "1:4"),
        ("a [b]{colour=red}", "unknown-attribute", "1:3"),
        ("a [b]{care=14}", "unknown-care-item", "1:3"),
        ("a [b]{#fig-x}", "passage-id", "1:3"),
        ("| a |\n|---|\n| 1 | 2 |", "table-row-too-long", "3:1"),
        ("| a |\n|---|\n\n: b", "table-without-id", "4:3"),
        ("| a |\n|---|\n\n: b {#fig-x}", "table-id", "4:3"),
    ],
)
def test_what_would_be_lost_is_told(text: str, rule: str, place: str) -> None:
    _, findings = read(text)
    assert [(f.rule.id, str(f.where)) for f in findings] == [(rule, f"narrative.md:{place}")]


@pytest.mark.parametrize(
    "text", ["#2 biopsy", "#tag", "\\##Discussion", "    ##code", "a\n\n## Discussion\n\nb", "x ##y"]
)
def test_what_is_no_heading_and_does_not_look_like_one(text: str) -> None:
    assert read(text)[1] == []


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("*a* [@b] and @fig-c", "em(a) cite(b) and ref(fig-c)"),
        ("{{ patient }} and [^1] and <b>", "value(patient) and note(1) and <b>"),
        ("- not a list\n\n# nor a heading", "- not a list  # nor a heading"),
        ("1. no list", "1. no list"),
        ("CO~2~ at 10^9^/L", "COsub(2) at 10sup(9)/L"),
    ],
)
def test_a_line_of_case_yaml_has_marks_but_no_notes_or_blocks(text: str, nodes: str) -> None:
    found, findings = read_line(text, Location("case.yaml", 7, 10))
    assert findings == []
    assert line(found) == nodes


def test_a_mark_in_case_yaml_knows_its_place() -> None:
    found, _ = read_line("see [@a] and @fig-b", Location("case.yaml", 7, 10))
    places = [str(node.origin) for node in found if isinstance(node, CitationMark | CrossReferenceMark)]
    assert places == ["case.yaml:7:14", "case.yaml:7:23"]


@pytest.mark.parametrize(
    ("words", "made"),
    [("Case présentation!", "case-presentation"), ("A – B", "a-b"), ("", "text"), ("病例", "病例"), ("--", "text")],
)
def test_ids_of_sections(words: str, made: str) -> None:
    assert slug(words) == made


def words_in(narrative: Narrative) -> str:
    everything = [narrative.title, *lines_of(narrative.sections)]
    everything += [one for note, _ in narrative.notes.values() for one in lines_of(note)]
    return " ".join(plain_text(one) for one in everything)


WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzäß0123456789", min_size=1, max_size=8), min_size=1, max_size=12)
AROUND = st.sampled_from(
    ["{}", "*{}*", "**{}**", "({})", "[{}]", "{},", "“{}”", "<{}>", "~{}~", "^{}^", "{{ {} }}", "_{}_"]
)
BETWEEN = st.sampled_from([" ", "\n", "\n\n", " & ", " - ", "\n- ", "\n> ", "\n## ", "; ", " | "])


@settings(deadline=None, max_examples=250)
@given(WORDS, st.data())
def test_no_word_of_a_paragraph_is_lost(words: list[str], data: st.DataObject) -> None:
    text = ""
    for word in words:
        text += data.draw(AROUND).replace("{}", word) + data.draw(BETWEEN)
    narrative, _ = read(text)
    shown = re.findall(r"[^\W_]+", words_in(narrative))
    for word in words:
        assert word in "".join(shown), text


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200).map(lambda text: text.replace("\r", "\n")))  # as texts are read
def test_no_text_breaks_the_reader(text: str) -> None:
    narrative, findings = read(text)
    assert isinstance(narrative, Narrative)
    assert all(finding.where.file == "narrative.md" for finding in findings)


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from(list("ab @[]{}()*_`$^~#>-|:;!\\\n\t1.=<&")), max_size=60))
def test_nothing_that_looks_like_markdown_breaks_the_reader(text: str) -> None:
    narrative, findings = read(text)
    # Every letter typed is shown, or a finding says that something was not.
    everything = "".join(
        [block(section) for section in narrative.sections],
    )
    everything += line(narrative.title) + "".join(blocks(note) for note, _ in narrative.notes.values())
    typed, shown = Counter(re.findall(r"[ab]", text)), Counter(everything)
    assert findings or all(shown[letter] >= count for letter, count in typed.items()), everything


def tables(sections: tuple[Section, ...]) -> list[Table]:
    return [found for section in sections for found in section.blocks if isinstance(found, Table)]


def test_every_row_is_as_wide_as_the_head() -> None:
    narrative, _ = read("| a | b |\n|:--|--:|\n| 1 |\n| 1 | 2 | 3 |\n")
    (table,) = tables(narrative.sections)
    assert [str(alignment) for alignment in table.alignments] == ["left", "right"]
    assert [len(row) for row in table.rows] == [2, 2]
