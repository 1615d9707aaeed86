from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.findings import Finding
from pipeline.reading import csl_json
from tests.reading.normal_form import faults

WORDS = ["id", "title", "author", "family", "given", "literal", "issued", "date-parts", "season", "raw", "DOI", "page",
         "itemType", "creators", "lastName", "extra"]  # fmt: skip


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
        ({"date-parts": [[2020, 22]]}, {"date-parts": [[2020]], "season": 2}),
        ({"date-parts": [[2020, 5, 6, 7]]}, {"date-parts": [[2020, 5, 6]]}),
        ({"date-parts": [[2020, 12], [2021, 1]]}, {"date-parts": [[2020, 12], [2021, 1]]}),
        ({"date-parts": [[2020]], "season": "Winter"}, {"date-parts": [[2020]], "season": 4}),
        ({"date-parts": [[2020]], "circa": "false"}, {"date-parts": [[2020]]}),
        ({"year": 2020, "month": "5"}, {"date-parts": [[2020, 5]]}),
        ([{"year": "2020"}, {"year": "2021"}], {"date-parts": [[2020], [2021]]}),
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


@pytest.mark.parametrize("written", [None, [], {}, ""])
def test_a_date_that_is_empty_is_none(written: object) -> None:
    assert one(issued=written) == {}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ({"date-parts": [[]]}, None),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": [["soon"]]}, None),
        ({"date-parts": [[0]]}, None),
        ({"date-parts": 5}, None),
        ({"date-parts": [[2020], [2021], [2022]]}, None),
        ({"season": 2}, None),
        (True, None),
        ([5], None),
        ({"date-parts": [[2020, 77]]}, {"date-parts": [[2020]]}),
        ({"date-parts": [[2020, 5, 32]]}, {"date-parts": [[2020, 5]]}),
        ({"date-parts": [[2020]], "season": "January"}, {"date-parts": [[2020]]}),
        ({"date-parts": [[2020]], "season": 7}, {"date-parts": [[2020]]}),
    ],
)
def test_an_impossible_date_is_a_finding_and_what_is_possible_of_it_stays(written: object, kept: object) -> None:
    assert finding(issued=written).rule.id == "malformed-reference"
    assert "“issued”" in finding(issued=written).message
    (item,), _ = csl_json.read(json.dumps([{"id": "key", "type": "book", "issued": written}]), "references.json")
    assert item.csl.get("issued") == kept


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


def test_a_name_that_is_none_costs_no_other() -> None:
    people = [{"family": "Doe"}, {"family": None}, 5, {"family": "Roe"}]
    (item,), (found,) = csl_json.read(json.dumps([{"id": "a", "type": "book", "author": people}]), "references.json")
    assert item.csl["author"] == [{"family": "Doe"}, {"family": "Roe"}]
    assert "without a family name" in found.message


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (12, "12"),
        ("p &lt; 0.05 &amp; more", "p < 0.05 & more"),
        ("<i>E. coli</i> <script>", "<i>E. coli</i> <script>"),
        ("AT&T, R&D", "AT&T, R&D"),
        ("two\n  lines", "two lines"),
        ("half \ud83d a pair\x00", "half a pair"),
    ],
)
def test_text(written: object, read: str) -> None:
    assert one(title=written) == {"title": read}


@pytest.mark.parametrize("written", [True, ["A"], {"a": "b"}])
def test_text_that_is_none(written: object) -> None:
    assert "“title” of this reference is not text" in finding(title=written).message


@pytest.mark.parametrize(
    ("variable", "written", "read"),
    [
        ("DOI", "https://doi.org/10.5555/a", "10.5555/a"),
        ("PMID", 12345678, "12345678"),
        ("PMCID", "1234567", "PMC1234567"),
        ("ISSN", "12345678", "1234-5678"),
        ("page", "1099–1102", "1099-1102"),
        ("language", "English", "en"),
        ("keyword", ["anaemia", "iron"], "anaemia, iron"),
        ("keyword", "anaemia, iron", "anaemia, iron"),
    ],
)
def test_one_spelling_in_every_format(variable: str, written: object, read: str) -> None:
    assert one(**{variable: written}) == {variable: read}


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
        ('[{"id": "a", "type": "book"}, {"type": "book"}]', "a", "no id"),
        ('[{"id": true, "type": "book"}]', "", "no id"),
        ('[{"type": "book", "title": "Fever"}]', "fever", "has no id; it can be cited as “fever”"),
        ('[{"id": "a", "type": "book"}, 5]', "a", "not a reference"),
        ('[{"id": "a", "type": "book"}, {"id": "b" "type": "book"}]', "a", "not JSON here"),
        ('[{"id": "a", "type": "book"}', "a", "not closed"),
        ('[{"id": "a", "type": "book"}, {"id": "b", "title": "cut o', "a", "neither this reference nor what follows"),
        ('[{"id": "a", "type": "book"} {"id": "b", "type": "book"}]', "ab", "a comma is missing"),
        ('[{"id": "a", "type": "book", "title": "x", "title": "y"}]', "a", "written twice"),
        ('[{"id": "a", "type": "book", "volume": NaN}, {"id": "b", "type": "book"}]', "ab", "“volume”"),
        ('[{"id": "a", "type": "book", "title": ' + "[" * 100_000, "", "nested too deep"),
        ("[" * 100_000, "", "nested too deep"),
        ('{"version": 1}', "", "not a list"),
        ('{"version" 1}', "", "not JSON here"),
        ('"a"', "", "not a list"),
        ("TY  - JOUR", "", "not a list"),
        ("", "", "not a list"),
    ],
)
def test_a_broken_file_is_a_finding(text: str, kept: str, said: str) -> None:
    items, (found,) = csl_json.read(text, "references.json")
    assert "".join(item.key for item in items) == kept
    assert found.rule.id == "malformed-reference"
    assert said in found.message


GOOD = '{"id": "%s", "type": "book", "author": [{"family": "Doe"}]}'


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ('{"id": "b" "type": "book", "author": [{"family": "Doe"}]}', "2:12"),
        ('{"id": "b, "type": "book", "author": [{"family": "Doe"}]}', "2:13"),
        ('{"id": "b", "author": [{"family": "Doe"], "title": "A"}', "2:40"),
        ('{"id": "b", "title": ' + "[" * 50_000, "2:1"),
        ("nonsense", "2:1"),
    ],
)
def test_reading_goes_on_after_what_is_not_json(broken: str, place: str) -> None:
    items, (found,) = csl_json.read(f"[{GOOD % 'a'},\n{broken},\n{GOOD % 'c'}]", "references.json")
    assert [(item.key, item.origin.line) for item in items] == [("a", 1), ("c", 3)]
    assert str(found.where) == f"references.json:{place}"
    assert "could not be read" in found.message


def test_a_list_after_a_list_is_read_too() -> None:
    items, (found,) = csl_json.read(f"[{GOOD % 'a'}]\n[{GOOD % 'b'}]", "references.json")
    assert [item.key for item in items] == ["a", "b"]
    assert found.where.line == 2


def test_a_lone_reference_is_a_list_of_one() -> None:
    (item,), findings = csl_json.read('{"id": "a", "type": "book"}', "references.json")
    assert (item.key, findings) == ("a", [])


@pytest.mark.parametrize("text", ["[]", '{"items": []}', "[\n]\n"])
def test_an_empty_list_is_no_mistake(text: str) -> None:
    assert csl_json.read(text, "references.json") == ([], [])


def test_ids_that_differ_only_in_case_are_two_references() -> None:
    items, findings = csl_json.read(f"[{GOOD % 'Doe'}, {GOOD % 'doe'}, {GOOD % 'd/o e'}]", "references.json")
    assert [item.key for item in items] == ["Doe", "doe", "d/o e"]
    assert findings == []


def test_numbers_stay_as_they_were_typed() -> None:
    text = '[{"id": 12345678901234567890, "type": "book", "version": 1.10, "issued": {"date-parts": [[2020.0]]}}]'
    (item,), findings = csl_json.read(text, "references.json")
    assert (item.key, item.csl["version"], findings) == ("12345678901234567890", "1.10", [])
    assert item.csl["issued"] == {"date-parts": [[2020]]}


def test_a_huge_abstract_costs_only_itself() -> None:
    text = json.dumps([{"id": "a", "type": "book", "title": "A", "abstract": "word " * 2_000_000}])
    (item,), (found,) = csl_json.read(text, "references.json")
    assert dict(item.csl) == {"type": "book", "title": "A"}
    assert "“abstract” of this reference is longer than" in found.message


@pytest.mark.parametrize(
    "text",
    [
        '[{"id" "' + '{"a": "x' * 300_000,
        "[" + '{"id": "a" ' * 200_000,
        '[{"id": "a", "note": "' + "DOI:http://" * 18_000 + '"}]',
        '[{"id": "a", "DOI": "' + "doi " * 49_000 + '"}]',
        '[{"id": "a", "title": "' + "&amp;" * 39_000 + '"}]',
    ],
    ids=["unterminated", "unclosed", "note", "doi", "entities"],
)
def test_hostile_text_ends(text: str) -> None:
    items, findings = csl_json.read(text, "x.json")
    assert len(items) + len(findings) < 2_500


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(WORDS) | st.text(), inner),
        ).map(lambda value: json.dumps([{"id": "a", "type": "book", "author": value, "issued": value}, value])),
    )
)
def test_whatever_the_text_no_item_is_out_of_form(text: str) -> None:
    items, _ = csl_json.read(text, "x.json")
    assert [fault for item in items for fault in faults(item)] == []


@pytest.mark.parametrize(
    ("note", "read"),
    [
        ("event-date: 2004-10-01", {"event-date": {"date-parts": [[2004, 10, 1]]}}),
        ("genre: Comment\nreviewed-title: A title", {"genre": "Comment", "reviewed-title": "A title"}),
        ("reviewed-author: Doe || Jane A.", {"reviewed-author": [{"family": "Doe", "given": "Jane A."}]}),
        (
            "editor: One Group\neditor: Roe || R.",
            {"editor": [{"literal": "One Group"}, {"family": "Roe", "given": "R."}]},
        ),
        ("title: not the title that the field holds", {}),
        ("summary: no variable of CSL", {}),
        ("We saw the genre: it was new", {}),
        ("event-date: some day, perhaps", {"event-date": {"literal": "some day, perhaps"}}),
    ],
)
def test_variables_on_lines_of_the_note_are_read(note: str, read: dict[str, object]) -> None:
    (item,), findings = csl_json.read(json.dumps([{"id": "a", "type": "book", "title": "T", "note": note}]), "x.json")
    assert {name: value for name, value in item.csl.items() if name not in ("type", "title", "note")} == read
    assert item.csl["title"] == "T"
    assert findings == []
