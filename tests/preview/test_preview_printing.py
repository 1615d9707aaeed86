"""The process that prints: stopped at whatever moment, none is left behind."""

from __future__ import annotations

import asyncio
import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.build import Result, make_case
from pipeline.preview.printing import printed
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
    task = asyncio.create_task(whole(workspace, built))
    await asyncio.sleep(after)
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(task, return_exceptions=True)
    end = asyncio.get_running_loop().time() + PATIENCE
    while multiprocessing.active_children() and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.02)


async def whole(workspace: Workspace, built: Result) -> int:
    """How many answers come."""
    return len([answer async for answer in printed(workspace, built, View().wishes)])


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("after", [0, 0.001, 0.05, 0.3])
def test_stopped_at_any_moment_no_process_stays(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], after: float, times: int
) -> None:
    built = make_case(workspace, "mycase", replace(View().wishes, writers=("html",)))
    asyncio.run(printed_and_stopped(workspace, built, after, times))
    assert multiprocessing.active_children() == []
    assert "Traceback" not in capfd.readouterr().err


def test_what_is_not_stopped_ends_by_itself(workspace: Workspace) -> None:
    built = make_case(workspace, "mycase", replace(View().wishes, writers=("html",)))
    assert asyncio.run(whole(workspace, built)) >= 1
    assert multiprocessing.active_children() == []
