"""Styles that authors keep in templates/citation-styles/: found first, read without trust, and what is said of them."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest

from pipeline.findings import Finding, Location
from pipeline.library import Item
from pipeline.manuscript import Text
from pipeline.resolving.csl import NumberedCite, Style, load_style
from pipeline.resolving.csl.styles import INSTALLED
from pipeline.workspace import Workspace

HERE = Location("cases/a/case.yaml", 3, 8)
FILE = "templates/citation-styles/mine.csl"
NAMESPACE = 'xmlns="http://purl.org/net/xbiblio/csl"'
CITATION = '<citation><layout prefix="[" suffix="]"><text variable="citation-number"/></layout></citation>'
TITLE = '<text variable="citation-number" suffix=". "/><text variable="title"/>'
ITEM = Item("doe2020", {"type": "article-journal", "title": "A title"}, Location("references.bib", 1))


def written(inside: str, root: str = f'{NAMESPACE} version="1.0" class="in-text"') -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<style {root}>\n{inside}\n</style>\n'


def with_list(layout: str = TITLE, before: str = "", citation: str = CITATION) -> str:
    return written(f"{before}\n{citation}\n<bibliography>\n<layout>\n{layout}\n</layout>\n</bibliography>")


def dependent(parent: str, locale: str = "") -> str:
    link = f'<info><link rel="independent-parent" href="http://www.zotero.org/styles/{parent}"/></info>'
    return written(link, f'{NAMESPACE} version="1.0" class="in-text" {locale}')


def load(root: Path, style: str | bytes, name: str = "mine", file: str = FILE) -> tuple[Style | None, list[Finding]]:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(style if isinstance(style, bytes) else style.encode())
    return load_style(name, HERE, Workspace(root))


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule.id, str(finding.where)) for finding in findings]


def printed(style: Style | None) -> str:
    assert style is not None
    (entry,) = style.entries([(1, ITEM)])
    assert entry.findings == ()
    return " ".join([entry.label, *(node.text for node in entry.body if isinstance(node, Text))])


# --- found ----------------------------------------------------------------------------------------------


def test_it_is_used_with_a_warning(tmp_path: Path) -> None:
    style, findings = load(tmp_path, with_list())
    assert printed(style) == "1. A title"
    assert told(findings) == [("citation-style-not-verified", str(HERE))]


@pytest.mark.parametrize(
    ("file", "name"), [("bmj.csl", "bmj"), ("vancouver.csl", "vancouver"), ("My Own_Style.csl", "my own style.csl")]
)
def test_it_comes_before_installed_styles_and_their_other_names(tmp_path: Path, file: str, name: str) -> None:
    style, _ = load(tmp_path, with_list('<text value="Mine: "/><text variable="title"/>'), name, f"{FILE[:26]}{file}")
    assert printed(style).strip() == "Mine: A title"


@pytest.mark.parametrize("name", ["../mine", "citation-styles/mine", "mine/../mine", "/mine"])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    style, (finding,) = load(tmp_path, with_list(), name)
    assert style is None
    assert finding.rule.id == "unknown-citation-style"


def test_one_that_depends_on_a_verified_style_is_verified_and_has_its_own_language(tmp_path: Path) -> None:
    style, findings = load(tmp_path, dependent("bmj", 'default-locale="de-DE"'))
    assert style is not None
    assert (style.path.stem, style.default_locale, findings) == ("bmj", "de-DE", [])


def test_one_that_depends_on_a_style_by_its_earlier_name_finds_it(tmp_path: Path) -> None:
    style, findings = load(tmp_path, dependent("vancouver"))
    assert style is not None
    assert (style.path.stem, findings) == ("nlm-citation-sequence", [])


def test_one_that_depends_on_a_style_that_cites_by_author_is_refused(tmp_path: Path) -> None:
    style, (finding,) = load(tmp_path, dependent("apa"))
    assert style is None
    assert finding.rule.id == "citation-style-not-offered"


def test_a_copy_of_a_verified_style_is_the_authors_own(tmp_path: Path) -> None:
    style, findings = load(tmp_path, (INSTALLED / "bmj.csl").read_bytes())
    assert style is not None
    assert told(findings) == [("citation-style-not-verified", str(HERE))]


def test_without_categories_it_is_known_by_what_it_prints(tmp_path: Path) -> None:
    by_macro = '<macro name="n"><number variable="citation-number"/></macro>'
    numbers = '<citation><layout><text macro="n"/></layout></citation>'
    assert load(tmp_path, with_list(before=by_macro, citation=numbers))[0] is not None
    authors = '<citation><layout><names variable="author"/></layout></citation>'
    style, (finding,) = load(tmp_path, with_list(citation=authors))
    assert style is None
    assert "does not number its references" in finding.message


def test_one_without_a_list_of_references_is_refused(tmp_path: Path) -> None:
    style, (finding,) = load(tmp_path, written(CITATION))
    assert style is None
    assert "has no list of references" in finding.message


def test_one_that_puts_the_latest_reference_first_is_refused(tmp_path: Path) -> None:
    order = (
        '<bibliography><sort><key variable="citation-number"{}/></sort><layout>' + TITLE + "</layout></bibliography>"
    )
    assert load(tmp_path, written(CITATION + order.format("")))[0] is not None
    style, (finding,) = load(tmp_path, written(CITATION + order.format(' sort="descending"')))
    assert style is None
    assert finding.rule.id == "citation-style-not-offered"


# --- broken ---------------------------------------------------------------------------------------------

HUNDRED = "".join(f'<macro name="m{n}"><text macro="m{n + 1}"/></macro>' for n in range(100))
BILLION = "".join(f'<macro name="m{n}">' + f'<text macro="m{n + 1}"/>' * 10 + "</macro>\n" for n in range(9))
ENTITY = '<!DOCTYPE style [<!ENTITY a "aaaa">]>'
CALL = '<text macro="m0"/>'


@pytest.mark.parametrize(
    ("style", "place", "message"),
    [
        ("", "", "the file is empty"),
        (" \n", "", "the file is empty"),
        ("just words", ":1", "this is no citation style"),
        ("\x00\x01\x02" * 100, ":1", "this is no citation style"),
        ("<!-- saved -->\n<!DOCTYPE html>\n<html><p>404</html>", ":1", "this is a web page"),
        ("<?xml version='1.0'?>\n<HTML xmlns='http://www.w3.org/1999/xhtml'/>", ":1", "this is a web page"),
        ("<!---->" * 100_000 + "<style", ":1", "a tag begins here that never ends"),
        ("<!--" * 100_000, ":1", "a character stands here that may not"),
        (with_list()[:200], ":4:75", "a tag begins here that never ends"),
        (with_list().partition("<bib")[0], ":5:1", "the file ends before the style does"),
        (with_list().replace("</citation>", "</layout>"), ":4:86", "is not the one that was opened last"),
        (with_list('<text value="<"/>'), ":7:14", "< is written &lt;"),
        (with_list("a & b"), ":7:4", "& is written &amp;"),
        (with_list('<text value="&nbsp;"/>'), ":7:1", "write the character itself"),
        (with_list().replace('version="1.0" ', "", 1), ":1:7", "the first line is not what XML asks for"),
        (with_list('<text term="in" term="at"/>'), ":7:17", "an attribute stands twice"),
        (with_list() + "<style/>", ":11:1", "something follows here after the end"),
        (with_list().replace("utf-8", "klingon"), ":1", "save it as UTF-8"),
        (with_list('<text value="\xfc"/>').encode("latin-1"), ":7:14", "a character stands here that may not"),
        (with_list('<text value="\ufdd0"/>'), ":7:14", "a character stands here that is no text"),
        (with_list().replace("<style", ENTITY + "\n<style", 1), ":2", "DOCTYPE"),
        (with_list().replace("<style", '<!DOCTYPE s SYSTEM "file:///etc/passwd"><style', 1), ":2", "other files"),
        (with_list("<group>" * 100 + TITLE + "</group>" * 100), ":7:400", "more than 60 tags"),
        (with_list("<group/>" * 30_000), ":7:159953", "more than 20,000 tags"),
        (b"<style>" + b" " * 1_000_001, "", "larger than any style"),
        ("<csl/>", ":1:1", "it begins with <csl>"),
        (f'<locale {NAMESPACE} version="1.0"/>', ":1:1", "it begins with <locale>"),
        ('<style version="1.0"/>', ":1:1", "it lacks xmlns="),
        (f'<style {NAMESPACE} version="1.1mlz1"/>', ":1:1", "written for CSL-M (Juris-M)"),
        (f'<style {NAMESPACE} version="1.1"/>', ":1:1", "written for CSL 1.1; only CSL 1.0"),
        (f"<style {NAMESPACE}/>", ":1:1", "does not say for which version"),
        (written(""), ":2:1", "nothing says how citations look"),
        (written("<citation/>"), ":3:1", "nothing says how citations look"),
        (written(CITATION + "\n<bibliography/>"), ":4:1", "nothing says how references look"),
        (with_list('<text macro="tilte"/>', '<macro name="title"/>'), ":7:13", "there is none; is `title` meant?"),
        (with_list(before='<macro name="m"><text macro="m"/></macro>'), ":3:1", "`m` calls `m`"),
        (
            with_list(before='<macro name="a"><text macro="b"/></macro>\n<macro name="b"><text macro="a"/></macro>'),
            "",
            "calls itself without end",
        ),
        (
            with_list(CALL, HUNDRED + '<macro name="m100"><text macro="m0"/></macro>'),
            "",
            "calls `…` calls",
        ),
        (with_list(CALL, BILLION + '<macro name="m9"><text value="ha"/></macro>'), "", "asks for too much work"),
        (with_list(CALL, HUNDRED + '<macro name="m100"><text value="ha"/></macro>'), "", "asks for too much work"),
        (with_list(f'<text value="{"a" * 200_000}"/>'), ":6:1", "this layout asks for too much work"),
        (dependent("no-such-parent"), "", "depends on another that is not installed"),
        (dependent("../../../etc/passwd"), "", "depends on another that is not installed"),
        (with_list(TITLE + "<blink/>" * 19_000), "", "more than 200 parts"),
        (with_list(TITLE + '<text variable="titles"/>' * 19_000), "", "more than 200 parts"),
        (with_list("<group/>"), "", "an ordinary article cannot be printed"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_plain_words(
    tmp_path: Path, style: str | bytes, place: str, message: str
) -> None:
    begun = time.process_time()
    loaded, findings = load(tmp_path, style)
    assert time.process_time() - begun < 3
    assert loaded is None
    (finding,) = findings
    assert finding.rule.id == "citation-style-file"
    assert str(finding.where).startswith(FILE + place)
    assert message in finding.message
    assert finding.hint


def test_macros_within_measure_are_no_fault(tmp_path: Path) -> None:
    """Nearly as deep, and nearly as many calls, as what is refused above."""
    deep = HUNDRED[: HUNDRED.index('<macro name="m46">')] + f'<macro name="m46">{TITLE}</macro>'
    assert printed(load(tmp_path, with_list(CALL, deep))[0]) == "1. A title"
    wide = BILLION.replace('<text macro="m3"/>', '<text value="ha"/>')
    style, _ = load(tmp_path, with_list(TITLE + CALL, wide + '<macro name="m9"/>'))
    assert printed(style).count("ha") == 1_000


def test_many_missing_macros_are_not_all_named(tmp_path: Path) -> None:
    begun = time.process_time()
    macros = "".join(f'<macro name="n{n}"><text macro="{n}-m"/></macro>' for n in range(9_000))
    _, findings = load(tmp_path, with_list(TITLE, macros))
    assert len(findings) == 10
    assert time.process_time() - begun < 5


def test_a_file_that_is_a_folder_is_not_taken_for_a_style(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    style, (finding,) = load_style("mine", HERE, Workspace(tmp_path))
    assert style is None
    assert finding.rule.id == "unknown-citation-style"


# --- odd ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "place", "message"),
    [
        ('<text variable="title"/><blink/>', ":7:25", "CSL knows no <blink> in <layout>"),
        ('<text variable="title" colour="red"/>', ":7:24", "CSL knows no colour of <text>"),
        ('<text variable="title" font-stlye="italic"/>', ":7:24", "is font-style meant?"),
        ('<text variable="title" font-style="slanted"/>', ":7:36", "font-style of <text> cannot be 'slanted'"),
        ('<text variable="title"/><text variable="titel"/>', ":7:41", "cannot be 'titel'; is title meant?"),
        ('<text variable="title"/><info/>', ":7:25", "CSL knows no <info> in <layout>"),
        ('<text variable="title"/><text/>', ":7:25", "does not say what it is about"),
        ('<text variable="title"/><x:note xmlns:x="urn:x"/>', ":7:25", "CSL knows no <note> in <layout>"),
        (
            '<text variable="title"/><names variable="author"><name et-al-min="many"/></names>',
            ":7:67",
            "cannot be 'many'",
        ),
        ('<text\n  variable="title"\n  quotes="maybe"/>', ":9:11", "quotes of <text> cannot be 'maybe'"),
    ],
)
def test_what_csl_does_not_know_is_passed_over_with_a_warning(
    tmp_path: Path, layout: str, place: str, message: str
) -> None:
    style, (finding, *findings) = load(tmp_path, with_list(layout))
    assert (finding.rule.id, str(finding.where)) == ("citation-style-part", FILE + place)
    assert message in finding.message
    assert {each.rule.id for each in findings} <= {"citation-style-part", "citation-style-not-verified"}
    assert printed(style).strip() == "A title"


def test_many_odd_parts_are_not_all_named(tmp_path: Path) -> None:
    _, findings = load(tmp_path, with_list(TITLE + "<blink/>" * 150))
    assert len(findings) == 12
    assert "140 more parts" in findings[10].message


@pytest.mark.parametrize(
    ("locale", "places"), [("tlh", [f"{FILE}:2:78"]), ("de-XX", []), ("de-AT", []), ("!", [f"{FILE}:2:78"])]
)
def test_a_language_that_csl_has_no_words_for_is_told(tmp_path: Path, locale: str, places: list[str]) -> None:
    style, findings = load(tmp_path, with_list().replace('class="', f'default-locale="{locale}" class="'))
    assert style is not None
    assert [str(finding.where) for finding in findings[:-1]] == places


def test_what_a_style_prints_is_text(tmp_path: Path) -> None:
    """Neither a style nor its words can write markup: everything is a text node, escaped by the writers."""
    layout = f'{TITLE}<text value="&lt;script&gt;alert(1)&lt;/script&gt;" prefix="&lt;b&gt;" suffix="&amp;nbsp;"/>'
    style, _ = load(tmp_path, with_list(layout))
    assert printed(style) == "1. A title<b><script>alert(1)</script>&nbsp;"
    term = '<locale xml:lang="en"><terms><term name="in">&lt;i&gt;in</term></terms></locale>'
    style, _ = load(tmp_path, with_list(TITLE + '<text term="in" prefix=" "/>', term))
    assert printed(style) == "1. A title <i>in"
    odd = CITATION.replace("[", "&lt;script&gt;")
    style, _ = load(tmp_path, with_list(citation=odd))
    assert style is not None
    ((first, *_),) = style.clusters([[NumberedCite(1, "ref-a")]])
    assert first.text == "<script>"


def damaged(xml: bytes, seed: int) -> bytes:
    """A style with bytes changed, its end lost, a value lost, values exchanged, or tags in each other's places."""
    chance = random.Random(seed)
    values = list(re.finditer(rb'="[^"]*"', xml))
    one, other = chance.choice(values), chance.choice(values)
    tags = list(re.finditer(rb"<(?:text|group|names|date|label|choose|if)\b[^<>]*/>", xml))
    first, last = sorted(chance.sample(tags, 2), key=lambda tag: tag.start())
    match seed % 5:
        case 0:
            position = chance.randrange(len(xml))
            return xml[:position] + bytes([chance.randrange(256)]) + xml[position + 1 :]
        case 1:
            return xml[: chance.randrange(len(xml))]
        case 2:
            return xml[: one.start()] + b'=""' + xml[one.end() :]
        case 3:
            return xml[: one.start()] + other.group() + xml[one.end() :]
        case _:
            return xml[: first.start()] + last.group() + xml[first.end() : last.start()] + xml[last.end() :]


@pytest.mark.parametrize("name", ["nlm-citation-sequence", "bmj", "the-lancet"])
def test_a_damaged_style_is_refused_or_printed_and_nothing_is_raised(tmp_path: Path, name: str) -> None:
    used = 0
    for seed in range(50):
        style, findings = load(tmp_path, damaged((INSTALLED / f"{name}.csl").read_bytes(), seed))
        assert findings
        if style is not None:
            (entry,) = style.entries([(1, ITEM)])
            assert "None" not in "".join(node.text for node in entry.body if isinstance(node, Text))
            used += 1
    assert 5 < used < 50


# --- changed --------------------------------------------------------------------------------------------


def test_a_file_that_changes_prints_anew(tmp_path: Path) -> None:
    style, _ = load(tmp_path, with_list())
    assert printed(style) == "1. A title"
    changed, _ = load(tmp_path, with_list(TITLE + '<text value="!"/>'))
    assert printed(changed) == "1. A title!"
    assert printed(style) == "1. A title"
