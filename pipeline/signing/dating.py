"""The day of a decision → whether it has come anywhere on Earth yet; what is said of one that has not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

FURTHEST_AHEAD = timedelta(hours=14)
"""Where a day begins first. Source: IANA time zone database, Pacific/Kiritimati."""


def latest_day() -> date:
    """Today where it is latest: nobody's own date is taken for one to come."""
    return (datetime.now(tz=UTC) + FURTHEST_AHEAD).date()


def still_to_come(on: str, today: date | None) -> str:
    """'' for a day that has come, written 2026-11-23; else what its date says, and what today is."""
    today = today or latest_day()
    if date.fromisoformat(on) <= today:
        return ""
    return f"is dated {on}, and today is {today.isoformat()}"
