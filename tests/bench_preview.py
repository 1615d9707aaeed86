"""Times how long after an author saves a file a browser has painted the draft, and redrawn the pages of the PDF.

`make bench` runs it: a preview as its users start it, Debian's Chromium, a case of 4,000 words. The save is timed by
the clock that the page reads, too; painted is when the browser has begun the frame after the one that it drew.
"""

from __future__ import annotations

import itertools
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.preview.running import copied, running

if TYPE_CHECKING:
    from playwright.sync_api import Page

CASE = "synthetic-emh"
WORDS = 4_000
EDITS = 60
EDITS_OF_PDF = 10
WARM = 5
PAUSES = (0.2, 1.5)
"""Seconds between two saves, at random between these."""
AIM_MS, AIM_PDF_MS = 100, 1_500
PATIENCE_MS = 60_000

NOTE_PAINTING = """() => {
  const painted = (window.painted = []);
  let last = document.querySelector('iframe').dataset.version;
  const look = () => {
    const {version} = document.querySelector('iframe')?.dataset ?? {};
    if (!version || version === last) return;
    last = version;
    // The version is set in the frame that shows it; the next one begins when that is painted.
    requestAnimationFrame(() => painted.push(Date.now()));
  };
  const place = document.getElementById('view-draft');
  new MutationObserver(look).observe(place, {attributes: true, childList: true, subtree: true});
}"""
NOTE_PICTURES = """() => {
  const painted = (window.painted = []);
  const note = () => requestAnimationFrame(() => requestAnimationFrame(() => painted.push(Date.now())));
  const isNew = (node) => node.localName === 'img' && new URL(node.src).searchParams.get('v') !== window.known;
  new MutationObserver((all) => all.some(({addedNodes}) => [...addedNodes].some(isNew)) && note())
    .observe(document.getElementById('pages'), {childList: true, subtree: true});
}"""
NOTE_KNOWN = "async (url) => { window.known = (await (await fetch(url)).json()).pdf.version; }"
NOT_OLD = "() => !document.querySelector('.pdf-bar').classList.contains('old')"


def prepare(root: Path) -> Path:
    """The longest case that ships, made longer by what it says itself; its narrative."""
    narrative = copied(CASE, root) / "narrative.md"
    text = narrative.read_text(encoding="utf-8")
    plain = [part for part in text.split("\n\n") if part[:1].isalpha() and not set(part) & set("@{[|")]
    more: list[str] = []
    for number, part in enumerate(itertools.cycle(plain)):
        if len(text.split()) + sum(len(added.split()) for added in more) >= WORDS:
            break
        more.append(f"Once more, for the {number + 1}th time. {part}")
    head, heading, rest = text.partition("## Discussion\n")
    narrative.write_text(
        f"{head}{heading}\nEdit 0 stands here.\n\n" + "\n\n".join(more) + f"\n{rest}", encoding="utf-8"
    )
    return narrative


def save(narrative: Path, number: int) -> float:
    """Change a few letters in the middle of a paragraph. Gives the time at which that began, in milliseconds."""
    text = narrative.read_text(encoding="utf-8").replace(f"Edit {number - 1} stands", f"Edit {number} stands")
    saved = time.time() * 1000
    narrative.write_text(text, encoding="utf-8")
    return saved


def until_painted(page: Page, saved: float) -> float:
    """Milliseconds from the save to the first painting after it."""
    page.wait_for_function(
        "saved => window.painted.some((at) => at > saved)", arg=saved, polling=100, timeout=PATIENCE_MS
    )
    return float(page.evaluate("saved => window.painted.find((at) => at > saved)", saved)) - saved


def line(name: str, taken: Sequence[float], aim: float) -> str:
    ordered = sorted(taken)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return (
        f"{name:<30}{len(ordered):>6}{statistics.median(ordered):>9.0f}{late:>9.0f}{ordered[-1]:>9.0f}   "
        f"aim {aim:.0f}: {sum(one <= aim for one in ordered)} of {len(ordered)} within"
    )


def report() -> str:
    """The table, for a browser that is there; otherwise why there is none."""
    chromium = shutil.which("chromium")
    if not chromium:
        return "save → painted is not timed: there is no Chromium here"
    pauses = random.Random(1)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        narrative = prepare(root)
        with running(root, root / "said.txt", "--port", "0") as preview:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(f"{preview.top}/case/{CASE}")
            page.wait_for_selector("iframe[data-version]", timeout=PATIENCE_MS)
            page.wait_for_timeout(5_000)
            page.evaluate(NOTE_PAINTING)
            numbers = itertools.count(1)
            painted = []
            for _ in range(WARM + EDITS):
                painted.append(until_painted(page, save(narrative, next(numbers))))
                page.wait_for_timeout(1_000 * pauses.uniform(*PAUSES))
            page.click("#tab-pdf")
            page.wait_for_selector("#pages img", timeout=PATIENCE_MS)
            page.evaluate(NOTE_PICTURES)
            drawn = []
            for _ in range(EDITS_OF_PDF):
                # What is drawn after the save must not be what was printed before it.
                page.wait_for_function(NOT_OLD, polling=500, timeout=PATIENCE_MS)
                page.wait_for_timeout(1_000)
                page.evaluate(NOTE_KNOWN, f"/case/{CASE}/state")
                drawn.append(until_painted(page, save(narrative, next(numbers))))
            browser.close()
    return "\n".join(
        [
            f"{f'{WORDS} words, milliseconds':<30}{'edits':>6}{'median':>9}{'95 %':>9}{'longest':>9}",
            line("save → painted", painted[WARM:], AIM_MS),
            line("save → first pages of the PDF", drawn, AIM_PDF_MS),
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(f"{report()}\n")
