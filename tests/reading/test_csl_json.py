from __future__ import annotations

import json

import pytest

from pipeline.findings import Finding
from pipeline.reading import csl_json


def one(**variables: object) -> dict[str, object]:
    """The CSL-JSON of an item with these variables that has nothing wrong with it."""
    (item,), findings = csl_json.read(json.dumps([{"id": "key", "type": "book", **variables}]), "references.json")
    assert findings == []
    return {name: value for name, value in item.csl.items() if name != "type"}


def finding(**variables: object) -> Finding:
    """The only finding of an item with these variables."""
    _, (found,) = csl_json.read(json.dumps([{"id": "key", "type": "book", **variables}]), "references.json")
    return found


@pytest.mark.parametrize("text", ['[{"id": 7, "type": "book"}]', '{"items": [{"id": "7", "type": "book"}]}'])
def test_a_list_or_an_object_with_items(text: str) -> None:
    (item,), findings = csl_json.read(text, "references.json")
    assert (item.key, dict(item.csl), findings) == ("7", {"type": "book"}, [])


def test_a_reference_knows_its_line() -> None:
    text = '{"version": 1, "items": [\n  {"id": "a", "type": "book"},\n\n  {"id": "b", "type": "book"}\n]}'
    items, _ = csl_json.read(text, "bibliography/x.json")
    assert [str(item.origin) for item in items] == ["bibliography/x.json:2:3", "bibliography/x.json:4:3"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"date-parts": [[2020, 5, 6]]}, {"date-parts": [[2020, 5, 6]]}),
        ({"date-parts": [["2020", "05"]]}, {"date-parts": [[2020, 5]]}),
        ({"date-parts": [["2020", "May"]]}, {"date-parts": [[2020, 5]]}),
        ({"date-parts": [[2020, 0, 0]]}, {"date-parts": [[2020]]}),
        ({"date-parts": [[2020]], "season": "2"}, {"date-parts": [[2020]], "season": 2}),
        ({"date-parts": [[2020]], "circa": 1}, {"date-parts": [[2020]], "circa": True}),
        ({"raw": "2020-05-06"}, {"date-parts": [[2020, 5, 6]]}),
        ({"literal": "in press"}, {"literal": "in press"}),
        ("2020", {"date-parts": [[2020]]}),
        (2020, {"date-parts": [[2020]]}),
    ],
)
def test_dates(written: object, read: object) -> None:
    assert one(issued=written) == {"issued": read}


@pytest.mark.parametrize(
    "written",
    [{"date-parts": [[]]}, {"date-parts": [["soon"]]}, {"date-parts": 5}, {"date-parts": [[2020, 77]]}, [], {}],
)
def test_dates_that_are_none(written: object) -> None:
    if written in ([], {}):
        assert one(issued=written) == {}
    else:
        assert finding(issued=written).rule.id == "malformed-reference"
        assert "“issued”" in finding(issued=written).message


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"family": "Doe", "given": "Jane"}, {"family": "Doe", "given": "Jane"}),
        ({"literal": "WHO"}, {"literal": "WHO"}),
        ({"given": "Plato"}, {"literal": "Plato"}),
        ({"family": "King", "given": "Martin L., Jr."}, {"family": "King", "given": "Martin L.", "suffix": "Jr."}),
        ({"family": "Berg", "non-dropping-particle": "van", "ORCID": "x"},
         {"family": "Berg", "non-dropping-particle": "van"}),
    ],
)  # fmt: skip
def test_names(written: object, read: object) -> None:
    assert one(author=[written]) == {"author": [read]}


@pytest.mark.parametrize("written", ["Doe, Jane", [["Doe"]], [{}], [{"family": ["Doe"]}]])
def test_names_that_are_none(written: object) -> None:
    assert "“author”" in finding(author=written).message


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (12, "12"),
        ("p &lt; 0.05 &amp; more", "p < 0.05 & more"),
        ("<i>E. coli</i> <script>", "<i>E. coli</i> <script>"),
        ("AT&T, R&D", "AT&T, R&D"),
        ("two\n  lines", "two lines"),
    ],
)
def test_text(written: object, read: str) -> None:
    assert one(title=written) == {"title": read}


def test_other_names_of_variables_and_identifiers_in_a_note() -> None:
    csl = one(journalAbbreviation="J Fake Med", shortTitle="Short", note="PMID: 12345678\nPMCID: PMC1234567")
    assert csl["container-title-short"] == "J Fake Med"
    assert csl["title-short"] == "Short"
    assert (csl["PMID"], csl["PMCID"]) == ("12345678", "PMC1234567")


def test_an_unknown_variable_is_one_warning_in_a_file() -> None:
    text = json.dumps([{"id": key, "type": "book", "colour": "red"} for key in "abc"])
    _, (found,) = csl_json.read(text, "references.json")
    assert (found.rule.id, found.quote) == ("unknown-reference-variable", "colour")


@pytest.mark.parametrize("kind", [None, "gadget", 5, ["book"]])
def test_an_unknown_type_is_a_warning_and_prints_as_a_document(kind: object) -> None:
    items, (found,) = csl_json.read(json.dumps([{"id": "a", "type": kind}]), "references.json")
    assert items[0].csl["type"] == "document"
    assert found.rule.id == "unknown-csl-type"


@pytest.mark.parametrize(
    ("text", "kept", "said"),
    [
        ('[{"id": "a", "type": "book"}, {"type": "book"}]', 1, "no id"),
        ('[{"id": "a", "type": "book"}, 5]', 1, "not a reference"),
        ('[{"id": "a", "type": "book"}, {"id": "b" "type": "book"}]', 1, "not JSON from here on"),
        ('[{"id": "a", "type": "book"}', 1, "not JSON from here on"),
        ('[{"id": "a", "type": "book", "title": "x", "title": "y"}]', 1, "written twice"),
        ('[{"id": "a", "type": "book", "volume": NaN}]', 0, "NaN"),
        ('[{"id": "a", "type": "book", "volume": ' + "9" * 5000 + "}]", 0, "impossible number"),
        ('[{"id": "a", "type": "book", "title": ' + "[" * 100_000, 0, "nested too deep"),
        ("[" * 100_000, 0, "nested too deep"),
        ('{"id": "a", "type": "book"}', 0, "no list of references"),
        ("TY  - JOUR", 0, "not a list"),
        ("", 0, "not a list"),
    ],
)
def test_a_broken_file_is_a_finding(text: str, kept: int, said: str) -> None:
    items, (found,) = csl_json.read(text, "references.json")
    assert len(items) == kept
    assert found.rule.id == "malformed-reference"
    assert said in found.message
