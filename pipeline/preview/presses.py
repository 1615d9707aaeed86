"""Drafts whose page is there in; their PDFs out, one at a time, the one that the author works on first."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Protocol

from pipeline import reporting
from pipeline.preview import printing
from pipeline.preview.draft import Draft, Standing, Tell, with_pdf
from pipeline.preview.pressroom import Printed
from pipeline.preview.views import PLAIN, View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.build import Result
    from pipeline.workspace import Workspace

Key = tuple[str, View]
PAUSE = 0.02
"""Seconds until a browser has heard of a new page."""


class Desk(Protocol):
    """The drafts, as a press knows them."""

    workspace: Workspace
    no_pdf: str
    tell: Tell

    def draft(self, key: Key) -> Draft | None: ...
    def round_of(self, case_id: str) -> int:
        """How often the case has changed; 0 for what has only been built once."""
        ...

    def keep(self, result: Result, started: int) -> Result:
        """Put into build/ what was made in this round, unless another has begun."""
        ...

    def now(self, draft: Draft, part: str) -> None: ...
    def broke(self, key: Key, bug: Exception, standing: Standing) -> None: ...


class Presses:
    """The PDFs of a desk's drafts. All methods belong to the event loop's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._press = printing.Press(desk.workspace)
        self._to_print: list[Key] = []
        self._work = asyncio.Event()
        self._printing: tuple[Key, asyncio.Task[None]] | None = None
        self._pressed: dict[Key, str] = {}
        """Version of the page that the PDF is made of."""

    def press(self, draft: Draft) -> None:
        """Have the PDF made. What the author works on comes before what only waits its turn."""
        key = (draft.case_id, draft.view)
        others = [waiting for waiting in self._to_print if waiting != key]
        self._to_print = [key, *others] if self._desk.round_of(key[0]) else [*others, key]
        self._pressed[key] = draft.version
        self._stop(lambda printing: printing == key)
        self._work.set()

    def pressed(self, draft: Draft) -> bool:
        """Whether the PDF is, or is being, made of the draft as it is."""
        return self._pressed.get((draft.case_id, draft.view)) == draft.version

    def stop(self, ids: Sequence[str]) -> None:
        """What was made of these cases is wrong by now."""
        self._to_print = [key for key in self._to_print if key[0] not in ids]
        self._stop(lambda key: key[0] in ids)

    def forget(self, key: Key) -> None:
        """Its draft is gone."""
        self._to_print = [waiting for waiting in self._to_print if waiting != key]
        self._pressed.pop(key, None)

    def refuse(self, key: Key) -> None:
        self._stop(lambda printing: printing == key)

    def _stop(self, meant: Callable[[Key], bool]) -> None:
        if self._printing and meant(self._printing[0]):
            self._printing[1].cancel()

    async def print(self) -> None:
        """Makes the PDFs of what was built, until it is cancelled or this computer cannot."""
        try:
            await self._press.start()
            while not self._desk.no_pdf:
                while self._to_print and not self._desk.no_pdf:
                    await self._print_next()
                self._work.clear()
                await self._work.wait()
        finally:
            await self._press.close()

    async def _print_next(self) -> None:
        key = self._to_print.pop(0)
        task = asyncio.create_task(self._print_one(key))
        self._printing = (key, task)
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self._printing = None

    async def _print_one(self, key: Key) -> None:
        before = self._desk.draft(key)
        if before is None:
            return
        started = self._desk.round_of(key[0])
        try:
            # The news of the page goes first.
            await asyncio.sleep(PAUSE)
            shown = [leaf.look for leaf in before.pdf or ()]
            async with aclosing(self._press.printed(before.result, key[1].wishes, shown)) as tries:
                async for printed in tries:
                    draft = self._desk.draft(key)
                    if isinstance(printed, str):
                        self._desk.no_pdf = printed
                        reporting.say(printed)
                        self._desk.tell(key[0], "pdf", "", key[1].query)
                    elif draft and draft.shown and self._desk.round_of(key[0]) == started:
                        if printed.is_last and key[1] == PLAIN:
                            await asyncio.to_thread(self._desk.keep, printed.result, started)
                        self._printed(key, printed)
        except Exception as bug:  # noqa: BLE001 - the page is there, and goes on being there
            draft = self._desk.draft(key)
            self._desk.broke(key, bug, draft.standing if draft else Standing.BROKEN)

    def _printed(self, key: Key, printed: Printed) -> None:
        before = self._desk.draft(key)
        if before is None:
            return
        draft, new = with_pdf(before, printed)
        if new and key[1] == PLAIN:
            reporting.say(reporting.report(new, self._desk.workspace))
        if printed.is_last and key[1] == PLAIN:
            reporting.say(reporting.line_of(printed.result, self._desk.workspace))
        self._desk.now(draft, "pdf")
        if new:
            self._desk.now(draft, "findings")
