"""How far a journal's value can be trusted on a day: whether it may be demanded, and what is said of it beside it."""

from __future__ import annotations

from datetime import date

from pipeline.findings import Severity
from pipeline.journals.profile import Profile
from pipeline.journals.value import Value, origin

VALID_DAYS = 365
"""After a year journals have often changed their instructions."""


def is_verified(profile: Profile, today: date) -> bool:
    """Whether the author held the profile against the journal's pages, and within a year."""
    if not profile.verified_on:
        return False
    # `today` is that of UTC: where the day begins earlier, an author may write tomorrow's.
    return -1 <= (today - date.fromisoformat(profile.verified_on)).days <= VALID_DAYS


def severity(value: Value[object], profile: Profile, today: date) -> Severity:
    """An error only where the value was seen in the journal's own words, as more than advice, and a person verified it
    lately.
    """
    is_demanded = value.sure == "high" and not value.advised
    return Severity.ERROR if is_demanded and is_verified(profile, today) else Severity.WARNING


def basis(value: Value[object], profile: Profile, today: date) -> str:
    """`its author template, 2024; not verified`, `from memory; not verified`, `verified on 2026-11-01`."""
    return "; ".join(filter(None, (origin(value), verification(profile, today))))


def verification(profile: Profile, today: date) -> str:
    """`verified on 2026-11-01`; a day that is long ago, or has not come, verifies nothing."""
    return f"verified on {profile.verified_on}" if is_verified(profile, today) else "not verified"
