"""Changed cases in, drafts out: what the preview knows of each case and view.

A page is shown as soon as it is there; the rules look at the case after that, and the PDF comes last, in a process of
its own.
"""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pipeline import reporting
from pipeline.build import Result, check_case, finished, keep, page_of
from pipeline.findings import Severity, worst
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
OVERDUE = 1.0
"""Seconds after which the rules are asked although the author has not stopped typing."""
HALF_SAVED = 0.12
"""Seconds in which an editor that empties a file before it writes it has written it."""


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
        self._disk = threading.Lock()
        self._presses = Presses(self)
        self.print = self._presses.print

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
        """Shows what is waiting, asks the rules, and then again what changes, until it is cancelled."""
        loop = asyncio.get_running_loop()
        checked = loop.time()
        while True:
            overdue = bool(self._to_check) and loop.time() - checked > OVERDUE
            if self._to_show and not overdue:
                await self._show(self._to_show.pop(0))
            elif self._to_check:
                # What changed as the pause ended is shown first.
                if (overdue or await self._rested()) and self._to_check:
                    done = await self._check(self._to_check.pop(0), overdue)
                    checked = loop.time() if done else checked
            else:
                self._work.clear()
                await self._work.wait()
                checked = loop.time()

    async def _rested(self) -> bool:
        """Whether nothing changed while a browser paints."""
        self._work.clear()
        try:
            await asyncio.wait_for(self._work.wait(), PAUSE)
        except TimeoutError:
            return True
        return False

    async def _show(self, key: Key) -> None:
        """The page, as soon as it can be there."""
        case_id, view = key
        before, started = self._drafts[key], self._round[case_id]
        errors = sum(finding.severity is Severity.ERROR for finding in set(before.findings))
        wishes = page_alone(view)
        try:
            result = await asyncio.to_thread(page_of, self.workspace, case_id, wishes, errors)
            if worst(result.findings) is Severity.FATAL:
                await asyncio.sleep(HALF_SAVED)
                result = await asyncio.to_thread(page_of, self.workspace, case_id, wishes, errors)
        except Exception as bug:  # noqa: BLE001 - a mistake of ours in one case must not end the others
            self.broke(key, bug)
            return
        if key in self._drafts and self._round[case_id] == started:
            self._to_check.append(key)
            if PAGE in result.outputs and not result.stopped:
                result = with_checklists(result, before)
                fresh = replace(before, result=result, version=digest(result), shown=True)
                fresh = replace(fresh, broken="", pdf_is_old=True)
                self.now(fresh, "draft")
                self._presses.press(fresh)
            elif worst(result.findings) is Severity.REFUSAL:
                # What must not be shown is gone before anything else is looked at.
                if view == PLAIN:
                    await asyncio.to_thread(self.keep, result, started)
                refused = replace(before, standing=Standing.REFUSED, findings=tuple(result.findings))
                self.now(replace(refused, result=None, shown=False, pdf=None), "draft")
            elif worst(result.findings) is Severity.FATAL:
                stopped = replace(before, standing=Standing.STOPPED, findings=tuple(result.findings))
                self.now(stopped, "findings")
            self._work.set()

    async def _check(self, key: Key, to_the_end: bool) -> bool:
        """All that is found, the page with its number of errors, and the outputs in build/; step by step, so that an
        edit has to wait for one step only. `to_the_end` goes on all the same. Gives whether it came to the end.
        """
        (case_id, view), started = key, self._round[key[0]]
        wishes = all_at_once(view)
        steps: list[Callable[[Result], Result]] = [
            lambda _: check_case(self.workspace, case_id, wishes),
            lambda result: finished(self.workspace, result, wishes),
            lambda result: self.keep(result, started) if view == PLAIN else result,
        ]
        result = Result(case_id)
        try:
            for step in steps:
                result = await asyncio.to_thread(step, result)
                if key not in self._drafts or (self._round[case_id] != started and not to_the_end):
                    return False
        except Exception as bug:  # noqa: BLE001 - see above
            self.broke(key, bug)
        else:
            self._checked(key, result)
        return True

    def _checked(self, key: Key, result: Result) -> None:
        before = self._drafts[key]
        plain = key[1] == PLAIN
        if plain:
            reporting.show(result, self.workspace, "text")
        refused = worst(result.findings) is Severity.REFUSAL
        good = PAGE in result.outputs and not result.stopped
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
