"""A case that was built in; its PDF out, first as it is at once, then as it is at its best: in a process of its own.

The layout takes seconds of pure computing. Beside the preview it would hold up the page; in a process of its own it
can be stopped the moment the author goes on writing, and when it breaks, nothing else does.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

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
    here, there = _context().Pipe(duplex=False)
    # Of the journal nothing is left to be said, and its kinds of values cannot go to another process.
    job = replace(built, outputs={}, checklists=(), findings=[], waived=[], journal=None)
    process = _context().Process(target=_print, args=(there, workspace, job, wishes), daemon=True)
    await asyncio.to_thread(process.start)
    there.close()
    waiting: asyncio.Task[Printed | str] | None = None
    try:
        while True:
            waiting = asyncio.create_task(asyncio.to_thread(_received, here))
            answer = await asyncio.shield(waiting)
            yield answer
            if isinstance(answer, str) or answer.is_last:
                return
    except (asyncio.CancelledError, GeneratorExit):
        process.terminate()
        raise
    finally:
        await asyncio.shield(asyncio.to_thread(process.join, SECONDS_TO_STOP))
        process.kill()
        process.join()
        process.close()
        if waiting:
            # The process has ended, so the thread that listens to it has, too.
            await asyncio.gather(waiting, return_exceptions=True)
        here.close()


@cache
def _context() -> ForkServerContext | SpawnContext:
    """Processes that have the layout loaded before they begin, where the system can copy one."""
    if sys.platform == "win32":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["pipeline.preview.pressroom"])
    return context


def _received(here: Connection) -> Printed | str:
    answer: Printed | str = here.recv()
    return answer


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
        there.send(Printed(result, is_last))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
