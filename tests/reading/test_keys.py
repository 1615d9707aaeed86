from __future__ import annotations

import pytest

from pipeline.reading import marks
from pipeline.reading.keys import readable_key


def work(family: str = "", year: int = 0, title: str = "", literal: str = "") -> dict[str, object]:
    name = {"family": family} if family else {"literal": literal}
    return {
        **({"author": [name]} if family or literal else {}),
        **({"issued": {"date-parts": [[year]]}} if year else {}),
        **({"title": title} if title else {}),
    }


@pytest.mark.parametrize(
    ("csl", "key"),
    [
        (work("Rund", 2005, "<i>β</i>-Thalassemia"), "rund2005"),
        (work("Rund", 0), "rund"),
        (work("García-Márquez", 1967), "garciamarquez1967"),
        (work("Øster Łuczak", 2001), "osterluczak2001"),
        (work("Straße", 2001), "strasse2001"),
        (work("O’Brien", 2001), "obrien2001"),
        (work("王", 2011), "王2011"),
        (work("الأحمد", 2015), "الأحمد2015"),
        (work(literal="World Health Organization", year=2022), "world2022"),
        (work("", 2014, "The <i>Guidelines</i> for the management"), "guidelines2014"),
        (work("", 2014, "A case report"), "a2014"),
        (work("Fig", 0, "Fig of a tree"), "fig"),
        (work("X" * 100, 2000), "x" * 30 + "2000"),
        ({"editor": [{"family": "Brown"}], "issued": {"literal": "in press 2020"}}, "brown2020"),
        ({"author": "Doe", "title": 5, "issued": "2001"}, "reference"),
        ({}, "reference"),
    ],
)
def test_a_key_says_who_and_when(csl: dict[str, object], key: str) -> None:
    assert readable_key(csl, ()) == key


def test_a_key_that_is_taken_says_what_and_then_counts() -> None:
    taken: list[str] = []
    for _ in range(4):
        taken.append(readable_key(work("Rund", 2005, "On <i>β</i>-thalassemia"), taken))
    assert taken == ["rund2005", "rund2005-thalassemia", "rund2005-thalassemia-2", "rund2005-thalassemia-3"]
    assert readable_key(work("Rund", 2005), taken) == "rund2005-2"
    assert readable_key(work("", 2014, "Guidelines"), ["guidelines2014"]) == "guidelines2014-2"


def test_numbers_follow_each_other_however_many_there_are() -> None:
    taken: set[str] = set()
    for _ in range(20_000):
        taken.add(readable_key({}, taken))
    assert taken == {"reference", *(f"reference-{number}" for number in range(2, 20_001))}


@pytest.mark.parametrize("stem", ["fig", "tbl", "sec"])
def test_no_key_looks_like_a_cross_reference(stem: str) -> None:
    assert readable_key(work(stem, 0, "Skin"), [stem]) == f"ref-{stem}-skin"
    assert readable_key(work(stem), [stem]) == f"ref-{stem}-2"
    assert readable_key(work(stem, 2000, "Skin"), [f"{stem}2000"]) == f"{stem}2000-skin"


@pytest.mark.parametrize("family", ["Rund", "王", "الأحمد", "ทดสอบ", "O’Brien", "D'Ambrosio", "Fig", "123", "", "्"])
def test_every_key_can_be_cited_without_braces(family: str) -> None:
    for taken in ((), (readable_key(work(family, 2005, "Über ‘Blut’"), ()),)):
        key = readable_key(work(family, 2005, "Über ‘Blut’"), taken)
        cited = marks.bare(f"@{key}, and", 0)
        assert cited
        assert (cited[0].key, cited[0].is_cross_reference) == (key, False)
