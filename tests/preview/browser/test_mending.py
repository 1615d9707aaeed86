"""The address that the terminal shows, opened in a browser: it may change files, once its difference was shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.preview.browser.conftest import Shown  # noqa: TC001 - pytest reads the annotations of fixtures

pytestmark = pytest.mark.needs("chromium")


def misspelt(shown: Shown) -> str:
    """A field of case.yaml, misspelt; gives the file as it was."""
    good = shown.facts.read_text(encoding="utf-8")
    shown.edit(shown.facts, "keywords:", "keyword:")
    return good


def mend(shown: Shown) -> None:
    """One button, the difference, and the button below it."""
    shown.page.wait_for_selector("[data-do=fix]", state="attached")
    shown.page.evaluate("document.querySelector('[data-do=fix]').click()")


def test_a_page_that_was_opened_from_the_terminal_mends_a_file(shown: Shown) -> None:
    shown.page.goto(shown.preview.address)
    assert "token" not in shown.page.url
    good = misspelt(shown)
    mend(shown)
    button = shown.page.get_by_role("button", name="Change the file")
    # The difference comes first, and only then may it be made.
    shown.page.wait_for_selector("dialog .diff:not(:empty)")
    expect(button).to_be_enabled()
    assert "+keywords:" in shown.page.locator("dialog .diff").inner_text()
    assert shown.facts.read_text(encoding="utf-8") != good
    button.click()
    shown.page.wait_for_selector("[data-do=fix]", state="detached")
    assert shown.facts.read_text(encoding="utf-8") == good
    # The address has been used: another browser that has it only reads.
    shown.page.evaluate("sessionStorage.clear()")
    shown.page.goto(shown.preview.address)
    assert shown.page.evaluate("sessionStorage.getItem('casewright-token')") is None


def test_a_page_that_was_opened_otherwise_is_told_how_to_write(shown: Shown) -> None:
    shown.open()
    good = misspelt(shown)
    mend(shown)
    shown.page.get_by_text("Open the address that the terminal of this preview shows now").wait_for()
    assert "to change files from a page, open this in its browser" in shown.preview.said
    shown.facts.write_text(good, encoding="utf-8")
    shown.problems.clear()  # the browser says that a request was refused
