"""Lists, dates, countries and plurals: what a language makes of them."""

import pytest

from pipeline.language import country_name, date_in_words, direction, direction_of, is_one, listed, with_decimal_sign


@pytest.mark.parametrize(
    ("language", "items", "printed"),
    [
        ("en", [], ""),
        ("en", ["A"], "A"),
        ("en", ["A", "B"], "A and B"),
        ("en", ["A", "B", "C"], "A, B and C"),
        ("en-US", ["A", "B", "C"], "A, B, and C"),
        ("es", ["1", "2", "3"], "1, 2 y 3"),
        ("es", ["Pérez", "Iglesias"], "Pérez e Iglesias"),
        ("es-MX", ["Ana", "Hidalgo"], "Ana e Hidalgo"),
        ("es", ["agua", "hielo"], "agua y hielo"),
        ("de", ["A", "B", "C"], "A, B und C"),
        ("de-AT-1996", ["A", "B"], "A und B"),
        ("zh", ["甲", "乙", "丙"], "甲、乙和丙"),
        # No language anybody knows is printed as English, as its labels are.
        ("qaa", ["A", "B"], "A and B"),
        ("en-x-own", ["A", "B"], "A and B"),
    ],
)
def test_a_list(language: str, items: list[str], printed: str) -> None:
    assert listed(items, language) == printed


@pytest.mark.parametrize(
    ("language", "written", "printed"),
    [
        ("en", "2025-07-04", "4 July 2025"),
        ("en-US", "2025-07-04", "July 4, 2025"),
        ("es", "2025-07-04", "4 de julio de 2025"),
        ("es", "2025-07", "julio de 2025"),
        ("es", "2025", "2025"),
        ("de", "2025-12-01", "1. Dezember 2025"),
        ("en", "2025-02-30", "2025-02-30"),
        ("en", "0000", "0000"),
    ],
)
def test_a_date_of_publication(language: str, written: str, printed: str) -> None:
    assert date_in_words(written, language) == printed


@pytest.mark.parametrize(
    ("language", "code", "name"), [("en", "JO", "Jordan"), ("es", "JO", "Jordania"), ("es", "QX", "QX")]
)
def test_a_country(language: str, code: str, name: str) -> None:
    assert country_name(code, language) == name


@pytest.mark.parametrize(
    ("language", "number", "one"),
    [("en", "1", True), ("en", "1.5", False), ("en", "34", False), ("es", "1", True), ("fr", "1.5", True)],
)
def test_what_is_one(language: str, number: str, one: bool) -> None:
    assert is_one(number, language) is one


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("en", "12.0–15.5", "12.0–15.5"),
        ("es", "12.0–15.5", "12,0–15,5"),
        ("es-MX", "6.8", "6.8"),
        ("de", "1.2 × 10³", "1,2 × 10³"),
        ("es", "E. coli", "E. coli"),
        ("xx", "6.8", "6.8"),
    ],
)
def test_the_decimal_sign(language: str, text: str, written: str) -> None:
    assert with_decimal_sign(text, language) == written


@pytest.mark.parametrize(
    ("language", "runs"),
    [("he", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("pa-Arab", "rtl"), ("pa", "ltr"), ("en", "ltr")],
)
def test_how_lines_run(language: str, runs: str) -> None:
    assert direction(language) == runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [("1. כאב גב, Spine", "rtl"), ("Spine. כאב גב", "ltr"), ("مرض", "rtl"), ("<35", "ltr"), ("", "ltr")],
)
def test_how_a_text_runs(text: str, runs: str) -> None:
    assert direction_of(text) == runs
