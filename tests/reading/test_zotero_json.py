from __future__ import annotations

import json

import pytest

from pipeline.reading import csl_json

ARTICLE = {
    "itemType": "journalArticle",
    "key": "ABCD1234",
    "citationKey": "doe2021",
    "title": "<i>E. coli</i> and fever",
    "creators": [
        {"creatorType": "author", "firstName": "Jane A.", "lastName": "Doe"},
        {"creatorType": "author", "firstName": "Jan", "lastName": "van der Berg"},
        {"creatorType": "author", "name": "Fake Fever Study"},
        {"creatorType": "editor", "lastName": "Roe"},
    ],
    "publicationTitle": "Journal of Fake Medicine",
    "journalAbbreviation": "J Fake Med",
    "date": "2021-03-05",
    "pages": "1-9",
    "DOI": "10.5555/abc",
    "extra": "PMID: 12345678\nseen twice",
    "tags": [{"tag": "fever"}],
    "dateAdded": "2021-03-06T00:00:00Z",
}


def test_an_article() -> None:
    (item,), findings = csl_json.read(json.dumps({"config": {}, "items": [ARTICLE]}), "library.json")
    assert (item.key, findings) == ("doe2021", [])
    assert dict(item.csl) == {
        "type": "article-journal",
        "title": "<i>E. coli</i> and fever",
        "author": [
            {"family": "Doe", "given": "Jane A."},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"literal": "Fake Fever Study"},
        ],
        "editor": [{"family": "Roe"}],
        "container-title": "Journal of Fake Medicine",
        "container-title-short": "J Fake Med",
        "issued": {"date-parts": [[2021, 3, 5]]},
        "page": "1-9",
        "DOI": "10.5555/abc",
        "PMID": "12345678",
        "note": "PMID: 12345678 seen twice",
    }


@pytest.mark.parametrize(
    ("element", "key"),
    [
        ({"itemType": "book", "title": "Fever", "extra": "Citation Key: own\nmore"}, "own"),
        ({"itemType": "book", "title": "Fever", "extra": ["one", "Citation Key: own"]}, "own"),
        ({"itemType": "book", "title": "Fever"}, "fever"),
    ],
)
def test_the_key_is_the_pinned_one_or_made(element: dict[str, object], key: str) -> None:
    items, findings = csl_json.read(json.dumps([element]), "library.json")
    assert [item.key for item in items] == [key]
    assert len(findings) == (key == "fever")


def test_notes_and_attachments_are_no_references() -> None:
    assert csl_json.read('[{"itemType": "note"}, {"itemType": "attachment"}]', "library.json") == ([], [])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"runningTime": "3:20"}, "“runningTime” is not a CSL variable"),
        ({"itemType": "gadget"}, "“gadget” is not a type of reference"),
        ({"creators": [5]}, "“author” of this reference holds something that is not a name"),
        ({"creators": [{"creatorType": "author"}]}, "“author” of this reference holds a name without a family name"),
    ],
)
def test_what_is_not_known_is_a_finding(fields: dict[str, object], said: str) -> None:
    _, (finding,) = csl_json.read(json.dumps([ARTICLE | fields]), "library.json")
    assert said in finding.message
