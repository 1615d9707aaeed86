from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from pipeline.preview.door import Door
from pipeline.preview.draft import Draft, Standing
from pipeline.preview.drafts import Drafts
from pipeline.preview.news import News
from pipeline.preview.server import LOOPBACK, Serving, application, listen, serve
from pipeline.preview.views import PLAIN
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

PORT = 8765
PAGE = "/build/mycase/mycase.html"


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    """One case that was built and one that is not previewed; files beside them that nobody may read."""
    for name in ("mycase/mycase.html", "mycase/mycase.pdf", "mycase/figures/fig.svg", "mycase/.outputs.json"):
        path = tmp_path / "build" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"this is {name}", encoding="utf-8")
    for name in ("build/other/other.html", "build/.mycase-x1/mycase.html", "build/mycase/odd.bin", "secret.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("secret", encoding="utf-8")
    drafts = Drafts(Workspace(tmp_path), ["mycase"], News().tell)
    drafts._drafts["mycase", PLAIN] = Draft("mycase", standing=Standing.WRITTEN, version="1", shown=True)
    return drafts


@pytest.fixture
def browser(drafts: Drafts) -> TestClient:
    return TestClient(
        application(drafts, News(), Door(LOOPBACK, PORT)),
        base_url=f"http://{LOOPBACK}:{PORT}",
        raise_server_exceptions=False,
    )


def asked(app: ASGIApp, path: str) -> tuple[int, bytes]:
    """Status and body for a path just as it is: browsers and clients tidy it before they send it, attackers do not."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, object] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
    }
    scope |= {"path": unquote(path), "raw_path": path.encode(), "query_string": b"", "root_path": ""}
    scope["headers"] = [(b"host", f"localhost:{PORT}".encode())]

    async def ask() -> None:
        await app(scope, receive, send)

    asyncio.run(ask())
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


# --- what is served ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        (PAGE, "text/html; charset=utf-8"),
        ("/build/mycase/mycase.pdf", "application/pdf"),
        ("/build/mycase/figures/fig.svg", "image/svg+xml"),
        ("/build/mycase/odd.bin", "application/octet-stream"),
        ("/look/case.js", "text/javascript; charset=utf-8"),
        ("/look/preview.css", "text/css; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
    ],
)
def test_every_answer_has_its_media_type_and_safe_headers(browser: TestClient, path: str, media_type: str) -> None:
    for answer in (browser.get(path), browser.head(path)):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == media_type
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


# --- what is not ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/build/mycase/.outputs.json",
        "/build/.mycase-x1/mycase.html",
        "/build/mycase/../.mycase-x1/mycase.html",
        "/build/mycase/../../secret.txt",
        "/build/mycase/%2e%2e/%2e%2e/secret.txt",
        "/build/mycase/..%2f..%2fsecret.txt",
        "/build/mycase/%252e%252e/%252e%252e/secret.txt",
        "/build/mycase/..%5c..%5csecret.txt",
        "/build/mycase//etc/passwd",
        "/build/mycase/C:/secret.txt",
        "/build/mycase/mycase.html%00.txt",
        "/build/mycase/figures",
        "/build/mycase/",
        "/build/mycase",
        "/build/%2e%2e/secret.txt",
        "/build/other/other.html",
        "/build/other/../mycase/mycase.html",
        "/case/other",
        "/look/page.j2",
        "/look/%2e%2e%2fcss%2fscreen.css",
        "/docs",
    ],
)
def test_nothing_else_is_served(browser: TestClient, path: str) -> None:
    status, body = asked(browser.app, path)
    assert status == 404
    assert b"secret" not in body


@pytest.mark.parametrize("link", ["build/mycase/link.html", "build/mycase/linked"])
def test_links_are_not_followed(tmp_path: Path, browser: TestClient, link: str) -> None:
    (tmp_path / link).symlink_to(tmp_path / "secret.txt" if link.endswith(".html") else tmp_path)
    for name in (link, f"{link}/secret.txt"):
        assert browser.get(f"/{name}").status_code == 404


def test_a_case_folder_that_is_a_link_is_not_followed(tmp_path: Path, browser: TestClient) -> None:
    (tmp_path / "build" / "mycase").rename(tmp_path / "elsewhere")
    (tmp_path / "build" / "mycase").symlink_to(tmp_path / "elsewhere")
    assert browser.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (f"127.0.0.1:{PORT}", 200),
        (f"localhost:{PORT}", 200),
        (f"LOCALHOST:{PORT}", 200),
        (f"[::1]:{PORT}", 200),
        ("localhost", 403),
        (f"localhost:{PORT + 1}", 403),
        (f"evil.example:{PORT}", 403),
        (f"localhost.evil.example:{PORT}", 403),
        (f"127.0.0.1:{PORT}@evil.example", 403),
        ("", 403),
    ],
)
def test_only_requests_to_this_computer_by_its_own_names_are_answered(
    browser: TestClient, host: str, status: int
) -> None:
    for path in ("/", PAGE, "/look/case.js"):
        assert browser.get(path, headers={"Host": host}).status_code == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_can_be_changed_in_ways_of_its_own(browser: TestClient, method: str) -> None:
    for path in ("/", PAGE, "/events", "/nowhere"):
        assert browser.request(method, path).status_code == 405


# --- the port ---------------------------------------------------------------------------------------


def test_a_port_in_use_is_passed_over() -> None:
    with listen(0) as first:
        port = first.getsockname()[1]
        with listen(port) as second:
            assert second.getsockname() != first.getsockname()
            assert second.getsockname()[0] == LOOPBACK
            assert second.family is socket.AF_INET


def test_a_port_that_cannot_be_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve(Workspace(tmp_path), ["mycase"], Serving(70_000)) == 2
    assert "no port 70000" in capsys.readouterr().err
