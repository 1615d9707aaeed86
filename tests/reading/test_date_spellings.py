"""Every way to write a date that authors, cameras and programs use, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import date_in_words
from pipeline.reading.date_spellings import dates_in

DAY = date(2025, 3, 14)
SPELLINGS = """
2025-03-14 2025/3/14 2025.03.14 2025:03:14 14.03.2025 14.3.2025 14.3.25 14/3/25 3/14/2025 03/14/25 3-14-2025 20250314
14032025 03142025 20250314102233 2025-03-14T10:22 D:20250314102233Z 14-Mar-2025 14-Mar-25 14.Mar.2025 14Mar2025
IMG_20250314_102233.jpg fig-2025-03-14.png 2025–03–14 2025\N{NON-BREAKING HYPHEN}03\N{NON-BREAKING HYPHEN}14
""".split()
IN_WORDS = [
    "14 March 2025",
    "14 march",
    "14th March",
    "on the 14th of March, 2025",
    "March 14, 2025",
    "March 14th",
    "Mar 14, 2025",
    "Mar. 14, '25",
    "2025 Mar 14",
    "14\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2025",
    "14 de marzo de 2025",
    "14 de marzo",
    "14 mar. 2025",
    "14. 3. 2025",
    "14\nMarch 2025",
    "14\N{ZERO WIDTH SPACE}March 2025",
    "2025\N{WORD JOINER}-03-\N{LEFT-TO-RIGHT MARK}14",
    "14-III-2025",
    "14 iii 25",
]
OTHER = [
    "2025-03-15",
    "2025-04-14",
    "2024-03-14",
    "14 March 2024",
    "2024 Mar 14;3:1",
    "March 14, 2019",
    "14 April",
    "13 March 2025",
    "114.3.2025",
    "14.3.20256",
    "120250314",
    "14 mg in March",
    "March 2025",
    "3–14 days",
    "week 3, day 14, 25 mg",
    "14 marches",
    "grade III 14 days later",
    "14-IV-2025",
    "14III25",
    "version 3.14.2",
    "",
]


@pytest.mark.parametrize("text", [*SPELLINGS, *IN_WORDS])
def test_a_date_is_found_however_it_is_written(text: str) -> None:
    assert dates_in(text, [DAY], "en") == {DAY}
    assert dates_in(f"seen {text}, and well", [DAY], "es") == {DAY}


@pytest.mark.parametrize("text", OTHER)
def test_what_is_another_date_or_none(text: str) -> None:
    assert dates_in(text, [DAY], "en") == set()


def test_a_verb_is_no_month() -> None:
    day = date(2025, 5, 3)
    assert dates_in("grade 3 may follow", [day], "en") == set()
    assert dates_in("seen on 3 May", [day], "en") == {day}


def test_months_of_the_language_of_the_case() -> None:
    assert dates_in("am 14. März 2025", [DAY], "de") == {DAY}
    assert dates_in("am 14. März 2025", [DAY], "en") == set()


def test_of_several_dates_those_that_are_there() -> None:
    other = date(2025, 4, 25)
    assert dates_in("from 14.3. to 25.4.2025", [DAY, other], "en") == {other}
    assert dates_in("14 March and 25 April", [DAY, other], "en") == {DAY, other}


@given(st.dates(date(1930, 1, 1), date(2040, 12, 31)), st.sampled_from(("en", "es", "de", "fr")))
def test_every_day_is_found_as_a_language_writes_it(day: date, language: str) -> None:
    assert dates_in(date_in_words(day.isoformat(), language), [day], language) == {day}
