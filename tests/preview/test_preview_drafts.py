from __future__ import annotations

import asyncio
import itertools
import shutil
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.build import Result, Wishes, check_case, page_of
from pipeline.pausing import pause
from pipeline.preview import printing
from pipeline.preview.draft import Draft, Standing
from pipeline.preview.drafts import Drafts
from pipeline.preview.views import View
from pipeline.starting import new_case
from pipeline.workspace import Workspace

PATIENCE = 60.0
"""Seconds."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    assert new_case(workspace, "mycase") == []
    return workspace


def edit(workspace: Workspace, old: str, new: str) -> None:
    path = workspace.case_folder("mycase") / "case.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


class Session:
    """Drafts at work, and waiting for what becomes of them."""

    def __init__(self, workspace: Workspace, ids: list[str]) -> None:
        self.news = asyncio.Event()
        self.drafts = Drafts(workspace, ids, self.tell)

    def tell(self, case_id: str, part: str = "", version: str = "", view: str = "") -> None:
        self.news.set()

    async def until(self, true: Callable[[Draft], bool], case_id: str = "mycase") -> Draft:
        async with asyncio.timeout(PATIENCE):
            while not true(self.drafts.by_id[case_id]):
                self.news.clear()
                await self.news.wait()
        return self.drafts.by_id[case_id]


def at_work(
    workspace: Workspace, do: Callable[[Session], Coroutine[None, None, None]], ids: tuple[str, ...] = ("mycase",)
) -> None:
    async def run() -> None:
        session = Session(workspace, list(ids))
        tasks = [asyncio.create_task(work) for work in (session.drafts.build(), session.drafts.print())]
        try:
            await do(session)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(run())


def printing_is(monkeypatch: pytest.MonkeyPatch, printed: Callable[..., AsyncGenerator[str]]) -> None:
    """This, and no process."""

    async def start(_: printing.Press) -> None:
        pass

    monkeypatch.setattr(printing.Press, "start", start)
    monkeypatch.setattr(printing.Press, "printed", printed)


@pytest.fixture
def no_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(*_: object) -> AsyncGenerator[str]:
        yield "no PDF here"

    printing_is(monkeypatch, none)


@pytest.mark.usefixtures("no_printing")
def test_a_case_goes_through_every_standing_and_back(workspace: Workspace) -> None:
    page = workspace.build / "mycase" / "mycase.html"

    async def do(session: Session) -> None:
        first = await session.until(lambda draft: draft.standing is Standing.WRITTEN)
        assert first.shown

        edit(workspace, "consent:", "consnt: x\nconsent:")
        session.drafts.changed(["mycase"])
        draft = await session.until(lambda draft: draft.standing is Standing.DRAFT)
        assert draft.version != first.version

        edit(workspace, "consnt: x", "consnt: [")
        session.drafts.changed(["mycase"])
        stopped = await session.until(lambda draft: draft.standing is Standing.STOPPED)
        assert stopped.shown
        assert stopped.version == draft.version
        assert page.is_file()

        edit(workspace, "consnt: [\n", "")
        edit(workspace, "status: given", "status: withdrawn")
        session.drafts.changed(["mycase"])
        assert not (await session.until(lambda draft: draft.standing is Standing.REFUSED)).shown
        assert not page.exists()

        edit(workspace, "status: withdrawn", "status: [")
        session.drafts.changed(["mycase"])
        assert not (await session.until(lambda draft: draft.standing is Standing.STOPPED)).shown

        edit(workspace, "status: [", "status: given")
        session.drafts.changed(["mycase"])
        last = await session.until(lambda draft: draft.standing is Standing.WRITTEN)
        assert last.shown
        assert last.version == first.version
        await session.until(lambda _: session.drafts.no_pdf == "no PDF here")

    at_work(workspace, do)


@pytest.mark.usefixtures("no_printing")
def test_a_build_that_breaks_ends_neither_the_preview_nor_other_cases(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new_case(workspace, "broken")

    def make(where: Workspace, case_id: str, wishes: Wishes) -> Result:
        if case_id == "broken":
            raise KeyError("a mistake of ours")
        return check_case(where, case_id, wishes)

    monkeypatch.setattr("pipeline.preview.drafts.check_case", make)

    async def do(session: Session) -> None:
        draft = await session.until(lambda draft: draft.standing is Standing.BROKEN, "broken")
        assert "a mistake of ours" in draft.broken
        await session.until(lambda draft: draft.standing is Standing.WRITTEN)

        monkeypatch.setattr("pipeline.preview.drafts.check_case", check_case)
        session.drafts.changed(["broken"])
        mended = await session.until(lambda draft: draft.standing is Standing.WRITTEN, "broken")
        assert mended.broken == ""

    at_work(workspace, do, ("broken", "mycase"))
    assert "Traceback" in capsys.readouterr().err


def test_a_pdf_of_an_earlier_state_is_not_kept(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Consent may have been withdrawn while it was made."""
    asked: list[asyncio.Event] = []
    stopped: list[bool] = []

    async def slow(*_: object) -> AsyncGenerator[str]:
        asked.append(asyncio.Event())
        try:
            await asyncio.sleep(PATIENCE)
        except asyncio.CancelledError:
            stopped.append(True)
            raise
        yield "too late"

    printing_is(monkeypatch, slow)

    async def do(session: Session) -> None:
        await session.until(lambda draft: draft.standing is Standing.WRITTEN)
        async with asyncio.timeout(PATIENCE):
            while not asked:
                await asyncio.sleep(0)
        edit(workspace, "status: given", "status: withdrawn")
        session.drafts.changed(["mycase"])
        await session.until(lambda draft: draft.standing is Standing.REFUSED)
        assert stopped == [True]
        assert not (workspace.build / "mycase").exists()

    at_work(workspace, do)


@pytest.mark.needs("pango")
def test_the_pdf_comes_after_the_page(workspace: Workspace) -> None:
    async def do(session: Session) -> None:
        first = await session.until(lambda draft: draft.standing is Standing.WRITTEN)
        assert first.pdf_is_old
        await session.until(lambda draft: not draft.pdf_is_old)
        assert (workspace.build / "mycase" / "mycase.pdf").read_bytes().startswith(b"%PDF")
        assert (workspace.build / "mycase" / "mycase.html").is_file()

    at_work(workspace, do)


def test_a_pdf_that_breaks_leaves_the_page(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> AsyncGenerator[str]:
        raise EOFError
        yield ""

    printing_is(monkeypatch, broken)

    async def do(session: Session) -> None:
        draft = await session.until(lambda draft: bool(draft.broken) and draft.standing is Standing.WRITTEN)
        assert (draft.standing, draft.shown, draft.broken) == (Standing.WRITTEN, True, "EOFError")

    at_work(workspace, do)


@pytest.mark.usefixtures("no_printing")
def test_another_view_is_built_when_somebody_looks_and_kept_up_to_date(workspace: Workspace) -> None:
    view = View(style="vancouver", language="es")

    async def do(session: Session) -> None:
        plain = await session.until(lambda draft: draft.standing is Standing.WRITTEN)
        other = await session.drafts.of("mycase", view)
        assert other.shown
        assert other.version != plain.version
        assert (await session.drafts.of("mycase", view)).result is not None

        narrative = workspace.case_folder("mycase") / "narrative.md"
        narrative.write_text(narrative.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
        session.drafts.changed(["mycase"])
        await session.until(lambda draft: draft.version != plain.version)
        async with asyncio.timeout(PATIENCE):
            while (await session.drafts.of("mycase", view)).version == other.version:
                await asyncio.sleep(0.01)
        # build/ holds the plain one only.
        assert 'lang="en"' in (workspace.build / "mycase" / "mycase.html").read_text(encoding="utf-8")

    at_work(workspace, do)


# --- the rules give way -----------------------------------------------------------------------------


class Rules:
    """What the preview asks for all that is found, and how often it was."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = self.ended = 0
        self.pauses = 0
        """How often the next stop on their way, for a hundredth of a second each time."""
        monkeypatch.setattr("pipeline.preview.drafts.check_case", self)

    def __call__(self, workspace: Workspace, case_id: str, wishes: Wishes) -> Result:
        self.begun += 1
        for _ in range(self.pauses):
            time.sleep(0.01)
            pause()
        result = check_case(workspace, case_id, wishes)
        self.ended += 1
        return result


def write(workspace: Workspace, text: str) -> None:
    path = workspace.case_folder("mycase") / "narrative.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")


@pytest.mark.usefixtures("no_printing")
def test_what_is_saved_while_the_rules_are_asked_is_shown_before_they_end_and_then_they_are_asked_of_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = Rules(monkeypatch)

    async def do(session: Session) -> None:
        first = await session.until(lambda draft: draft.standing is Standing.WRITTEN)
        rules.begun = rules.ended = 0
        rules.pauses = round(100 * PATIENCE)
        edit(workspace, "consent:", "consnt: x\nconsent:")
        session.drafts.changed(["mycase"])
        second = await session.until(lambda draft: draft.version != first.version)
        async with asyncio.timeout(PATIENCE):
            while not rules.begun:
                await asyncio.sleep(0.001)
        rules.pauses = 0
        write(workspace, "Okapi.")
        session.drafts.changed(["mycase"])
        third = await session.until(lambda draft: draft.version != second.version)
        assert rules.ended == 0
        assert third.findings == ()
        last = await session.until(lambda draft: bool(draft.findings))
        assert (rules.begun, rules.ended) == (2, 1)
        assert last.standing is Standing.DRAFT
        assert "Okapi" in (workspace.build / "mycase" / "mycase.html").read_text(encoding="utf-8")

    at_work(workspace, do)


@pytest.mark.usefixtures("no_printing")
def test_who_never_stops_writing_learns_what_is_wrong_and_never_sees_an_older_page_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = Rules(monkeypatch)
    monkeypatch.setattr("pipeline.preview.drafts.OVERDUE", 0.5)

    async def do(session: Session) -> None:
        versions = [(await session.until(lambda draft: draft.standing is Standing.WRITTEN)).version]
        # Longer than any pause that this author makes.
        rules.pauses = 40
        edit(workspace, "consent:", "consnt: x\nconsent:")
        async with asyncio.timeout(PATIENCE):
            while not session.drafts.by_id["mycase"].findings:
                write(workspace, "And one more okapi.")
                session.drafts.changed(["mycase"])
                await asyncio.sleep(0.2)
                versions.append(session.drafts.by_id["mycase"].version)
        seen = [version for version, _ in itertools.groupby(versions)]
        assert len(seen) == len(set(seen)) > 2

    at_work(workspace, do)


@pytest.mark.usefixtures("no_printing")
def test_what_the_press_and_the_rules_say_while_a_page_is_made_is_not_lost(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def slow(workspace: Workspace, case_id: str, wishes: Wishes, errors: int) -> Result:
        begun.set()
        goes_on.wait(PATIENCE)
        return page_of(workspace, case_id, wishes, errors)

    async def do(session: Session) -> None:
        first = await session.until(lambda draft: draft.standing is Standing.WRITTEN)
        monkeypatch.setattr("pipeline.preview.drafts.page_of", slow)
        write(workspace, "Okapi.")
        session.drafts.changed(["mycase"])
        await asyncio.to_thread(begun.wait, PATIENCE)
        session.drafts.now(replace(first, pdf_version="newer"), "pdf")
        goes_on.set()
        assert (await session.until(lambda draft: draft.version != first.version)).pdf_version == "newer"

    at_work(workspace, do)


@pytest.mark.usefixtures("no_printing")
def test_cases_come_and_go(workspace: Workspace) -> None:
    async def do(session: Session) -> None:
        session.drafts = Drafts(workspace, ["mycase"], session.tell, chosen=False)
        new_case(workspace, "another")
        session.drafts.cases_changed()
        assert [*session.drafts.by_id] == ["mycase", "another"]
        shutil.rmtree(workspace.case_folder("mycase"))
        session.drafts.cases_changed()
        assert [*session.drafts.by_id] == ["another"]

    at_work(workspace, do)
