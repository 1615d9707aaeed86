"""The process that prints: stopped at whatever moment, none is left behind."""

from __future__ import annotations

import asyncio
import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.build import Result, make_case
from pipeline.preview.pressroom import Printed
from pipeline.preview.printing import Press
from pipeline.preview.views import View
from pipeline.starting import new_case
from pipeline.workspace import Workspace

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


async def whole(press: Press, built: Result, shown: frozenset[str] = frozenset()) -> list[Printed | str]:
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
