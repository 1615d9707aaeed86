"""Builds every case, or those named, over and over in one process: the bytes may not change and memory may not grow.

`make soak` runs it; a preview that stays open for a day is what it stands for.
"""

from __future__ import annotations

import hashlib
import resource
import sys
from pathlib import Path

from pipeline.cli import main as casewright

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 40
WARM = 10
"""Rounds until everything that is loaded once has been."""
GROWTH = 1.0
"""MB that one build of one case may leave behind. Each layout of a PDF leaves 0.2 in the libraries below WeasyPrint."""


def outputs() -> dict[str, str]:
    files = (path for path in (ROOT / "build").rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


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
    main(sys.argv[1:])
