"""Changed cases in, drafts out: what the preview knows of each case. Builds them one after another, PDFs apart."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline import reporting
from pipeline.build import Result, Wishes, build_case, keep
from pipeline.findings import Finding, Severity, worst
from pipeline.preview import printing
from pipeline.workspace import Workspace
from pipeline.writing import TEXTS

AT_ONCE = tuple(name for name in TEXTS if name != printing.WRITER)


class Standing(StrEnum):
    """What became of a case's last build."""

    WAITING = "being built"
    WRITTEN = "written"
    DRAFT = "draft"
    REFUSED = "refused"
    STOPPED = "nothing written"
    BROKEN = "build broke"


@dataclass(frozen=True, slots=True)
class Draft:
    """One case as the preview shows it."""

    case_id: str
    standing: Standing = Standing.WAITING
    findings: tuple[Finding, ...] = ()
    broken: str = ""
    """What a mistake of ours in the last build said."""
    version: str = ""
    """Of the page that is shown; the same bytes have the same version."""
    shown: bool = False
    """Whether files of this case may be shown: never before its first build, never after a refusal."""
    pdf_is_old: bool = True


class Drafts:
    """The drafts of the cases being previewed. All methods belong to the event loop's thread."""

    def __init__(self, workspace: Workspace, ids: Sequence[str], tell: Callable[[str], None]) -> None:
        self.workspace = workspace
        self.by_id = {case_id: Draft(case_id) for case_id in ids}
        self.no_pdf = ""
        """Why there are no PDFs, where this computer cannot make them."""
        self._tell = tell
        self._build = list(ids)
        self._print: list[str] = []
        self._round = dict.fromkeys(ids, 0)
        self._work = asyncio.Event()
        self._to_print = asyncio.Event()
        self._printing: tuple[str, asyncio.Task[None]] | None = None
        self._disk = threading.Lock()

    def changed(self, ids: Sequence[str]) -> None:
        """Have these built again, before all others; what is being made of their earlier state is not kept."""
        for case_id in ids:
            self._round[case_id] += 1
        self._build = [*ids, *(case_id for case_id in self._build if case_id not in ids)]
        self._print = [case_id for case_id in self._print if case_id not in ids]
        if self._printing and self._printing[0] in ids:
            self._printing[1].cancel()
        self._work.set()

    async def build(self) -> None:
        """Builds what is waiting, and then what changes, until it is cancelled."""
        while True:
            while self._build:
                case_id = self._build.pop(0)
                try:
                    result = await asyncio.to_thread(self._write, case_id)
                except Exception as bug:  # noqa: BLE001 - a mistake of ours in one case must not end the others
                    self._broke(case_id, bug)
                else:
                    self._built(result)
            self._work.clear()
            await self._work.wait()

    async def print(self) -> None:
        """Makes the PDFs of what was built, one at a time, until it is cancelled or this computer cannot."""
        while not self.no_pdf:
            while self._print and not self.no_pdf:
                case_id = self._print.pop(0)
                task = asyncio.create_task(self._print_one(case_id))
                self._printing = (case_id, task)
                try:
                    await asyncio.wait({task})
                finally:
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)
                    self._printing = None
            self._to_print.clear()
            await self._to_print.wait()

    def _write(self, case_id: str) -> Result:
        with self._disk:
            return build_case(self.workspace, case_id, Wishes(AT_ONCE))

    def _built(self, result: Result) -> None:
        reporting.show(result, self.workspace, "text")
        before = self.by_id[result.case_id]
        refused = worst(result.findings) is Severity.REFUSAL
        # Outputs of an earlier run may be shown once a build has found nothing against it.
        may_stay = not refused and (before.shown or before.standing is Standing.WAITING)
        self._now(
            Draft(
                result.case_id,
                _standing(result),
                tuple(result.findings),
                version=_digest(result) if result.written else before.version,
                shown=result.written or may_stay,
            )
        )
        if result.written:
            self._print.append(result.case_id)
            self._to_print.set()

    async def _print_one(self, case_id: str) -> None:
        started = self._round[case_id]
        try:
            result = await printing.make_pdf(self.workspace, case_id)
            if isinstance(result, Result):
                await asyncio.to_thread(self._keep, result, started)
        except Exception as bug:  # noqa: BLE001 - the page is there, and goes on being there
            self._broke(case_id, bug, self.by_id[case_id].standing)
            return
        if isinstance(result, str):
            self.no_pdf = result
            reporting.say(result)
            self._tell(case_id)
        elif self._round[case_id] == started:
            self._printed(result)

    def _keep(self, result: Result, started: int) -> None:
        with self._disk:
            # The page may have changed meanwhile, or been refused: its PDF must not come back after that.
            if self._round[result.case_id] == started:
                keep(self.workspace, result)

    def _printed(self, result: Result) -> None:
        before = self.by_id[result.case_id]
        if new := set(result.findings) - set(before.findings):
            reporting.say(reporting.report(new, self.workspace))
        reporting.say(reporting.line_of(result, self.workspace))
        refused = worst(result.findings) is Severity.REFUSAL
        self._now(
            replace(
                before,
                standing=Standing.REFUSED if refused else before.standing,
                findings=(*before.findings, *new),
                shown=before.shown and not refused,
                pdf_is_old=not result.written,
            )
        )

    def _broke(self, case_id: str, bug: Exception, standing: Standing = Standing.BROKEN) -> None:
        reporting.say("".join(traceback.format_exception(bug)))
        said = f"{type(bug).__name__}: {bug}".rstrip(": ")
        self._now(replace(self.by_id[case_id], standing=standing, findings=(), broken=said))

    def _now(self, draft: Draft) -> None:
        self.by_id[draft.case_id] = draft
        self._tell(draft.case_id)


def _standing(result: Result) -> Standing:
    present = {finding.severity for finding in result.findings}
    if Severity.REFUSAL in present:
        return Standing.REFUSED
    if not result.written:
        return Standing.STOPPED
    return Standing.DRAFT if Severity.ERROR in present else Standing.WRITTEN


def _digest(result: Result) -> str:
    """Of everything that the page shows."""
    files = result.outputs["html"].files
    return hashlib.sha256(b"".join(name.encode() + files[name] for name in sorted(files))).hexdigest()[:16]
