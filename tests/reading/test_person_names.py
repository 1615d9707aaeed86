from __future__ import annotations

import pytest

from pipeline.reading.languages import language_code
from pipeline.reading.person_names import family_first


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Rund, Deborah", {"family": "Rund", "given": "Deborah"}),
        ("Shannon,Claude E.", {"family": "Shannon", "given": "Claude E."}),
        ("King, Martin L., Jr.", {"family": "King", "given": "Martin L.", "suffix": "Jr."}),
        ("van den Berg, Jan", {"non-dropping-particle": "van den", "family": "Berg", "given": "Jan"}),
        ("De Sanctis, V", {"family": "De Sanctis", "given": "V"}),
        ("van", {"literal": "van"}),
        ("Long V", {"family": "Long", "given": "V"}),
        ("Vogel-Heuser B.", {"family": "Vogel-Heuser", "given": "B."}),
        ("García López J. M.", {"family": "García López", "given": "J. M."}),
        ("King ML Jr", {"family": "King", "given": "ML", "suffix": "Jr"}),
        ("Selvamani", {"literal": "Selvamani"}),
        ("王小明", {"literal": "王小明"}),
        ("World Health Organization", {"literal": "World Health Organization"}),
        ("World Health Organization,", {"literal": "World Health Organization"}),
        ("Study Group II", {"literal": "Study Group II"}),
        ("Ministry of Health, Labour and Welfare", {"literal": "Ministry of Health, Labour and Welfare"}),
        ("Doctors,, Nurses", {"literal": "Doctors, Nurses"}),
        ("et al.", {"literal": "others"}),
        ("others", {"literal": "others"}),
        (" , ", {}),
        ("", {}),
    ],
)
def test_names_that_are_clear(written: str, read: dict[str, str]) -> None:
    assert family_first(written) == (read, "")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Jane Doe", "write a person as “Family, Given”"),
        ("Doe, Roe, Poe, Moe", "a line of its own"),
    ],
)
def test_names_that_are_not_clear_stay_as_they_stand_with_a_doubt(written: str, said: str) -> None:
    name, doubt = family_first(written)
    assert name == {"literal": written}
    assert said in doubt


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("English", "en"),
        ("eng", "en"),
        ("ngerman", "de"),
        ("Español", "es"),
        ("en-GB", "en-GB"),
        ("Klingon", "Klingon"),
    ],
)
def test_languages(written: str, code: str) -> None:
    assert language_code(written) == code
