"""What the preview knows of its cases in; its routes out: the list, a page for each case, what they show, and news."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline.preview.addressing import addressed
from pipeline.preview.draft import Standing
from pipeline.preview.files import Served, media_type_of, served
from pipeline.preview.retargeted import retargeted
from pipeline.preview.sheets import Leaf, text_of
from pipeline.preview.source_files import source_files, source_text
from pipeline.preview.state import HTML, Row, state_of, summary
from pipeline.preview.switches import switches
from pipeline.preview.views import View
from pipeline.workspace import shipped_templates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from pipeline.preview.draft import Draft
    from pipeline.preview.drafts import Drafts
    from pipeline.preview.news import News

OWN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    # Text of others never becomes markup of the preview.
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
POLICIES = {
    ".html": "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'",
    # A drawing opened by itself carries its style and fonts within it.
    ".svg": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'",
}
OTHER_POLICY = "frame-ancestors 'self'"
"""A stricter one keeps browsers from showing PDFs."""
BROKE = "Making the PDF broke. That is a mistake of Casewright, not yours; the terminal tells the details."
SCALES = (0.1, 4.0)
"""Of the pictures of pages: smaller ones show nothing, larger ones take seconds."""


class Pages:
    """The routes of the preview that only read."""

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
        self._page: tuple[tuple[str, ...], bytes] = ((), b"")
        """The last page that was addressed, by case, view and version."""

    def routes(self) -> list[Route]:
        return [
            Route("/", self.index),
            Route("/cases", self.cases),
            Route("/case/{case_id}", self.case),
            Route("/case/{case_id}/state", self.state),
            Route("/case/{case_id}/draft/{name:path}", self.draft),
            Route("/case/{case_id}/source/{name:path}", self.source),
            Route("/case/{case_id}/sheet/{number:int}.png", self.sheet),
            Route("/case/{case_id}/sheets/text", self.text),
            Route("/build/{case_id}/{name:path}", self.output),
            Route("/look/{name}", self.look),
            Route("/events", self.events),
        ]

    def index(self, _: Request) -> Response:
        return self._own("index.j2", {})

    def cases(self, _: Request) -> Response:
        """The list, as JSON."""
        rows = [summary(draft) for draft in self.drafts.by_id.values()]
        return JSONResponse({"cases": rows, "no_pdf": self.drafts.no_pdf})

    def case(self, request: Request) -> Response:
        case_id = request.path_params["case_id"]
        if case_id not in self.drafts.by_id:
            return _nothing()
        return self._own("case.j2", {"case_id": case_id, "others": [*self.drafts.by_id]})

    async def state(self, request: Request) -> Response:
        """All that the page of a case shows, as JSON."""
        draft, view = await self._asked(request)
        if draft is None:
            return _nothing()
        return JSONResponse(await asyncio.to_thread(self._state, draft, view))

    async def draft(self, request: Request) -> Response:
        """A file of the HTML output, from memory."""
        draft, _ = await self._asked(request)
        name = request.path_params["name"]
        if draft is None or not draft.shown:
            return _nothing()
        output = draft.result.outputs.get(HTML) if draft.result else None
        if output is None:
            # An earlier run's, where nothing could be built since.
            return self.output(request)
        if name not in output.files:
            return _nothing()
        data = output.files[name]
        if name == f"{draft.case_id}.html":
            data = self._addressed(draft, output.files)
        return _file(Served(data, media_type_of(name)), name)

    def _addressed(self, draft: Draft, files: Mapping[str, bytes]) -> bytes:
        key = (draft.case_id, draft.view.query, draft.version)
        if self._page[0] != key:
            top = f"/case/{draft.case_id}/draft/"
            self._page = (key, addressed(files[f"{draft.case_id}.html"], files, top, draft.view.query))
        return self._page[1]

    async def source(self, request: Request) -> Response:
        """The text of one of the case's files, as JSON."""
        draft, _ = await self._asked(request)
        name = request.path_params["name"]
        if draft is None:
            return _nothing()
        text = await asyncio.to_thread(source_text, self.drafts.workspace, draft.case_id, name, draft.findings)
        return _nothing() if text is None else JSONResponse({"file": name, "text": text})

    async def sheet(self, request: Request) -> Response:
        """A picture of a page of the PDF."""
        leaves = await self._pdf(request)
        number = request.path_params["number"]
        if not 0 < number <= len(leaves):
            return _nothing()
        leaf = leaves[number - 1]
        if request.query_params.get("v", leaf.look) != leaf.look:
            # Of a page that is no longer shown, as whoever asks is about to hear.
            return Response(status_code=204)
        low, high = SCALES
        try:
            scale = min(max(float(request.query_params.get("scale", "1")), low), high)
        except ValueError:
            return _nothing()
        return Response(await asyncio.to_thread(leaf.picture, scale), media_type="image/png")

    async def text(self, request: Request) -> Response:
        """The text of the PDF, line by line, with boxes."""
        leaves = await self._pdf(request)
        return JSONResponse(await asyncio.to_thread(text_of, leaves)) if leaves else _nothing()

    def output(self, request: Request) -> Response:
        """A file below build/<case>/, of the cases being previewed only."""
        draft = self.drafts.by_id.get(request.path_params["case_id"])
        name = request.path_params["name"]
        found = served(self.drafts.workspace.build, f"{draft.case_id}/{name}") if draft and draft.shown else None
        return _nothing() if found is None else _file(found, name)

    def look(self, request: Request) -> Response:
        """The preview's own styles and scripts."""
        name = request.path_params["name"]
        found = served(self.looks, name) if name.endswith((".css", ".js")) else None
        return Response(found.data, media_type=found.media_type) if found else _nothing()

    async def events(self, request: Request) -> Response:
        """News of all cases; with news of the case that is asked for, its draft as it is then."""
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        shown = request.query_params.get("case", "")

        def page_of(case_id: str, query: str, version: str) -> str | None:
            draft = self.drafts.seen_as(case_id, query) if case_id == shown else None
            # What is older than the draft is overtaken by the next piece of news.
            if draft is None or not draft.shown or draft.version != version or draft.result is None:
                return None
            return self._addressed(draft, draft.result.outputs[HTML].files).decode()

        return StreamingResponse(self.news.stream(page_of), media_type="text/event-stream")

    async def _asked(self, request: Request) -> tuple[Draft | None, View]:
        view = View.of(request.query_params)
        case_id = request.path_params["case_id"]
        return (await self.drafts.of(case_id, view) if case_id in self.drafts.by_id else None), view

    async def _pdf(self, request: Request) -> tuple[Leaf, ...]:
        draft, _ = await self._asked(request)
        return (draft.pdf or ()) if draft and draft.shown else ()

    def _state(self, draft: Draft, view: View) -> Row:
        workspace = self.drafts.workspace
        leaves = (draft.pdf or ()) if draft.shown else ()
        return state_of(draft, view, workspace) | {
            "pdf": {
                "version": draft.pdf_version,
                "pages": [leaf.size for leaf in leaves],
                "looks": [leaf.look for leaf in leaves],
                "old": draft.pdf_is_old,
                "why": self.drafts.no_pdf or (BROKE if draft.broken and draft.standing is not Standing.BROKEN else ""),
                "url": f"/build/{draft.case_id}/{draft.case_id}.pdf",
            },
            "retargeted": retargeted(self.drafts.by_id[draft.case_id], draft),
            "views": switches(workspace, view, draft.result),
            "files": source_files(workspace, draft.case_id, draft.findings),
            "others": [*self.drafts.by_id],
        }

    def _own(self, template: str, values: dict[str, object]) -> Response:
        text = self._environment.get_template(template).render(values)
        return Response(text, media_type="text/html", headers={"Content-Security-Policy": OWN_POLICY})


def _file(found: Served, name: str) -> Response:
    policy = POLICIES.get(name[name.rfind(".") :].lower(), OTHER_POLICY)
    return Response(found.data, media_type=found.media_type, headers={"Content-Security-Policy": policy})


def _nothing() -> Response:
    return PlainTextResponse("There is nothing here.", 404)
