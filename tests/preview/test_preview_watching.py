from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import watchfiles

from pipeline.preview.watching import Changed, affected, changes
from pipeline.workspace import Workspace, shipped_templates

ALL = ["a", "b"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("cases/a/case.yaml", ["a"]),
        ("cases/b/figures/mri.png", ["b"]),
        ("cases/b", ["b"]),
        ("cases/a/private/raw.dcm", []),
        ("cases/a/private", []),
        ("cases/a/private/dates.yaml", ["a"]),
        ("cases/a/letter to the editor.docx", []),
        ("cases/a/references.bib", ["a"]),
        ("templates/preview/preview.css", []),
        ("cases/a/figures/private/mri.png", ["a"]),
        ("cases/other/case.yaml", []),
        ("cases/case.schema.json", []),
        ("bibliography/all.bib", ALL),
        ("templates/css/screen.css", ALL),
        ("build/a/a.html", []),
        ("README.md", []),
        ("cases/a/.narrative.md.swp", []),
        ("cases/a/narrative.md~", []),
        ("cases/a/.#narrative.md", []),
        ("cases/a/4913", []),
        (str(shipped_templates() / "labels" / "en.yaml"), ALL),
    ],
)
def test_a_change_concerns_the_cases_whose_outputs_depend_on_it(
    tmp_path: Path, changed: str, expected: list[str]
) -> None:
    (tmp_path / "templates").mkdir()
    assert affected(Workspace(tmp_path), ALL, [tmp_path.resolve() / changed]) == expected


def test_a_folder_that_comes_later_is_watched_too(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    (workspace.cases / "a").mkdir(parents=True)

    async def two() -> list[Changed]:
        stream = changes(workspace, lambda: ALL)
        first = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        workspace.bibliography.mkdir()
        came = await first
        second = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        (workspace.bibliography / "all.bib").write_text("@misc{x}", encoding="utf-8")
        changed = await second
        await stream.aclose()
        return [came, changed]

    assert asyncio.run(asyncio.wait_for(two(), 10)) == [Changed(ALL, cases=True), Changed(ALL)]


def test_where_the_system_cannot_tell_of_changes_they_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace(tmp_path)
    (workspace.cases / "a").mkdir(parents=True)

    def limited(*paths: Path, force_polling: bool | None, **others: object) -> object:
        if not force_polling:
            raise OSError("limit of watched folders reached")
        return watchfiles.awatch(*paths, force_polling=True, **others)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr("pipeline.preview.watching.awatch", limited)

    async def found() -> Changed:
        stream = changes(workspace, lambda: ALL)
        # Once because something may have been missed, then because of the change.
        assert (await anext(stream)).ids == ALL
        second = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        (workspace.cases / "a" / "narrative.md").write_text("# Title", encoding="utf-8")
        changed = await second
        await stream.aclose()
        return changed

    assert asyncio.run(asyncio.wait_for(found(), 10)) == Changed(["a"])
    assert "limit of watched folders" in capsys.readouterr().err


def test_a_case_that_comes_is_told_of(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    (workspace.cases / "a").mkdir(parents=True)

    async def new() -> Changed:
        stream = changes(workspace, lambda: ["a"])
        told = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0.1)
        (workspace.cases / "b").mkdir()
        change = await told
        await stream.aclose()
        return change

    assert asyncio.run(asyncio.wait_for(new(), 10)) == Changed([], cases=True)
