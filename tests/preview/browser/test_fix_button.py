"""One click mends a file: the difference is shown first, and nothing else in the file changes."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.preview.browser.conftest import SHOWN
from tests.preview.running import copied

if TYPE_CHECKING:
    from tests.preview.browser.conftest import Shown

pytestmark = pytest.mark.needs("chromium", "git")

FINDING = "#findings .finding:has-text('keyword')"


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", *arguments]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its facts have a misspelt key, comments beside it, Windows line ends and a byte order mark."""
    root = tmp_path_factory.mktemp("workspace")
    facts = copied("paraspinal-emh", root, "retold") / "case.yaml"
    text = facts.read_text(encoding="utf-8").replace("keywords:\n", "keyword:   # what somebody would search for\n", 1)
    facts.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    git(root, "init", "--quiet")
    git(root, "config", "core.autocrlf", "false")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "As it was")
    return root


def test_a_fix_shows_its_difference_and_changes_only_that(shown: Shown) -> None:
    page = shown.page
    # The address in the terminal works once; it lets this page write, and is gone from where one sees it.
    page.goto(shown.preview.address)
    page.wait_for_selector(SHOWN, state="attached")
    assert "token" not in page.url
    before = shown.facts.read_bytes()

    page.click(f"{FINDING} [data-do=fix]")
    page.wait_for_selector("#dialog .diff .more")
    shown_diff = page.inner_text("#dialog .diff").splitlines()
    assert "-keyword:   # what somebody would search for" in shown_diff
    assert "+keywords:   # what somebody would search for" in shown_diff
    assert shown.facts.read_bytes() == before, "nothing is changed before it is asked for"

    page.click("#dialog button.main")
    page.wait_for_selector("#dialog", state="hidden")
    page.wait_for_selector(FINDING, state="detached")
    changed = [line for line in git(shown.root, "diff", "--unified=0").splitlines() if line[:1] in "+-"]
    assert [line for line in changed if not line.startswith(("+++", "---"))] == [
        "-keyword:   # what somebody would search for",
        "+keywords:   # what somebody would search for",
    ]
    assert shown.facts.read_bytes() == before.replace(b"keyword:", b"keywords:", 1)
    assert git(shown.root, "status", "--porcelain", "cases").splitlines() == [" M cases/retold/case.yaml"]


def test_a_page_that_was_not_let_in_changes_nothing(shown: Shown) -> None:
    shown.open()
    before = shown.facts.read_bytes()
    shown.page.click(f"{FINDING} [data-do=fix]")
    shown.page.wait_for_selector("#dialog [role=status]")
    shown.page.wait_for_timeout(500)
    assert shown.page.is_disabled("#dialog button.main")
    assert shown.facts.read_bytes() == before
    shown.problems.clear()
