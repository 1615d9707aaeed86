from __future__ import annotations

import pytest

from pipeline.findings import Location
from pipeline.library import Item, Library, reference_id


def library(*keys: str) -> Library:
    return Library({key: Item(key, {"type": "book"}, Location("references.bib", 1)) for key in keys})


def test_a_reference_is_found_under_its_exact_key() -> None:
    found = library("Smith2001", "smith2001").find("smith2001")
    assert found is not None
    assert found.key == "smith2001"
    assert library("Smith2001").find("smith2001") is None


def test_an_accent_may_be_typed_in_either_way_of_unicode() -> None:
    assert library("m\u00fcller2003").find("mu\u0308ller2003") is not None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("rund2006", "rund2005"), ("Rund2005", "rund2005"), ("haidar", "haidar2010"), ("nothing-like-it", "")],
)
def test_a_misspelt_key_suggests_the_nearest(typed: str, meant: str) -> None:
    assert library("rund2005", "haidar2010").similar(typed) == meant


@pytest.mark.parametrize(
    ("key", "html_id"),
    [("rund2005", "ref-rund2005"), ("DBLP:conf/x", "ref-DBLP:conf/x"), ("two words", "ref-two_words")],
)
def test_an_html_id_holds_no_white_space(key: str, html_id: str) -> None:
    assert reference_id(key) == html_id
