"""What the author asks for in a page in; a file opened in the editor, or mended, out. Each is asked for by a click."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pipeline.findings import Finding, Severity
from pipeline.fixing import diff, edited
from pipeline.preview.editor import Editor, NotOpened
from pipeline.preview.finding_keys import found
from pipeline.preview.source_files import source_files
from pipeline.preview.views import View
from pipeline.storing import store

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from pipeline.preview.drafts import Drafts
    from pipeline.workspace import Workspace

MANY = 16
"""Differences that were shown and may still be asked for."""
LARGEST_NUMBER = 10_000_000
"""Of a line or column."""


class Refused(Exception):
    """What was asked for cannot be done; says why to the author."""

    def __init__(self, why: str, status: HTTPStatus = HTTPStatus.CONFLICT) -> None:
        super().__init__(why)
        self.status = status


class Acting:
    """The routes of the preview that do something. The guard before them has seen the token of who asks."""

    def __init__(self, drafts: Drafts, editor: Editor) -> None:
        self.drafts = drafts
        self.editor = editor
        self._fixing = Fixing(drafts.workspace)

    def routes(self) -> list[Route]:
        return [
            Route("/open", self.open, methods=["POST"]),
            Route("/case/{case_id}/fix", self.fix, methods=["POST"]),
        ]

    async def open(self, request: Request) -> Response:
        """`{"file", "line", "column"}` → `{"opened": true}`, or `{"address"}` for the browser, or neither."""
        try:
            asked = await _asked(request)
            name, line, column = _text(asked, "file"), _number(asked, "line"), _number(asked, "column")
            path = await asyncio.to_thread(self._file, name)
            if not self.editor.command:
                return JSONResponse({"opened": False, "address": self.editor.address(path, line, column)})
            await asyncio.to_thread(self.editor.open, path, line, column)
        except Refused as refused:
            return PlainTextResponse(str(refused), refused.status)
        except NotOpened as problem:
            return PlainTextResponse(str(problem), HTTPStatus.CONFLICT)
        return JSONResponse({"opened": True, "address": ""})

    async def fix(self, request: Request) -> Response:
        """`{"key", "dry"}` → `{"diff"}`; only what was shown dry can be written."""
        case_id = request.path_params["case_id"]
        try:
            asked = await _asked(request)
            key, dry = _text(asked, "key"), asked.get("dry") is not False
            if case_id not in self.drafts.by_id:
                raise Refused("There is no such case any more.", HTTPStatus.NOT_FOUND)  # noqa: TRY301 - said as the rest
            draft = await self.drafts.of(case_id, View.of(request.query_params))
            text = await asyncio.to_thread(self._fixing.fix, case_id, key, draft.findings, dry=dry)
        except Refused as refused:
            return PlainTextResponse(str(refused), refused.status)
        return JSONResponse({"diff": text})

    def _file(self, name: str) -> Path:
        """A file that a finding or the list of sources names."""
        workspace = self.drafts.workspace
        for case_id, draft in self.drafts.by_id.items():
            named = any(finding.where.file == name for finding in draft.findings)
            if (named or name in source_files(workspace, case_id, draft.findings)) and (path := _own(workspace, name)):
                return path
        raise Refused("No such file belongs to the cases that are shown here.", HTTPStatus.NOT_FOUND)


class Fixing:
    """Mends source files as findings say, and writes nothing but what was shown before."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._shown: OrderedDict[tuple[str, str], Mapping[str, bytes]] = OrderedDict()
        """By case and key of a finding, the files as they were when its difference was shown."""
        self._one_at_a_time = threading.Lock()

    def fix(self, case_id: str, key: str, findings: Iterable[Finding], *, dry: bool) -> str:
        """The difference, as a text; written unless `dry`. Raises Refused."""
        findings = tuple(findings)
        finding = found(findings).get(key)
        if finding is None:
            raise Refused("This finding is gone: the file has changed meanwhile. Look again.")
        if not finding.edits or finding.severity is Severity.REFUSAL:
            raise Refused("This is the author's to decide: there is no fix of one click.")
        with self._one_at_a_time:
            saved = self._saved(case_id, finding, findings)
            texts = _decoded(saved)
            fixed = edited(texts, [finding])
            if not fixed.applied:
                raise Refused("The file has changed meanwhile. Look again.")
            if dry:
                self._remember((case_id, key), saved)
            elif self._shown.pop((case_id, key), None) != saved:
                raise Refused("The file has changed meanwhile. Look again.")
            else:
                self._write({file: text.encode() for file, text in fixed.texts.items()})
        return diff(texts, fixed.texts)

    def _remember(self, key: tuple[str, str], saved: Mapping[str, bytes]) -> None:
        self._shown[key] = saved
        self._shown.move_to_end(key)
        while len(self._shown) > MANY:
            self._shown.popitem(last=False)

    def _saved(self, case_id: str, finding: Finding, findings: Iterable[Finding]) -> dict[str, bytes]:
        allowed = source_files(self._workspace, case_id, findings)
        saved = {}
        for file in sorted({edit.where.file for edit in finding.edits}):
            path = _own(self._workspace, file)
            if path is None or file not in allowed:
                raise Refused(f"{file} is not a file that can be mended here.")
            try:
                saved[file] = path.read_bytes()
            except OSError as problem:
                raise Refused(f"{file} cannot be read: {problem.strerror}.") from None
        return saved

    def _write(self, files: Mapping[str, bytes]) -> None:
        for file, data in files.items():
            for problem in store(self._workspace.root / file, data, file):
                raise Refused(f"{file}: {problem.message}.", HTTPStatus.INSUFFICIENT_STORAGE)


def _own(workspace: Workspace, name: str) -> Path | None:
    """A file of the workspace that is there, and that no link leads to."""
    path = workspace.root / name
    try:
        return path if path.resolve() == workspace.root.resolve() / name and path.is_file() else None
    except (OSError, ValueError):
        return None


def _decoded(saved: Mapping[str, bytes]) -> dict[str, str]:
    try:
        return {file: data.decode("utf-8") for file, data in saved.items()}
    except UnicodeDecodeError:
        raise Refused("The file has changed meanwhile, and is no text any more.") from None


async def _asked(request: Request) -> dict[str, object]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        asked = json.loads(await request.body()) if kind == "application/json" else None
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise Refused("This is nothing that can be done here.", HTTPStatus.BAD_REQUEST)
    return asked


def _text(asked: Mapping[str, object], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(f"There is no {name} in what was asked.", HTTPStatus.BAD_REQUEST)
    return value


def _number(asked: Mapping[str, object], name: str) -> int:
    """Of a line or column; 1 where a finding is about the file as a whole."""
    value = asked.get(name, 1)
    return min(max(value, 1), LARGEST_NUMBER) if isinstance(value, int) else 1
