"""Changed cases in, drafts out: what the preview knows of each case and view.

A page is shown as soon as it is there; the rules look at the case after that, in a thread that gives way to every page
that changed, and the PDF comes last, in a process of its own.
"""

from __future__ import annotations

import asyncio
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from pipeline import reporting
from pipeline.build import Result, check_case, finished, keep, page_of
from pipeline.findings import Severity, worst
from pipeline.pausing import pausing
from pipeline.preview.draft import (
    PAGE,
    Draft,
    Standing,
    Tell,
    all_at_once,
    digest,
    page_alone,
    standing_of,
    with_checklists,
)
from pipeline.preview.presses import Key, Presses
from pipeline.preview.views import PLAIN, View
from pipeline.workspace import Workspace

MOST_VIEWS = 6
"""Views other than the plain one that are kept up to date; the one not asked for longest goes first."""
PAUSE = 0.08
"""Seconds that a browser is given to fetch and paint before the rules take this computer's time."""
SENT = 0.03
"""Seconds in which a page has gone to the browser, before its PDF takes this computer's time."""
OVERDUE = 1.0
"""Seconds after which the rules are asked although the author has not stopped typing."""
HALF_SAVED = 0.12
"""Seconds in which an editor that empties a file before it writes it has written it."""


class Overtaken(Exception):
    """What the rules look at has changed."""


class Drafts:
    """The drafts of the cases being previewed. All methods belong to the event loop's thread."""

    def __init__(self, workspace: Workspace, ids: Sequence[str], tell: Tell, *, chosen: bool = True) -> None:
        self.workspace = workspace
        self._chosen = chosen
        self.no_pdf = ""
        """Why there are no PDFs, where this computer cannot make them."""
        self.tell = tell
        self._drafts: dict[Key, Draft] = {(case_id, PLAIN): Draft(case_id) for case_id in ids}
        self._round = dict.fromkeys(ids, 0)
        self._to_show = list(self._drafts)
        self._to_check: list[Key] = []
        self._work = asyncio.Event()
        self._check_work = asyncio.Event()
        self._changes = 0
        self._no_page_waits = threading.Event()
        """Whether the rules may go on, in their thread."""
        self._disk = threading.Lock()
        self._presses = Presses(self)
        self.print = self._presses.print

    def seen_as(self, case_id: str, query: str) -> Draft | None:
        """The draft of a case in the view with this query, where somebody has looked at it."""
        views = (draft for (known, view), draft in self._drafts.items() if known == case_id and view.query == query)
        return next(views, None)

    @property
    def by_id(self) -> Mapping[str, Draft]:
        """The plain view of every case."""
        return {case_id: draft for (case_id, view), draft in self._drafts.items() if view == PLAIN}

    async def of(self, case_id: str, view: View) -> Draft:
        """The draft of a case in a view, built now where nobody has looked at it in this view before."""
        key = (case_id, view)
        if key not in self._drafts:
            others = [known for known in self._drafts if known[1] != PLAIN]
            for known in others[: max(0, len(others) - MOST_VIEWS + 1)]:
                self._forget(known)
            self._drafts[key] = Draft(case_id, view)
            await self._show(key)
        elif view != PLAIN:
            # What was asked for last is kept longest.
            self._drafts[key] = self._drafts.pop(key)
        return self._drafts[key]

    def changed(self, ids: Sequence[str]) -> None:
        """Have these built again, before all others; what is being made of their earlier state is not kept."""
        keys = [key for key in self._drafts if key[0] in ids]
        for case_id in ids:
            self._round[case_id] = self._round.get(case_id, 0) + 1
        self._to_show = [*keys, *(key for key in self._to_show if key not in keys)]
        self._to_check = [key for key in self._to_check if key not in keys]
        self._presses.stop(ids)
        self._changes += 1
        if keys:
            self._no_page_waits.clear()
        self._work.set()

    def cases_changed(self) -> None:
        """Take in cases that are new and forget those that are gone, unless only some were asked for."""
        if self._chosen:
            return
        ids = [folder.name for folder in self.workspace.case_folders()]
        ids, _ = self.workspace.find_cases(ids)
        for key in [key for key in self._drafts if key[0] not in ids]:
            self._forget(key)
        new = [case_id for case_id in ids if (case_id, PLAIN) not in self._drafts]
        for case_id in new:
            self._drafts[case_id, PLAIN] = Draft(case_id)
        self.changed(new)
        self.tell("", "list")

    def _forget(self, key: Key) -> None:
        self._drafts.pop(key)
        queues = (self._to_show, self._to_check)
        self._to_show, self._to_check = ([k for k in queue if k != key] for queue in queues)
        self._presses.forget(key)

    async def build(self) -> None:
        """Shows what is waiting, and asks the rules about what is shown, until it is cancelled."""
        async with asyncio.TaskGroup() as works:
            works.create_task(self._show_all())
            works.create_task(self._check_all())

    async def _show_all(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            shown = loop.time()
            while self._to_show:
                late = loop.time() - shown > OVERDUE
                if await self._show(self._to_show.pop(0), late):
                    shown = loop.time()
            self._no_page_waits.set()
            self._work.clear()
            await self._work.wait()

    async def _check_all(self) -> None:
        loop = asyncio.get_running_loop()
        since = 0.0
        while True:
            while self._to_check:
                since = since or loop.time()
                overdue = loop.time() - since > OVERDUE
                # What changed as the pause ended is shown first.
                if (overdue or await self._rested()) and self._to_check:
                    done = await self._check(self._to_check.pop(0), overdue)
                    since = 0.0 if done else since
            self._check_work.clear()
            await self._check_work.wait()

    async def _rested(self) -> bool:
        """Whether nothing changed while a browser paints."""
        before = self._changes
        await asyncio.sleep(PAUSE)
        return before == self._changes and self._no_page_waits.is_set()

    async def _show(self, key: Key, late: bool = False) -> bool:
        """The page, as soon as it can be there; one that was overtaken only if it is late. Whether it is shown now."""
        case_id, view = key
        before, started = self._drafts[key], self._round[case_id]
        errors = sum(finding.severity is Severity.ERROR for finding in set(before.findings))
        wishes = page_alone(view)
        try:
            result = await asyncio.to_thread(page_of, self.workspace, case_id, wishes, errors)
            if worst(result.findings) is Severity.FATAL:
                self._work.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._work.wait(), HALF_SAVED)
                # What was saved in full by now is shown in its own turn.
                if late or self._round[case_id] == started:
                    result = await asyncio.to_thread(page_of, self.workspace, case_id, wishes, errors)
        except Exception as bug:  # noqa: BLE001 - a mistake of ours in one case must not end the others
            self.broke(key, bug)
            return True
        is_shown = key in self._drafts and (late or self._round[case_id] == started)
        if is_shown:
            # The rules and the press may have gone on meanwhile.
            before = self._drafts[key]
            self._to_check = [*(waiting for waiting in self._to_check if waiting != key), key]
            if PAGE in result.outputs and not result.stopped:
                result = with_checklists(result, before)
                fresh = replace(before, result=result, version=digest(result), shown=True)
                fresh = replace(fresh, broken="", pdf_is_old=True)
                self.now(fresh, "draft")
                asyncio.get_running_loop().call_later(SENT, self._press, fresh, started)
            elif worst(result.findings) is Severity.REFUSAL:
                # What must not be shown is gone before anything else is looked at.
                if view == PLAIN:
                    await asyncio.to_thread(self.keep, result, started)
                refused = replace(before, standing=Standing.REFUSED, findings=tuple(result.findings))
                self.now(replace(refused, result=None, shown=False, pdf=None), "draft")
            elif worst(result.findings) is Severity.FATAL:
                stopped = replace(before, standing=Standing.STOPPED, findings=tuple(result.findings))
                self.now(stopped, "findings")
            self._check_work.set()
        return is_shown

    def _press(self, draft: Draft, started: int) -> None:
        if (draft.case_id, draft.view) in self._drafts and self._round[draft.case_id] == started:
            self._presses.press(draft)

    async def _check(self, key: Key, to_the_end: bool) -> bool:
        """All that is found, the page with its number of errors, and the outputs in build/. Pages that have changed
        come first; one of this case ends it, unless it goes on `to_the_end`. Gives whether it came there.
        """
        (case_id, view), started = key, self._round[key[0]]
        end = time.monotonic() + OVERDUE

        def give_way() -> None:
            if key not in self._drafts or (self._round[case_id] != started and not to_the_end):
                raise Overtaken
            self._no_page_waits.wait(max(0.0, end - time.monotonic()))

        def check() -> Result:
            wishes = all_at_once(view)
            with pausing(give_way):
                result = finished(self.workspace, check_case(self.workspace, case_id, wishes), wishes)
                give_way()
            return self.keep(result, started) if view == PLAIN else result

        try:
            result = await asyncio.to_thread(check)
        except Overtaken:
            return False
        except Exception as bug:  # noqa: BLE001 - see above
            self.broke(key, bug)
        else:
            if key in self._drafts:
                self._checked(key, result, is_old=self._round[case_id] != started)
        return True

    def _checked(self, key: Key, result: Result, is_old: bool) -> None:
        """`is_old`: the page is newer by now than what was looked at."""
        before = self._drafts[key]
        plain = key[1] == PLAIN
        if plain:
            reporting.show(result, self.workspace, "text")
        refused = worst(result.findings) is Severity.REFUSAL
        good = PAGE in result.outputs and not result.stopped and not is_old
        # Outputs of an earlier run may be shown once a build has found nothing against it.
        earlier = (self.workspace.build / key[0] / f"{key[0]}.html").is_file()
        may_stay = not refused and (before.shown or (plain and earlier and before.standing is Standing.WAITING))
        draft = replace(
            before,
            standing=standing_of(result),
            findings=tuple(result.findings),
            broken="" if before.standing is Standing.BROKEN else before.broken,
            result=result if good else None if refused else before.result,
            version=digest(result) if good else before.version,
            shown=good or may_stay,
            pdf=None if refused else before.pdf,
        )
        draft = replace(draft, pdf_is_old=before.pdf_is_old or not self._presses.pressed(draft))
        if draft.version != before.version or draft.shown != before.shown:
            self.now(draft, "draft")
        self.now(draft, "findings")
        if refused:
            self._presses.refuse(key)
        if good and not self._presses.pressed(draft):
            self._presses.press(draft)

    def draft(self, key: Key) -> Draft | None:
        return self._drafts.get(key)

    def round_of(self, case_id: str) -> int:
        return self._round.get(case_id, 0)

    def keep(self, result: Result, started: int) -> Result:
        """Put into build/ what was made in this round, unless another has begun."""
        with self._disk:
            # The page may have changed meanwhile, or been refused: what was made of it before must not come back.
            if self._round[result.case_id] == started:
                keep(self.workspace, result)
        return result

    def broke(self, key: Key, bug: Exception, standing: Standing = Standing.BROKEN) -> None:
        reporting.say("".join(traceback.format_exception(bug)))
        if key in self._drafts:
            said = f"{type(bug).__name__}: {bug}".rstrip(": ")
            before = self._drafts[key]
            findings = before.findings if standing is not Standing.BROKEN else ()
            self.now(replace(before, standing=standing, findings=findings, broken=said), "findings")

    def now(self, draft: Draft, part: str) -> None:
        self._drafts[draft.case_id, draft.view] = draft
        version = draft.pdf_version if part == "pdf" else draft.version
        self.tell(draft.case_id, part, version, draft.view.query)
