"""One preview and one browser for all tests of a module; a page of its own for each test, that nothing may fail on."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, sync_playwright

from tests.preview.running import Running, copied, running

CASE = "retold"
PATIENCE = 30_000
"""Milliseconds until a page must show what is waited for."""
SHOWN = "iframe[data-version]"


@dataclass
class Shown:
    """A case in a browser, and its files."""

    page: Page
    preview: Running
    folder: Path
    problems: list[str]
    """What the browser complained of."""
    requests: list[str]
    """Addresses, in the order in which the page asked for them."""

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def root(self) -> Path:
        return self.folder.parents[1]

    @property
    def narrative(self) -> Path:
        return self.folder / "narrative.md"

    @property
    def facts(self) -> Path:
        return self.folder / "case.yaml"

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if frame.parent_frame)

    def open(self, query: str = "") -> None:
        """Its page, until the draft is there and the rules have been asked."""
        self.page.goto(f"{self.preview.top}/case/{self.id}" + (f"?{query}" if query else ""))
        self.page.wait_for_selector(SHOWN, state="attached")
        self.page.wait_for_selector(".standing:not([data-standing=waiting])", state="attached")

    def edit(self, file: Path, old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{file.name} does not say {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def says(self, text: str) -> None:
        """Wait until the draft says this."""
        self.page.wait_for_function(
            "text => document.querySelector('iframe')?.contentDocument?.body?.innerText.includes(text)",
            arg=text,
            polling=10,
        )

    def rests(self) -> None:
        """Wait until the page has not changed and nothing has been asked for a while."""
        before: list[str] | None = None
        while before != (before := [*self.requests]):
            self.page.wait_for_timeout(700)

    def is_done(self) -> None:
        """Wait until the PDFs of all cases are those of their drafts, too, and then as above."""
        asked = self.page.request
        rows = asked.get(f"{self.preview.top}/cases").json()["cases"]
        end = time.monotonic() + PATIENCE / 1000
        while any(asked.get(f"{self.preview.top}/case/{row['id']}/state").json()["pdf"]["old"] for row in rows):
            assert time.monotonic() < end, "a PDF is never that of its draft"
            self.page.wait_for_timeout(200)
        self.rests()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    copied("paraspinal-emh", root, CASE)
    return root


@pytest.fixture(scope="module")
def preview(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(workspace, tmp_path_factory.mktemp("log") / "said.txt", "--port", "0") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def shown(browser: Browser, preview: Running, workspace: Path) -> Iterator[Shown]:
    """A page that opened nothing yet; the case is put back as it was afterwards."""
    folder = workspace / "cases" / CASE
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    case = Shown(page, preview, folder, [], [])
    page.on(
        "console", lambda message: case.problems.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda problem: case.problems.append(str(problem)))
    page.on("request", lambda request: case.requests.append(request.url))
    yield case
    context.close()
    for path, data in before.items():
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for path in folder.rglob("*"):
        if path.is_file() and path not in before:
            path.unlink()
    assert not case.problems
