"""A case that was built in; its PDF out, first as it is at once, then as it is at its best: in a process of its own.

The layout takes seconds of pure computing. Beside the preview it would hold up the page; in a process of its own it
can be stopped the moment the author goes on writing, and when it breaks, nothing else does.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from pipeline import inspecting
from pipeline.build import Result, Wishes
from pipeline.findings import worst
from pipeline.workspace import Workspace
from pipeline.writing import pdf
from pipeline.writing.templates import Templates

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext

WRITER = "pdf"
SECONDS_TO_STOP = 2.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Printed:
    result: Result
    """With the PDF as its only output and what was found in it."""
    is_last: bool
    """Whether this is the PDF that the build writes, and not only the first try at its pages."""


async def printed(workspace: Workspace, built: Result | None, wishes: Wishes) -> AsyncGenerator[Printed | str]:
    """The PDF, once or twice, or why none can be made on this computer.

    build/ is not touched. Closing stops the process. Raises EOFError where it broke: it has told the terminal why.
    """
    if built is None:
        return
    # Of the journal nothing is left to be said, and its kinds of values cannot go to another process.
    press = _Press(workspace, replace(built, outputs={}, checklists=(), findings=[], waived=[], journal=None), wishes)
    try:
        await asyncio.to_thread(press.start)
        while not press.is_done:
            yield await asyncio.shield(_awaited(press.answer))
    finally:
        # Whoever stops it may do so again while it is being stopped.
        await asyncio.shield(_awaited(press.stop))


def _awaited(work: Callable[[], T]) -> asyncio.Task[T]:
    """In a thread; nobody is told what it came to when nobody waits for it any more."""
    task = asyncio.create_task(asyncio.to_thread(work))
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


class _Press:
    """One process that prints one case. All methods wait, and belong into threads."""

    def __init__(self, workspace: Workspace, job: Result, wishes: Wishes) -> None:
        self._here, self._there = _context().Pipe(duplex=False)
        arguments = (self._there, workspace, job, wishes)
        self._process = _context().Process(target=_print, args=arguments, daemon=True)
        self._lock = threading.Lock()
        self._stopped = False
        self.is_done = False
        """Whether the last answer has come."""

    def start(self) -> None:
        with self._lock:
            if not self._stopped:
                self._process.start()
            # What ends with the process ends for who listens, too.
            self._there.close()

    def answer(self) -> Printed | str:
        answer: Printed | str = self._here.recv()
        self.is_done = isinstance(answer, str) or answer.is_last
        return answer

    def stop(self) -> None:
        """Also while it is being started: then as soon as that can be."""
        with self._lock:
            self._stopped = True
            if self._process.pid is None:
                return
            if not self.is_done:
                self._process.terminate()
            self._process.join(SECONDS_TO_STOP)
            self._process.kill()
            self._process.join()
            self._process.close()


@cache
def _context() -> ForkServerContext | SpawnContext:
    """Processes that have the layout loaded before they begin, where the system can copy one."""
    if sys.platform == "win32":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["pipeline.preview.pressroom"])
    return context


def _print(there: Connection, workspace: Workspace, job: Result, wishes: Wishes) -> None:
    # Ctrl-C is for the server, which ends this process; ending in order removes what the layout put into /tmp.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    if reason := pdf.available():
        there.send(reason)
        return
    if job.case is None or job.manuscript is None:
        raise ValueError(f"there is no manuscript of {job.case_id} to print")
    for output, is_last in pdf.tries(job.manuscript, Templates(workspace.templates), wishes.look):
        found = list(output.findings)
        outputs = {WRITER: output} if output.files else {}
        if is_last and outputs:
            found += inspecting.inspect(job.case, job.manuscript, outputs, workspace.root)
        else:
            found += inspecting.private_dates(job.case, outputs)
        result = replace(job, outputs=outputs, findings=found, library=type(job.library)({}))
        if worst(found) is not None and result.stopped:
            result = replace(result, outputs={})
        try:
            there.send(Printed(result, is_last))
        except BrokenPipeError:
            # Whoever asked has gone.
            return
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
