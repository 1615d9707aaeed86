"""The small rules of the citation engine, each by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.findings import Location
from pipeline.resolving.csl.casing import cased
from pipeline.resolving.csl.initials import initials, respaced
from pipeline.resolving.csl.markup import (
    CLOSE,
    OPEN,
    Quotes,
    from_item,
    glue,
    italic,
    marked,
    punctuation_in_quotes,
    to_inlines,
    visible,
)
from pipeline.resolving.csl.pages import page_range
from pipeline.resolving.csl.particles import after_given, before_family
from tests.resolving.csl_oracle import compare

QUOTES = Quotes(("“", "”"), ("‘", "’"))


@pytest.mark.parametrize(
    ("left", "right", "text"),
    [
        ("Done.", ".", "Done."),
        ("So?", ".", "So?"),
        ("So?", ",", "So?,"),
        ("et al.", ", ", "et al., "),
        ("a ", " b", "a b"),
        ("a. ", ". b", "a. b"),
        ("a:", ".", "a:"),
        ("", ".", "."),
        ("...", "x", "...x"),
        (marked("i", "et al."), ".", marked("i", "et al.")),
        ("And then …", ".", "And then …."),
    ],
)
def test_punctuation_is_not_doubled_where_pieces_meet(left: str, right: str, text: str) -> None:
    assert glue(left, right) == text


def test_a_comma_moves_into_quotation_marks() -> None:
    assert punctuation_in_quotes(marked("quote", "Title") + ", J") == marked("quote", "Title,") + " J"
    assert punctuation_in_quotes(marked("quote", "Title.") + ". J") == marked("quote", "Title.") + " J"


@pytest.mark.parametrize(
    ("pages", "style_format", "printed"),
    [
        ("1135-1146", "minimal", "1135–46"),
        ("1135-1146", "expanded", "1135–1146"),
        ("1135-1146", None, "1135–1146"),
        ("1-12", "minimal", "1–12"),
        ("1099-102", "minimal", "1099–102"),
        ("1099-102", "expanded", "1099–1102"),
        ("101-105", "minimal-two", "101–05"),
        ("101-105", "chicago", "101–5"),
        ("321-328", "chicago", "321–28"),
        ("1496-1504", "chicago", "1496–1504"),
        ("S33-S39", "minimal", "S33–9"),
        ("S33-S39", "expanded", "S33–S39"),
        ("7-7", "minimal", "7–7"),
        ("S12-5", "minimal", "S12-5"),
        ("12A-14A", "minimal", "12A-14A"),
        ("12; 15-18", "minimal", "12; 15–8"),
        ("B7-B8", "minimal", "B7–8"),
        ("e1234", "minimal", "e1234"),
        ("xii-xv", "minimal", "xii–xv"),
        ("12-19, 44-49", "minimal", "12–9, 44–9"),
        ("12-19 & 23", "minimal", "12–9 & 23"),
        ("19-12", "minimal", "19–12"),
    ],
)
def test_page_ranges(pages: str, style_format: str | None, printed: str) -> None:
    assert page_range(pages, style_format) == printed


@pytest.mark.parametrize(
    ("given", "mark", "with_hyphen", "printed"),
    [
        ("Rama A", "", True, "RA"),
        ("Rama A.", ". ", True, "R. A."),
        ("R.A.", ".", True, "R.A."),
        ("AT", "", True, "AT"),
        ("Jean-Pierre", "", True, "J-P"),
        ("Jean-Pierre", ".", True, "J.-P."),
        ("Jean-Pierre", "", False, "JP"),
        ("Guo-ping", "", False, "GP"),
        ("François de", "", True, "F de"),
        ("Yu. A.", "", True, "YuA"),
        ("Élodie", ".", True, "É."),
        ("محمد علي", "", True, "محمد علي"),
        ("", "", True, ""),
    ],
)
def test_initials(given: str, mark: str, with_hyphen: bool, printed: str) -> None:
    assert initials(given, mark, with_hyphen) == printed


@pytest.mark.parametrize(
    ("given", "mark", "printed"),
    [
        ("John M.E", ". ", "John M. E."),
        ("M E", "", "ME"),
        ("ME", ".", "ME"),
        ("Ph. M.E.", ".", "Ph.M.E."),
        ("", ".", ""),
    ],
)
def test_initials_among_names_in_full(given: str, mark: str, printed: str) -> None:
    assert respaced(given, mark) == printed


@pytest.mark.parametrize(
    ("family", "particle", "rest"),
    [
        ("van der Vlist", "van der", "Vlist"),
        ("d’Aubignac", "d’", "Aubignac"),
        ("de’ Medici", "de’ ", "Medici"),
        ("al-Rashid", "al-", "Rashid"),
        ("Van Dyke", "", "Van Dyke"),
        ("hooks", "", "hooks"),
        ("bell hooks", "", "bell hooks"),
        ("Al-Rashid", "", "Al-Rashid"),
        ("", "", ""),
    ],
)
def test_particles_before_a_family_name(family: str, particle: str, rest: str) -> None:
    assert before_family(family) == (particle, rest)


@pytest.mark.parametrize(
    ("given", "names", "particle"),
    [("Alexander von", "Alexander", "von"), ("Juan de la", "Juan", "de la"), ("Ann", "Ann", ""), ("ann", "ann", "")],
)
def test_particles_after_given_names(given: str, names: str, particle: str) -> None:
    assert after_given(given) == (names, particle)


@pytest.mark.parametrize(
    ("text", "text_case", "language", "printed"),
    [
        ("iron and the heart: a review", "title", "en", "Iron and the Heart: A Review"),
        ("iron and the heart", "title", "de", "iron and the heart"),
        ("a meta-analysis of pH", "title", "en", "A Meta-Analysis of pH"),
        ("p < 0.05 is not it", "title", "en", "P < 0.05 Is Not It"),
        ("role of <i>E. coli</i>", "title", "en", "Role of E. coli"),
        ('role of <span class="nocase">mRNA</span>', "title", "en", "Role of mRNA"),
        ('a <span class="nocase">mRNA</span> b', "uppercase", "en", "A mRNA B"),
        ("IRON OVERLOAD", "sentence", "en", "Iron overload"),
        ("iron Overload", "sentence", "en", "Iron overload"),
        ("Eisen und Überladung", "sentence", "de", "Eisen und Überladung"),
        ("COVID-19, pH and Iron Overload", "sentence", "en", "COVID-19, pH and iron overload"),
        ("a pro-drug that is out-of-stock", "title", "en", "A Pro-Drug That Is Out-of-Stock"),
        ("iron overload", "capitalize-first", "en", "Iron overload"),
        ("iron overload", "capitalize-all", "en", "Iron Overload"),
        ("iron overload", None, "en", "iron overload"),
    ],
)
def test_text_case(text: str, text_case: str | None, language: str, printed: str) -> None:
    assert visible(cased(from_item(text), text_case, language)) == printed


@pytest.mark.parametrize("text", ["<i>x", "x</i>", "<b>&lt;</b", "<I>x</I>", "<i class=x>y</i>", "<script>x</script>"])
def test_what_is_not_on_the_list_is_text(text: str) -> None:
    assert from_item(text) == text


def test_what_is_on_the_list_is_marked() -> None:
    assert from_item("<i>a</i> <b>b</b>") == f"{OPEN['i']}a{CLOSE['i']} {OPEN['b']}b{CLOSE['b']}"
    assert from_item('<span class="nocase">a</span>') == marked("nocase", "a")
    assert from_item('<span style="font-variant:small-caps">a</span>') == marked("sc", "a")


def test_marks_of_ours_cannot_be_written_by_an_author() -> None:
    assert from_item("a".join(chr(code) for code in range(0xFDD0, 0xFDF0))) == "a" * 31


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        (marked("i", "a " + marked("i", "b") + " c"), "<i>a</i> b <i>c</i>"),
        (marked("i", "a " + marked("b", "b " + marked("i", "c"))), "<i>a</i> <i><b>b</b></i> <b>c</b>"),
        (marked("b", "a" + marked("b", "b" + marked("b", "c"))), "<b>a</b>b<b>c</b>"),
        (marked("sup", "a" + marked("sup", "b")), "<sup>ab</sup>"),
        (OPEN["i"] + "a" + OPEN["b"] + "b" + CLOSE["i"] + "c" + CLOSE["b"], "<i>a</i><i><b>b</b></i><b>c</b>"),
        (OPEN["i"] + "a", "<i>a</i>"),
        ("3.ª and m²", "3.<sup>a</sup> and m<sup>2</sup>"),
    ],
)
def test_formats_within_formats(text: str, tagged: str) -> None:
    assert compare.tagged(to_inlines(text, QUOTES, {}, Location(""))) == tagged


@given(st.lists(st.sampled_from([*OPEN.values(), *CLOSE.values(), "a", "b ", "²"])))
def test_no_order_of_marks_loses_text(pieces: list[str]) -> None:
    quotes = (OPEN["quote"], CLOSE["quote"])
    marks = [piece for piece in pieces if piece not in quotes]
    nodes = to_inlines("".join(marks), QUOTES, {}, Location(""))
    printed = "".join(character for character, _ in compare.characters(nodes, frozenset()))
    assert printed == visible("".join(marks)).replace("²", "2")


@pytest.mark.parametrize("text", ["中华医学杂志", "発熱", "가상 의학", "…"])
def test_scripts_without_italics_stay_upright(text: str) -> None:
    assert italic(text) == text


@pytest.mark.parametrize("text", ["Medicine", "Медицина", "طب", "12", "Ιατρική"])
def test_other_scripts_do_not(text: str) -> None:
    assert italic(text) == marked("i", text)
