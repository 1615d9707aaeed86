"""A workspace and cases in; a local server that shows their drafts, and shows them again as they change."""

from __future__ import annotations

import asyncio
import errno
import gc
import ipaddress
import logging
import os
import signal
import socket
import sys
import threading
import traceback
import webbrowser
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response

from pipeline import reporting
from pipeline.preview.acting import Acting
from pipeline.preview.alone import AlreadyRuns, alone
from pipeline.preview.door import Door
from pipeline.preview.draft import Standing
from pipeline.preview.drafts import Drafts
from pipeline.preview.editor import UNKNOWN, Editor
from pipeline.preview.guarding import guarded
from pipeline.preview.news import News
from pipeline.preview.pages import Pages
from pipeline.preview.watching import changes
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"
LOOK_AGAIN = 1.0
"""Seconds."""
NEARBY = 20
"""Ports to try before any free one is taken."""
PORTS = range(65_536)
TURN = 0.001
"""Seconds that a thread may keep others from going on: what was saved must not wait long to be noticed."""
USAGE = 2
WARNING = """\
WARNING: drafts of these cases, and of their patients, are now open to other computers at {host}. What is sent is not
encrypted: whoever is on the network between can read it. Only who opened an address that this terminal shows may read,
and may change files, too. {where}Ctrl-C ends it."""
EVERYWHERE = "On another computer put this one's address in place of 127.0.0.1. "


@dataclass(frozen=True, slots=True)
class Serving:
    """How a preview is served."""

    port: int
    """The next free one where it is taken; 0 for any."""
    host: str = LOOPBACK
    """An address of this computer, in numbers."""
    open_browser: bool = False
    chosen: bool = True
    """Whether only these cases were asked for; otherwise those that come later are shown, too."""
    editor: Editor = UNKNOWN


def serve(workspace: Workspace, ids: Sequence[str], serving: Serving) -> int:
    """Serve drafts of these cases until Ctrl-C. Gives the exit status."""
    if serving.port not in PORTS:
        reporting.say(f"there is no port {serving.port}; ports go from 0 to {PORTS[-1]}")
        return USAGE
    try:
        listener = listen(serving.port, serving.host)
    except ValueError as problem:
        reporting.say(str(problem))
        return USAGE
    door = Door(*listener.getsockname()[:2])
    try:
        with listener, alone(workspace.root, door.address), _ended_by("SIGTERM", "SIGHUP"), suppress(KeyboardInterrupt):
            _serve(workspace, ids, serving, door, listener)
    except AlreadyRuns as other:
        where = f" at {other.address}" if other.address else ""
        reporting.say(f"a preview of this workspace already runs{where}")
        return 1
    return 0


def application(drafts: Drafts, news: News, door: Door, editor: Editor = UNKNOWN) -> ASGIApp:
    """Everything but the socket: the routes behind their guard, building and watching while they live."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        # Watching comes first: what is saved during the first build must not be missed.
        works = (partial(_watch, drafts), drafts.build, drafts.print, partial(_settle, drafts))
        tasks = [asyncio.create_task(_going_on(work)) for work in works]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # A page on another computer starts no program on this one.
    acting = Acting(drafts, UNKNOWN if door.is_wide else editor)
    app = Starlette(
        routes=Pages(drafts, news).routes() + acting.routes(),
        lifespan=lifespan,
        exception_handlers={404: _nowhere, 405: _not_so},
    )
    app.router.redirect_slashes = False
    return guarded(app, door)


async def _going_on(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Do it, and again where a mistake of ours ended it: a page that never changes again is worse than none."""
    while True:
        try:
            await work()
        except Exception as bug:  # noqa: BLE001 - see above
            reporting.say("".join(traceback.format_exception(bug)))
            await asyncio.sleep(LOOK_AGAIN)
        else:
            return


async def _settle(drafts: Drafts) -> None:
    """Once everything was built, leave what that loaded out of every later search for memory to free.

    Such a search would look through all of it again and again, and hold up every tenth page by more than its own time.
    """
    while any(draft.standing is Standing.WAITING for draft in drafts.by_id.values()):
        await asyncio.sleep(LOOK_AGAIN)
    gc.collect()
    gc.freeze()


async def _nowhere(*_: object) -> Response:
    return PlainTextResponse("There is nothing here.", 404)


async def _not_so(*_: object) -> Response:
    return PlainTextResponse("This cannot be done here.", 405)


async def _watch(drafts: Drafts) -> None:
    async for change in changes(drafts.workspace, lambda: drafts.by_id):
        if change.cases:
            drafts.cases_changed()
        drafts.changed(change.ids)


def _serve(workspace: Workspace, ids: Sequence[str], serving: Serving, door: Door, listener: socket.socket) -> None:
    if serving.port not in {0, door.port}:
        reporting.say(f"port {serving.port} is not free; using {door.port}")
    if door.is_wide:
        reporting.say(WARNING.format(host=door.host, where=EVERYWHERE * door.is_everywhere))
    path = f"case/{ids[0]}" if len(ids) == 1 else ""
    reporting.say(f"preview at {door.new_address(path)} (Ctrl-C ends it)")
    if serving.open_browser and _has_screen():
        # Some browsers do not give back control until they are closed.
        threading.Thread(target=webbrowser.open, args=(door.new_address(path),), daemon=True).start()
    sys.setswitchinterval(TURN)
    news = News()
    app = application(Drafts(workspace, ids, news.tell, chosen=serving.chosen), news, door, serving.editor)
    # What is no request, such as a browser's that expects encryption, is not for the author to read of.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, http="h11", ws="none")
    _Server(config, news).run(sockets=[listener])


@contextmanager
def _ended_by(*names: str) -> Iterator[None]:
    """These signals, as far as the system has them, do what Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT)) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def listen(port: int, host: str = LOOPBACK) -> socket.socket:
    """A socket at an address of this computer, at the first free port from `port` on; at any where those are taken.

    Raises ValueError, for the author, where this computer has no such address.
    """
    try:
        number = ipaddress.ip_address(LOOPBACK if host == "localhost" else host)
    except ValueError:
        raise ValueError(f"{host} is not an address in numbers, such as {LOOPBACK}") from None
    family = socket.AF_INET6 if number.version == 6 else socket.AF_INET
    for candidate in [*range(port, min(port + NEARBY, len(PORTS))), 0]:
        listener = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":
            # There it would share a port that is in use; here it takes one that was left a moment ago.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((str(number), candidate))
            listener.listen()
        except OSError as problem:
            listener.close()
            if problem.errno == errno.EADDRNOTAVAIL:
                raise ValueError(f"this computer has no address {host}") from None
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
