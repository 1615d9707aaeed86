"""The whole preview as its users start it: a process, real files, a stream of events, Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from pipeline.starting import new_case
from pipeline.workspace import Workspace

PATIENCE = 10.0
"""Seconds without a sign of life."""


@dataclass
class Preview:
    """A running preview of the case `mycase`."""

    browser: httpx.Client
    process: subprocess.Popen[str]
    folder: Path

    def until(self, events: Iterator[str], path: str, text: str) -> str:
        """The page at `path` once it holds `text`, looking again at each event."""
        while text not in (page := self.browser.get(path).text):
            while not next(events).startswith("data: mycase"):
                pass
        return page


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    workspace = Workspace(tmp_path)
    assert new_case(workspace, "mycase") == []
    command = [sys.executable, "-m", "pipeline", "preview", "--root", str(tmp_path), "--port", "0", "--no-open"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr
        address = re.search(r"http://[\w.:]+", process.stderr.readline())
        assert address
        with httpx.Client(base_url=address[0], timeout=PATIENCE) as browser:
            yield Preview(browser, process, workspace.case_folder("mycase"))
        process.kill()


def test_what_the_author_saves_is_shown_and_what_is_wrong_is_said(preview: Preview) -> None:
    narrative, facts = preview.folder / "narrative.md", preview.folder / "case.yaml"
    shell, page = "/case/mycase", "/build/mycase/mycase.html"
    with preview.browser.stream("GET", "/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = stream.iter_lines()
        assert "Okapi" not in preview.until(events, page, "<article>")

        narrative.write_text(narrative.read_text("utf-8") + "\nOkapi came here.\n", "utf-8")
        preview.until(events, page, "Okapi")

        good = facts.read_text("utf-8")
        facts.write_text("authors: [\n" + good, "utf-8")
        broken = preview.until(events, shell, "not-yaml")
        assert "the last good one" in broken
        assert "<iframe" in broken
        assert "Okapi" in preview.browser.get(page).text

        facts.write_text(good, "utf-8")
        assert "not-yaml" not in preview.until(events, shell, ">written<")

        # Ctrl-C, while a page is listening.
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(PATIENCE) == 0
