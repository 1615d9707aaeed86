"""What stands beside the draft: findings, checklist, pages, sources, other journals; and who can use it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from pipeline.guidelines.layers import guideline_names
from pipeline.workspace import Workspace
from tests.conftest import NODE_MODULES
from tests.preview.browser.conftest import SHOWN, Shown
from tests.preview.running import Running, copied

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with errors and warnings, in its facts and in its prose."""
    root = tmp_path_factory.mktemp("workspace")
    folder = copied("paraspinal-emh", root, "retold")
    narrative, facts = folder / "narrative.md", folder / "case.yaml"
    text = narrative.read_text(encoding="utf-8")
    text = text.replace("[@hassanzadeh2013]", "[@nobody1999]").replace(
        "It cannot show more.", "It cannot show more (@fig-nothing)."
    )
    narrative.write_text(text, encoding="utf-8")
    facts.write_text("okapi: 1\n" + facts.read_text(encoding="utf-8"), encoding="utf-8")
    return root


MARKS = "document.querySelector('iframe').contentDocument.querySelector('[data-preview]').shadowRoot"
NOBODY = "#findings .finding:has-text('nobody1999')"


def test_findings_stand_in_the_panel_and_at_their_passages(shown: Shown) -> None:
    shown.open()
    page = shown.page
    page.wait_for_selector(NOBODY)
    every = page.locator("#findings .finding").count()
    assert every >= 3
    assert page.title() == f"({every}) {shown.id}"

    # From the panel to the passage …
    shown.frame.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
    page.click(f"{NOBODY} .said")
    page.wait_for_timeout(300)
    assert shown.frame.evaluate("scrollY") > 0
    seen = shown.frame.evaluate(
        "[...document.querySelectorAll('p')]"
        ".find((p) => p.textContent.includes('nobody1999')).getBoundingClientRect().top"
    )
    assert 0 < seen < 860
    assert page.get_attribute(NOBODY, "aria-current") == "true"

    # … and back: the mark beside it opens the panel at the finding.
    page.keyboard.press("b")
    page.wait_for_selector(NOBODY, state="hidden")
    page.evaluate(
        f"[...{MARKS}.querySelectorAll('.mark')].find((mark) => mark.ariaLabel.includes('fig-nothing')).click()"
    )
    page.wait_for_selector("#findings .finding[aria-current=true]:has-text('fig-nothing')", state="visible")

    # What was mended is gone from both.
    shown.edit(shown.facts, "okapi: 1\n", "")
    page.wait_for_function(f"() => document.querySelectorAll('#findings .finding').length === {every - 1}")
    assert page.title() == f"({every - 1}) {shown.id}"


def test_findings_are_filtered_and_stepped_through(shown: Shown) -> None:
    shown.open()
    page = shown.page
    page.wait_for_selector(NOBODY)
    rows = page.locator("#findings .finding")
    every = rows.count()
    page.keyboard.press("f")
    page.keyboard.type("nobody1999")
    page.wait_for_function("() => document.querySelectorAll('#findings .finding').length === 1")
    page.fill("#filter-text", "no finding says this")
    page.wait_for_selector("#findings .empty")
    page.fill("#filter-text", "")
    page.keyboard.press("Escape")
    page.click("#only-error")
    assert page.locator("#findings .finding.error").count() == 0
    page.click("#only-error")
    page.select_option("#grouping", "file")
    headings = page.locator("#findings h2").all_inner_texts()
    assert any("narrative.md" in heading for heading in headings)
    page.select_option("#grouping", "severity")

    page.locator("h1").first.click(force=True)
    keys = []
    for _ in range(every):
        page.keyboard.press("j")
        keys.append(page.get_attribute("#findings .finding[aria-current=true]", "data-key"))
    assert len(set(keys)) == every
    page.keyboard.press("k")
    assert page.get_attribute("#findings .finding[aria-current=true]", "data-key") == keys[-2]


def test_the_checklist_leads_to_its_passages(shown: Shown) -> None:
    shown.open("tab=checklist")
    page = shown.page
    page.wait_for_selector("#checklist .item")
    excerpt = page.locator("#checklist .item.found .excerpt").last
    anchor = excerpt.get_attribute("data-anchor")
    excerpt.click()
    page.wait_for_selector("#view-draft:not([hidden])")
    page.wait_for_timeout(300)
    top = shown.frame.evaluate(
        "(anchor) => (document.getElementById(anchor) || document.querySelector(`[data-origin='${anchor}']`))"
        ".getBoundingClientRect().top",
        anchor,
    )
    assert 0 <= top < 860
    page.go_back()
    page.wait_for_selector("#view-checklist:not([hidden])")
    items = page.locator("#checklist .item")
    page.click("#state-found")
    assert 0 < page.locator("#checklist .item.found").count() == items.count()
    assert "%" not in page.inner_text("#view-checklist")


@pytest.mark.needs("pango")
def test_the_pages_are_shown_and_searched(shown: Shown) -> None:
    shown.open("tab=pdf")
    page = shown.page
    page.wait_for_selector("#pages .paper img", timeout=40_000)
    assert page.evaluate("[...document.querySelectorAll('#pages img')].every((image) => image.naturalWidth > 300)")
    assert page.evaluate("document.querySelectorAll('#pages .page').length") > 1
    page.fill("#pdf-sought", "marrow aplasia")
    page.wait_for_selector("#pages .hit.now")
    assert "of" in page.inner_text("#pdf-hits")
    page.fill("#pdf-sought", "no page says this")
    page.wait_for_function("() => document.getElementById('pdf-hits').textContent === 'not found'")
    # Redrawn while the old one is there: at no moment an empty page.
    page.evaluate("""() => {
      window.empty = 0;
      const look = () => {
        window.empty += !document.querySelector('#pages .page .paper img');
        requestAnimationFrame(look);
      };
      look();
    }""")
    before = page.get_attribute("#pages .paper img", "src")
    shown.edit(shown.narrative, "# Paraspinal", "# Paraspinal and okapi")
    page.wait_for_function(
        "before => document.querySelector('#pages .paper img').getAttribute('src') !== before",
        arg=before,
        timeout=40_000,
    )
    assert page.evaluate("window.empty") == 0
    page.fill("#pdf-sought", "okapi")
    page.wait_for_selector("#pages .hit.now")


@pytest.mark.needs("pango")
def test_only_pages_that_look_different_are_fetched_again(shown: Shown) -> None:
    page = shown.page
    # High enough for several pages.
    page.set_viewport_size({"width": 1280, "height": 4000})
    shown.open("tab=pdf")
    page.wait_for_function("() => !document.querySelector('.pdf-bar')?.classList.contains('old')", timeout=60_000)
    page.wait_for_function("() => document.querySelectorAll('#pages .paper img').length > 1")
    shown.rests()
    page.evaluate("for (const image of document.querySelectorAll('#pages img')) image.dataset.stays = 'yes'")
    shown.requests.clear()
    shown.edit(shown.narrative, "## Abstract\n", "## Abstract\n\nAn okapi was seen.\n")
    page.wait_for_selector("#pages .page[data-page='1'] img:not([data-stays])", timeout=40_000)
    page.wait_for_function("() => !document.querySelector('.pdf-bar').classList.contains('old')", timeout=60_000)
    shown.rests()
    fetched = {url.partition("?")[0].rpartition("/")[2] for url in shown.requests if "/sheet/" in url}
    stayed = page.evaluate("document.querySelectorAll('#pages img[data-stays]').length")
    assert "1.png" in fetched
    assert len(fetched) + stayed == page.evaluate("document.querySelectorAll('#pages img').length")


def test_the_sources_are_shown_as_they_are_now(shown: Shown) -> None:
    shown.open("tab=source")
    page = shown.page
    page.wait_for_selector("#lines .line")
    text = shown.narrative.read_text(encoding="utf-8")
    assert page.locator("#lines .line").count() == len(text.splitlines())
    assert page.locator("#lines .note:has-text('nobody1999')").count() == 1
    shown.narrative.write_text(text + "\nAn okapi <b>&amp; more</b>.\n", encoding="utf-8")
    page.wait_for_selector("#lines .line:has-text('An okapi <b>&amp; more</b>.')")
    page.click("#files button:has-text('case.yaml')")
    page.wait_for_selector("#lines .line:has-text('okapi: 1')")
    assert "private" not in page.inner_text("#files")


def test_another_guideline_is_looked_at_and_what_one_advises_is_told(shown: Shown) -> None:
    shown.open("tab=checklist")
    page = shown.page
    shown.rests()
    folder = shown.root / "build" / shown.id
    before = contents(folder)
    # Advice stands quietly at an item that is found all the same.
    assert page.inner_text("#item-care-2013-4 .advised").startswith("Advised: end the introduction")
    assert page.locator("#item-care-2013-4 .state.found").count() == 1
    assert page.locator("#item-care-2013-4 .lack").count() == 0

    page.keyboard.press("v")
    options = page.locator("#switch-guideline option")
    assert options.first.inner_text() == "The case’s own: CARE (CAse REport) guideline"
    assert options.evaluate_all("(all) => all.slice(1).map(({ value }) => value)") == guideline_names(
        Workspace(shown.root)
    )
    page.select_option("#switch-guideline", "scare-2023")
    page.wait_for_selector("#item-scare-2023-keywords")
    assert "guideline=scare-2023" in page.url
    assert "SCARE 2023" in page.inner_text("#seen-as")
    assert page.locator("#item-care-2013-4").count() == 0
    shown.rests()
    assert contents(folder) == before
    page.keyboard.press("Escape")
    page.click("#seen-as [data-do=own]")
    page.wait_for_selector("#item-care-2013-4")


def test_another_journal_is_looked_at_and_never_written(shown: Shown) -> None:
    shown.open()
    page = shown.page
    shown.is_done()
    folder = shown.root / "build" / shown.id
    before = contents(folder), contents(shown.folder)
    own = shown.frame.inner_text("body")
    page.click("#tab-progress")
    page.select_option("#progress-journal", "bmj-case-reports")
    page.wait_for_selector("#seen-as:not([hidden])")
    page.wait_for_selector("#cost details")
    shown.is_done()
    assert "journal=bmj-case-reports" in page.url
    seen = page.frame_locator("iframe").locator("body").inner_text()
    assert seen != own
    assert (contents(folder), contents(shown.folder)) == before
    page.click("#seen-as [data-do=own]")
    page.wait_for_selector("#seen-as", state="hidden")
    shown.is_done()
    assert page.frame_locator("iframe").locator("body").inner_text() == own


def contents(folder: Path) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_where_the_reader_was_outlives_a_reload(shown: Shown) -> None:
    shown.open()
    shown.rests()
    shown.frame.evaluate("window.scrollTo({top: 1200, behavior: 'instant'})")
    shown.page.wait_for_timeout(150)
    shown.page.reload()
    shown.page.wait_for_selector(SHOWN)
    shown.page.wait_for_timeout(1000)
    assert abs(shown.frame.evaluate("scrollY") - 1200) < 60


def test_the_keyboard_alone_reaches_every_tab(shown: Shown) -> None:
    shown.open()
    for number, tab in enumerate(["draft", "pdf", "checklist", "source"], start=1):
        shown.page.keyboard.press(str(number))
        assert shown.page.get_attribute(f"#tab-{tab}", "aria-selected") == "true"
        assert shown.page.is_visible(f"#view-{tab}")
    shown.page.keyboard.press("?")
    assert shown.page.is_visible("#dialog")
    shown.page.keyboard.press("Escape")
    assert not shown.page.is_visible("#dialog")


# --- everybody --------------------------------------------------------------------------------------

WINDOWS: dict[str, ViewportSize] = {"wide": {"width": 1280, "height": 860}, "narrow": {"width": 360, "height": 740}}
AXE = """async () => {
  const found = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], iframes: false,
  });
  const where = (nodes) => nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(' | ');
  return found.violations.map(({id, nodes}) => `${id}: ${where(nodes)}`);
}"""


@pytest.mark.needs("axe-core")
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_tab(
    browser: Browser, preview: Running, window: str, scheme: Literal["light", "dark"]
) -> None:
    """What axe finds by WCAG 2.2 AA and good practice, with the page's own policy set aside for axe alone."""
    context = browser.new_context(
        viewport=WINDOWS[window], color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    context.add_init_script((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    page = context.new_page()
    found = {}
    for tab in ("draft", "pdf", "checklist", "source"):
        page.goto(f"{preview.top}/case/retold?tab={tab}")
        page.wait_for_selector(SHOWN, state="attached")
        page.wait_for_timeout(400)
        found[tab] = page.evaluate(AXE) + sideways(page)
    page.goto(preview.top)
    page.wait_for_selector("#cases li")
    found["list"] = page.evaluate(AXE) + sideways(page)
    context.close()
    assert {tab: problems for tab, problems in found.items() if problems} == {}


def sideways(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px beyond the window"] if over > 0 else []
