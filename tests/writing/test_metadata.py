"""What a page says of itself to machines: an own case offers itself to be cited, no other case does."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from lxml import html as parser

from pipeline.manuscript import Kind, Manuscript, Publication
from pipeline.writing.facts import facts, licence_address
from pipeline.writing.html import write
from pipeline.writing.look import Look
from pipeline.writing.metadata import meta_tags
from tests.writing.specimen import shipped, specimen, t


def tags(manuscript: Manuscript, name: str) -> list[str]:
    return [content for tag, content in meta_tags(manuscript, "specimen.pdf") if tag == name]


def linked_data(manuscript: Manuscript, look: Look | None = None) -> dict[str, Any]:  # JSON
    page = parser.document_fromstring(write(manuscript, shipped(), look or Look()).files["specimen.html"].decode())
    (script,) = (part for part in page.iter("script") if part.get("type") == "application/ld+json")
    data: dict[str, Any] = json.loads(script.text or "")
    return data


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("citation_author", ["Zoë Åkerström-Ibáñez", "Đặng Thị Ngọc", "Bjørn van der Muster"]),
        ("citation_author_orcid", ["https://orcid.org/0000-0002-1825-0097"]),
        ("citation_publication_date", ["2025/07/04"]),
        ("citation_journal_title", ["Journal of Examples"]),
        ("citation_volume", ["12"]),
        ("citation_firstpage", ["e45"]),
        ("citation_lastpage", []),
        ("citation_doi", ["10.5555/specimen"]),
        ("citation_pdf_url", ["specimen.pdf"]),
        ("DC.creator", ["Zoë Åkerström-Ibáñez", "Đặng Thị Ngọc", "Bjørn van der Muster"]),
        ("DC.identifier", ["https://doi.org/10.5555/specimen"]),
        ("DC.rights", ["https://creativecommons.org/licenses/by/4.0/"]),
        ("DC.subject", ["DRESS syndrome", "lamotrigine", "acute liver failure", "case report"]),
        ("robots", []),
    ],
)
def test_tags_of_an_own_case(name: str, contents: list[str]) -> None:
    assert tags(specimen(), name) == contents


def test_pages_are_told_apart() -> None:
    paged = replace(specimen(), publication=replace(specimen().publication, locator="45–67"))
    assert (tags(paged, "citation_firstpage"), tags(paged, "citation_lastpage")) == (["45"], ["67"])


@pytest.mark.parametrize("kind", [Kind.SYNTHETIC, Kind.RETOLD])
def test_no_other_case_offers_itself(kind: Kind) -> None:
    manuscript = specimen(kind)
    assert tags(manuscript, "robots") == ["noindex, noarchive"]
    assert not [name for name, _ in meta_tags(manuscript, "") if name.startswith("citation_")]
    assert linked_data(manuscript)["@type"] == "CreativeWork"
    assert linked_data(manuscript)["description"] == manuscript.notice


def test_a_draft_is_not_to_be_found() -> None:
    assert tags(specimen(draft_errors=1), "robots") == ["noindex, noarchive"]


def test_linked_data_of_an_own_case() -> None:
    data = linked_data(specimen())
    assert (data["@type"], data["publicationType"]) == ("MedicalScholarlyArticle", "Case Reports")
    first = data["author"][0]
    assert (first["familyName"], first["sameAs"]) == ("Åkerström-Ibáñez", "https://orcid.org/0000-0002-1825-0097")
    assert data["author"][1]["affiliation"][1]["sameAs"] == "https://ror.org/00000example"
    assert data["isPartOf"]["isPartOf"]["isPartOf"] == {"@type": "Periodical", "name": "Journal of Examples"}
    assert (data["license"], data["inLanguage"]) == ("https://creativecommons.org/licenses/by/4.0/", "en")
    pictures = [(image["name"], image["contentUrl"]) for image in data["image"]]
    assert pictures[0] == ("Figure 1A", "figures/fig-skin-a.png")
    assert all(image["caption"] and image["description"] for image in data["image"])
    assert len(data["citation"]) == 2


def test_the_authors_of_a_record_stand_with_their_record_alone() -> None:
    manuscript = specimen(Kind.RETOLD)
    data = linked_data(manuscript)
    assert [author["name"] for author in data["isBasedOn"]["author"]] == ["Nemo Nobody", "N Body"]
    assert data["isBasedOn"]["headline"] == "The record & its <title>"
    assert "author" not in data
    assert "Nemo" not in json.dumps({key: value for key, value in data.items() if key != "isBasedOn"})
    assert tags(manuscript, "DC.creator") == tags(manuscript, "author") == ["the tests"]
    assert tags(manuscript, "DC.source") == ["https://doi.org/10.5555/record"]


def test_text_cannot_end_the_script() -> None:
    evil = "</script><!--<script>"
    manuscript = replace(specimen(), title=(t(evil),), keywords=(evil,))
    assert linked_data(manuscript)["headline"] == evil
    assert linked_data(manuscript, Look(embed=True))["keywords"] == [evil]


def test_what_is_not_known_is_not_said() -> None:
    bare = replace(specimen(), publication=Publication(status="draft"), keywords=(), abstract=None)
    assert all(content for _, content in meta_tags(bare, ""))
    data = linked_data(bare)
    assert not {"identifier", "isPartOf", "license", "keywords", "abstract", "datePublished"} & data.keys()


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-ND 3.0", "https://creativecommons.org/licenses/by-nc-nd/3.0/"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("https://example.org/terms", "https://example.org/terms"),
        ("All rights reserved", ""),
    ],
)
def test_a_licence_leads_to_its_page(licence: str, address: str) -> None:
    assert licence_address(licence) == address


def test_facts_are_labelled_in_order_and_say_nothing_twice() -> None:
    assert [(fact.label, fact.text) for fact in facts(specimen())] == [
        ("Journal", "Journal of Examples 12(3):e45"),
        ("Received", "2 March 2025"),
        ("Published", "4 July 2025"),
        ("DOI", "10.5555/specimen"),
        ("Licence", "CC BY 4.0"),
    ]
    draft = replace(specimen(), publication=Publication(status="draft"))
    assert [(fact.label, fact.text) for fact in facts(draft)] == [("Status", "Draft")]
