"""A case in, its PDF as a result in memory out: made in a process of its own.

The layout takes seconds of pure computing. Beside the preview it would hold up the page; in a process of its own it
can be stopped the moment the author goes on writing, and when it breaks, nothing else does.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from multiprocessing import get_context
from typing import TYPE_CHECKING

from pipeline.build import Result, Wishes, make_case
from pipeline.workspace import Workspace
from pipeline.writing import pdf

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

WRITER = "pdf"
SECONDS_TO_STOP = 2.0


async def make_pdf(workspace: Workspace, case_id: str) -> Result | str:
    """The result, or why no PDF can be made on this computer.

    build/ is not touched. Cancelling stops the process. Raises EOFError where it broke: it has told the terminal why.
    """
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_make, args=(there, workspace, case_id), daemon=True)
    process.start()
    there.close()
    waiting = asyncio.create_task(asyncio.to_thread(_received, here))
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        process.terminate()
        raise
    finally:
        await asyncio.shield(asyncio.to_thread(process.join, SECONDS_TO_STOP))
        process.kill()
        process.join()
        process.close()
        # The process has ended, so the thread that listens to it has, too.
        await asyncio.gather(waiting, return_exceptions=True)
        here.close()


def _received(here: Connection) -> Result | str:
    answer: Result | str = here.recv()
    return answer


def _make(there: Connection, workspace: Workspace, case_id: str) -> None:
    # Ctrl-C is for the server, which ends this process; ending in order removes what the layout put into /tmp.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    if reason := pdf.available():
        there.send(reason)
        return
    there.send(make_case(workspace, case_id, Wishes((WRITER,))))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
