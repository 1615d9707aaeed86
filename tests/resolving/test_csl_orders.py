"""Orders, positions and what tells citations apart, in small styles written here; the official suite tests the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import Location
from pipeline.library import Item
from pipeline.resolving.csl import NumberedCite, Style
from pipeline.resolving.csl.labels import label_of

NUMBER = '<text variable="citation-number" prefix="[" suffix="]"/>'
AUTHOR = '<names variable="author"><name form="short" initialize-with="."/></names>'
YEAR = '<date variable="issued"><date-part name="year"/></date>'
AUTHOR_YEAR = f'<group delimiter=" ">{AUTHOR}{YEAR}</group>'
BY_AUTHOR = '<sort><key variable="author"/><key variable="issued"/></sort>'
ITEMS = {
    "roe": ("Roe", "Jane", 2001),
    "doe": ("Doe", "Jack", 2002),
    "doe-later": ("Doe", "Jack", 2004),
    "doe-same": ("Doe", "Jack", 2002),
    "doe-other": ("Doe", "Zoe", 2002),
    "van-eck": ("van Eck", "Ann", 1999),
}


def item(key: str) -> Item:
    family, given, year = ITEMS[key]
    csl = {
        "type": "book",
        "author": [{"family": family, "given": given}],
        "issued": {"date-parts": [[year]]},
        "title": key.capitalize(),
    }
    return Item(key, csl, Location("references.bib"))


def style(citation: str, options: str = "", sort: str = "", listed: str = "") -> Style:
    xml = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"'
        ' demote-non-dropping-particle="sort-only"><info/>'
        f'<citation {options}>{sort}<layout delimiter="; ">{citation}</layout></citation>'
        f'<bibliography>{listed}<layout><text variable="title"/></layout></bibliography></style>'
    )
    return Style("written-here", Path("written-here.csl"), xml.encode())


def cited(made: Style, *clusters: str) -> list[str]:
    """Citations of a document; the keys of each stand in one string."""
    keys = [key for cluster in clusters for key in cluster.split()]
    numbers = {each.key: number for number, each in enumerate(made.in_order([item(k) for k in dict.fromkeys(keys)]), 1)}
    cites = [[NumberedCite(numbers[k], f"ref-{k}", item=item(k)) for k in cluster.split()] for cluster in clusters]
    return ["".join(part.text for part in parts) for parts in made.clusters(cites)]


@pytest.mark.parametrize(
    ("sort", "ordered"),
    [
        ("", "roe doe-later van-eck doe"),
        (BY_AUTHOR, "doe doe-later van-eck roe"),
        ('<sort><key variable="issued" sort="descending"/></sort>', "doe-later doe roe van-eck"),
        ('<sort><key variable="DOI"/><key variable="title"/></sort>', "doe doe-later roe van-eck"),
    ],
)
def test_references_stand_in_the_order_of_the_style(sort: str, ordered: str) -> None:
    made = style(NUMBER, listed=sort).in_order([item(key) for key in ("roe", "doe-later", "van-eck", "doe")])
    assert " ".join(each.key for each in made) == ordered


def test_numbers_follow_the_order_of_the_list() -> None:
    assert cited(style(NUMBER, listed=BY_AUTHOR), "roe", "doe roe") == ["[2]", "[1]; [2]"]


def test_what_a_citation_prints_of_its_reference_stands_beside_the_number() -> None:
    assert cited(style(f'<group delimiter=" ">{AUTHOR}{NUMBER}</group>'), "roe doe") == ["Roe [1]; Doe [2]"]


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ("", "Doe 2002; Doe 2002; Doe 2002; Roe 2001"),
        ('disambiguate-add-givenname="true"', "J. Doe 2002; J. Doe 2002; Z. Doe 2002; Roe 2001"),
        ('disambiguate-add-year-suffix="true"', "Doe 2002a; Doe 2002b; Doe 2002c; Roe 2001"),
        (
            'disambiguate-add-givenname="true" disambiguate-add-year-suffix="true"',
            "J. Doe 2002a; J. Doe 2002b; Z. Doe 2002; Roe 2001",
        ),
    ],
)
def test_citations_that_look_the_same_are_told_apart(options: str, printed: str) -> None:
    assert cited(style(AUTHOR_YEAR, options), "doe doe-same doe-other roe") == [printed]


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ('collapse="year"', "Doe 2002, 2004; Roe 2001"),
        ('cite-group-delimiter=" and "', "Doe 2002 and Doe 2004; Roe 2001"),
        ("", "Doe 2002; Doe 2004; Roe 2001"),
    ],
)
def test_names_are_said_once_where_the_style_says_so(options: str, printed: str) -> None:
    assert cited(style(AUTHOR_YEAR, options), "doe doe-later roe") == [printed]


def test_a_later_citation_knows_that_it_is_one() -> None:
    ibid = '<choose><if position="ibid"><text value="ibid."/></if><else-if position="subsequent"><text value="again"/>'
    made = style(f"{ibid}</else-if><else>{AUTHOR}</else></choose>")
    assert cited(made, "doe", "doe", "roe", "doe") == ["Doe", "ibid.", "Roe", "again"]


@pytest.mark.parametrize(
    ("families", "year", "label"),
    [
        (["Asthma"], 1900, "Asth00"),
        (["Roe", "Noakes"], 1978, "RoNo78"),
        (["Doe", "Roe", "Poe"], 2021, "DoRP21"),
        (["Doe", "Roe", "Poe", "Moe", "Noe"], 2021, "DRPM21"),
        (["Doe"], None, "Doe"),
        ([], 2021, "21"),
    ],
)
def test_a_label_is_made_of_names_and_a_year(families: list[str], year: int | None, label: str) -> None:
    issued = {"date-parts": [[year]]} if year else {}
    assert label_of([{"family": family} for family in families], issued) == label


def test_labels_that_are_the_same_are_told_apart() -> None:
    made = style('<text variable="citation-label"/>', 'disambiguate-add-year-suffix="true"')
    assert cited(made, "doe doe-same roe") == ["Doe02a; Doe02b; Roe01"]
