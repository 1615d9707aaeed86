"""How many fixtures of the official CSL test suite each engine passes: one row each, for the tables of the docs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
FIXTURES = 845


@dataclass(frozen=True, slots=True)
class Count:
    """How one engine fares."""

    engine: str
    version: str
    passed: int
    """Fixtures of 845 that are equal by text."""
    at_least: bool = False
    """Whether it may be more."""
    how: str = ""
    """How it was measured; '' for what the tests measure."""


def listed(name: str) -> list[str]:
    """The fixtures that a list names."""
    return (HERE / name).read_text("utf-8").split()


def counts() -> list[Count]:
    """Casewright first, the others by what they pass."""
    others = yaml.safe_load((HERE / "counts.yaml").read_text("utf-8"))
    rows = [
        Count(name, str(row["version"]), row["by_text"], row.get("at_least", False), row["how"])
        for name, row in others.items()
    ]
    return [Count("Casewright", "", len(listed("passes.txt"))), *sorted(rows, key=lambda row: -row.passed)]
