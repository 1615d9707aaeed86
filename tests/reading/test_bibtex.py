from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.library import Item
from pipeline.reading import bibtex
from tests.reading.normal_form import faults

LENT = Path(__file__).parents[3] / "shared" / "data" / "references"


def one(text: str) -> dict[str, object]:
    """The CSL-JSON of the only entry of a text that has nothing wrong with it."""
    (item,), findings = bibtex.read(text, "references.bib")
    assert findings == []
    return dict(item.csl)


def messages(text: str) -> list[str]:
    return [finding.message for finding in bibtex.read(text, "references.bib")[1]]


def keys(items: list[Item]) -> list[str]:
    return [item.key for item in items]


def test_a_journal_article() -> None:
    assert one(r"""
        @Article{Doe2021,
          author  = {Doe, Jane A. and van der Berg, Jan and King, Jr., Martin L.},
          title   = {$\beta$-Globin and {DNA} in \textit{Mus musculus}},
          journal = {J. Fake Med.},
          year = 2021, month = mar, volume = 12, number = {3}, pages = {1099--1102},
          doi = {https://doi.org/10.5555/abc_1}, pmid = {12345678}, pmcid = {1234567}, issn = "0000-0000",
        }""") == {
        "type": "article-journal",
        "author": [
            {"family": "Doe", "given": "Jane A."},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"family": "King", "given": "Martin L.", "suffix": "Jr."},
        ],
        "title": 'β-Globin and <span class="nocase">DNA</span> in <i>Mus musculus</i>',
        "container-title": "J. Fake Med.",
        "issued": {"date-parts": [[2021, 3]]},
        "volume": "12",
        "issue": "3",
        "page": "1099-1102",
        "DOI": "10.5555/abc_1",
        "PMID": "12345678",
        "PMCID": "PMC1234567",
        "ISSN": "0000-0000",
    }


@pytest.mark.parametrize(
    ("fields", "variable", "value"),
    [
        ("eid = {e1234}", "page", "e1234"),
        ("pages = {S1 -- S9}", "page", "S1-S9"),
        ("number = 7", "issue", "7"),
        ("date = {2010-05/2011-03}", "issued", {"date-parts": [[2010, 5], [2011, 3]]}),
        ("year = 2010, month = {July 4}", "issued", {"date-parts": [[2010, 7, 4]]}),
        ('year = 2010, month = 5 # "~" # jun', "issued", {"date-parts": [[2010, 6, 5]]}),
        ("year = {2010}, month = {July 4th}", "issued", {"date-parts": [[2010, 7, 4]]}),
        ("year = {2010}, month = {5}", "issued", {"date-parts": [[2010, 5]]}),
        ("year = {in press}", "issued", {"literal": "in press"}),
        ("year = 2020, urldate = {2024-05-06}", "accessed", {"date-parts": [[2024, 5, 6]]}),
        (r"url = {https://example.org/a\_b%20c?x=1&y=2}", "URL", "https://example.org/a_b%20c?x=1&y=2"),
        (r"howpublished = {\url{https://example.org/x}}", "URL", "https://example.org/x"),
        ("url = {https://doi.org/10.5555/abc}", "DOI", "10.5555/abc"),
        ("eprint = {12345678}, eprinttype = {pubmed}", "PMID", "12345678"),
        ("note = {PMID: 12345678}", "PMID", "12345678"),
        ("note = {PMCID: PMC1234567; seen twice}", "note", "seen twice"),
        ("edition = {Second}", "edition", "2"),
        ("edition = {3rd}", "edition", "3"),
        ("langid = {ngerman}", "language", "de"),
        ("title = {Iron}, subtitle = {a review}", "title", "Iron: a review"),
        ("author = {{World Health Organization}}", "author", [{"literal": "World Health Organization"}]),
        ("author = {Doe, A. and others}", "author", [{"family": "Doe", "given": "A."}, {"literal": "others"}]),
        ("author = {D'Ambrosio, Luigi}", "author", [{"family": "D'Ambrosio", "given": "Luigi"}]),
        ("author = {family=Berg, given=Jan, prefix=van}", "author",
         [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van"}]),
        (r"author = {Adam {\'A}lvarez}", "author", [{"family": "Álvarez", "given": "Adam"}]),
        ("author = {Doe, A.}, collaboration = {Fake Fever Study}", "author",
         [{"family": "Doe", "given": "A."}, {"literal": "Fake Fever Study"}]),
        ("editor = {Doe, A.}, editortype = {compiler}", "compiler", [{"family": "Doe", "given": "A."}]),
        ("editor = {Doe, A.}, editortype = {editor}", "editor", [{"family": "Doe", "given": "A."}]),
        ("title = {AT{\\&}amp;T}", "title", "AT&T"),
        ("journal = {A}, shortjournal = {B}", "container-title-short", "B"),
        ("journaltitle = {A}, journal = {A}", "container-title", "A"),
        ("number = 3, issue = {Suppl 1}", "issue", "3 Suppl 1"),
        ("pages = {1--9}, eid = {e7}", "number", "e7"),
        ("issuetitle = {Fevers}", "volume-title", "Fevers"),
        ("origtitle = {Fieber}", "original-title", "Fieber"),
        ("pubstate = {inpress}", "status", "in press"),
        ("keywords = {fever, iron}", "keyword", "fever, iron"),
        (r"abstract = {50\% of \unknown things}", "abstract", r"50% of \unknown things"),
        ("annotation = {read again}", "annote", "read again"),
        ("note = {Seen}, addendum = {Twice}", "note", "Seen Twice"),
        ("date = {in press}, year = 2020", "issued", {"date-parts": [[2020]]}),
        ("note = {Accessed: 2020-05-06}", "accessed", {"date-parts": [[2020, 5, 6]]}),
        ("howpublished = {[Online; accessed 6-May-2020]}, url = {https://example.org}", "publisher",
         "[Online; accessed 6-May-2020]"),
        (r"howpublished = {Available at \url{https://example.org/x}}", "URL", "https://example.org/x"),
        (r"howpublished = {Leaflet, \url{https://example.org/x}}", "note", "Leaflet,"),
        ("eprint = {2101.00001}, archiveprefix = {arXiv}, primaryclass = {q-bio}", "number", "arXiv:2101.00001"),
        ("eprint = {2021.01.01.1}, eprinttype = {medRxiv}", "publisher", "medRxiv"),
        ("eprint = {PMC1234567}, eprinttype = {pmc}", "PMCID", "PMC1234567"),
        ("eprint = {abc}, eprinttype = {jstor}", "archive_location", "abc"),
        ("issn = {12345678}", "ISSN", "1234-5678"),
        ("language = {German}", "language", "de"),
        ("entrysubtype = {newspaper}", "type", "article-newspaper"),
        ("entrysubtype = {preprint}", "type", "article"),
    ],
)  # fmt: skip
def test_one_field(fields: str, variable: str, value: object) -> None:
    assert one(f"@article{{key, {fields}}}")[variable] == value


@pytest.mark.parametrize(
    ("entry", "csl_type"),
    [
        ("@book{k, title = {A}}", "book"),
        ("@inbook{k, title = {A}, booktitle = {B}}", "chapter"),
        ("@inbook{k, title = {A}, chapter = 3}", "book"),
        ("@InProceedings{k, title = {A}}", "paper-conference"),
        ("@phdthesis{k, title = {A}}", "thesis"),
        ("@misc{k, title = {A}, url = {https://example.org}}", "webpage"),
        ("@misc{k, title = {A}}", "document"),
        ("@article(k, title = {A})", "article-journal"),
    ],
)
def test_types(entry: str, csl_type: str) -> None:
    assert one(entry)["type"] == csl_type


def test_abbreviations_and_concatenation() -> None:
    text = '@string{fake = "Journal of Fake "} @article{k, journal = fake # {Medicine}, month = FEB, year = 2001}'
    csl = one(text)
    assert csl["container-title"] == "Journal of Fake Medicine"
    assert csl["issued"] == {"date-parts": [[2001, 2]]}


@pytest.mark.parametrize(
    "broken",
    [
        "@string(",
        "@string{",
        "@string{}",
        "@string{fake}",
        "@string{fake = {Journal of Fake}",
        '@string{fake = "Journal',
    ],
)
def test_a_broken_abbreviation_is_a_finding_and_costs_no_reference(broken: str) -> None:
    items, findings = bibtex.read(
        f"{broken}\n@article{{first, title = {{A}}}}\n@article{{second, title = {{B}}}}", "a.bib"
    )
    assert [item.key for item in items] == ["first", "second"]
    assert [(f.where.line, "@string is malformed" in f.message) for f in findings] == [(1, True)]


@pytest.mark.parametrize("whole", ['@string{fake = "Journal"}', "@string(fake = {J} # {ournal})", "@preamble{", ""])
def test_what_is_no_broken_abbreviation_is_none(whole: str) -> None:
    items, findings = bibtex.read(f"{whole}\n@article{{first, title = {{A}}}}\n", "a.bib")
    assert ([item.key for item in items], findings) == (["first"], [])


def test_a_chapter_inherits_from_its_book() -> None:
    items, findings = bibtex.read(
        "@incollection{part, crossref = {whole}, title = {Part}, pages = 5}"
        "@collection{whole, title = {Whole}, editor = {Doe, A.}, year = 1999, publisher = {Fake Press}}",
        "references.bib",
    )
    assert findings == []
    assert dict(items[0].csl) == {
        "type": "chapter",
        "title": "Part",
        "container-title": "Whole",
        "editor": [{"family": "Doe", "given": "A."}],
        "issued": {"date-parts": [[1999]]},
        "publisher": "Fake Press",
        "page": "5",
    }


def test_parents_that_refer_to_each_other_end() -> None:
    items, (finding,) = bibtex.read(
        "@book{a, crossref = {b}, title = {A}} @book{b, crossref = {a}, year = 2000}", "x.bib"
    )
    assert items[0].csl["issued"] == {"date-parts": [[2000]]}
    assert "it inherits from “a”, which inherits from it" in finding.message


def test_an_entry_that_inherits_from_itself_is_a_finding() -> None:
    (message,) = messages("@book{a, crossref = {a}, title = {A}}")
    assert "which inherits from it" in message


def test_two_parents_with_one_grandparent_are_no_circle() -> None:
    text = (
        "@book{child, xdata = {one, two}, title = {A}} @xdata{one, xdata = {both}, year = 2000}"
        "@xdata{two, xdata = {both}, address = {Nowhere}} @xdata{both, publisher = {Fake Press}}"
    )
    assert one(text) == {
        "type": "book",
        "title": "A",
        "issued": {"date-parts": [[2000]]},
        "publisher": "Fake Press",
        "publisher-place": "Nowhere",
    }


def test_a_long_chain_of_parents_is_followed_to_its_end() -> None:
    chain = "".join(f"@book{{k{n}, crossref = {{k{n + 1}}}}}\n" for n in range(2_000))
    items, findings = bibtex.read(chain + "@book{k2000, publisher = {Fake Press}}", "x.bib")
    assert (items[0].csl["publisher"], findings) == ("Fake Press", [])


@pytest.mark.parametrize(
    ("parent", "child", "inherited"),
    [
        ("@book{p, title = {Whole}, author = {Doe, A.}}", "@inbook{c, crossref = {p}, title = {Part}}",
         {"container-title": "Whole", "author": [{"family": "Doe", "given": "A."}],
          "container-author": [{"family": "Doe", "given": "A."}]}),
        ("@proceedings{p, title = {Whole}, subtitle = {Sub}}", "@inproceedings{c, crossref = {p}, title = {Part}}",
         {"container-title": "Whole: Sub"}),
        ("@mvbook{p, title = {Works}}", "@book{c, crossref = {p}, title = {First}, volume = 1}",
         {"title": "First", "volume-title": "Works"}),
        ("@periodical{p, title = {J Fake Med}, year = 2000}", "@article{c, crossref = {p}, title = {Part}}",
         {"container-title": "J Fake Med", "issued": {"date-parts": [[2000]]}}),
        ("@xdata{p, title = {Whole}}", "@inbook{c, xdata = {p}, booktitle = {B}}", {"title": "Whole"}),
        ("@book{P, title = {Wrong}} @book{p, title = {Right}}", "@book{c, crossref = {p}}", {"title": "Right"}),
        ("@book{P, title = {Any}}", "@book{c, crossref = {p}}", {"title": "Any"}),
    ],
)  # fmt: skip
def test_what_a_child_inherits(parent: str, child: str, inherited: dict[str, object]) -> None:
    items, findings = bibtex.read(f"{parent}\n{child}", "references.bib")
    csl = items[-1].csl
    assert findings == []
    assert {name: csl.get(name) for name in inherited} == inherited


def test_a_set_of_references_cannot_be_cited() -> None:
    items, (finding,) = bibtex.read("@set{all, entryset = {a, b}}\n@book{a, title = {A}}", "x.bib")
    assert keys(items) == ["a"]
    assert "cite each: a, b" in finding.message


def test_keys_that_differ_in_case_or_hold_odd_signs() -> None:
    odd = ["Doe", "doe", "DBLP:conf/x", "a+b'c(1)é", "Doe 2001"]
    items, findings = bibtex.read("".join(f"@book{{{key}, title = {{A}}}}\n" for key in odd), "x.bib")
    assert (keys(items), findings) == (odd, [])


@pytest.mark.parametrize("entry", ["@book{, title = {Fever}}", "@book{title = {Fever}}", "@book{,title={Fever},}"])
def test_an_entry_without_a_key_is_given_one(entry: str) -> None:
    (item,), (finding,) = bibtex.read(entry, "x.bib")
    assert (item.key, item.csl["title"]) == ("fever", "Fever")
    assert "it can be cited as “fever”" in finding.message


def test_a_field_that_nothing_prints_is_one_warning_in_a_file() -> None:
    items, (finding,) = bibtex.read(
        "".join(f"@book{{{key}, title = {{A}}, colour = {{red}}}}\n" for key in "abc"), "x.bib"
    )
    assert len(items) == 3
    assert (finding.rule.id, str(finding.severity), str(finding.where)) == (
        "unprinted-reference-field", "warning", "x.bib:1:7",
    )  # fmt: skip
    assert "“colour” of this reference is not printed (3 references" in finding.message


@pytest.mark.parametrize(
    "fields", ["publisher = {A}, school = {B}", "foreword = {Doe, A.}", "related = {x}", "sn = {1}"]
)
def test_fields_that_are_not_carried_are_reported(fields: str) -> None:
    _, (finding,) = bibtex.read(f"@book{{a, {fields}}}", "x.bib")
    assert finding.rule.id == "unprinted-reference-field"


@pytest.mark.parametrize("field", ["file", "owner", "timestamp", "bdsk-url-1", "author+an:role", "OPTnote", "sortkey"])
def test_what_programs_keep_for_themselves_is_not_reported(field: str) -> None:
    assert messages(f"@book{{a, title = {{A}}, {field} = {{x}}}}") == []


def test_a_command_that_is_not_known_is_pointed_out() -> None:
    items, (finding,) = bibtex.read(r"@book{a, title = {\myname A}}", "x.bib")
    assert items[0].csl["title"] == r"\myname A"
    assert (finding.rule.id, finding.quote) == ("unknown-latex-command", "a")
    assert "“\\myname”" in finding.message
    assert messages(r"@book{a, title = {\textbackslash myname \TeX}}") == []


def test_a_field_of_another_entry_is_not_followed() -> None:
    (message,) = messages("@book{a, title = {A}, author = {xdata=other-author-1}}")
    assert "the field “author” takes its value from another entry" in message


def test_a_reference_knows_its_place() -> None:
    items, _ = bibtex.read("% notes\n\n  @article{ doe2001,\n title = {A}}", "bibliography/x.bib")
    assert str(items[0].origin) == "bibliography/x.bib:3:13"
    assert items[0].origin.length == len("doe2001")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("@article{bad, title = {Never closed,\n  year = 2000\n", "a closing brace or quotation mark is missing"),
        (
            '@article{bad, title = "Never closed,\n  year = 2000}\n',
            "the braces or quotation marks of the field “title”",
        ),
        ("@article{bad, title = {A} year = 2000}", "a comma is missing after the field “title”"),
        ("@article{bad, title {A}, year = 2000}", "it cannot be read on after “title”"),
        ("@article{bad, title = {A}, title = {B}}", "the field “title” is written twice"),
        ("@article{bad, journal = jfm}", "the abbreviation “jfm” is not defined"),
        ("@article{bad, crossref = {nowhere}}", "it refers to “nowhere”, which is not in this file"),
        ("@article{bad, title = {" + "{" * 101 + "}" * 101 + "}}", "braces are nested more than 100 deep"),
    ],
)
def test_a_malformed_entry_is_a_finding_and_costs_no_other(broken: str, said: str) -> None:
    text = f"@book{{first, title = {{First}}}}\n{broken}\n@book{{last, title = {{Last}}}}"
    items, findings = bibtex.read(text, "references.bib")
    assert [key for key in keys(items) if key != "bad"] == ["first", "last"]
    assert {finding.rule.id for finding in findings} == {"malformed-reference"}
    assert findings[0].where.line == 2
    assert said in findings[0].message


def test_what_can_be_read_of_a_malformed_entry_stays() -> None:
    items, _ = bibtex.read("@article{a, title = {A} year = 2000}\n@article{b, year = 1999, title = {B", "x.bib")
    assert [item.csl["issued"] for item in items] == [{"date-parts": [[2000]]}, {"date-parts": [[1999]]}]


def test_doubtful_names_are_pointed_out() -> None:
    (message,) = messages("@book{a, author = {World Health Organization}, title = {A}}")
    assert "looks like an organisation" in message
    (message,) = messages("@book{a, author = {Doe, J; Roe, K; Poe, L}, title = {A}}")
    assert "cannot be told apart" in message


def test_an_unknown_type_is_a_warning() -> None:
    items, (finding,) = bibtex.read("@gadget{a, title = {A}}", "x.bib")
    assert items[0].csl["type"] == "document"
    assert (finding.rule.id, str(finding.severity)) == ("unknown-reference-type", "warning")


def test_addresses_and_comments_between_entries_are_no_entries() -> None:
    items, findings = bibtex.read("by me@example.org\n@comment{x @article{no, }}\n@book{yes, title = {A}}", "x.bib")
    assert (keys(items), findings) == (["yes"], [])


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, title = {" + "{}" * 200_000 + "}}",
        '@article{a, title = "' + "{}" * 200_000 + '"}',
        "\n@article{a, title = {x\n" * 5_000,
        "@article{a, author = {" + "A B and " * 20_000 + "C}}",
        "@article{a, author = {" + "A " * 100_000 + "}}",
        "@article{a, year = {" + "1 " * 100_000 + "}, date = {" + "2010-" * 30_000 + "}}",
        "@" * 500_000,
        "@article{a b" * 5_000,
        "@article{" + "a " * 100_000,
        "@book{a, abstract = {" + "word " * 2_000_000 + "}}",
        "@book{a, note = {" + r"\url{ PMID " * 18_000 + "}}",
        "".join(f"@book{{k{n}, xdata = {{{','.join(f'k{m}' for m in range(200))}}}}}\n" for n in range(200)),
    ],
    ids=[
        "braces",
        "quotes",
        "unclosed",
        "names",
        "long name",
        "dates",
        "at signs",
        "keys",
        "one key",
        "abstract",
        "note",
        "parents",
    ],
)
def test_hostile_sizes_end(text: str) -> None:
    items, findings = bibtex.read(text, "x.bib")
    assert len(items) + len(findings) < 20_000


FIELDS = ["author", "editor", "title", "subtitle", "year", "month", "date", "pages", "doi", "url", "note", "eprint",
          "edition", "issn", "language", "type", "howpublished", "crossref", "xdata", "keywords"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet=st.sampled_from('@{}()"=,#%\\ \n\tabook1~$^_é\x07\ud83d'))
    | st.lists(st.tuples(st.sampled_from(FIELDS), st.text())).map(
        lambda fields: "@book{k, " + "".join(f"{name} = {{{value}}}," for name, value in fields) + "}"
    )
)
def test_whatever_the_text_no_item_is_out_of_form(text: str) -> None:
    items, _ = bibtex.read(text, "x.bib")
    assert [fault for item in items for fault in faults(item)] == []


@pytest.mark.skipif(not LENT.is_dir(), reason="needs ../shared/data")
def test_real_files_survive() -> None:
    files = sorted(LENT.rglob("*.bib"))
    assert len(files) > 100
    read = 0
    for file in files:
        items, findings = bibtex.read(file.read_bytes().decode("utf-8-sig", "replace"), file.name)
        read += len(items)
        assert [fault for item in items for fault in faults(item)] == []
        assert all(finding.where.line for finding in findings)
    assert read > 1750
