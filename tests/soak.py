"""Builds every case, or those named, over and over in one process: the bytes may not change and memory may not grow.
Formats lists of references that were never seen before, over and over, for the same reason.

`make soak` runs it; a preview that stays open for a day is what it stands for.
"""

from __future__ import annotations

import hashlib
import resource
import sys
from pathlib import Path

from pipeline.cli import main as casewright
from pipeline.findings import Location
from pipeline.library import Item
from pipeline.resolving.csl import load_style

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 40
WARM = 10
"""Rounds until everything that is loaded once has been."""
GROWTH = 1.0
"""MB that one build of one case may leave behind. Each layout of a PDF leaves 0.2 in the libraries below WeasyPrint."""

LISTS = 1_850
WARM_LISTS = 850
"""Lists of five references until the memory of printed references is full."""
GROWTH_OF_LISTS = 2.0
"""MB that all lists after the warm ones may leave behind."""


def outputs() -> dict[str, str]:
    files = (path for path in (ROOT / "build").rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def format_lists() -> None:
    """References that no memory holds, in a style whose names have no form of their own."""
    csl = {
        "type": "article-journal",
        "author": [{"family": "Doe", "given": "Jane A."}, {"family": "Roe", "given": "Richard"}],
        "container-title": "J Fake Med",
        "issued": {"date-parts": [[2021, 3, 2]]},
        "page": "1099-1102",
    }
    style, _ = load_style("vancouver", Location("soak"))
    assert style is not None
    warm = 0
    for number in range(1, LISTS + 1):
        titles = [f"{number}-{place} " + "words " * 20 for place in range(5)]
        items = [Item(title, {**csl, "title": title}, Location("soak")) for title in titles]
        assert not any(entry.findings for entry in style.entries(list(enumerate(items, start=1))))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if number == WARM_LISTS:
            warm = peak
    grown = (peak - warm) / 1024
    print(f"{LISTS - WARM_LISTS} lists of references leave {grown:.2f} MB behind, {GROWTH_OF_LISTS} may be")
    if grown > GROWTH_OF_LISTS:
        sys.exit("memory grew")


def main(cases: list[str]) -> None:
    first: dict[str, str] = {}
    warm = 0
    for number in range(1, ROUNDS + 1):
        casewright(["build", *cases, "--root", str(ROOT)])
        now = outputs()
        first = first or now
        if changed := sorted(name for name in first.keys() | now.keys() if first.get(name) != now.get(name)):
            sys.exit(f"round {number} wrote other bytes than round 1: {', '.join(changed)}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if number == WARM:
            warm = peak
    builds = (ROUNDS - WARM) * max(1, len(cases) or len(list((ROOT / "cases").glob("*/case.yaml"))))
    grown = (peak - warm) / 1024 / builds
    print(f"{ROUNDS} rounds wrote the same {len(first)} files; a build leaves {grown:.2f} MB behind, {GROWTH} may be")
    if grown > GROWTH:
        sys.exit("memory grew")


if __name__ == "__main__":
    format_lists()
    main(sys.argv[1:])
