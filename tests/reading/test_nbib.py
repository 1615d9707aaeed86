from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.findings import Finding
from pipeline.reading import nbib
from tests.reading.normal_form import faults

LENT = Path(__file__).parents[3] / "shared" / "data" / "references"

RECORD = """\
PMID- 99999991
OWN - NLM
STAT- MEDLINE
DCOM- 20210310
LR  - 20210310
IS  - 1234-5679 (Electronic)
IS  - 1234-5678 (Print)
IS  - 1234-5678 (Linking)
VI  - 12
IP  - 3
DP  - 2021 Mar 5
TI  - A case of invented fever in a patient with a title that goes on in
      the next line.
PG  - 1135-46
LID - 10.5555/fake.2021.1 [doi]
LID - S1234-5678(21)00001-1 [pii]
AB  - BACKGROUND: Nothing happened. METHODS: Nothing was
      done.
CI  - Copyright (c) 2021 Nobody.
FAU - Doe, Jane A
AU  - Doe JA
AUID- ORCID: 0000-0002-1825-0097
AD  - Department of Fevers, Fake University, Nowhere.
FAU - van der Berg, Jan
AU  - van der Berg J
CN  - Fake Fever Study Group
FAU - King, Martin L Jr
AU  - King ML Jr
LA  - eng
PT  - Case Reports
PT  - Journal Article
DEP - 20210301
PL  - England
TA  - J Fake Med
JT  - Journal of fake medicine
JID - 1234567
SB  - IM
MH  - Fever/*etiology
OTO - NOTNLM
OT  - fever
OT  - invention
PMC - PMC9999999
EDAT- 2021/03/06 06:00
CRDT- 2021/03/05 12:00
AID - 10.5555/fake.2021.1 [doi]
PST - ppublish
SO  - J Fake Med. 2021 Mar 5;12(3):1135-46. doi: 10.5555/fake.2021.1.
"""


def one(lines: str) -> dict[str, object]:
    """The CSL-JSON of a record with these lines that has nothing wrong with it."""
    (item,), findings = nbib.read(f"PMID- 1\n{lines}\n", "pubmed.nbib")
    assert findings == []
    return {name: value for name, value in item.csl.items() if name != "PMID"}


def findings(lines: str) -> list[Finding]:
    return nbib.read(f"PMID- 1\nTI  - A title.\n{lines}\n", "pubmed.nbib")[1]


def test_a_record_as_pubmed_exports_it() -> None:
    (item,), found = nbib.read(RECORD, "pubmed.nbib")
    assert found == []
    assert (item.key, str(item.origin)) == ("doe2021", "pubmed.nbib:1:1")
    assert dict(item.csl) == {
        "type": "article-journal",
        "title": "A case of invented fever in a patient with a title that goes on in the next line",
        "author": [
            {"family": "Doe", "given": "Jane A"},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"literal": "Fake Fever Study Group"},
            {"family": "King", "given": "Martin L", "suffix": "Jr"},
        ],
        "container-title": "Journal of fake medicine",
        "container-title-short": "J Fake Med",
        "issued": {"date-parts": [[2021, 3, 5]]},
        "volume": "12",
        "issue": "3",
        "page": "1135-46",
        "DOI": "10.5555/fake.2021.1",
        "PMID": "99999991",
        "PMCID": "PMC9999999",
        "ISSN": "1234-5678",
        "language": "en",
        "abstract": "BACKGROUND: Nothing happened. METHODS: Nothing was done.",
        "keyword": "fever, invention",
    }


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("FAU - Doe, Jane\nAU  - Doe J\nFAU - Roe, Al\nAU  - Roe A", ["Doe Jane", "Roe Al"]),
        ("AU  - Doe JA\nAU  - Roe R", ["Doe JA", "Roe R"]),
        ("FAU - Doe, Jane\nAU  - Doe J\nAU  - Roe R", ["Doe Jane", "Roe R"]),
        ("AU  - Roe R\nFAU - Doe, Jane\nAU  - Doe J", ["Roe R", "Doe Jane"]),
        (
            "CN  - First Group\nFAU - Doe, Jane\nAU  - Doe J\nCN  - Last Group",
            ["First Group", "Doe Jane", "Last Group"],
        ),
        ("FAU - Özgür, Ayşe\nAU  - Ozgur A", ["Özgür Ayşe"]),
        ("FAU - Doe, Jane\nAU  - Roe R", ["Doe Jane", "Roe R"]),
        ("FAU - Doe, Jane\nAU  - Doe J\nFIR - Poe, Edgar\nIR  - Poe E", ["Doe Jane"]),
    ],
    ids=["full", "short", "full then short", "short then full", "groups", "spelt apart", "another", "investigators"],
)
def test_authors_in_the_order_of_the_record(lines: str, authors: list[str]) -> None:
    people = one(lines)["author"]
    assert isinstance(people, list)
    assert [" ".join(filter(None, map(person.get, ("literal", "family", "given")))) for person in people] == authors


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2013", {"date-parts": [[2013]]}),
        ("2005 Sep 15", {"date-parts": [[2005, 9, 15]]}),
        ("2010 Jan-Feb", {"date-parts": [[2010, 1], [2010, 2]]}),
        ("2010 Dec-2011 Jan", {"date-parts": [[2010, 12], [2011, 1]]}),
        ("2014 Spring", {"date-parts": [[2014]], "season": 1}),
        ("2014 Spring-Summer", {"literal": "2014 Spring-Summer"}),
    ],
)
def test_dates(written: str, read: object) -> None:
    assert one(f"DP  - {written}\nTI  - A.")["issued"] == read


def test_an_article_that_appeared_ahead_of_print_has_that_date() -> None:
    assert one("TI  - A.\nDEP - 20200506")["issued"] == {"date-parts": [[2020, 5, 6]]}


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("TI  - Fever.", "Fever"),
        ("TI  - Is it fever?", "Is it fever?"),
        ("TI  - And so on...", "And so on..."),
        ("TI  - [Fever from nowhere].", "[Fever from nowhere]"),
        ("TI  - [18F]FDG and fever.", "[18F]FDG and fever"),
        ("TI  - [Fever from nowhere].\nTT  - Fieber von nirgends.", "Fieber von nirgends [Fever from nowhere]"),
        ("TI  - One line.\nTI  - Another.", "One line. Another"),
    ],
)
def test_titles(lines: str, title: str) -> None:
    assert one(lines)["title"] == title


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ("TI  - A.\nPT  - Preprint\nJT  - bioFake", {"type": "article", "container-title": "bioFake"}),
        ("TI  - A.\nPT  - Letter\nPT  - Comment", {"type": "article-journal"}),
        ("TI  - A.\nPT  - Dataset", {"type": "dataset"}),
        ("TI  - A.\nTA  - J Fake", {"container-title": "J Fake"}),
        ("TI  - A.\nIS  - 1234-5679 (Electronic)", {"ISSN": "1234-5679"}),
        ("TI  - A.\nLA  - eng\nLA  - fre", {"language": "en, fr"}),
        ("TI  - A.\nAID - doi:10.5555/x", {"DOI": "10.5555/x"}),
        ("TI  - A.\nPG  - e87271", {"page": "e87271"}),
    ],
)
def test_kinds_and_places(lines: str, read: dict[str, object]) -> None:
    csl = one(lines)
    assert {name: csl[name] for name in read} == read


def test_a_chapter_of_a_book() -> None:
    lines = """\
BTI - Book of Fevers.
TI  - Invented fever.
FED - Roe, Richard
ED  - Roe R
FAU - Doe, Jane
AU  - Doe J
PB  - Fake Press
PL  - Nowhere (FL)
EN  - 2nd
ISBN- 9780000000002 (electronic)
CTI - Fever Books
DP  - 2020 Jan
PT  - Review"""
    assert one(lines) == {
        "type": "chapter",
        "title": "Invented fever",
        "container-title": "Book of Fevers",
        "author": [{"family": "Doe", "given": "Jane"}],
        "editor": [{"family": "Roe", "given": "Richard"}],
        "publisher": "Fake Press",
        "publisher-place": "Nowhere (FL)",
        "edition": "2",
        "ISBN": "9780000000002",
        "collection-title": "Fever Books",
        "issued": {"date-parts": [[2020, 1]]},
    }
    assert one("BTI - Book of Fevers.\nPB  - Fake Press")["type"] == "book"


@pytest.mark.parametrize(
    "line", ["PT  - Retracted Publication", "RIN - J Fake Med. 2022 Jan;13(1):1. doi: 10.5555/x. PMID: 2"]
)
def test_a_record_that_pubmed_marked_as_retracted_is_a_warning(line: str) -> None:
    (found,) = findings(line)
    assert (found.rule.id, str(found.severity)) == ("marked-as-retracted", "warning")
    assert (found.where.line, found.quote) == (3, "title")


@pytest.mark.parametrize(
    "line", ["PT  - Retraction of Publication", "ROF - J Fake Med. 2021", "CIN - J Fake Med. 2021"]
)
def test_notices_of_retraction_and_comments_are_no_retracted_works(line: str) -> None:
    assert findings(line) == []


@pytest.mark.parametrize(
    ("lines", "rule_id", "line"),
    [
        ("QQ  - what is this?\nQQ  - again", "unknown-reference-tag", 3),
        ("VI  - 1\nVI  - 2", "repeated-reference-field", 4),
        ("\nnothing\n", "stray-reference-lines", 4),
        ("\nTI  - B.", "damaged-reference", 4),
        ("AB  - " + "word " * 50_000, "malformed-reference", 1),
        ("AU  - Doe Jane Someone", "doubtful-name", 3),
    ],
)
def test_what_is_wrong_is_a_finding_at_its_line(lines: str, rule_id: str, line: int) -> None:
    (found,) = findings(lines)
    assert (found.rule.id, found.where.line) == (rule_id, line)


def test_a_record_without_anything_to_print_is_a_finding_and_costs_no_other() -> None:
    items, (found,) = nbib.read("PMID- \nMH  - Fever\n\nPMID- 2\nTI  - Fever.\n", "x.nbib")
    assert [item.key for item in items] == ["fever"]
    assert "nothing that could be printed" in found.message


def test_a_large_file_is_read_in_linear_time() -> None:
    items, found = nbib.read((RECORD + "\n") * 2_000, "x.nbib")
    assert (len(items), len({item.key for item in items}), found) == (2_000, 2_000, [])


@pytest.mark.parametrize(
    "lines",
    [
        "AB  - " + "word word word\n      " * 300_000,
        "FAU - " + ", " * 100_000,
        "FAU - " + "a " * 100_000,
        "DP  - " + "2010 Jan-" * 30_000,
        "LID - " + "10.5555/" * 30_000 + " [doi]",
        "ISBN- " + "1 " * 100_000,
        "TI  - " + "[" * 200_000,
    ],
    ids=["abstract", "commas", "words", "dates", "identifiers", "numbers", "brackets"],
)
def test_hostile_sizes_end(lines: str) -> None:
    items, found = nbib.read(f"PMID- 1\nJT  - A\n{lines}\n", "x.nbib")
    assert len(items) == 1
    assert len(found) <= 1


TAGS = ["PMID", "TI", "TT", "BTI", "FAU", "AU", "CN", "FED", "DP", "DEP", "PG", "LID", "IS", "LA", "PT", "ISBN", "QQ"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TAGS), st.text()) | st.tuples(st.just(""), st.text())))
def test_whatever_the_text_no_item_is_out_of_form(lines: list[tuple[str, str]]) -> None:
    items, _ = nbib.read("\n".join(f"{tag:4}- {value}" if tag else value for tag, value in lines), "x.nbib")
    assert [fault for item in items for fault in faults(item)] == []


@pytest.mark.skipif(not LENT.is_dir(), reason="needs ../shared/data")
def test_real_files_survive() -> None:
    files = [LENT / "jabref" / "jabref__NbibImporterTest.nbib", *LENT.glob("jabref/jabref__MedlinePlain*.txt")]
    read = 0
    for file in files:
        items, found = nbib.read(file.read_text("utf-8"), file.name)
        read += len(items)
        assert [fault for item in items for fault in faults(item)] == []
        assert all(finding.where.line for finding in found)
    assert (len(files), read) == (5, 11)
