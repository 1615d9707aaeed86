"""The whole preview as its users start it: a process, real files, a stream of events, Ctrl-C; and what goes wrong."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx
import pytest

from pipeline.preview.alone import lock_path
from pipeline.starting import new_case
from pipeline.workspace import Workspace

PATIENCE = 20.0
"""Seconds without a sign of life."""
SELDOM = 2.0
"""Seconds in which a page shows something new: one, and another for a computer that is busy with other tests."""
PAGE = "/case/mycase/draft/mycase.html"
STATE = "/case/mycase/state"


@dataclass
class Preview:
    """A running preview of a workspace with the case `mycase`."""

    browser: httpx.Client
    process: subprocess.Popen[bytes]
    workspace: Workspace
    log: Path

    @property
    def folder(self) -> Path:
        return self.workspace.case_folder("mycase")

    @property
    def narrative(self) -> Path:
        return self.folder / "narrative.md"

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8")

    def holds(self, path: str, text: str, *, not_any_more: bool = False) -> str:
        """The answer at `path` once it holds `text`, or does not any more."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            page = self.browser.get(path).text
            if (text in page) != not_any_more:
                return page
            time.sleep(0.03)
        raise TimeoutError(f"{path} never came to this: {page[:2000]}")

    def write(self, text: str) -> None:
        self.narrative.write_text(self.narrative.read_text("utf-8") + f"\n{text}\n", "utf-8")


def started(root: Path, log: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline", "preview", "--root", str(root), "--port", "0", "--no-open", *options]
    with log.open("wb") as said:
        return subprocess.Popen(command, stderr=said, stdout=said)


def address_in(log: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(r"preview at (http://\S+) ", log.read_text("utf-8")):
            return found[1]
        time.sleep(0.02)
    raise TimeoutError(log.read_text("utf-8"))


@contextmanager
def running(root: Path) -> Iterator[Preview]:
    log = root / "terminal.txt"
    with started(root, log) as process:
        try:
            parts = urlsplit(address_in(log, process))
            with httpx.Client(base_url=f"http://{parts.netloc}", timeout=PATIENCE) as browser:
                yield Preview(browser, process, Workspace(root), log)
        finally:
            process.kill()


@contextmanager
def opened(folder: Path) -> Iterator[Preview]:
    """A preview whose first page is there. Its lock lies apart from those of this computer's user."""
    root = folder / "workspace"
    assert new_case(Workspace(root), "mycase") == []
    # Not in `folder`: a socket lies there too, whose path may have a hundred letters.
    with TemporaryDirectory() as locks, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", locks)
        patch.setattr("tempfile.tempdir", None)
        with running(root) as preview:
            preview.holds(STATE, '"shown":true')
            yield preview


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One for all tests that leave it as it was: each shows that it still works."""
    with opened(tmp_path_factory.mktemp("preview")) as preview:
        yield preview


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Preview]:
    with opened(tmp_path) as preview:
        yield preview


def drafts_told(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    """The news that a page hears, of drafts."""
    for line in lines:
        if line.startswith("data: "):
            news = json.loads(line.removeprefix("data: "))
            if news["part"] == "draft":
                yield news


# --- a day at work ----------------------------------------------------------------------------------


def test_what_the_author_saves_is_shown_and_what_is_wrong_is_said(preview: Preview) -> None:
    facts = preview.folder / "case.yaml"
    with preview.browser.stream("GET", "/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = drafts_told(stream.iter_lines())
        preview.write("Okapi came here.")
        assert next(events)["case"] == "mycase"
        assert "Okapi" in preview.browser.get(PAGE).text

        good = facts.read_text("utf-8")
        facts.write_text("authors: [\n" + good, "utf-8")
        state = json.loads(preview.holds(STATE, "not-yaml"))
        assert state["standing"] == "stopped"
        assert state["draft"]["stale"]
        assert "Okapi" in preview.browser.get(PAGE).text

        facts.write_text(good, "utf-8")
        state = json.loads(preview.holds(STATE, "not-yaml", not_any_more=True))
        assert not state["draft"]["stale"]


def test_a_click_mends_the_file_and_the_page_follows(preview: Preview) -> None:
    facts = preview.folder / "case.yaml"
    good = facts.read_text("utf-8")
    facts.write_text(good.replace("keywords:", "keyword:"), "utf-8")
    state = json.loads(preview.holds(STATE, "unknown-key"))
    (key,) = [finding["key"] for finding in state["findings"] if finding["fix"]]
    parts = urlsplit(address_in(preview.log, preview.process))
    asked = preview.browser.get(f"{parts.path}?{parts.query}")
    token = re.search(r"token=(\S+)", asked.headers["location"])
    assert token
    for dry in (True, False):
        headers = {"X-Casewright-Token": token[1]}
        answer = preview.browser.post("/case/mycase/fix", json={"key": key, "dry": dry}, headers=headers)
        assert "+keywords:" in answer.json()["diff"]
    assert facts.read_text("utf-8") == good
    preview.holds(STATE, "unknown-key", not_any_more=True)


# --- one for each workspace, and its end ------------------------------------------------------------


def test_a_second_preview_says_where_the_first_runs(preview: Preview, tmp_path: Path) -> None:
    with started(preview.workspace.root, tmp_path / "second.txt") as second:
        assert second.wait(PATIENCE) == 1
    address = f"http://127.0.0.1:{preview.browser.base_url.port}/"
    said = (tmp_path / "second.txt").read_text("utf-8")
    assert said == f"a preview of this workspace already runs at {address}\n"
    assert preview.browser.get("/").status_code == 200


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_ends_in_order(own: Preview, name: str) -> None:
    assert lock_path(own.workspace.root).is_file()
    with own.browser.stream("GET", "/events") as stream:
        # A page is listening.
        assert next(stream.iter_lines()).startswith("retry")
        own.process.send_signal(getattr(signal, name))
        assert own.process.wait(PATIENCE) == 0
    assert not lock_path(own.workspace.root).exists()
    assert "Traceback" not in own.said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "example.org"], "not an address in numbers"),
        (["--host", "192.0.2.7"], "no address 192.0.2.7"),
        (["--port", "70000"], "no port 70000"),
        (["--editor", "code 'open"], "quote is not closed"),
    ],
)
def test_options_that_cannot_be_are_wrong_usage(tmp_path: Path, options: list[str], said: str) -> None:
    assert new_case(Workspace(tmp_path), "mycase") == []
    with started(tmp_path, tmp_path / "terminal.txt", *options) as process:
        assert process.wait(PATIENCE) == 2
    assert said in (tmp_path / "terminal.txt").read_text("utf-8")


def test_opening_it_to_other_computers_is_warned_of(tmp_path: Path) -> None:
    assert new_case(Workspace(tmp_path), "mycase") == []
    log = tmp_path / "terminal.txt"
    with started(tmp_path, log, "--host", "0.0.0.0") as process:
        try:
            address = address_in(log, process)
            assert log.read_text("utf-8").startswith("WARNING: drafts of these cases")
            top = address.partition("/?")[0].partition("/case")[0]
            with httpx.Client(follow_redirects=True, timeout=PATIENCE) as browser:
                assert browser.get(top).status_code == 403
                assert browser.get(address).status_code == 200
                assert browser.get(f"{top}/case/mycase").status_code == 200
        finally:
            process.kill()


# --- what goes wrong --------------------------------------------------------------------------------


def test_fifty_pages_listen_and_some_go_without_a_word(preview: Preview) -> None:
    address = (preview.browser.base_url.host, preview.browser.base_url.port)
    asked = f"GET /events HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\n\r\n".encode()
    with ExitStack() as stack:
        pages = [stack.enter_context(socket.create_connection(address, PATIENCE)) for _ in range(50)]
        for page in pages:
            page.sendall(asked)
            assert b"200 OK" in page.recv(4096)
        for page in pages[:30]:
            # No farewell: what was sent is thrown away.
            page.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            page.close()
        for number in range(5):
            preview.write(f"Okapi {number}.")
            preview.holds(PAGE, f"Okapi {number}.")
        for page in pages[30:]:
            heard = b""
            while b'"part": "draft"' not in heard:
                heard += page.recv(4096)
    assert preview.browser.get("/cases").status_code == 200
    assert "Traceback" not in preview.said


NO_REQUESTS = (
    b"",
    b"GET",
    b"\x16\x03\x01\x02\x00\x01",
    b"GET / HTTP/9.9\r\n\r\n",
    b"POST /open HTTP/1.1\r\nContent-Length: 9\r\n\r\n{",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET /" + b"a" * 200_000,
    b"\r\n" * 1000,
)


def test_what_is_no_request_ends_nothing(preview: Preview) -> None:
    address = (preview.browser.base_url.host, preview.browser.base_url.port)
    for sent in NO_REQUESTS * 3:
        with suppress(ConnectionError), socket.create_connection(address, PATIENCE) as page:
            page.sendall(sent)
    assert preview.browser.get("/cases").status_code == 200
    assert "Traceback" not in preview.said


@pytest.mark.parametrize("instead", ["nothing", "a file"])
def test_a_case_that_goes_is_gone_and_comes_back(preview: Preview, instead: str) -> None:
    away = preview.workspace.root / "away"
    preview.folder.rename(away)
    if instead == "a file":
        preview.folder.write_text("this was a folder", "utf-8")
    preview.holds("/cases", '"mycase"', not_any_more=True)
    assert preview.browser.get(STATE).status_code == 404
    assert preview.browser.get(PAGE).status_code == 404
    if instead == "a file":
        preview.folder.unlink()
    away.rename(preview.folder)
    preview.write("Okapi is back.")
    preview.holds(PAGE, "Okapi is back.")
    assert "Traceback" not in preview.said


def test_many_files_may_change_at_once(preview: Preview) -> None:
    """As when another branch is checked out: the case itself, and hundreds of files in and around it."""
    for number in range(500):
        path = preview.folder / "data" / f"values-{number}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("day,value\n0,1\n", "utf-8")
    preview.write("Okapi of another branch.")
    preview.holds(PAGE, "Okapi of another branch.")
    shutil.rmtree(preview.folder / "data")
    preview.write("Okapi of the first branch.")
    preview.holds(PAGE, "Okapi of the first branch.")


@pytest.mark.alone
def test_who_never_stops_saving_sees_something_every_second(preview: Preview) -> None:
    with preview.browser.stream("GET", "/events") as stream:
        events = drafts_told(stream.iter_lines())
        text = preview.narrative.read_text("utf-8")
        first, shown = time.monotonic(), []
        # As a program would that saves at every key: forty times a second, for four seconds.
        writer = f"""
import pathlib, time
path, text = pathlib.Path({str(preview.narrative)!r}), {text!r}
end = time.monotonic() + 4
while time.monotonic() < end:
    path.write_text(text + f"\\nOkapi {{time.monotonic()}}.\\n", "utf-8")
    time.sleep(0.025)
path.write_text(text + "\\nThe last okapi.\\n", "utf-8")
"""
        with subprocess.Popen([sys.executable, "-c", writer]) as saving:
            while saving.poll() is None:
                next(events)
                shown.append(time.monotonic())
    gaps = [after - before for before, after in zip([first, *shown], shown, strict=False)]
    assert len(shown) > 3
    assert max(gaps) < SELDOM
    preview.holds(PAGE, "The last okapi.")


def test_a_disk_that_cannot_be_written_to_is_told_and_the_page_is_shown(preview: Preview) -> None:
    build = preview.workspace.build
    shutil.rmtree(build, ignore_errors=True)
    build.write_text("a file where the folder should be", "utf-8")
    preview.write("Okapi without a disk.")
    preview.holds(PAGE, "Okapi without a disk.")
    preview.holds(STATE, "cannot-write")
    assert "Okapi without a disk." in preview.browser.get(PAGE).text
    build.unlink()
    preview.write("Okapi with a disk.")
    preview.holds(STATE, "cannot-write", not_any_more=True)
    assert "Traceback" not in preview.said
