"""What the preview knows of its cases in; its routes out: index, a page for each case, their files, and news."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline import reporting
from pipeline.findings import Severity
from pipeline.preview.draft import Draft, Standing
from pipeline.preview.drafts import Drafts
from pipeline.preview.files import served
from pipeline.workspace import shipped_templates
from pipeline.writing import WRITERS

if TYPE_CHECKING:
    from starlette.requests import Request

OWN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
POLICIES = {
    ".html": "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'",
    # A drawing opened by itself carries its style and fonts within it.
    ".svg": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'",
}
OTHER_POLICY = "frame-ancestors 'self'"
"""A stricter one keeps browsers from showing PDFs."""
HEARTBEAT = 15.0
"""Seconds after which a line that nobody listens to any more is noticed."""


class News:
    """Tells every open page which case has changed."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()
        self._closed = False

    def tell(self, case_id: str) -> None:
        for listener in self._listeners:
            listener.put_nowait(case_id)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closed = True
        self.tell("")

    async def stream(self) -> AsyncIterator[str]:
        """Server-sent events, each with the id of a case."""
        listener: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            yield "retry: 500\n\n"
            while not self._closed:
                try:
                    case_id = await asyncio.wait_for(listener.get(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                else:
                    yield f"data: {case_id}\n\n" if case_id else ""
        finally:
            self._listeners.discard(listener)


@dataclass(frozen=True, slots=True)
class Link:
    """To an output that exists."""

    name: str
    url: str
    is_old: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A draft as the templates show it."""

    draft: Draft
    summary: str
    report: str
    page: str
    """Address of the HTML output; '' where there is none to show."""
    links: tuple[Link, ...]


class Pages:
    """The routes of the preview."""

    def __init__(self, drafts: Drafts, news: News) -> None:
        self.drafts = drafts
        self.news = news
        # The preview's own looks are not the author's to override: a broken template must not hide why it is broken.
        self.looks = shipped_templates() / "preview"
        self._environment = Environment(
            loader=FileSystemLoader(self.looks),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[Route]:
        return [
            Route("/", self.index),
            Route("/case/{case_id}", self.case),
            Route("/build/{case_id}/{name:path}", self.output),
            Route("/look/{name}", self.look),
            Route("/events", self.events),
        ]

    def index(self, _: Request) -> Response:
        cards = [self._card(draft) for draft in self.drafts.by_id.values()]
        return self._page("index.j2", {"cards": cards})

    def case(self, request: Request) -> Response:
        draft = self.drafts.by_id.get(request.path_params["case_id"])
        if draft is None:
            return _nothing()
        return self._page("case.j2", {"card": self._card(draft), "alone": len(self.drafts.by_id) == 1})

    def output(self, request: Request) -> Response:
        """A file below build/<case>/, of the cases being previewed only."""
        draft = self.drafts.by_id.get(request.path_params["case_id"])
        name = request.path_params["name"]
        found = served(self.drafts.workspace.build, f"{draft.case_id}/{name}") if draft and draft.shown else None
        if found is None:
            return _nothing()
        policy = POLICIES.get(name[name.rfind(".") :].lower(), OTHER_POLICY)
        return Response(found.data, media_type=found.media_type, headers={"Content-Security-Policy": policy})

    def look(self, request: Request) -> Response:
        """The preview's own style and script."""
        name = request.path_params["name"]
        found = served(self.looks, name) if name.endswith((".css", ".js")) else None
        return Response(found.data, media_type=found.media_type) if found else _nothing()

    async def events(self, request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        return StreamingResponse(self.news.stream(), media_type="text/event-stream")

    def _page(self, template: str, values: dict[str, object]) -> Response:
        text = self._environment.get_template(template).render(values | {"no_pdf": self.drafts.no_pdf})
        return Response(text, media_type="text/html", headers={"Content-Security-Policy": OWN_POLICY})

    def _card(self, draft: Draft) -> Card:
        links = tuple(self._links(draft)) if draft.shown else ()
        page = next((link.url for link in links if link.name == "html"), "")
        return Card(draft, _summary(draft), reporting.report(draft.findings, self.drafts.workspace), page, links)

    def _links(self, draft: Draft) -> list[Link]:
        names = {name: draft.case_id + writer.suffix for name, writer in WRITERS.items()}
        folder = self.drafts.workspace.build / draft.case_id
        is_old = {name: draft.standing in {Standing.STOPPED, Standing.BROKEN} for name in names}
        is_old["pdf"] |= draft.pdf_is_old
        return [
            Link(name, f"/build/{draft.case_id}/{file}", is_old[name])
            for name, file in names.items()
            if (folder / file).is_file()
        ]


def _summary(draft: Draft) -> str:
    """`draft, 2 errors, 1 warning`"""
    counts = Counter(finding.severity for finding in set(draft.findings))
    counted = [f"{counts[s]} {s}" + "s" * (counts[s] > 1) for s in Severity if counts[s]]
    return ", ".join([str(draft.standing), *counted])


def _nothing() -> Response:
    return PlainTextResponse("There is nothing here.", 404)
