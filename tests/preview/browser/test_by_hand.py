"""Where the keyboard is, where marks lie, what is printed: what a reader meets who does more than look."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.preview.browser.conftest import SHOWN, Shown
from tests.preview.running import copied

pytestmark = pytest.mark.needs("chromium")

MARKS = "document.querySelector('[data-preview]').shadowRoot"
HAS_FOCUS = "document.activeElement.id || document.activeElement.localName"
BROKEN = ("  sex: male", "  sex: male\n   concerns: [weakness")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case with something wrong at one passage and at the heading of another, and one that was never whole."""
    root = tmp_path_factory.mktemp("workspace")
    narrative = copied("paraspinal-emh", root, "retold") / "narrative.md"
    text = narrative.read_text(encoding="utf-8")
    many = " ".join(f"[@nobody{number}]" for number in range(40))
    narrative.write_text(text.replace("It cannot show more.", f"It cannot show more {many}."), encoding="utf-8")
    facts = copied("paraspinal-emh", root, "never-whole") / "case.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace(*BROKEN), encoding="utf-8")
    return root


def test_a_case_that_was_never_whole_has_no_page_behind_what_is_wrong(shown: Shown) -> None:
    page = shown.page
    page.goto(f"{shown.preview.top}/case/never-whole")
    page.wait_for_selector("#stopped .card")
    assert page.inner_text("#stopped h2") == "There is no draft yet, because of this"
    assert page.inner_text("#stopped pre").split("\n")[:2] == ["  sex: male", "   concerns: [weakness"]
    assert page.locator("iframe").count() == 0


def test_what_is_covered_cannot_be_reached_and_the_reader_is_back_when_it_is_mended(shown: Shown) -> None:
    shown.open()
    page = shown.page
    shown.frame.evaluate("[...document.querySelectorAll('article p a')].at(-1).focus({preventScroll: true})")
    shown.edit(shown.facts, *BROKEN)
    page.wait_for_selector("#stopped .card")
    assert page.evaluate("document.getElementById('view-draft').inert")
    assert page.evaluate("document.getElementById('view-checklist').inert")
    # The first thing that Tab reaches is in the explanation, and reading on keeps the keyboard where it was.
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#stopped')")
    page.focus("#content")
    shown.edit(shown.facts, BROKEN[1], BROKEN[0])
    page.wait_for_selector("#stopped", state="hidden")
    assert shown.frame.evaluate("document.activeElement.localName") == "a"

    shown.edit(shown.facts, *BROKEN)
    page.wait_for_selector("#stopped .card")
    page.focus("[data-do=fold]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.do") == "unfold"
    assert not page.evaluate("document.getElementById('view-draft').inert")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.do") == "fold"
    page.click("#tab-progress")
    assert page.locator("#panel-progress .stale").count() == 1

    shown.edit(shown.facts, BROKEN[1], BROKEN[0])
    page.wait_for_selector("#stopped", state="hidden")
    assert not page.evaluate("document.getElementById('view-draft').inert")
    page.wait_for_selector("#panel-progress .stale", state="detached")
    assert page.evaluate(HAS_FOCUS) != "body"


def test_whoever_stands_on_a_mark_stays_there_while_the_case_is_written(shown: Shown) -> None:
    shown.open()
    shown.page.wait_for_selector("#findings .finding")
    shown.page.wait_for_timeout(200)
    stands = f"{MARKS}.activeElement?.getAttribute('aria-label') ?? ''"
    shown.frame.evaluate(f"{MARKS}.querySelector('.mark').focus()")
    before = shown.frame.evaluate(stands)
    assert before
    shown.edit(shown.narrative, "Masses beside the spine are rare.", "Masses beside the spine are very rare.")
    shown.says("very rare")
    shown.rests()
    assert shown.frame.evaluate(stands) == before


@pytest.mark.parametrize("width", [360, 720, 1280])
def test_marks_of_many_findings_cover_no_word_and_follow_the_width(shown: Shown, width: int) -> None:
    shown.open()
    shown.page.wait_for_selector("#findings .finding", state="attached")
    shown.page.set_viewport_size({"width": width, "height": 800})
    shown.page.wait_for_timeout(400)
    seen = shown.frame.evaluate(
        f"""(() => {{
            const mark = {MARKS}.querySelector('.mark');
            const passage = [...document.querySelectorAll('p')].find((p) => p.textContent.includes('nobody0'));
            const [text, ...all] = [passage, mark.querySelector('.shape'), mark.querySelector('.many')]
                .map((one) => one.getBoundingClientRect());
            return {{
                marks: {MARKS}.querySelectorAll('.mark').length,
                many: mark.querySelector('.many').textContent,
                over: Math.max(...all.map((one) => one.right)) - text.left,
                out: Math.min(...all.map((one) => one.left)),
                off: mark.getBoundingClientRect().top - text.top,
            }};
        }})()"""
    )
    assert (seen["marks"], seen["many"]) == (1, "40")
    assert seen["over"] <= 1
    assert seen["out"] >= 0
    assert abs(seen["off"]) < 2


def test_what_is_hidden_gives_the_keyboard_back(shown: Shown) -> None:
    shown.open()
    page = shown.page
    page.keyboard.press("v")
    page.keyboard.press("Escape")
    assert page.evaluate(HAS_FOCUS) == "view-button"
    page.focus("#tab-findings")
    page.keyboard.press("b")
    assert page.evaluate(HAS_FOCUS) == "panel-button"
    page.click("#tab-checklist")
    page.focus(".excerpt >> nth=0")
    page.keyboard.press("Enter")
    assert page.get_attribute("#tab-draft", "aria-selected") == "true"
    assert page.evaluate(HAS_FOCUS) == "content"


def test_a_word_is_found_where_a_line_ends_within_it(shown: Shown) -> None:
    shown.open("tab=pdf")
    page = shown.page
    page.wait_for_selector("#pages img", timeout=30_000)
    page.fill("#pdf-sought", "radiotherapy")
    page.wait_for_function("() => document.getElementById('pdf-hits').textContent.includes('of')")
    every = int(page.inner_text("#pdf-hits").split()[-1])
    boxes = page.locator(".hit").count()
    assert boxes > every, "one of them stands on two lines"
    # However the dash is typed.
    page.fill("#pdf-sought", "L4-L5")
    page.wait_for_function("() => /of [1-9]/.test(document.getElementById('pdf-hits').textContent)")


@pytest.mark.parametrize("tab", ["draft", "checklist", "source"])
def test_the_page_is_printed_whole(shown: Shown, tab: str) -> None:
    import pypdfium2

    shown.open(f"tab={tab}")
    shown.page.wait_for_selector({"draft": SHOWN, "checklist": ".item", "source": ".line"}[tab])
    with pypdfium2.PdfDocument(shown.page.pdf(format="A4")) as printed:
        texts = [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in printed]
    assert {
        "draft": "what they advise may not hold for him",
        "checklist": "Informed consent",
        "source": "what they advise may not hold for him",
    }[tab] in " ".join(texts)
    assert all(texts[:-1]), "no blank sheets"
    assert "Group by" not in " ".join(texts)
