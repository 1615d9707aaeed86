"""Who may read and who may write: names, sites, tokens, sizes; on this computer and from others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from pipeline.preview.door import MANY, Door
from pipeline.preview.guarding import LARGEST, TOKEN_HEADER, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from starlette.requests import Request

PORT = 8765
HERE = f"http://127.0.0.1:{PORT}"


async def page(request: Request) -> Response:
    return PlainTextResponse(f"the page {request.url.path}")


async def write(request: Request) -> Response:
    return PlainTextResponse(f"wrote {len(await request.body())}")


@dataclass
class House:
    """A server behind its door, and what its terminal shows."""

    host: str = "127.0.0.1"
    seen: str = ""
    """The address that a browser opens; the door's own where it is ''."""
    port: int = PORT
    terminal: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.door = Door(self.host, self.port, self.terminal.append)
        routes = [Route("/write", write, methods=["POST"]), Route("/{name:path}", page)]
        app = guarded(Starlette(routes=routes), self.door)
        self.browser = TestClient(app, base_url=self.seen or self.door.address, follow_redirects=False)

    def open(self, address: str) -> httpx.Response:
        parts = urlsplit(address)
        answer: httpx.Response = self.browser.get(f"{parts.path}?{parts.query}")
        return answer

    def write(self, body: bytes = b"{}", **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        shown = {TOKEN_HEADER: self.door.token} | named
        answer: httpx.Response = self.browser.post("/write", content=body, headers=shown)
        return answer


@pytest.fixture
def house() -> House:
    return House()


def token_in(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("token", [""])[0]


# --- the address that works once --------------------------------------------------------------------


def test_an_address_is_exchanged_for_the_token_once(house: House) -> None:
    address = house.door.new_address("case/mycase")
    assert address.startswith(f"{HERE}/case/mycase?token=")
    let_in = house.open(address)
    assert let_in.status_code == 303
    assert let_in.headers["location"] == f"{HERE}/case/mycase?token={house.door.token}"
    assert house.open(let_in.headers["location"]).text == "the page /case/mycase"
    assert house.door.token not in address

    again = house.open(address)
    assert (again.status_code, again.headers["location"]) == (303, f"{HERE}/case/mycase")
    # Whoever came late is shown a fresh one, in the terminal.
    (line,) = house.terminal
    assert token_in(house.open(line.split()[-1]).headers["location"]) == house.door.token


def test_what_else_an_address_says_stays(house: House) -> None:
    code = token_in(house.door.new_address())
    asked = house.browser.get(f"/case/a%20b?journal=jmcr&token={code}")
    assert asked.headers["location"] == f"{HERE}/case/a%20b?journal=jmcr&token={house.door.token}"


def test_looking_whether_an_address_works_does_not_use_it_up(house: House) -> None:
    address = house.door.new_address()
    parts = urlsplit(address)
    assert house.browser.head(f"/?{parts.query}").status_code == 200
    assert token_in(house.open(address).headers["location"]) == house.door.token


@pytest.mark.parametrize("code", ["wrong", "%00", "ü" * 40, "x" * 5_000])
def test_a_made_up_address_lets_nobody_in(house: House, code: str) -> None:
    asked = house.browser.get("/", params={"token": code})
    assert asked.headers["location"] == f"{HERE}/"
    assert house.write(X_Casewright_Token=code.encode("ascii", "ignore").decode()).status_code == 403


def test_a_path_is_not_taken_for_another_computer(house: House) -> None:
    sent = house.browser.get(f"{HERE}//evil.example/?token=x").headers["location"]
    assert urlsplit(sent).netloc == f"127.0.0.1:{PORT}"


def test_addresses_that_nobody_opens_do_not_pile_up(house: House) -> None:
    first, *others = [house.door.new_address() for _ in range(MANY + 1)]
    for address in others:
        assert token_in(house.open(address).headers["location"]) == house.door.token
    assert house.open(first).headers["location"] == f"{HERE}/"


def test_tokens_are_long_and_each_preview_has_its_own() -> None:
    tokens = {Door("127.0.0.1", PORT).token for _ in range(50)} | {Door("127.0.0.1", PORT).reading for _ in range(50)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 for token in tokens)
    assert not any(token in repr(Door("127.0.0.1", PORT, token=token)) for token in tokens)


# --- writing ----------------------------------------------------------------------------------------


def test_with_the_token_a_page_writes(house: House) -> None:
    assert house.write(b"12345").text == "wrote 5"
    assert house.write(Origin=HERE, Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="cors").status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", "null"])
def test_without_the_token_a_page_reads_and_is_told_how_to_write(house: House, token: str) -> None:
    assert house.browser.get("/case/mycase").status_code == 200
    refused = house.write(X_Casewright_Token=token)
    assert refused.status_code == 403
    assert "Open the address that the terminal of this preview shows now" in refused.text
    assert house.terminal[0].split()[-1].startswith(f"{HERE}/?token=")
    # However often it asks, the terminal is not flooded.
    for _ in range(20):
        house.write(X_Casewright_Token=token)
    assert len(house.terminal) == 1


def test_the_token_in_the_address_does_not_write(house: House) -> None:
    asked = house.browser.post(f"/write?token={house.door.token}", content=b"{}")
    assert asked.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://127.0.0.1:{PORT}"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": f"http://127.0.0.1:{PORT + 1}"},
        {"Origin": f"http://127.0.0.1:{PORT}.evil.example"},
        {"Origin": f"http://localhost:{PORT}"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_no_other_site_writes_even_with_the_token(house: House, headers: dict[str, str]) -> None:
    refused = house.write(b"{}", **headers)
    assert (refused.status_code, refused.text) == (403, "This was asked by another site.")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_answered_in_words(house: House, method: str) -> None:
    refused = house.browser.request(method, "/write", headers={TOKEN_HEADER: house.door.token})
    assert (refused.status_code, refused.text) == (405, "This cannot be done here.")
    assert refused.headers["allow"] == "GET, HEAD, POST"


def test_so_much_may_be_sent(house: House) -> None:
    assert house.write(b"x" * LARGEST).text == f"wrote {LARGEST}"
    for body in (b"x" * (LARGEST + 1), b"x" * 10 * LARGEST):
        assert house.write(body).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(1_000):
            yield b"x" * 1_000

    # What does not say beforehand how long it is.
    asked = house.browser.post("/write", content=pieces(), headers={TOKEN_HEADER: house.door.token})
    assert asked.status_code == 413


# --- reading ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "mode", "status"),
    [
        ("same-origin", "cors", 200),
        ("same-origin", "no-cors", 200),
        ("none", "navigate", 200),
        # A link in a mail or on another site may be followed.
        ("cross-site", "navigate", 200),
        ("same-site", "navigate", 200),
        # Pictures, scripts and requests of other sites are not answered: nor is work made by asking.
        ("cross-site", "no-cors", 403),
        ("cross-site", "cors", 403),
        ("same-site", "no-cors", 403),
    ],
)
def test_other_sites_load_nothing(house: House, site: str, mode: str, status: int) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    assert house.browser.get("/case/mycase", headers=headers).status_code == status


def test_every_refusal_has_safe_headers(house: House) -> None:
    answers = [
        house.browser.get("/", headers={"Host": "evil.example"}),
        house.browser.put("/"),
        house.write(X_Casewright_Token=""),
        house.write(b"x" * (LARGEST + 1)),
        house.browser.get("/?token=wrong"),
    ]
    for answer in answers:
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"


# --- other computers --------------------------------------------------------------------------------

WIDE = {
    "everywhere": House("0.0.0.0", f"http://192.0.2.7:{PORT}"),
    "at one address": House("192.0.2.7"),
    "of the newer kind": House("2001:db8::7"),
}


@pytest.mark.parametrize("name", WIDE)
def test_from_other_computers_reading_needs_an_address_from_the_terminal(name: str) -> None:
    house = House(WIDE[name].host, WIDE[name].seen)
    for asked in (house.browser.get("/"), house.browser.get("/case/x?token=wrong"), house.browser.head("/")):
        assert asked.status_code == 403
    assert "terminal" in house.browser.get("/").text
    (line,) = house.terminal
    let_in = house.open(line.split()[-1])
    assert let_in.status_code == 303
    cookie = let_in.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    # The cookie reads, and only that.
    assert house.door.token not in cookie
    assert house.browser.get("/").text == "the page /"
    assert house.write(X_Casewright_Token="").status_code == 403
    assert house.write(X_Casewright_Token=house.door.reading).status_code == 403
    assert house.write().status_code == 200


@pytest.mark.parametrize("cookie", ["", "wrong"])
def test_a_cookie_that_is_made_up_reads_nothing(cookie: str) -> None:
    house = House("192.0.2.7")
    house.browser.cookies.set(house.door.cookie, cookie)
    assert house.browser.get("/").status_code == 403
    assert house.write().status_code == 403


@pytest.mark.parametrize(
    ("host", "named", "own"),
    [
        # On this computer alone.
        ("127.0.0.1", f"127.0.0.1:{PORT}", True),
        ("127.0.0.1", f"LocalHost:{PORT}", True),
        ("127.0.0.1", f"[::1]:{PORT}", True),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1", f"192.0.2.7:{PORT}", False),
        ("127.0.0.1", f"evil.example:{PORT}", False),
        ("127.0.0.1", f"127.0.0.1.evil.example:{PORT}", False),
        ("127.0.0.1", "", False),
        ("::1", f"[::1]:{PORT}", True),
        ("::1", f"[::2]:{PORT}", False),
        # At an address of its own, and at all of them: a name may be anybody's, a number is not.
        ("192.0.2.7", f"192.0.2.7:{PORT}", True),
        ("192.0.2.7", f"192.0.2.8:{PORT}", False),
        ("0.0.0.0", f"192.0.2.8:{PORT}", True),
        ("::", f"[2001:db8::8]:{PORT}", True),
        ("0.0.0.0", f"evil.example:{PORT}", False),
        ("0.0.0.0", f"192.0.2.8:{PORT}.evil.example", False),
        ("0.0.0.0", f"192.0.2.8@evil.example:{PORT}", False),
        ("0.0.0.0", f"[192.0.2.8:{PORT}", False),
        ("0.0.0.0", f"]:{PORT}", False),
    ],
)
def test_a_request_names_this_server(host: str, named: str, own: bool) -> None:
    assert Door(host, PORT).is_own(named) is own


def test_at_the_default_port_browsers_name_none() -> None:
    door = Door("127.0.0.1", 80)
    assert door.address == "http://127.0.0.1/"
    assert door.is_own("127.0.0.1")
    assert not door.is_own("127.0.0.1:8765")


@pytest.mark.parametrize(
    ("host", "address", "wide"),
    [
        ("127.0.0.1", "http://127.0.0.1:8765/", False),
        ("127.0.0.9", "http://127.0.0.9:8765/", False),
        ("::1", "http://[::1]:8765/", False),
        ("192.0.2.7", "http://192.0.2.7:8765/", True),
        ("2001:db8::7", "http://[2001:db8::7]:8765/", True),
        ("0.0.0.0", "http://127.0.0.1:8765/", True),
        ("::", "http://127.0.0.1:8765/", True),
    ],
)
def test_where_it_is_and_whether_others_reach_it(host: str, address: str, wide: bool) -> None:
    door = Door(host, PORT)
    assert (door.address, door.is_wide) == (address, wide)
