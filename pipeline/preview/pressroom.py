"""The process that prints, from within: jobs in through a pipe, the PDF of the newest out, first as it is at once, then
as it is at its best.

A thread listens to the pipe. What has become needless is interrupted wherever it is, in Python, so that it is the same
on every system; what the layout catches of that by mistake is interrupted again.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from _thread import interrupt_main
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline import inspecting
from pipeline.build import Result, Wishes
from pipeline.findings import Finding, worst
from pipeline.preview.sheets import Sheets
from pipeline.reading.private_dates import read_private_dates
from pipeline.workspace import Workspace
from pipeline.writing import pdf
from pipeline.writing.templates import Templates

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from pipeline.case import Case
    from pipeline.writing.output import Output

WRITER = "pdf"
AGAIN = 0.02
"""Seconds after which an interruption that changed nothing is made again."""
SECONDS_TO_END = 2.0
IDLE = 0.5
"""Seconds without a job after which memory is tidied up."""
MOST_UNTIDY = 8
"""Jobs, where none of them is followed by such a pause."""


@dataclass(frozen=True, slots=True)
class Job:
    number: int
    """From 1; a job ends the one before."""
    workspace: Workspace
    built: Result
    wishes: Wishes
    shown: tuple[str, ...]
    """Looks of the pages that are shown by now: they need not be painted again."""


@dataclass(frozen=True, slots=True)
class Begun:
    number: int
    """0 when the process is ready for its first job."""


@dataclass(frozen=True, slots=True)
class Printed:
    result: Result
    """With the PDF as its only output and what was found in it."""
    is_last: bool
    """Whether this is the PDF that the build writes, and not only the first try at its pages."""
    looks: tuple[str, ...]
    """Of every page of the document: pages of the same name look the same."""
    painted: tuple[int, ...]
    """Which pages, from 0, the PDF holds."""


Answer = tuple[int, Begun | Printed | str]
"""The job's number, and what became of it: a text says why there can be no PDFs here."""


class Stopped(BaseException):
    """Something newer is asked for."""


class _Tray:
    """What is asked for: put in by the thread that listens, taken out by the one that works."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._changed = threading.Condition()
        self._job: Job | None = None
        self._at = 0
        """The number of the job that is being worked at."""
        self._wanted = 0
        """The number of the only job whose result is wanted."""
        self._ended = False

    @property
    def is_stale(self) -> bool:
        return self._at > 0 and (self._ended or self._at != self._wanted)

    def listen(self) -> None:
        """Until nobody is at the other end any more; then the process ends, too."""
        while not self._ended:
            try:
                if self._pipe.poll(AGAIN if self.is_stale else None):
                    self._take(self._pipe.recv())
            except (EOFError, OSError):
                self._take(None)
            if self.is_stale:
                interrupt_main()
        for _ in range(round(SECONDS_TO_END / AGAIN)):
            interrupt_main()
            time.sleep(AGAIN)
        os._exit(1)

    def _take(self, asked: Job | int | None) -> None:
        with self._changed:
            self._ended = asked is None
            self._job = asked if isinstance(asked, Job) else None
            self._wanted = self._job.number if self._job else 0
            self._changed.notify()

    def next(self, patience: float | None) -> Job | None:
        """The next job, None after so many seconds without; ends the process where it is to end."""
        with self._changed:
            self._at = 0
            self._changed.wait_for(lambda: self._job or self._ended, patience)
            if self._ended:
                sys.exit()
            job, self._job = self._job, None
            self._at = job.number if job else 0
            return job

    def answer(self, number: int, answer: Begun | Printed | str) -> None:
        # Interrupted within, it would leave half an answer in the pipe.
        at, self._at = self._at, 0
        try:
            self._pipe.send((number, answer))
        except OSError:
            sys.exit()
        self._at = at

    def interrupt(self, *_: object) -> None:
        # Ctrl-C is for the server, which ends this process.
        if self.is_stale:
            raise Stopped

    def end(self, *_: object) -> None:
        # In order: that removes what the layout put into /tmp.
        self._ended = True
        sys.exit()


def work(pipe: Connection) -> None:
    """Prints until the other end of the pipe is closed. A bug ends the process; whoever asked makes another one."""
    try:
        _work(_Tray(pipe))
    except SystemExit:
        # All is in order by now; giving back memory object by object would take a second.
        os._exit(0)


def _work(tray: _Tray) -> None:
    signal.signal(signal.SIGINT, tray.interrupt)
    signal.signal(signal.SIGTERM, tray.end)
    sys.unraisablehook = lambda raised: (
        None if isinstance(raised.exc_value, Stopped) else sys.__unraisablehook__(raised)
    )
    gc.disable()
    threading.Thread(target=tray.listen, daemon=True).start()
    # Asking whether there can be PDFs loads the layout.
    pdf.available()
    gc.freeze()
    tray.answer(0, Begun(0))
    untidy = 0
    with _Room() as room:
        while True:
            try:
                job = tray.next(IDLE if untidy else None)
                if job is None or untidy >= MOST_UNTIDY:
                    gc.collect()
                    untidy = 0
                if job is not None:
                    untidy += 1
                    tray.answer(job.number, Begun(job.number))
                    room.print(job, partial(tray.answer, job.number))
            except Stopped:
                continue


class _Room:
    """What one job leaves for the next."""

    def __init__(self) -> None:
        self._press: pdf.Press | None = None
        self._templates: object = None
        self._dates: dict[str, object] = {}

    def __enter__(self) -> _Room:
        return self

    def __exit__(self, *_: object) -> None:
        if self._press:
            self._press.__exit__()

    def print(self, job: Job, tell: Callable[[Printed | str], None]) -> None:
        """Tell of the first try, where the layout can be begun, and of the last."""
        if reason := pdf.available():
            tell(reason)
            return
        manuscript, case, look = job.built.manuscript, job.built.case, job.wishes.look
        if manuscript is None or case is None:
            raise ValueError(f"there is no manuscript of {job.built.case_id} to print")
        begun = time.perf_counter()
        press, key = self._press_for(job.workspace), (job.built.case_id, job.wishes)
        dates, _ = read_private_dates(case.folder, "")
        # What is shown was looked through for the private dates that there were.
        shown = job.shown if self._dates.get(case.id) == dates else ()

        def at_first(numbers: Sequence[int], output: Output) -> None:
            if max(numbers) < len(shown):
                looks = dict(enumerate(shown)) | dict(zip(numbers, _looks(output), strict=True))
                tell(_first(job, case, output, [*looks.values()], numbers))

        proof = press.proof(manuscript, look, key, at_first)
        if proof:
            needed = [number for number, seen in enumerate(proof.looks) if seen not in shown]
            output = _painted(proof, needed)
            tell(_first(job, case, output, proof.looks, needed))
            self._dates[case.id] = dates
        output = press.write(manuscript, look, key)
        found = [*output.findings]
        if output.files:
            found += inspecting.inspect(case, manuscript, _outputs(output), job.workspace.root)
        looks = _looks(output)
        whole = replace(_result(job, output, found), seconds=time.perf_counter() - begun)
        tell(Printed(whole, True, tuple(looks), tuple(range(len(looks)))))
        if proof and looks != proof.looks and (proof := press.proof(manuscript, look, key)):
            # The next edit begins with the pages as they are shown by then.
            _painted(proof, range(len(proof.looks)))

    def _press_for(self, workspace: Workspace) -> pdf.Press:
        if self._press is None or self._templates != workspace.templates:
            self.__exit__()
            self._press, self._templates = pdf.Press(Templates(workspace.templates)), workspace.templates
        return self._press


def _first(job: Job, case: Case, output: Output, looks: Sequence[str], numbers: Sequence[int]) -> Printed:
    """Of a first try these pages, which were looked through for what must not be seen."""
    found = [*output.findings, *inspecting.private_dates(case, _outputs(output))]
    return Printed(_result(job, output, found), False, tuple(looks), tuple(numbers))


def _looks(output: Output) -> list[str]:
    return [look for data in output.files.values() for look in Sheets(data).looks]


def _painted(proof: pdf.Proof, numbers: Sequence[int]) -> Output:
    """These pages, each named by its looks."""
    output = proof.painted(numbers)
    for number, look in zip(numbers, _looks(output), strict=bool(output.files)):
        proof.looks[number] = look
    return output


def _outputs(output: Output) -> dict[str, Output]:
    return {WRITER: output} if output.files else {}


def _result(job: Job, output: Output, found: list[Finding]) -> Result:
    result = replace(job.built, outputs=_outputs(output), findings=found)
    return replace(result, outputs={}) if worst(found) is not None and result.stopped else result
