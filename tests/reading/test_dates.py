from __future__ import annotations

import pytest

from pipeline.reading.dates import month_number, parse_date


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2010", [[2010]]),
        ("2010-05", [[2010, 5]]),
        ("2010-05-31", [[2010, 5, 31]]),
        ("2010-05-31T12:30:00Z", [[2010, 5, 31]]),
        ("2010-05/2011-03", [[2010, 5], [2011, 3]]),
        ("2010--2011", [[2010], [2011]]),
        ("2010–2011", [[2010], [2011]]),
        ("March 2, 2004", [[2004, 3, 2]]),
        ("2 Mar 2004", [[2004, 3, 2]]),
        ("July 30th, 2002", [[2002, 7, 30]]),
        ("Sept. 2004", [[2004, 9]]),
        ("2005 Sep 15", [[2005, 9, 15]]),
        ("2013 06 10", [[2013, 6, 10]]),
        ("2010 Jan-Feb", [[2010, 1], [2010, 2]]),
        ("2005 Sep 15-21", [[2005, 9, 15], [2005, 9, 21]]),
        ("2005 Sep 30-Oct 2", [[2005, 9, 30], [2005, 10, 2]]),
        ("2010 Dec-2011 Jan", [[2010, 12], [2011, 1]]),
    ],
)
def test_dates_that_are_clear(text: str, parts: list[list[int]]) -> None:
    assert parse_date(text) == {"date-parts": parts}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("c. 1900", {"date-parts": [[1900]], "circa": True}),
        ("1900?", {"date-parts": [[1900]], "circa": True}),
        ("2004-21", {"date-parts": [[2004]], "season": 1}),
        ("Winter 2004", {"date-parts": [[2004]], "season": 4}),
    ],
)
def test_uncertainty_and_seasons(text: str, date: dict[str, object]) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "in press",
        "2010-13-45",
        "05/06/07",
        "next March",
        "n.d.",
        "2010-05-99",
        "2010 Jan-Foo",
        "2014 Spring-Summer",
        "",
    ],
)
def test_what_is_not_clear_stays_as_it_is(text: str) -> None:
    assert parse_date(text) == {"literal": text}


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("jan", 1),
        ("September", 9),
        ("Sept.", 9),
        ("12", 12),
        ("spring", 13),
        ("13", None),
        ("marching", None),
        ("", None),
    ],
)
def test_months(word: str, number: int | None) -> None:
    assert month_number(word) == number
