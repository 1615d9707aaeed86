"""Cases that were built in; their PDFs out, first as they are at once, then as they are at their best: from a process
of its own.

The layout takes seconds of pure computing. Beside the preview it would hold up the page; in a process of its own it
can be stopped the moment the author goes on writing, and when it breaks, nothing else does. The process lasts, and
remembers the last layout, so that an edit costs the pages that it changes.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from pipeline.build import Result, Wishes
from pipeline.preview import pressroom
from pipeline.preview.pressroom import Answer, Begun, Job, Printed
from pipeline.workspace import Workspace

SECONDS_TO_STOP = 2.0
MOST_JOBS = 200
"""Of one process: it grows a little with each."""
T = TypeVar("T")


class Press:
    """Prints one case after another. All methods belong to the event loop's thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._number = 0
        self._worker: _Worker | None = None

    async def start(self) -> None:
        """Have the process ready before the first job comes."""
        if self._worker is None or self._worker.is_worn:
            await self.close()
            self._worker = _Worker(asyncio.get_running_loop())
        await asyncio.shield(_awaited(self._worker.start))

    async def printed(
        self, built: Result | None, wishes: Wishes, shown: Sequence[str]
    ) -> AsyncGenerator[Printed | str]:
        """The PDF at its best, and before that some of its pages, once or twice; or why this computer can make none.

        What comes first has only pages whose looks are not among those `shown`. build/ is not touched. Closing stops
        the work. Raises EOFError where the process broke: it has told the terminal why.
        """
        if built is None:
            return
        # Of the journal nothing is left to be said, and its kinds of values cannot go to another process.
        bare = replace(built, outputs={}, checklists=(), findings=[], waived=[], journal=None)
        bare = replace(bare, library=type(built.library)({}))
        self._number += 1
        job = Job(self._number, self._workspace, bare, wishes, tuple(shown))
        done = False
        try:
            worker = await self._begun(job)
            while not done:
                answer = await worker.answer(job.number)
                done = isinstance(answer, str) or answer.is_last
                yield answer
        finally:
            # Whoever stops it may do so again while it is being stopped.
            if self._worker and self._worker.is_worn:
                await self.start()
            elif self._worker and not done:
                await asyncio.shield(_awaited(self._worker.stop))

    async def _begun(self, job: Job) -> _Worker:
        """The process that is at work on this; another one where it does not turn to it."""
        for _ in range(2):
            await self.start()
            worker = self._worker
            try:
                if worker:
                    await worker.ready.wait()
                    await asyncio.shield(_awaited(partial(worker.send, job)))
                    await asyncio.wait_for(worker.begun(job.number), SECONDS_TO_STOP)
                    return worker
            except (TimeoutError, EOFError):
                await self.close()
        raise EOFError("the process that prints does not react")

    async def close(self) -> None:
        """End the process, whatever it does."""
        worker, self._worker = self._worker, None
        if worker:
            await asyncio.shield(_awaited(worker.close))


def _awaited(work: Callable[[], T]) -> asyncio.Task[T]:
    """In a thread; nobody is told what it came to when nobody waits for it any more."""
    task = asyncio.create_task(asyncio.to_thread(work))
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


class _Worker:
    """One process. Methods that wait for it belong into threads."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        context = get_context("spawn")
        self._here, self._there = context.Pipe()
        self._process = context.Process(target=pressroom.work, args=(self._there,), daemon=True)
        self._loop = loop
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._answers: asyncio.Queue[Answer | None] = asyncio.Queue()
        self._lock = threading.Lock()
        self._closed = False
        self._jobs = 0
        self._broken = False
        self.ready = asyncio.Event()

    @property
    def is_worn(self) -> bool:
        return self._broken or self._jobs >= MOST_JOBS

    def start(self) -> None:
        """Once; and not at all where it was closed before."""
        with self._lock:
            if self._closed or self._process.pid is not None:
                return
            with _no_ctrl_c():
                self._process.start()
            # What ends with the process ends for who listens, too.
            self._there.close()
            self._listener.start()

    def send(self, job: Job) -> None:
        with self._lock, suppress(OSError):
            self._jobs += 1
            self._here.send(job)

    def stop(self) -> None:
        with self._lock, suppress(OSError):
            self._here.send(0)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._process.pid is None:
                return
            with suppress(OSError):
                self._here.send(None)
            self._process.join(SECONDS_TO_STOP)
            self._process.kill()
            self._process.join()
            self._listener.join()
            self._here.close()
            self._process.close()

    def _listen(self) -> None:
        answer: Answer | None = (0, "")
        while answer:
            try:
                answer = self._here.recv()
            except (EOFError, OSError):
                answer = None
            # The loop may have ended before the process did.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._take, answer)

    def _take(self, answer: Answer | None) -> None:
        self._broken = answer is None
        self.ready.set()
        self._answers.put_nowait(answer)

    async def begun(self, number: int) -> None:
        while not isinstance(await self._next(number), Begun):
            pass

    async def answer(self, number: int) -> Printed | str:
        while isinstance(answer := await self._next(number), Begun):
            pass
        return answer

    async def _next(self, number: int) -> Begun | Printed | str:
        """What it says about this job. Raises EOFError where it has ended."""
        while True:
            message = await self._answers.get()
            if message is None:
                self._answers.put_nowait(None)
                raise EOFError
            if message[0] == number:
                return message[1]


@contextmanager
def _no_ctrl_c() -> Iterator[None]:
    """What is started herein does not hear it: it is for the server, which ends what it started."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
