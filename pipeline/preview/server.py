"""A workspace and cases in; a local server that shows their drafts, and shows them again as they change."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette

from pipeline import reporting
from pipeline.preview.drafts import Drafts
from pipeline.preview.guarding import guarded
from pipeline.preview.news import News
from pipeline.preview.pages import Pages
from pipeline.preview.watching import changes
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"
NEARBY = 20
"""Ports to try before any free one is taken."""
PORTS = range(65_536)
USAGE = 2


def serve(workspace: Workspace, ids: Sequence[str], *, port: int, open_browser: bool, chosen: bool = True) -> int:
    """Serve drafts of these cases on this computer until Ctrl-C. Gives the exit status.

    `chosen` says that only these cases were asked for; otherwise those that come later are shown, too. Where `port` is
    taken, the next free one is used; 0 asks for any.
    """
    if port not in PORTS:
        reporting.say(f"there is no port {port}; ports go from 0 to {PORTS[-1]}")
        return USAGE
    listener = listen(port)
    taken = listener.getsockname()[1]
    if port not in {0, taken}:
        reporting.say(f"port {port} is not free; using {taken}")
    address = f"http://{LOOPBACK}:{taken}/" + (f"case/{ids[0]}" if len(ids) == 1 else "")
    reporting.say(f"preview at {address} (Ctrl-C ends it)")
    if open_browser and _has_screen():
        # Some browsers do not give back control until they are closed.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    news = News()
    app = application(Drafts(workspace, ids, news.tell, chosen=chosen), news, taken)
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, http="h11", ws="none")
    with suppress(KeyboardInterrupt):
        _Server(config, news).run(sockets=[listener])
    return 0


def application(drafts: Drafts, news: News, port: int) -> ASGIApp:
    """Everything but the socket: the routes behind their guard, building and watching while they live."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # Watching comes first: what is saved during the first build must not be missed.
        tasks = [asyncio.create_task(work) for work in (_watch(drafts), drafts.build(), drafts.print())]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    app = Starlette(routes=Pages(drafts, news).routes(), lifespan=lifespan)
    app.router.redirect_slashes = False
    return guarded(app, port)


async def _watch(drafts: Drafts) -> None:
    async for change in changes(drafts.workspace, lambda: drafts.by_id):
        if change.cases:
            drafts.cases_changed()
        drafts.changed(change.ids)


def listen(port: int) -> socket.socket:
    """A socket on this computer only, at the first free port from `port` on; at any where those near it are taken."""
    for candidate in [*range(port, min(port + NEARBY, len(PORTS))), 0]:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":
            # There it would share a port that is in use; here it takes one that was left a moment ago.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, candidate))
            listener.listen()
        except OSError:
            listener.close()
        else:
            return listener
    raise OSError("this computer has no free port")


def _has_screen() -> bool:
    """Without one, a browser would open in this terminal."""
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return sys.platform in {"win32", "darwin"} or any(map(os.environ.get, wanted))


class _Server(uvicorn.Server):
    """Ends the streams of news before it waits for all answers to be complete."""

    def __init__(self, config: uvicorn.Config, news: News) -> None:
        super().__init__(config)
        self._news = news

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._news.close()
        await super().shutdown(sockets)
