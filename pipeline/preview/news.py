"""What has changed in; a stream of server-sent events to every open page out, with the draft that it shows in them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

HEARTBEAT = 15.0
"""Seconds after which a line that nobody listens to any more is noticed."""
RETRY_MS = 500
PageOf = Callable[[str, str, str], str | None]
"""Case, view and version → the page, or None where it is not to be sent."""


@dataclass(slots=True, eq=False)
class _Listener:
    """One open page. Of what it has not heard yet, the latest of each kind is kept: it cannot grow."""

    waiting: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Case, part and view → version."""
    told: asyncio.Event = field(default_factory=asyncio.Event)


class News:
    """Tells every open page what has changed."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._closed = False

    def tell(self, case_id: str, part: str = "draft", version: str = "", view: str = "") -> None:
        """`part` is `draft`, `findings`, `pdf` or `list`; `view` is the query of a view, '' for the plain one."""
        for listener in self._listeners:
            # Told again, it comes last: what follows a draft must not overtake it.
            listener.waiting.pop((case_id, part, view), None)
            listener.waiting[case_id, part, view] = version
            listener.told.set()

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closed = True
        for listener in self._listeners:
            listener.told.set()

    async def stream(self, page_of: PageOf = lambda *_: None) -> AsyncIterator[str]:
        """Server-sent events, until the page goes or the server stops.

        News of a draft bring what `page_of` gives then, so that the browser need not ask for it.
        """
        listener = _Listener()
        self._listeners.add(listener)
        try:
            yield f"retry: {RETRY_MS}\n\n"
            while not self._closed:
                try:
                    await asyncio.wait_for(listener.told.wait(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                listener.told.clear()
                news, listener.waiting = listener.waiting, {}
                for (case_id, part, view), version in news.items():
                    event = {"case": case_id, "part": part, "version": version, "view": view}
                    if part == "draft" and (page := page_of(case_id, view, version)) is not None:
                        event["page"] = page
                    yield f"data: {json.dumps(event)}\n\n"
        finally:
            self._listeners.discard(listener)
