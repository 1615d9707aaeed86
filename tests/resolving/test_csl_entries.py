from __future__ import annotations

from typing import Any

import pytest

from pipeline.findings import Location
from pipeline.library import Item
from pipeline.manuscript import Emphasis, Inlines, Link, SmallCaps, Strong, Subscript, Superscript, Text
from pipeline.reading import bibtex
from pipeline.resolving.csl import Entry, Style, load_style

ARTICLE = {
    "type": "article-journal",
    "title": "A title",
    "author": [{"family": "Doe", "given": "Jane A."}],
    "container-title": "J Fake Med",
    "issued": {"date-parts": [[2021, 3, 2]]},
    "volume": "12",
    "issue": "3",
    "page": "1099-1102",
}
TAGS = {Emphasis: "i", Strong: "b", Superscript: "sup", Subscript: "sub", SmallCaps: "sc"}


def style(name: str) -> Style:
    found, _ = load_style(name, Location("case.yaml"))
    assert found is not None
    return found


def written(nodes: Inlines) -> str:
    """Nodes as HTML would have them, unescaped."""
    text = ""
    for node in nodes:
        match node:
            case Text():
                text += node.text
            case Link():
                text += f"<a {node.href}>{written(node.children)}</a>"
            case Emphasis() | Strong() | Superscript() | Subscript() | SmallCaps():
                text += f"<{TAGS[type(node)]}>{written(node.children)}</{TAGS[type(node)]}>"
            case _:
                pytest.fail(f"no style makes a {type(node).__name__}")
    return text


def entry(name: str = "vancouver", language: str = "en", **csl: Any) -> Entry:  # Any: hostile values are the point
    item = Item("key", {**ARTICLE, **csl}, Location("references.bib", 7))
    (made,) = style(name).entries([(1, item)], language)
    return made


THREE = r"""
@article{one, author = {Doe, Deborah and Roe, Eliezer}, title = {$\beta$-Fakemia}, journal = {J Fake Med},
  year = 2005, volume = 353, number = 11, pages = {1135--1146}, doi = {10.5555/one}}
@article{two, author = {Poe, M.}, title = {Images in fake medicine. {E}xample masses}, journal = {J Fake Med},
  year = 2013, volume = 369, pages = 1252}
@article{three, author = {Moe, Khaled M. and Noe, Ali T.}, title = {$\beta$-Fakemia minor: a made-up perspective},
  journal = {Fake Perspect Med}, year = 2012, month = jul, volume = 2, number = 7, eid = {a000001}}
"""
DOI = "<a https://doi.org/10.5555/one>10.5555/one</a>"


@pytest.mark.parametrize(
    ("name", "one", "two", "three"),
    [
        (
            "vancouver",
            f"1. Doe D, Roe E. β-Fakemia. J Fake Med. 2005;353(11):1135–46. doi:{DOI}",
            "2. Poe M. Images in fake medicine. Example masses. J Fake Med. 2013;369:1252.",
            "3. Moe KM, Noe AT. β-Fakemia minor: a made-up perspective. Fake Perspect Med. 2012 Jul;2(7):a000001.",
        ),
        (
            "american-medical-association",
            f"1. Doe D, Roe E. β-Fakemia. <i>J Fake Med</i>. 2005;353(11):1135-1146. doi:{DOI}",
            "2. Poe M. Images in fake medicine. Example masses. <i>J Fake Med</i>. 2013;369:1252.",
            "3. Moe KM, Noe AT. β-Fakemia minor: a made-up perspective. <i>Fake Perspect Med</i>. 2012;2(7):a000001.",
        ),
        (
            "cureus",
            f"1. Doe D, Roe E: β-Fakemia. J Fake Med. 2005, 353:1135–46. {DOI}",
            "2. Poe M: Images in fake medicine. Example masses. J Fake Med. 2013, 369:1252.",
            "3. Moe KM, Noe AT: β-Fakemia minor: a made-up perspective. Fake Perspect Med. 2012, 2:a000001.",
        ),
        (
            "bmj",
            f"1 Doe D, Roe E. β-Fakemia. <i>J Fake Med</i>. 2005;353:1135–46. doi: {DOI}",
            "2 Poe M. Images in fake medicine. Example masses. <i>J Fake Med</i>. 2013;369:1252.",
            "3 Moe KM, Noe AT. β-Fakemia minor: a made-up perspective. <i>Fake Perspect Med</i>. 2012;2:a000001.",
        ),
    ],
)
def test_as_an_editor_reads_them(name: str, one: str, two: str, three: str) -> None:
    items, _ = bibtex.read(THREE, "references.bib")
    made = style(name).entries(list(enumerate(items, start=1)))
    assert [f"{each.label} {written(each.body)}" for each in made] == [one, two, three]


def test_identifiers_that_the_style_does_not_print_are_links_of_their_own() -> None:
    made = entry(
        "bmj", DOI="https://doi.org/10.5555/a<b", PMID="12345678", PMCID="1234567", URL="https://doi.org/10.5555/x"
    )
    assert written(made.body).endswith("doi: <a https://doi.org/10.5555/a%3Cb>10.5555/a<b</a>")
    assert [link.href for link in made.links] == [
        "https://pubmed.ncbi.nlm.nih.gov/12345678/",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/",
        "https://doi.org/10.5555/x",
    ]
    assert written(made.links[1].children) == "PMCID: PMC1234567"


def test_the_resolver_that_a_style_prints_belongs_to_the_link() -> None:
    made = entry("springer-vancouver-brackets", DOI="10.5555/abc")
    assert "<a https://doi.org/10.5555/abc>https://doi.org/10.5555/abc</a>" in written(made.body)
    assert made.links == ()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "http://", "ftp://a"]
)
def test_only_web_addresses_become_links(url: str) -> None:
    made = entry(type="webpage", URL=url)
    assert "<a " not in written(made.body)
    assert made.links == ()


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("<script>alert(1)</script> & <b>bold</b>", "<script>alert(1)</script> & <b>bold</b>."),
        ("<i>E. coli</i> in H<sub>2</sub>O", "<i>E. coli</i> in H<sub>2</sub>O."),
        ("<i>never closed", "<i>never closed."),
        ("crossed <i>a<b>b</i>c</b>", "crossed <i>a<b>b</i>c</b>."),
        ("marks \ufdd0\ufdd1\ufdef\x00 inside", "marks inside."),
        ("Is it so?", "Is it so?"),
        ("Done.", "Done."),
        ('The "so-called" rule', "The “so-called” rule."),
        ("The patient's 5' end", "The patient’s 5’ end."),
    ],
)
def test_titles(title: str, printed: str) -> None:
    assert written(entry(title=title).body) == f"Doe JA. {printed} J Fake Med. 2021 Mar 2;12(3):1099–102."


def test_unclosed_tags_are_text_not_nodes() -> None:
    made = entry(title="<i>never closed")
    assert all(isinstance(node, Text) for node in made.body)


@pytest.mark.parametrize(
    ("issued", "printed"),
    [
        ({"date-parts": [[2021]]}, "2021"),
        ({"date-parts": [[2021, 3]]}, "2021 Mar"),
        ({"date-parts": [[2021, 3, 2], [2021, 3, 9]]}, "2021 Mar 2–9"),
        ({"date-parts": [[2021, 3, 2], [2021, 4, 9]]}, "2021 Mar 2–Apr 9"),
        ({"date-parts": [[2020, 12], [2021, 1]]}, "2020 Dec–2021 Jan"),
        ({"date-parts": [[2021]], "season": 1}, "2021 Spring"),
        ({"literal": "in press"}, "in press"),
    ],
)
def test_dates(issued: dict[str, object], printed: str) -> None:
    assert f"J Fake Med. {printed};12(3)" in written(entry(issued=issued).body)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ({"family": "Taher", "given": "AT"}, "Taher AT"),
        ({"family": "O'Brien", "given": "Mary-Anne"}, "O’Brien MA"),
        ({"family": "Dyke", "given": "Anna", "non-dropping-particle": "van"}, "van Dyke A"),
        ({"family": "Ambrosio", "given": "Luigi", "non-dropping-particle": "D'"}, "D’Ambrosio L"),
        ({"family": "King", "given": "Martin L.", "suffix": "Jr."}, "King ML Jr"),
        ({"family": "Иванов", "given": "Иван Иванович"}, "Иванов ИИ"),
        ({"family": "王", "given": "小明"}, "王小明"),
        ({"family": "الأحمد", "given": "محمد علي"}, "الأحمد محمد علي"),
        ({"literal": "World Health Organization"}, "World Health Organization"),
    ],
)
def test_names(name: dict[str, str], printed: str) -> None:
    assert written(entry(author=[name]).body).startswith(f"{printed}. A title")


def test_a_list_of_names_that_goes_on_ends_with_et_al() -> None:
    people = [{"family": f"Doe{letter}", "given": letter} for letter in "ABCDEFG"]
    assert written(entry(author=people).body).startswith(
        "DoeA A, DoeB B, DoeC C, DoeD D, DoeE E, DoeF F, et al. A title"
    )
    assert written(entry(author=[*people[:2], {"literal": "others"}]).body).startswith("DoeA A, DoeB B, et al. A title")


def test_editors_in_place_of_authors_are_printed_once() -> None:
    made = entry(type="book", author=[], editor=[{"family": "Roe", "given": "R"}], publisher="Fake Press")
    assert written(made.body).count("Roe") == 1
    assert written(made.body).startswith("Roe R, editor. A title")


@pytest.mark.parametrize(
    ("language", "month"), [("en", "March"), ("en-GB", "March"), ("de", "März"), ("fr-FR", "mars"), ("xx", "March")]
)
def test_the_language_of_the_manuscript(language: str, month: str) -> None:
    made = entry("ieee", language, type="webpage", accessed={"date-parts": [[2021, 3, 2]]}, URL="https://example.org")
    assert month[:3].lower() in written(made.body).lower()


def test_italics_in_italics_stand_upright() -> None:
    made = entry("nature", type="book", title="Fake book of <i>E. coli</i> today")
    assert "<i>Fake Book of </i>E. coli<i> Today</i>" in written(made.body)


@pytest.mark.parametrize(
    "csl",
    [
        {"author": "Doe", "issued": "2020", "title": ["x"], "page": {}},
        {"author": [{"family": 5}, None, "x"], "title": None},
        {"issued": {"date-parts": [["x", "y"]]}},
        {"issued": {"date-parts": [[]]}},
        {"issued": {}},
        {"type": "gadget"},
        {"type": 5},
    ],
)
def test_values_no_reader_lets_through_cost_no_other_entry(csl: dict[str, object]) -> None:
    numbered = [
        (1, Item("bad", {**ARTICLE, **csl}, Location("x.bib", 1))),
        (2, Item("good", ARTICLE, Location("x.bib", 2))),
    ]
    bad, good = style("vancouver").entries(numbered)
    assert written(bad.body)
    assert written(good.body) == "Doe JA. A title. J Fake Med. 2021 Mar 2;12(3):1099–102."


def test_a_reference_with_nothing_to_print_is_a_finding_and_a_plain_entry() -> None:
    (made,) = style("vancouver").entries([(3, Item("empty2020", {"type": "book"}, Location("references.bib", 7)))])
    assert (made.label, written(made.body)) == ("3.", "empty2020")
    (finding,) = made.findings
    assert (finding.rule.id, str(finding.where)) == ("reference-cannot-be-formatted", "references.bib:7")


def test_one_list_does_not_change_the_next() -> None:
    vancouver = style("vancouver")
    items = [(1, Item("a", ARTICLE, Location("x.bib"))), (2, Item("A", {**ARTICLE, "title": "B"}, Location("x.bib")))]
    first = vancouver.entries(items)
    style("bmj").entries(items)
    assert vancouver.entries(items) == first
    assert written(first[0].body) != written(first[1].body)


def test_nothing_is_printed_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    entry("ieee", type="gadget", unknown_variable="x")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "csl",
    [
        {"title": "<i>" * 50_000},
        {"title": "<i>" * 20_000 + "</i>" * 20_000},
        {"title": '"a ' * 50_000},
        {"title": "'a' " * 50_000},
        {"page": "1-2," * 50_000},
        {"page": "1" * 100_000 + "-" + "2" * 100_000},
        {"volume": "1-" * 50_000, "edition": "1," * 50_000},
        {"author": [{"family": "A", "given": "B " * 500}] * 2_000},
    ],
    ids=["opened", "nested", "quotes", "apostrophes", "pages", "long pages", "numbers", "names"],
)
def test_hostile_sizes_end(csl: dict[str, Any]) -> None:
    assert entry(**csl).body


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "Doe JA. <i>The Fake Book of Fevers</i>. 3rd ed. Fake Press; 2021."),
        ("es", "Doe JA. <i>The fake book of fevers</i>. 3.<sup>a</sup> ed. Fake Press; 2021."),
        ("fr", "Doe JA. <i>The fake book of fevers</i>. 3<sup>e</sup> éd. Fake Press; 2021."),
        ("de", "Doe JA. <i>The fake book of fevers</i>. 3. Aufl. Fake Press; 2021."),
    ],
)
def test_ordinals_and_capitals_are_those_of_the_language(language: str, printed: str) -> None:
    made = entry(
        "american-medical-association",
        language,
        type="book",
        title="The fake book of fevers",
        edition="3",
        publisher="Fake Press",
        **dict.fromkeys(("container-title", "volume", "issue", "page")),
    )
    assert written(made.body) == printed


PLACELESS = {"type": "book", "title": "Fever", "container-title": None, "volume": None, "issue": None, "page": None}


@pytest.mark.parametrize(
    ("csl", "printed"),
    [
        # `n.p.` belongs to a publisher, and there is none.
        ({**PLACELESS}, "Doe JA. <i>Fever</i>. 2021."),
        ({**PLACELESS, "publisher": "Fake Press"}, "Doe JA. <i>Fever</i>. n.p.: Fake Press, 2021."),
        ({**PLACELESS, "issued": None}, "Doe JA. <i>Fever</i>. n.d."),
    ],
)
def test_words_stand_only_beside_what_they_belong_to(csl: dict[str, Any], printed: str) -> None:
    assert written(entry("oxford-journals-scimed-numeric", **csl).body) == printed


def test_only_one_thing_stands_in_for_missing_names() -> None:
    editor, translator = [{"family": "Roe", "given": "R"}], [{"family": "Poe", "given": "P"}]
    made = entry("oxford-journals-scimed-numeric", type="chapter", editor=editor, translator=translator)
    assert "In: Roe R (ed.), <i>J Fake Med</i>, trans. Poe P" in written(made.body)


@pytest.mark.parametrize(
    ("language", "printed"), [("zh", "Doe J. A."), ("ja-JP", "Doe J. A."), ("en", "J. A. Doe"), ("tr", "J. A. Doe")]
)
def test_the_family_name_comes_first_in_works_of_some_languages(language: str, printed: str) -> None:
    item = Item("key", {**ARTICLE, "language": language}, Location("references.bib"))
    (made,) = style("ieee").entries([(1, item)])
    assert written(made.body).startswith(printed)


def test_a_quotation_ends_in_one_mark() -> None:
    made = entry("frontiers-medical-journals", type="chapter", publisher="Fake Press")
    assert written(made.body).startswith("Doe JA. “A title.” <i>J Fake Med</i>. Fake Press")
