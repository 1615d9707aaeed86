"""Times `casewright build` for every case, or those named, and prints medians; `make bench` runs it.

Each run is a command of its own, as an author types it: start, reading, resolving, writing. A long list of references
follows, beside what the reference implementation of CSL needs for it.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.build import Wishes, check_case
from pipeline.workspace import Workspace
from tests import bench_references

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
FORMATS = ("text", "html", "pdf", "html,pdf,text")


def seconds(case: str, formats: str) -> float:
    """Wall-clock time of one build. A case with findings is still timed; one that cannot be built at all is not."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "build", case, "--to", formats, "--root", str(ROOT)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{case} could not be built:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - begin


def checks(case: str) -> list[float]:
    """Times of checking a copy of a case again and again, as `check --watch` and the preview do."""
    took = []
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        for part in ("cases", "bibliography"):
            shutil.copytree(ROOT / part, workspace.root / part)
        narrative = workspace.case_folder(case) / "narrative.md"
        for number in range(2 * RUNS):
            with narrative.open("a", encoding="utf-8") as written:
                written.write(f"\nEdit {number}.\n")
            begin = time.perf_counter()
            check_case(workspace, case, Wishes(()))
            took.append(time.perf_counter() - begin)
    return took


def main(cases: list[str]) -> None:
    print(f"{'case':<30}" + "".join(f"{formats:>16}" for formats in FORMATS) + f"   median of {RUNS}, seconds")
    for case in cases or sorted(path.parent.name for path in (ROOT / "cases").glob("*/case.yaml")):
        medians = [statistics.median(seconds(case, formats) for _ in range(RUNS)) for formats in FORMATS]
        print(f"{case:<30}" + "".join(f"{median:>16.2f}" for median in medians))
    print(f"\n{'case':<30}{'first check':>16}{'checks after':>16}   in one process, after an edit, seconds")
    for case in cases or sorted(path.parent.name for path in (ROOT / "cases").glob("*/case.yaml")):
        first, *after = checks(case)
        print(f"{case:<30}{first:>16.2f}{statistics.median(after):>16.3f}")
    print(f"\n{bench_references.report()}")


if __name__ == "__main__":
    main(sys.argv[1:])
