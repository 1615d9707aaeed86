"""What no author means to do to a preview: it goes on, and ends up showing what is there."""

from __future__ import annotations

import itertools
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.preview.browser.conftest import SHOWN

if TYPE_CHECKING:
    from tests.preview.browser.conftest import Shown

pytestmark = pytest.mark.needs("chromium")

LATE = "It cannot show more."
SAVING = 5.0
"""Seconds of saving without a pause."""


def answers(case: Shown) -> bool:
    return case.page.request.get(f"{case.preview.top}/cases").status == 200 and case.preview.process.poll() is None


@pytest.mark.alone
def test_saving_without_end_shows_something_new_every_second_and_then_the_last(shown: Shown) -> None:
    shown.open()
    shown.rests()
    shown.frame.evaluate("window.kept = 1")
    shown.page.evaluate("""() => {
      window.shown = [performance.now()];
      let last = '';
      const look = () => {
        const now = /Okapi \\d+ now/.exec(document.querySelector('iframe').contentDocument.body.textContent)?.[0];
        if (now && now !== last) { last = now; window.shown.push(performance.now()); }
        requestAnimationFrame(look);
      };
      look();
    }""")
    text = shown.narrative.read_text(encoding="utf-8")
    number = 0

    def save() -> None:
        nonlocal number
        end = time.monotonic() + SAVING
        while time.monotonic() < end:
            number += 1
            shown.narrative.write_text(text.replace(LATE, f"{LATE} Okapi {number} now."), encoding="utf-8")
            time.sleep(0.03)

    saving = threading.Thread(target=save)
    saving.start()
    shown.page.wait_for_timeout(1_000 * SAVING)
    saving.join()
    shown.says(f"Okapi {number} now.")
    times = shown.page.evaluate("window.shown")
    longest = max(later - earlier for earlier, later in itertools.pairwise(times))
    # A second, and a little for a computer that does other things beside.
    assert longest < 1_500, times
    assert len(times) > SAVING
    assert shown.frame.evaluate("window.kept") == 1
    shown.rests()
    page = shown.root / "build" / shown.id / f"{shown.id}.html"
    assert f"Okapi {number} now." in page.read_text(encoding="utf-8")


def test_500_files_changed_at_once(shown: Shown) -> None:
    """As when another branch is checked out."""
    shown.open()
    shown.rests()
    data = shown.folder / "data"
    data.mkdir(exist_ok=True)
    for number in range(500):
        (data / f"series-{number}.csv").write_text("time,value\nday 0,1\n", encoding="utf-8")
    shown.edit(shown.narrative, LATE, f"{LATE} After them an okapi.")
    shown.says("After them an okapi.")
    for path in data.iterdir():
        path.unlink()
    data.rmdir()
    shown.edit(shown.narrative, "After them an okapi.", "Without them an okapi.")
    shown.says("Without them an okapi.")
    assert answers(shown)


def test_a_case_that_goes_is_missed_and_taken_up_again_when_it_is_back(shown: Shown) -> None:
    shown.open()
    shown.rests()
    away = shown.folder.with_name("elsewhere")
    shown.folder.rename(away)
    shown.page.wait_for_function(
        "() => document.querySelector('#stopped:not([hidden])')?.textContent.includes('not there')"
    )
    assert shown.page.locator("iframe").count() == 0
    assert shown.page.request.get(f"{shown.preview.top}/case/{shown.id}/draft/{shown.id}.html").status == 404
    away.rename(shown.folder)
    shown.page.wait_for_selector(SHOWN, state="attached")
    shown.says(LATE)
    shown.page.wait_for_selector("#stopped", state="hidden")
    shown.edit(shown.narrative, LATE, f"{LATE} The okapi is back.")
    shown.says("The okapi is back.")
    # The browser says of each address that is not there that it is not.
    assert all("404" in problem for problem in shown.problems)
    shown.problems.clear()


@pytest.mark.parametrize("name", ["narrative.md", "case.yaml", "references.bib"])
def test_a_file_replaced_by_a_folder(shown: Shown, name: str) -> None:
    shown.open()
    shown.rests()
    path = shown.folder / name
    good = path.read_bytes()
    path.unlink()
    path.mkdir()
    shown.page.wait_for_selector(f"#stopped .place:has-text('{name}'), #findings .finding:has-text('{name}')")
    assert answers(shown)
    path.rmdir()
    path.write_bytes(good)
    shown.page.wait_for_selector("#stopped", state="hidden")
    shown.says(LATE)
    shown.page.wait_for_selector("#findings .empty")


def test_a_picture_instead_of_prose(shown: Shown) -> None:
    shown.open()
    good = shown.narrative.read_bytes()
    shown.narrative.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe" * 500)
    shown.page.wait_for_selector("#stopped .card", state="visible")
    shown.says(LATE)
    shown.narrative.write_bytes(good)
    shown.page.wait_for_selector("#stopped", state="hidden")
    assert answers(shown)
