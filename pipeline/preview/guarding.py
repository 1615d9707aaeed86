"""Every request in; only those that a browser on this computer makes to this server through, with safe headers out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

DEFAULT_PORT = 80
ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # The address names a case; no site that a reference leads to needs to know it.
    "Referrer-Policy": "no-referrer",
    # No other site that is open in the same browser may load pictures or pages from here.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def guarded(app: ASGIApp, port: int) -> ASGIApp:
    """The app behind a check of method and Host.

    A site whose name is made to point to 127.0.0.1 could otherwise read drafts with its own scripts; such
    a request carries that site's name in Host.
    """
    # Browsers leave out the port that is the default.
    suffix = "" if port == DEFAULT_PORT else f":{port}"
    hosts = {name + suffix for name in ("127.0.0.1", "localhost", "[::1]")}

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers[name] = value
            await send(message)

        inner = app
        if scope["type"] == "http":
            host = Headers(scope=scope).get("host", "").lower()
            if host not in hosts:
                inner = PlainTextResponse("This server is for this computer alone.", 403)
            elif scope["method"] not in {"GET", "HEAD"}:
                inner = PlainTextResponse("There is nothing here that can be changed.", 405, {"Allow": "GET, HEAD"})
        await inner(scope, receive, send_safely)

    return guard
