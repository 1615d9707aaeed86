from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.preview import server
from pipeline.preview.draft import Standing
from pipeline.preview.drafts import Drafts
from pipeline.preview.news import News
from pipeline.starting import new_case
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    import pytest


def test_what_changes_just_as_the_pause_before_the_rules_ends_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    assert new_case(workspace, "mycase") == []
    drafts = Drafts(workspace, ["mycase"], News().tell)
    ends = iter([True, False])

    async def rested() -> bool:
        if next(ends, False):
            drafts.changed(["mycase"])
        return True

    monkeypatch.setattr(drafts, "_rested", rested)

    async def until_written() -> None:
        building = asyncio.create_task(drafts.build())
        while drafts.by_id["mycase"].standing is not Standing.WRITTEN:
            if building.done():
                building.result()
            await asyncio.sleep(0.01)
        building.cancel()

    asyncio.run(asyncio.wait_for(until_written(), 60))
    assert next(ends, None) is None, "the pause ended twice"


def test_work_that_a_mistake_of_ours_ends_is_begun_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server, "LOOK_AGAIN", 0)
    begun = []

    async def work() -> None:
        begun.append(1)
        if len(begun) < 3:
            raise KeyError("a mistake of ours")

    asyncio.run(server._going_on(work))
    assert len(begun) == 3
    assert capsys.readouterr().err.count("KeyError: 'a mistake of ours'") == 2
