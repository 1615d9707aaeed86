"""The process that prints: stopped at whatever moment, none is left behind."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.build import Result, make_case
from pipeline.preview.pressroom import Printed
from pipeline.preview.printing import Press
from pipeline.preview.sheets import Sheets
from pipeline.preview.views import View
from pipeline.starting import new_case
from pipeline.workspace import Workspace
from tests.preview.running import ROOT

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

pytestmark = pytest.mark.needs("pango")
PATIENCE = 6.0
"""Seconds until a process that was stopped has ended."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    assert new_case(Workspace(tmp_path), "mycase") == []
    return Workspace(tmp_path)


async def printed_and_stopped(workspace: Workspace, built: Result, after: float, times: int) -> None:
    """Stopped after so many seconds, as often as this, one stop close behind the other."""
    press = Press(workspace)
    task = asyncio.create_task(whole(press, built))
    await asyncio.sleep(after)
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(task, return_exceptions=True)
    await press.close()
    end = asyncio.get_running_loop().time() + PATIENCE
    while multiprocessing.active_children() and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.02)


async def whole(press: Press, built: Result, shown: Sequence[str] = ()) -> list[Printed | str]:
    return [answer async for answer in press.printed(built, View().wishes, shown)]


def page(workspace: Workspace) -> Result:
    return make_case(workspace, "mycase", replace(View().wishes, writers=("html",)))


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("after", [0, 0.001, 0.3, 3])
def test_stopped_at_any_moment_no_process_stays(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], after: float, times: int
) -> None:
    asyncio.run(printed_and_stopped(workspace, page(workspace), after, times))
    assert multiprocessing.active_children() == []
    assert "Traceback" not in capfd.readouterr().err


# --- one process for all --------------------------------------------------------------------------------


def at_press(workspace: Workspace, do: Callable[[Press], Coroutine[None, None, None]]) -> None:
    async def run() -> None:
        press = Press(workspace)
        try:
            await do(press)
        finally:
            await press.close()

    asyncio.run(run())


def edited(workspace: Workspace, old: str, new: str) -> Result:
    path = workspace.case_folder("mycase") / "narrative.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return page(workspace)


def process_of(press: Press) -> SpawnProcess:
    assert press._worker
    return press._worker._process


def test_an_edit_brings_only_the_pages_that_look_different(workspace: Workspace) -> None:
    async def do(press: Press) -> None:
        first, last = await whole(press, page(workspace))
        assert isinstance(first, Printed)
        assert isinstance(last, Printed)
        assert (first.is_last, last.is_last) == (False, True)
        assert first.painted == tuple(range(len(first.looks)))
        assert last.painted == tuple(range(len(last.looks)))
        assert len(last.looks) > 1
        again, _ = await whole(press, page(workspace), last.looks)
        assert isinstance(again, Printed)
        # Arranged as the last PDF was.
        assert again.looks == last.looks
        same, _ = await whole(press, page(workspace), last.looks)
        assert isinstance(same, Printed)
        assert (same.painted, same.looks, same.result.outputs) == ((), last.looks, {})
        other, _ = await whole(press, edited(workspace, "Say in a few", "Tell in a few"), last.looks)
        assert isinstance(other, Printed)
        assert 0 < len(other.painted) < len(other.looks)
        assert [n for n, look in enumerate(other.looks) if look not in last.looks] == [*other.painted]
        (sheets,) = map(Sheets, other.result.outputs["pdf"].files.values())
        assert len(sheets.sizes) == len(other.painted)

    at_press(workspace, do)


def test_a_newer_job_ends_the_one_before_in_the_same_process(workspace: Workspace) -> None:
    async def do(press: Press) -> None:
        built = page(workspace)
        await whole(press, built)
        process = process_of(press)
        for after in (0.05, 0.2, 0.5):
            task = asyncio.create_task(whole(press, built))
            await asyncio.sleep(after)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        answers = await whole(press, edited(workspace, "Back pain", "Back ache"))
        assert [isinstance(answer, Printed) and answer.is_last for answer in answers] == [False, True]
        assert process_of(press) is process

    at_press(workspace, do)


def test_a_process_that_broke_or_hangs_is_replaced(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.preview.printing.SECONDS_TO_STOP", 0.5)

    async def do(press: Press) -> None:
        built = page(workspace)
        await press.start()
        for end in (signal.SIGKILL, signal.SIGSTOP):
            process = process_of(press)
            assert press._worker
            await press._worker.ready.wait()
            os.kill(process.pid or 0, end)
            assert len(await whole(press, built)) == 2
            assert process_of(press) is not process

    at_press(workspace, do)


def test_what_breaks_the_layout_is_said_and_the_next_edit_is_printed(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    async def do(press: Press) -> None:
        built = page(workspace)
        with pytest.raises(EOFError):
            await whole(press, replace(built, manuscript=None))
        assert "there is no manuscript of mycase" in capfd.readouterr().err
        assert len(await whole(press, built)) == 2

    at_press(workspace, do)


def test_private_dates_are_looked_for_in_pages_that_stayed(workspace: Workspace) -> None:
    """Written down after the pages were shown."""

    async def do(press: Press) -> None:
        built = edited(workspace, "Back pain", "On 3 March 2024 back pain")
        *_, last = await whole(press, built)
        assert isinstance(last, Printed)
        private = workspace.case_folder("mycase") / "private"
        private.mkdir(exist_ok=True)
        (private / "dates.yaml").write_text("day 0: 2024-03-03\n", encoding="utf-8")
        first = (await whole(press, built, last.looks))[0]
        assert isinstance(first, Printed)
        assert first.result.stopped
        assert first.result.outputs == {}

    at_press(workspace, do)


ORPHAN = """
import asyncio, sys, time
from pathlib import Path
from pipeline.preview.printing import Press
from pipeline.workspace import Workspace

async def run():
    press = Press(Workspace(Path(".")))
    await press.start()
    await press._worker.ready.wait()
    print(press._worker._process.pid, flush=True)
    time.sleep(600)

if __name__ == "__main__":
    asyncio.run(run())
"""


def test_a_server_that_is_killed_leaves_nobody(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(ORPHAN, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as server:
        assert server.stdout
        pid = int(server.stdout.readline())
        assert is_there(pid)
        server.kill()
    end = time.monotonic() + PATIENCE
    while is_there(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_there(pid)


def is_there(pid: int) -> bool:
    """At work, and not only waiting for somebody to take note of its end."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
