"""Times a list of 1,000 references in our code and in citeproc-js, the reference implementation of CSL, in one run.

`make bench` prints it. No two references are the same, so that nothing comes from memory.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import citeproc

from pipeline.findings import Location
from pipeline.library import Item
from pipeline.reading import csl_json
from pipeline.resolving.csl import load_style
from pipeline.resolving.csl.styles import INSTALLED

HERE = Path(__file__).parent
WORKS = HERE / "resolving" / "csl_oracle" / "items"
SCRIPT = HERE / "conformance" / "bench_references.cjs"
STYLES = ("nlm-citation-sequence", "springer-vancouver-brackets", "american-medical-association", "bmj")
REFERENCES = 1_000


def works() -> list[dict[str, object]]:
    """The works that tests compare with citeproc-js, again and again under other titles."""
    known = [work for path in sorted(WORKS.glob("*.json")) for work in json.loads(path.read_text("utf-8"))]
    made = []
    for number in range(REFERENCES):
        work = known[number % len(known)]
        made.append({**work, "id": f"work{number}", "title": f"{work.get('title', 'Untitled')} {number}"})
    return made


def ours(items: Sequence[Item]) -> Iterator[float]:
    for name in STYLES:
        begun = time.perf_counter()
        style, _ = load_style(name, Location("bench"))
        assert style is not None
        assert len(style.entries(list(enumerate(items, start=1)), "en-US")) == REFERENCES
        yield time.perf_counter() - begun


def theirs(text: str) -> list[float] | str:
    """Seconds of citeproc-js, or why there are none."""
    node = shutil.which("node")
    folders = [SCRIPT.parent / "node_modules", *map(Path, filter(None, os.environ.get("NODE_PATH", "").split(":")))]
    if not node or not any((folder / "citeproc").is_dir() for folder in folders):
        return "citeproc-js is not installed here; `npm ci` in tests/conformance does it"
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        styles = [str(INSTALLED / f"{name}.csl") for name in STYLES]
        command = [node, str(SCRIPT), file.name, citeproc.LOCALES_PATH, *styles]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"citeproc-js failed: {done.stderr}"
    seconds: list[float] = json.loads(done.stdout)
    return seconds


def report() -> str:
    """A table of seconds, and of ours to theirs."""
    text = json.dumps(works())
    items, _ = csl_json.read(text, "works.json")
    we, they = list(ours(items)), theirs(text)
    lines = [f"{REFERENCES:,} references, seconds" + " " * 13 + "".join(f"{name:>30}" for name in STYLES)]
    lines.append(f"{'casewright':<38}" + "".join(f"{seconds:>30.2f}" for seconds in we))
    if isinstance(they, str):
        return "\n".join([*lines, they])
    lines.append(f"{'citeproc-js':<38}" + "".join(f"{seconds:>30.2f}" for seconds in they))
    ratios = [ours / theirs for ours, theirs in zip(we, they, strict=True)]
    return "\n".join([*lines, f"{'ratio':<38}" + "".join(f"{ratio:>30.2f}" for ratio in ratios)])
