"""Files change; the page in the browser changes in place."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.preview.browser.conftest import Shown

pytestmark = pytest.mark.needs("chromium")

SENTENCE = "One of its consequences is extramedullary hematopoiesis"
"""In the Introduction."""
LATE = "It cannot show more."
"""In the Discussion."""


def marked(case: Shown) -> None:
    """Mark window, document and a passage of the frame, scrolled half down; what is loaded anew has no mark."""
    case.frame.evaluate("window.kept = document.kept = 1; window.scrollTo({top: 900, behavior: 'instant'})")
    case.page.wait_for_timeout(100)


def is_marked(case: Shown) -> bool:
    return bool(case.frame.evaluate("window.kept === 1 && document.kept === 1"))


def test_what_is_written_is_shown_without_loading_the_page_again(shown: Shown) -> None:
    shown.open()
    marked(shown)
    shown.page.evaluate("window.here = 1")
    shown.frame.evaluate("[...document.querySelectorAll('article p a')].at(-1).focus({preventScroll: true})")
    told = "(() => { const {scrollY} = window; return [scrollY, document.activeElement.outerHTML]; })()"
    before = shown.frame.evaluate(told)
    shown.requests.clear()

    shown.edit(shown.narrative, LATE, f"{LATE} An okapi saw it.")
    shown.says("An okapi saw it.")

    lit = shown.frame.evaluate("document.getAnimations().map((a) => a.effect.target.textContent)")
    assert len(lit) == 1
    assert "An okapi saw it." in lit[0]
    assert is_marked(shown)
    assert shown.page.evaluate("window.here") == 1
    assert shown.frame.evaluate(told) == before
    shown.rests()
    assert is_marked(shown)
    # The draft came with the news; pictures and styles are as they were.
    assert [address for address in shown.requests if "/draft/" in address] == []


def test_what_was_written_while_the_line_of_news_was_cut_is_asked_for(shown: Shown) -> None:
    """As when another tab was looked at."""
    shown.open()
    marked(shown)
    shown.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    shown.edit(shown.narrative, LATE, f"{LATE} An okapi was not heard.")
    shown.page.wait_for_timeout(1_000)
    assert "An okapi" not in shown.frame.inner_text("body")
    shown.requests.clear()
    shown.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    shown.says("An okapi was not heard.")
    assert is_marked(shown)
    assert len([address for address in shown.requests if f"/draft/{shown.id}.html?" in address]) == 1


def test_a_case_that_is_written_from_right_to_left_is_turned_around(shown: Shown) -> None:
    shown.open()
    marked(shown)
    shown.edit(shown.facts, "language: en", "language: he")
    text = "\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET} " * 20
    shown.narrative.write_text(f"# {text}\n\n## Case presentation\n\n{text}\n", encoding="utf-8")
    shown.page.wait_for_function("() => document.querySelector('iframe').contentDocument.dir === 'rtl'")
    assert is_marked(shown)


def test_nothing_but_the_passage_that_changed_is_touched(shown: Shown) -> None:
    shown.open()
    shown.rests()
    shown.page.evaluate("""() => {
      const {body} = document.querySelector('iframe').contentDocument;
      const passage = [...body.querySelectorAll('p')].find((p) => p.textContent.includes('It cannot show more.'));
      window.passage = passage;
      window.touched = [];
      new MutationObserver((all) => window.touched.push(...all.map(({target}) => passage.contains(target))))
        .observe(body, {attributes: true, characterData: true, childList: true, subtree: true});
    }""")
    shown.edit(shown.narrative, LATE, f"{LATE} An okapi alone.")
    shown.says("An okapi alone.")
    assert "An okapi alone." in shown.page.evaluate("window.passage.isConnected && window.passage.textContent")
    touched = shown.page.evaluate("window.touched")
    assert touched
    assert all(touched)


def test_what_the_reader_unfolded_and_where_the_keyboard_is_stay_when_passages_change_on_both_sides(
    shown: Shown,
) -> None:
    shown.open()
    shown.rests()
    folds = "[...document.querySelectorAll('article details')]"
    shown.frame.evaluate(f"{folds}.forEach((fold) => {{ fold.open = true; }})")
    assert shown.frame.evaluate(f"{folds}.length") > 0
    shown.frame.evaluate("document.querySelector('article details summary').focus({preventScroll: true})")
    marked(shown)
    told = "(() => [window.scrollY, document.activeElement.localName])()"
    before = shown.frame.evaluate(told)
    text = shown.narrative.read_text(encoding="utf-8")
    shown.narrative.write_text(
        text.replace(SENTENCE, f"An okapi knows: {SENTENCE}", 1).replace(LATE, f"{LATE} So does this one.", 1),
        encoding="utf-8",
    )
    shown.says("So does this one.")
    assert "An okapi knows" in shown.frame.inner_text("body")
    assert shown.frame.evaluate(f"{folds}.every((fold) => fold.open)")
    assert shown.frame.evaluate(told) == before
    assert is_marked(shown)


def test_a_passage_put_in_above_leaves_all_others_in_place(shown: Shown) -> None:
    shown.open()
    passage = f"[...document.querySelectorAll('p')].find((p) => p.textContent.includes({LATE!r}))"
    shown.frame.evaluate(f"{passage}.kept = 'the same'")
    shown.edit(
        shown.narrative, "## Introduction\n", "## Introduction\n\nFirst of all, an okapi.\n\nThen another one.\n"
    )
    shown.says("Then another one.")
    assert shown.frame.evaluate(f"{passage}.kept") == "the same"
    shown.rests()
    ids = shown.frame.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    fresh = shown.page.evaluate(
        "async (url) => { const request = new XMLHttpRequest(); request.open('GET', url); "
        "request.responseType = 'document'; "
        "await new Promise((done) => { request.onload = done; request.send(); }); "
        "return [...request.response.querySelectorAll('[id]')].map((element) => element.id); }",
        f"/case/{shown.id}/draft/{shown.id}.html",
    )
    assert ids == fresh
    assert len(ids) == len(set(ids))


def test_broken_yaml_lies_over_the_last_good_page_and_goes_when_mended(shown: Shown) -> None:
    shown.open()
    marked(shown)
    good = shown.facts.read_text(encoding="utf-8")
    line = good.splitlines().index("patient:") + 1
    taken: list[float] = []
    # A computer that is busy with other things may be late, not three times.
    while not taken or (min(taken) > 1 and len(taken) < 3):
        shown.facts.write_text(good, encoding="utf-8")
        shown.page.wait_for_selector("#stopped", state="hidden")
        begun = time.monotonic()
        shown.facts.write_text(good.replace("patient:\n", "patient: [\n"), encoding="utf-8")
        shown.page.wait_for_selector("#stopped .card.stopped", state="visible")
        taken.append(time.monotonic() - begun)
    assert min(taken) < 1, taken
    told = shown.page.inner_text("#stopped")
    assert "case.yaml" in told
    place = shown.page.locator("#stopped .place").first
    assert line <= int(place.get_attribute("data-line") or 0) <= line + 2
    assert "^" in shown.page.inner_text("#stopped pre")
    assert SENTENCE in shown.frame.inner_text("body")
    assert is_marked(shown)
    assert shown.page.title().startswith("(")

    shown.page.click("[data-do=fold]")
    assert shown.page.locator("#stopped .card").count() == 0
    shown.page.click("[data-do=unfold]")
    shown.facts.write_text(good, encoding="utf-8")
    shown.page.wait_for_selector("#stopped", state="hidden")
    assert is_marked(shown)


def test_a_page_that_was_open_while_yaml_was_broken_shows_what_was_written_meanwhile(shown: Shown) -> None:
    shown.open()
    good = shown.facts.read_text(encoding="utf-8")
    shown.facts.write_text("authors: [\n" + good, encoding="utf-8")
    shown.page.wait_for_selector("#stopped .card")
    shown.edit(shown.narrative, LATE, f"{LATE} An okapi waited.")
    shown.page.wait_for_timeout(300)
    assert "An okapi waited." not in shown.frame.inner_text("body")
    shown.facts.write_text(good, encoding="utf-8")
    shown.says("An okapi waited.")
    shown.page.wait_for_selector("#stopped", state="hidden")


def test_withdrawn_consent_leaves_no_page_at_all(shown: Shown) -> None:
    shown.open()
    page = shown.root / "build" / shown.id / f"{shown.id}.html"
    assert page.is_file()
    good = shown.facts.read_text(encoding="utf-8")
    shown.facts.write_text(
        good + "\nstatements:\n  consent: {status: withdrawn}\n"
        if "consent:" not in good
        else good.replace("status: unclear_in_source", "status: withdrawn"),
        encoding="utf-8",
    )
    shown.page.wait_for_selector("#stopped .card.refused", state="visible")
    assert shown.page.locator("iframe").count() == 0
    assert SENTENCE not in shown.page.content()
    for path in (
        f"/case/{shown.id}/draft/{shown.id}.html",
        f"/build/{shown.id}/{shown.id}.html",
        f"/build/{shown.id}/{shown.id}.pdf",
        f"/case/{shown.id}/sheet/1.png",
        f"/case/{shown.id}/sheets/text",
    ):
        assert shown.page.request.get(shown.preview.top + path).status == 404
    shown.rests()
    assert not page.exists()
    for tab in ("pdf", "checklist", "draft"):
        shown.page.click(f"#tab-{tab}")
        assert SENTENCE not in shown.page.inner_text("body")
        assert shown.page.locator("img").count() == 0
    shown.facts.write_text(good, encoding="utf-8")
    shown.says(SENTENCE)
    shown.rests()


# --- how editors save -------------------------------------------------------------------------------


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def by_renaming(path: Path, text: str) -> None:
    """As vim, Emacs and most others do."""
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def with_a_backup(path: Path, text: str) -> None:
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text, encoding="utf-8")


def removed_first(path: Path, text: str) -> None:
    path.unlink()
    time.sleep(0.03)
    path.write_text(text, encoding="utf-8")


def half_first(path: Path, text: str) -> None:
    path.write_text("", encoding="utf-8")
    time.sleep(0.06)
    path.write_text(text, encoding="utf-8")


WATCH = """() => {
  window.flashes = [];
  new MutationObserver(() => {
    if (!document.getElementById('stopped').hidden) window.flashes.push(document.getElementById('stopped').innerText);
  }).observe(document.getElementById('stopped'), {attributes: true, childList: true, subtree: true});
}"""


@pytest.mark.parametrize("save", [in_place, by_renaming, with_a_backup, removed_first, half_first])
@pytest.mark.parametrize("name", ["narrative.md", "case.yaml"])
def test_however_an_editor_saves_the_page_follows_and_no_error_flashes(shown: Shown, save: object, name: str) -> None:
    assert callable(save)
    shown.open()
    marked(shown)
    shown.page.evaluate(WATCH)
    path = shown.folder / name
    text = path.read_text(encoding="utf-8")
    old = LATE if name == "narrative.md" else "title: Schematic drawing of the lumbar MRI"
    save(path, text.replace(old, f"{old} with an okapi"))
    shown.says(f"{old.removeprefix('title: ')} with an okapi")
    shown.page.wait_for_timeout(300)
    assert shown.page.evaluate("window.flashes") == []
    assert is_marked(shown)
