from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.library import Item
from pipeline.reading import bibtex

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
    items, _ = bibtex.read("@book{a, crossref = {b}, title = {A}} @book{b, crossref = {a}, year = 2000}", "x.bib")
    assert items[0].csl["issued"] == {"date-parts": [[2000]]}


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
    ],
    ids=["braces", "quotes", "unclosed", "names", "long name", "dates", "at signs"],
)
def test_hostile_sizes_end(text: str) -> None:
    items, findings = bibtex.read(text, "x.bib")
    assert len(items) + len(findings) < 20_000


@pytest.mark.skipif(not LENT.is_dir(), reason="needs ../shared/data")
def test_real_files_survive() -> None:
    files = sorted(LENT.rglob("*.bib"))
    assert len(files) > 100
    read = 0
    for file in files:
        items, findings = bibtex.read(file.read_bytes().decode("utf-8-sig", "replace"), file.name)
        read += len(items)
        assert all(item.key and item.origin.line for item in items)
        assert all(finding.where.line for finding in findings)
    assert read > 1750
