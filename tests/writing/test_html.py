"""The HTML writer: each node as it is printed, and what holds for every page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as parser

from pipeline.findings import Location
from pipeline.manuscript import (
    Block,
    BulletList,
    Citation,
    CitationMark,
    Code,
    CodeBlock,
    CrossReference,
    Emphasis,
    Inline,
    Kind,
    LineBreak,
    Link,
    LinkedText,
    Manuscript,
    NoteReference,
    NumberedList,
    Paragraph,
    Passage,
    Placeholder,
    Quote,
    Section,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    ThematicBreak,
)
from pipeline.writing.formulas import mathml_element
from pipeline.writing.html import back_links, write
from pipeline.writing.html_nodes import Nodes
from pipeline.writing.look import Look
from tests.writing.specimen import LABELS, course, labs, p, shipped, skin, specimen, with_body

AT = Location("cases/x/narrative.md", 3, 1)


def nodes() -> Nodes:
    return Nodes(shipped().fill, LABELS, mathml_element, on_screen=True)


def page(manuscript: Manuscript) -> str:
    output = write(manuscript, shipped(), Look())
    assert output.findings == ()
    return output.files[f"{manuscript.case_id}.html"].decode()


def tree(manuscript: Manuscript) -> parser.HtmlElement:
    return parser.fromstring(page(manuscript))


X = (Text("x", AT),)
_TOGETHER = 'α/<span class="unbroken">{}</span>, <span class="unbroken">{}</span>'


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Text('5 < 6 & "so"', AT), "5 &lt; 6 &amp; &#34;so&#34;"),
        (Text("α/β-thalassaemia, T-cell", AT), _TOGETHER.format("β-thalassaemia", "T-cell")),
        (Emphasis(X, AT), "<em>x</em>"),
        (Strong(X, AT), "<strong>x</strong>"),
        (Superscript(X, AT), "<sup>x</sup>"),
        (Subscript(X, AT), "<sub>x</sub>"),
        (SmallCaps(X, AT), '<span class="small-caps">x</span>'),
        (Code("<b>", AT), "<code>&lt;b&gt;</code>"),
        (LineBreak(AT), "<br>\n"),
        (Link("https://example.org/a b?q=ü&r", X, AT), '<a href="https://example.org/a%20b?q=%C3%BC&amp;r">x</a>'),
        (Link("#sec-one two", X, AT), '<a href="#sec-one%20two">x</a>'),
        (Link("javascript:alert(1)", X, AT), "x"),
        (
            Passage(X, "psg", ("8b", "10c"), AT),
            '<span id="psg" data-origin="at-narrative-3-1" data-care="8b 10c">x</span>',
        ),
        (Passage(X, "", (), AT), '<span id="at-narrative-3-1">x</span>'),
        (
            Citation((LinkedText("["), LinkedText("1", "ref-a"), LinkedText("]")), False, "cite-1", AT),
            '<span class="citation" id="cite-1">[<a role="doc-biblioref" href="#ref-a">1</a>]</span>',
        ),
        (
            Citation((LinkedText("1", "ref-a/ü%"),), True, "cite-1", AT),
            '<sup class="citation" id="cite-1"><a role="doc-biblioref" href="#ref-a/%C3%BC%25">1</a></sup>',
        ),
        (
            CrossReference((LinkedText("Figure 1A", "fig-a"), LinkedText(" and 2")), AT),
            '<a class="cross-reference" href="#fig-a">Figure 1A</a> and 2',
        ),
        (
            NoteReference(2, "note-2", "note-mark-2", AT),
            '<sup class="note-mark"><a role="doc-noteref" id="note-mark-2" href="#note-2">2</a></sup>',
        ),
        (Placeholder("no such thing", AT), '<mark class="placeholder" id="at-narrative-3-1">no such thing</mark>'),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_inline(node: Inline, expected: str) -> None:
    assert nodes().inlines((node,)) == expected


ONE = (Paragraph(X, AT),)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (ONE[0], '<p id="at-narrative-3-1">x</p>'),
        (
            BulletList((ONE,), replace(AT, line=2)),
            '<ul id="at-narrative-2-1"><li><span id="at-narrative-3-1">x</span></li></ul>',
        ),
        (
            NumberedList((ONE + ONE,), 3, replace(AT, line=2)),
            (
                '<ol id="at-narrative-2-1" start="3">'
                '<li><p id="at-narrative-3-1">x</p><p data-origin="at-narrative-3-1">x</p></li></ol>'
            ),
        ),
        (
            Quote(ONE, replace(AT, line=2)),
            '<blockquote id="at-narrative-2-1"><p id="at-narrative-3-1">x</p></blockquote>',
        ),
        (CodeBlock("<a>\n b", AT), '<pre id="at-narrative-3-1"><code>&lt;a&gt; b</code></pre>'),
        (ThematicBreak(AT), '<hr id="at-narrative-3-1">'),
        (
            Section("sec-a", 3, X, "", ("4",), (), AT),
            '<section id="sec-a" data-origin="at-narrative-3-1" data-care="4"><h3>x</h3></section>',
        ),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_block(node: Block, expected: str) -> None:
    assert re.sub(r"\s*\n\s*", "", nodes().blocks((node,)).replace("\n b", " b")) == expected


def test_a_mark_that_was_not_resolved_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="not resolved"):
        nodes().inlines((CitationMark((), False, AT),))


def test_figure_has_panels_letters_alt_and_caption() -> None:
    figure = tree(with_body(skin())).get_element_by_id("fig-skin")
    assert [img.get("alt") for img in figure.iter("img")] == [panel.alt for panel in skin().panels]
    assert [img.get("src") for img in figure.iter("img")] == [f"figures/fig-skin-{x}.png" for x in "abc"]
    assert figure.xpath("string(.//*[@id='fig-skin-b']/*[@class='letter'])") == "B"
    caption = " ".join(figure.find("figcaption").text_content().split())
    assert caption.startswith("Figure 1. Exanthem on day 0. Photographs at presentation. (A) Trunk")
    assert caption.endswith("Photographs: B. Muster.")


def test_figure_of_one_panel_has_no_letter() -> None:
    figure = tree(with_body(course())).get_element_by_id("fig-course")
    assert not figure.find_class("letter")


def test_table_has_caption_heads_cells_and_notes() -> None:
    block = tree(with_body(labs())).get_element_by_id("tbl-labs")
    assert block.xpath("string(.//caption)") == "Table 1. Laboratory course."
    assert [th.text for th in block.iter("th")] == ["Test", "Unit", "Reference range", "Day 0", "Day 12", "Day 90"]
    assert {th.get("scope") for th in block.iter("th")} == {"col"}
    assert block.xpath("count(.//tbody/tr)") == 4
    assert "Blood was drawn" in block.find_class("table-note")[0].text_content()
    (scroll,) = block.find_class("scroll")
    assert (scroll.get("tabindex"), scroll.get("role"), scroll.get("aria-label")) == (
        "0",
        "region",
        "Table 1, scrolls sideways",
    )


def test_references_link_back_to_each_citation() -> None:
    (bibliography,) = tree(specimen()).xpath("//*[@role='doc-bibliography']")
    first, second = bibliography.xpath(".//li")
    assert (first.get("id"), second.get("id")) == ("ref-one-1", "ref-two-2")
    assert first.xpath(".//a[@role='doc-backlink']/@href") == ["#cite-1", "#cite-2"]
    assert [a.text_content() for a in second.xpath(".//a[@role='doc-backlink']")] == ["↑"]
    assert back_links(("x",) * 28)[25:] == [("z", "x"), ("aa", "x"), ("bb", "x")]


@pytest.mark.parametrize("kind", list(Kind))
def test_ids_are_unique_and_every_link_inside_leads_somewhere(kind: Kind) -> None:
    root = tree(specimen(kind, draft_errors=1))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in root.xpath("//a/@href") if href.startswith("#")}
    assert targets <= set(ids)


def test_an_id_used_twice_stays_with_the_first() -> None:
    twice = Section("sec-a", 2, X, "", (), (Section("sec-a", 3, X, "", (), (), AT),), AT)
    manuscript = replace(specimen(), sections=(twice,))
    assert page(manuscript).count('id="sec-a"') == 1


def test_every_file_the_page_names_is_there_and_nothing_from_elsewhere() -> None:
    output = write(specimen(), shipped(), Look())
    root = parser.fromstring(output.files["specimen.html"].decode())
    named = {element.get("src") or element.get("href") for element in root.iter("img", "link", "script")}
    named |= {a.get("href") for a in root.iter("a") if a.get("class") == "whole"}
    assert named - {None} <= set(output.files)
    for name, content in output.files.items():
        if name.endswith(".css"):
            for url in re.findall(r'url\("(.*?)"\)', content.decode()):
                assert f"assets/{url}" in output.files


def test_the_policy_can_be_strict() -> None:
    root = tree(specimen(Kind.SYNTHETIC, draft_errors=2))
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not root.xpath("//style | //@style | //@*[starts-with(name(), 'on')]")
    assert {script.get("src") or script.get("type") for script in root.iter("script")} == {
        "assets/page.js",
        "application/ld+json",
    }


def test_hostile_text_stays_text() -> None:
    evil = '"><script>alert(1)</script>{{ 7*7 }}{% raw %}'
    panel = replace(course().panels[0], alt=evil)
    manuscript = replace(
        with_body(p(evil), replace(course(), panels=(panel,))),
        short_title=evil,
        byline=evil,
        keywords=(evil,),
        authors=tuple(replace(author, name=evil) for author in specimen().authors),
    )
    text = page(manuscript)
    assert "<script>" not in text
    assert "{{ 7*7 }}{% raw %}" in text
    assert parser.fromstring(text).xpath("//figure//img/@alt") == [evil]


def test_own_case_may_be_found_by_search_engines() -> None:
    text = page(specimen())
    assert "noindex" not in text
    assert 'class="notice"' not in text


@pytest.mark.parametrize("kind", [Kind.SYNTHETIC, Kind.RETOLD])
def test_what_is_no_own_case_says_so_at_both_ends(kind: Kind) -> None:
    root = tree(specimen(kind))
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex, noarchive"]
    assert [n.text for n in root.find_class("notice")] == [LABELS[f"notice_{kind}"]] * 2
    assert not root.xpath("//meta[starts-with(@name, 'citation_')]")


@pytest.mark.parametrize(
    ("errors", "said"), [(0, []), (1, ["DRAFT – 1 error to mend"]), (3, ["DRAFT – 3 errors to mend"])]
)
def test_a_draft_says_so(errors: int, said: list[str]) -> None:
    assert [n.text for n in tree(specimen(draft_errors=errors)).find_class("draft")] == said


def test_same_manuscript_same_bytes() -> None:
    manuscript = specimen(Kind.RETOLD)
    assert write(manuscript, shipped(), Look()).files == write(manuscript, shipped(), Look()).files
