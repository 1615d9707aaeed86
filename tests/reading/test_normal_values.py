from __future__ import annotations

import pytest

from pipeline.reading import normal_values


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("two\n  lines ", "two lines"),
        ("cafe\u0301", "caf\u00e9"),
        ("Fig.\u00a02", "Fig.\u00a02"),
        ("a\u2028b", "a b"),
        ("bell\x07, half \ud83d a pair", "bell, half a pair"),
        ("a\x85b\x0cc", "a b c"),
        ("عربي\u200fא", "عربي\u200fא"),
        ("\x00", ""),
        ("p &lt; 0.05 &amp;amp; &#x3b2; &Beta;", "p < 0.05 & β Β"),
        ("R&D; AT&T, &notit; &nosuch;", "R&D; AT&T, &notit; &nosuch;"),
    ],
)
def test_text(written: str, read: str) -> None:
    assert normal_values.text(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1099--1102", "1099-1102"),
        ("1099 – 1102", "1099-1102"),
        ("1099-102", "1099-102"),
        ("S1—S9, S12", "S1-S9, S12"),
        ("e1234", "e1234"),
    ],
)
def test_pages(written: str, read: str) -> None:
    assert normal_values.pages(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("10.5555/abc", "10.5555/abc"),
        ("https://doi.org/10.5555/abc", "10.5555/abc"),
        ("http://dx.doi.org/10.5555/abc", "10.5555/abc"),
        ("doi:10.5555/a.", "10.5555/a"),
        ("DOI 10.5555/a [doi]", "10.5555/a"),
        ("10.5555/(SICI)1097<1::AID-A1>3.0.CO;2-X", "10.5555/(SICI)1097<1::AID-A1>3.0.CO;2-X"),
        ("not a DOI", "not a DOI"),
    ],
)
def test_dois(written: str, read: str) -> None:
    assert normal_values.doi(written) == read


@pytest.mark.parametrize(
    ("written", "pmid", "pmcid", "issn"),
    [
        ("12345678", "12345678", "PMC12345678", "1234-5678"),
        ("PMID: 1234", "1234", "PMID: 1234", "PMID: 1234"),
        ("pmc1234", "pmc1234", "PMC1234", "pmc1234"),
        ("PMCID: PMC1234", "PMCID: PMC1234", "PMC1234", "PMCID: PMC1234"),
        ("https://pubmed.ncbi.nlm.nih.gov/1234/", "1234", "PMC1234", "https://pubmed.ncbi.nlm.nih.gov/1234/"),
        ("1234-567x", "1234-567x", "1234-567x", "1234-567X"),
        ("none", "none", "none", "none"),
    ],
)
def test_identifiers(written: str, pmid: str, pmcid: str, issn: str) -> None:
    assert normal_values.pmid(written) == pmid
    assert normal_values.pmcid(written) == pmcid
    assert normal_values.issn(written) == issn


@pytest.mark.parametrize(
    ("written", "read"),
    [("3rd ed.", "3"), ("Second", "2"), ("2nd edn", "2"), ("Tenth edition", "10"), ("4", "4"), ("Revised", "Revised")],
)
def test_editions(written: str, read: str) -> None:
    assert normal_values.edition(written) == read
