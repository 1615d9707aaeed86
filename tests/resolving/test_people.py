from __future__ import annotations

import pytest

from pipeline.case.people import Author
from pipeline.findings import Severity
from pipeline.resolving.people import People, author_name, people_of
from tests.resolving.made import WORDS, case, rules


def people(facts: str) -> tuple[People, list[str]]:
    made, findings = people_of(case(facts=facts), WORDS)
    return made, rules(findings)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"given": "Ada M.", "family": "Example"}, "Ada M. Example"),
        ({"given": "Ada", "particle": "van der", "family": "Example"}, "Ada van der Example"),
        ({"given": "Ada", "particle": "al-", "family": "Example"}, "Ada al-Example"),
        ({"given": "Ada", "particle": "d'", "family": "Example"}, "Ada d'Example"),
        ({"given": "Ada", "family": "Example", "suffix": "Jr"}, "Ada Example Jr"),
        ({"family": "Suharto"}, "Suharto"),
        ({"given": "Éva", "family": "Őry"}, "Éva Őry"),
        ({"group": "The Example Group"}, "The Example Group"),
        ({"suffix": "Jr"}, ""),
        ({}, ""),
    ],
)
def test_a_name_as_printed(parts: dict[str, str], name: str) -> None:
    assert author_name(Author.model_validate(parts)) == name


def test_affiliations_are_numbered_as_authors_name_them() -> None:
    made, broken = people(
        "authors: [{family: A, at: ward}, {family: B, at: [lab, ward]}, {family: C}]\n"
        "affiliations:\n  lab: {name: Laboratory, city: Amman, country: JO}\n  ward: {name: Ward, ror: 05dxps055}\n"
    )
    assert broken == []
    assert [(a.name, a.affiliations) for a in made.authors] == [("A", (1,)), ("B", (2, 1)), ("C", ())]
    assert [(p.number, p.name, p.ror) for p in made.affiliations] == [
        (1, "Ward", "https://ror.org/05dxps055"),
        (2, "Laboratory, Amman, Jordan", ""),
    ]


def test_correspondence_and_identifiers() -> None:
    made, _ = people(
        "authors:\n  - {family: A, corresponding: a@example.org, equal: yes}\n"
        "  - {family: B, corresponding: b@example.org, orcid: 0000-0002-1825-0097, equal: yes}\n"
    )
    assert made.correspondence == "A, a@example.org; B, b@example.org"
    assert [author.orcid for author in made.authors] == ["", "https://orcid.org/0000-0002-1825-0097"]
    assert all(author.equal for author in made.authors)


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        ("authors: [{family: A, at: nowhere}]", ["unknown-affiliation"]),
        ("authors: [{interests: none}]", ["author-without-name"]),
        ("authors: [{family: A, group: The Example Group}]", ["group-and-person"]),
        ("affiliations: {x: {name: X}}", ["affiliation-without-author"]),
        ("kind: retold\n", ["retold-without-source"]),
    ],
)
def test_what_is_told(facts: str, broken: list[str]) -> None:
    assert people(facts)[1] == broken


RECORD = """kind: retold
source_record:
  {authors: [Grace A. Example, 'Other, B.'], title: Theirs, journal: Journal of Examples, year: 2020, retold_by: us%s}
"""


def test_a_retold_case_names_its_record_in_the_byline() -> None:
    made, broken = people(RECORD % ", doi: 10.5555/12345")
    assert broken == []
    assert made.authors == ()
    assert made.byline == (
        "Reconstruction by us from the public record of Example et al., Journal of Examples 2020, doi:10.5555/12345"
    )
    assert made.notice == WORDS["notice_retold"]


@pytest.mark.parametrize(
    "author", ["{given: Grace A., family: Example}", "{given: B, family: Other}", "{group: grace a example}"]
)
def test_the_authors_of_a_record_are_not_shown_as_ours(author: str) -> None:
    _, findings = people_of(case(facts=RECORD % "" + f"authors: [{author}]\n"), WORDS)
    assert [(f.rule.id, f.severity) for f in findings] == [("authors-of-the-record", Severity.FATAL)]


def test_a_synthetic_case_says_so() -> None:
    assert people("kind: synthetic")[0].notice == WORDS["notice_synthetic"]
    assert people("kind: own")[0].notice == ""
