"""Edits a case a thousand times while a preview shows it in a browser: nothing may grow without end.

`make soak` runs it. Looks at the server's memory, threads, open files and child processes, and at the browser's heap.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.bench_preview import PATIENCE_MS
from tests.preview.running import copied, running

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

CASE = "paraspinal-emh"
SENTENCE = "It cannot show more."
EDITS, WARM = 1_000, 100
EVERY = 50
"""Edits between two looks."""
MOST = 0.10
"""Of what the server held after the warm-up, the part that it may have grown by at the end."""
MOST_OF_HEAP = 0.5
"""The same of the browser's heap, which is tidied when the browser likes."""
MOST_OF_PRESS = 0.5
"""The same of the process that prints, which keeps the last layout and is made anew after so many jobs."""
REST_MS = 4_000
"""Until what is still being printed has been."""


@dataclass(frozen=True)
class Held:
    """What a server and a page hold at rest."""

    memory: float
    """MB of the server itself."""
    threads: int
    files: int
    children: int
    press: float
    """MB of the children."""
    heap: float
    """MB of the page's scripts, after a search for what can be freed."""

    def __str__(self) -> str:
        parts = f"{self.memory:.0f} MB, {self.threads} threads, {self.files} open files, {self.children} children"
        return f"server {parts} of {self.press:.0f} MB; page {self.heap:.1f} MB"


def resident(process: str) -> float:
    """MB that a process holds; nothing where it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return 0.0
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return int(fields.get("VmRSS", "0").split()[0]) / 1024


def look(process: int, devtools: CDPSession) -> Held:
    children = [
        child for path in Path(f"/proc/{process}/task").glob("*/children") for child in path.read_text().split()
    ]
    devtools.send("HeapProfiler.collectGarbage")
    heap = devtools.send("Runtime.getHeapUsage")["usedSize"]
    return Held(
        memory=resident(str(process)),
        threads=sum(1 for _ in Path(f"/proc/{process}/task").iterdir()),
        files=len(os.listdir(f"/proc/{process}/fd")),  # noqa: PTH208 - links to what is no path cannot be followed
        children=len(children),
        press=sum(map(resident, children)),
        heap=heap / 1024**2,
    )


def edit(page: Page, narrative: Path, number: int) -> None:
    """Save once more, as editors do: by turns in place and by renaming; wait for the page to say it."""
    text = narrative.read_text(encoding="utf-8")
    last = f" Okapi {number - 1} now." if number > 1 else ""
    text = text.replace(f"{SENTENCE}{last}", f"{SENTENCE} Okapi {number} now.", 1)
    if number % 2:
        narrative.write_text(text, encoding="utf-8")
    else:
        beside = narrative.with_name(".narrative.md.swp")
        beside.write_text(text, encoding="utf-8")
        beside.replace(narrative)
    page.wait_for_function(
        "text => document.querySelector('iframe')?.contentDocument?.body?.textContent.includes(text)",
        arg=f"Okapi {number} now.",
        polling=10,
        timeout=PATIENCE_MS,
    )


def grown(begun: list[Held], ended: list[Held]) -> list[str]:
    """What grew, by the medians of some looks at the beginning and at the end."""

    def by(what: Callable[[Held], float]) -> tuple[float, float]:
        return statistics.median(map(what, begun)), statistics.median(map(what, ended))

    problems = []
    for name, what, most in (
        ("memory", lambda held: held.memory, MOST),
        ("threads", lambda held: held.threads, MOST),
        ("open files", lambda held: held.files, MOST),
        ("children", lambda held: held.children, 0.0),
        ("memory of the children", lambda held: held.press, MOST_OF_PRESS),
        ("heap of the page", lambda held: held.heap, MOST_OF_HEAP),
    ):
        before, after = by(what)
        if after > before * (1 + most) and after - before > 1:
            problems.append(f"{name} grew from {before:.1f} to {after:.1f}")
    return problems


def main(edits: int = EDITS, warm: int = WARM) -> None:
    chromium = shutil.which("chromium")
    if not chromium:
        sys.stdout.write("the preview is not soaked: there is no Chromium here\n")
        return
    looks: list[Held] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        narrative = copied(CASE, root) / "narrative.md"
        with running(root, root / "said.txt", "--port", "0") as preview:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{preview.top}/case/{CASE}")
            page.wait_for_selector("iframe[data-version]", timeout=PATIENCE_MS)
            devtools = page.context.new_cdp_session(page)
            for number in range(1, edits + 1):
                edit(page, narrative, number)
                if number >= warm and number % EVERY == 0:
                    page.wait_for_timeout(REST_MS)
                    looks.append(look(preview.process.pid, devtools))
                    sys.stdout.write(f"{number:>5} edits: {looks[-1]}\n")
                    sys.stdout.flush()
            browser.close()
    if problems := grown(looks[:3], looks[-3:]):
        sys.exit("; ".join(problems))
    sys.stdout.write(f"{edits} edits in a preview leave nothing behind\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
