"""Every request in; only those that may be answered through, with safe headers out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from pipeline.preview.door import Door

ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # The address names a case; no site that a reference leads to needs to know it.
    "Referrer-Policy": "no-referrer",
    # No other site that is open in the same browser may load pictures or pages from here.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = "default-src 'none'; frame-ancestors 'none'"
"""Of what has none of its own."""
TOKEN_HEADER = "X-Casewright-Token"
READING = {"GET", "HEAD"}
LARGEST = 64 * 1024
"""Bytes that a page may send."""


def guarded(app: ASGIApp, door: Door) -> ASGIApp:
    """The app behind checks of who asks: Host, the site that asks, the token of what writes, and how much it sends."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers[name] = value
                headers.setdefault("Content-Security-Policy", POLICY)
            await send(message)

        inner, hear = app, receive
        if scope["type"] == "http":
            request = Request(scope)
            answer = _foreign(request, door) or _at_the_door(request, door) or _writing(request, door)
            if answer is None and request.method not in READING:
                body = await _body(receive)
                if body is None:
                    answer = PlainTextResponse("This is more than can be sent here.", 413)
                else:
                    hear = _heard(body, receive)
            inner = answer or app
        await inner(scope, hear, send_safely)

    return guard


def _foreign(request: Request, door: Door) -> Response | None:
    """The answer to a request that another site, or a name of another's, brought here."""
    if not door.is_own(request.headers.get("host", "")):
        if door.is_wide:
            return PlainTextResponse("This server answers only to addresses in numbers, such as 192.0.2.7.", 403)
        return PlainTextResponse("This server is for this computer alone.", 403)
    site, mode = (request.headers.get(f"sec-fetch-{what}", "") for what in ("site", "mode"))
    if request.method in READING:
        # A link from elsewhere may be followed; nothing may be loaded into another site, and no work made from there.
        foreign = site in {"cross-site", "same-site"} and mode != "navigate"
    else:
        own = f"http://{request.headers['host']}".lower()
        # Of browsers, and only of them, both are sure to be there.
        foreign = site not in {"", "same-origin"} or request.headers.get("origin", own).lower() != own
    return PlainTextResponse("This was asked by another site.", 403) if foreign else None


def _at_the_door(request: Request, door: Door) -> Response | None:
    """What becomes of an address that works once; and of somebody who may not even read."""
    given = request.query_params.get("token", "")
    if request.method == "GET" and given and not door.may_write(given):
        # Complete, so that no path is taken for the name of another computer.
        clean = request.url.remove_query_params("token")
        if not door.spend(given):
            door.tell_how(request.url.path.removeprefix("/"))
            return RedirectResponse(str(clean), 303) if door.may_read(_cookie(request, door)) else _closed()
        let_in = RedirectResponse(str(clean.include_query_params(token=door.token)), 303)
        if door.is_wide:
            let_in.set_cookie(door.cookie, door.reading, httponly=True, samesite="strict")
        return let_in
    if not door.may_read(_cookie(request, door)):
        door.tell_how()
        return _closed()
    return None


def _cookie(request: Request, door: Door) -> str:
    return request.cookies.get(door.cookie, "")


def _closed() -> Response:
    return PlainTextResponse("Open the address that the terminal of this preview shows now; each works once.", 403)


def _writing(request: Request, door: Door) -> Response | None:
    """The answer to what is not reading, where it may not be done."""
    if request.method in READING:
        return None
    if request.method != "POST":
        return PlainTextResponse("This cannot be done here.", 405, {"Allow": "GET, HEAD, POST"})
    if not door.may_write(request.headers.get(TOKEN_HEADER, "")):
        door.tell_how()
        return PlainTextResponse(
            "This page may show files but not change them. Open the address that the terminal of this preview shows "
            "now; it works once.",
            403,
        )
    return None


async def _body(receive: Receive) -> bytes | None:
    """What was sent, None where it is too much; it is not waited for then."""
    body, more = b"", True
    while more and len(body) <= LARGEST:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body if len(body) <= LARGEST else None


def _heard(body: bytes, receive: Receive) -> Receive:
    """What was sent once more, and then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def hear() -> Message:
        return waiting.pop() if waiting else await receive()

    return hear
