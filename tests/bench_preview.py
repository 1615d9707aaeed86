"""Times how long after an author saves a file a browser has painted the draft, and redrawn the pages of the PDF.

`make bench` runs it: a preview as its users start it, Debian's Chromium, a case of 4,000 words. The save is timed by
the clock that the page reads, too. Painted is when a message arrives that was sent while the browser prepared the frame
with the change: it reads messages again once it has drawn that frame. What a save is told apart by on its way: the news
that reach the page (the save was noticed, the page made and sent), the page patched, the frame painted.
"""

from __future__ import annotations

import itertools
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.preview.running import copied, running

if TYPE_CHECKING:
    from playwright.sync_api import Page

CASE = "synthetic-emh"
WORDS = 4_000
EDITS = 60
EDITS_OF_PDF = 20
WARM = 6
PAUSES = (0.2, 1.5)
"""Seconds between two saves, at random between these."""
AIM_MS, AIM_PDF_MS = 100, 1_500
PATIENCE_MS = 60_000

AFTER_PAINTING = """(note) => requestAnimationFrame(() => {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => { port1.close(); note(Date.now()); };
  port2.postMessage('');
})"""
NOTE_NEWS = """window.EventSource = class extends EventSource {
  constructor(...of) {
    super(...of);
    this.addEventListener('message', ({data}) => { if (data.includes('"part": "draft"')) window.told = Date.now(); });
  }
};"""
NOTE_PAINTING = f"""() => {{
  const painted = (window.painted = []);
  const after = {AFTER_PAINTING};
  const page = document.querySelector('iframe').contentDocument.body;
  new MutationObserver(() => {{
    const patched = Date.now();
    const {{told, awaited}} = window;
    if (page.textContent.includes(awaited)) after((at) => painted.push({{told, patched, at}}));
  }}).observe(page, {{attributes: true, characterData: true, childList: true, subtree: true}});
}}"""
NOTE_PICTURES = f"""() => {{
  const painted = (window.painted = []);
  const after = {AFTER_PAINTING};
  const isThere = ({{addedNodes}}) => [...addedNodes].some((node) => node.localName === 'img');
  new MutationObserver((all) => all.some(isThere) && after((at) => painted.push({{at}})))
    .observe(document.getElementById('pages'), {{childList: true, subtree: true}});
}}"""
FOUND = "() => document.getElementById('pdf-hits').textContent.includes('of')"
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


def letters(text: str, number: int) -> tuple[str, str]:
    """Other letters in the middle of a paragraph; what to look for in the page."""
    return re.sub(r"Edit \d+ stands", f"Edit {number} stands", text), f"Edit {number} stands"


def paragraph(text: str, number: int) -> tuple[str, str]:
    """A new paragraph above that, so that every line below it stands elsewhere in the file."""
    new = f"Paragraph {number} is new."
    return text.replace("## Discussion\n", f"## Discussion\n\n{new}\n", 1), new


KINDS: dict[str, Callable[[str, int], tuple[str, str]]] = {
    "letters in a paragraph": letters,
    "a new paragraph above": paragraph,
}


@dataclass(frozen=True)
class Painted:
    """Milliseconds from the save until the page heard of it, was patched, and was painted."""

    told: float
    patched: float
    painted: float


def save(page: Page, narrative: Path, kind: str, number: int) -> float:
    """Change the text. Gives the time at which that began, in milliseconds."""
    text, awaited = KINDS[kind](narrative.read_text(encoding="utf-8"), number)
    page.evaluate("awaited => { window.awaited = awaited; }", awaited)
    saved = time.time() * 1000
    narrative.write_text(text, encoding="utf-8")
    return saved


def until_painted(page: Page, saved: float) -> Painted:
    """How long it took until the first painting after the save."""
    page.wait_for_function(
        "saved => window.painted.some(({at}) => at > saved)", arg=saved, polling=100, timeout=PATIENCE_MS
    )
    noted = page.evaluate("saved => window.painted.find(({at}) => at > saved)", saved)
    return Painted(*(float(noted.get(when, saved)) - saved for when in ("told", "patched", "at")))


def line(name: str, taken: Sequence[float], aim: float) -> str:
    ordered = sorted(taken)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return (
        f"{name:<30}{len(ordered):>6}{statistics.median(ordered):>9.0f}{late:>9.0f}{ordered[-1]:>9.0f}   "
        f"aim {aim:.0f}: {sum(one <= aim for one in ordered)} of {len(ordered)} within"
    )


def times_of_pdf(page: Page, narrative: Path, numbers: Iterator[int]) -> dict[str, list[float]]:
    """Until the first new picture of a page is painted, for somebody who looks at the page that is edited."""
    page.click("#tab-pdf")
    page.wait_for_selector("#pages img", timeout=PATIENCE_MS)
    drawn: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _, kind in zip(range(EDITS_OF_PDF), itertools.cycle(KINDS), strict=False):
        # What is drawn after the save must not be what was printed before it.
        page.wait_for_function(NOT_OLD, polling=500, timeout=PATIENCE_MS)
        page.fill("#pdf-sought", "stands here")
        page.wait_for_function(FOUND, timeout=PATIENCE_MS)
        page.fill("#pdf-sought", "")
        page.wait_for_timeout(1_000)
        page.evaluate(NOTE_PICTURES)
        drawn[kind].append(until_painted(page, save(page, narrative, kind, next(numbers))).painted)
    return drawn


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
            page.add_init_script(NOTE_NEWS)
            page.goto(f"{preview.top}/case/{CASE}")
            page.wait_for_selector("iframe[data-version]", timeout=PATIENCE_MS)
            page.wait_for_timeout(5_000)
            page.evaluate(NOTE_PAINTING)
            numbers = itertools.count(1)
            painted: dict[str, list[Painted]] = {kind: [] for kind in KINDS}
            for number, kind in zip(range(WARM + EDITS), itertools.cycle(KINDS), strict=False):
                taken = until_painted(page, save(page, narrative, kind, next(numbers)))
                if number >= WARM:
                    painted[kind].append(taken)
                page.wait_for_timeout(1_000 * pauses.uniform(*PAUSES))
            drawn = times_of_pdf(page, narrative, numbers)
            browser.close()
    every = [taken for kind in KINDS for taken in painted[kind]]
    parts = (statistics.median(getattr(taken, part) for taken in every) for part in ("told", "patched", "painted"))
    return "\n".join(
        [
            f"{f'{WORDS} words, milliseconds':<30}{'edits':>6}{'median':>9}{'95 %':>9}{'longest':>9}",
            line("save → painted", [taken.painted for taken in every], AIM_MS),
            *(line(f"  {kind}", [taken.painted for taken in painted[kind]], AIM_MS) for kind in KINDS),
            "  on the way: news after {:.0f}, patched after {:.0f}, painted after {:.0f}".format(*parts),
            line("save → first pages of the PDF", [taken for kind in KINDS for taken in drawn[kind]], AIM_PDF_MS),
            *(line(f"  {kind}", drawn[kind], AIM_PDF_MS) for kind in KINDS),
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(f"{report()}\n")
