"""What is to be cited of each kind of case, and the names of a record in their parts."""

from __future__ import annotations

import pytest

from pipeline.findings import Location
from pipeline.manuscript import Author, Kind, Name, Publication, SourceRecord
from pipeline.resolving.csl import load_style
from pipeline.resolving.people import people_of
from pipeline.resolving.publication import cited_as, cited_item, publication_of, source_of
from pipeline.writing.text_nodes import words
from tests.resolving.made import WORDS, case

RECORD = """kind: retold
source_record:
  authors: [{}]
  title: A record
  journal: Journal of Examples
  year: 2019
  volume: 9
  locator: e17
  doi: 10.5555/record
  retold_by: the tests
"""
PUBLISHED = Publication("published", "Journal of Examples", "12", "3", "45–67", published="2025-07-04")


def authors(facts: str) -> tuple[Author, ...]:
    return people_of(case(facts=facts), WORDS)[0].authors


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ada Example", Name("Ada", "Example")),
        ("Rama A Al-Muster", Name("Rama A", "Al-Muster")),
        ("Ludwig van der Muster", Name("Ludwig", "van der Muster")),
        ('"Muster, Ada M."', Name("Ada M.", "Muster")),
        ("Suharto", Name("", "Suharto")),
    ],
)
def test_the_names_of_a_record(written: str, name: Name) -> None:
    source = source_of(case(facts=RECORD.format(written)))
    assert source
    assert source.authors == (name,)
    assert (source.publication.published, source.publication.locator, source.retold_by) == ("2019", "e17", "the tests")


def test_only_a_retold_case_has_a_record() -> None:
    assert source_of(case(facts="authors: [{family: A}]\n")) is None


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("{given: Ada, particle: van der, family: Example}", Name("Ada", "van der Example")),
        ("{given: Ada, particle: al-, family: Example, suffix: Jr}", Name("Ada", "al-Example", "Jr")),
        ("{given: Suharto}", Name("", "Suharto")),
        ("{group: The Example Group}", Name(literal="The Example Group")),
    ],
)
def test_the_parts_of_an_authors_name(written: str, parts: Name) -> None:
    assert authors(f"authors: [{written}]\n")[0].parts == parts


def test_only_an_own_case_is_on_its_way_to_a_journal() -> None:
    assert publication_of(case(facts="authors: [{family: A}]\n")).status == "draft"
    assert publication_of(case(facts="kind: synthetic\nauthors: [{family: A}]\n")).status == ""


def cited(kind: Kind, of: Publication | SourceRecord, facts: str = "authors: [{given: Ada, family: Example}]\n") -> str:
    style, _ = load_style("vancouver", Location("case.yaml"))
    assert style
    return words(cited_as(style, cited_item(kind, "A title", authors(facts), of), "en"))


def test_an_own_case_is_cited_itself() -> None:
    assert cited(Kind.OWN, PUBLISHED) == "Example A. A title. Journal of Examples. 2025 Jul 4;12(3):45–67."


def test_of_a_retold_case_its_record_is_cited() -> None:
    source = source_of(case(facts=RECORD.format("Nemo Nobody")))
    assert source
    assert cited(Kind.RETOLD, source, "").startswith("Nobody N. A record. Journal of Examples. 2019;9:e17.")


def test_a_synthetic_case_and_one_that_nobody_signs_are_not_cited() -> None:
    assert cited(Kind.SYNTHETIC, PUBLISHED) == ""
    assert cited(Kind.OWN, PUBLISHED, "") == ""
