"""Where a preview listens in; who may read and who may write there, and the addresses that let them in, out."""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe

from pipeline import reporting

BYTES = 32
"""Of a token: it cannot be guessed."""
MANY = 8
"""Addresses that nobody has opened yet; older ones are forgotten."""
OFTEN = 10.0
"""Seconds between two addresses in the terminal, however often somebody asks in vain."""
DEFAULT_PORT = 80
OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")


def _token() -> str:
    return token_urlsafe(BYTES)


@dataclass(slots=True)
class Door:
    """The way into one preview. Its tokens end with it.

    Whoever reaches the server may read, unless it is open to other computers; only who opened an address of
    `new_address`, each of which works once, may write. An address is seen by other programs: in the list of processes,
    in the history of a browser. The token it is exchanged for is not.
    """

    host: str
    """The address that is listened at, in numbers."""
    port: int
    tell: Callable[[str], None] = reporting.say
    """Prints a line in the terminal."""
    token: str = field(default_factory=_token, repr=False)
    """For writing."""
    reading: str = field(default_factory=_token, repr=False)
    """For reading from other computers, as a cookie."""
    _codes: deque[str] = field(default_factory=lambda: deque(maxlen=MANY), repr=False)
    _told: float = -OFTEN

    @property
    def is_wide(self) -> bool:
        """Whether other computers can reach it."""
        return not ipaddress.ip_address(self.host).is_loopback

    @property
    def is_everywhere(self) -> bool:
        """Whether it listens at every address of this computer."""
        return ipaddress.ip_address(self.host).is_unspecified

    @property
    def address(self) -> str:
        """Of the first page, as this computer can open it: `http://127.0.0.1:8765/`."""
        number = ipaddress.ip_address(OWN_NAMES[0] if self.is_everywhere else self.host)
        name = f"[{number}]" if number.version == 6 else str(number)
        return f"http://{name}{self._suffix}/"

    @property
    def cookie(self) -> str:
        """Browsers keep cookies by name of computer, not by port."""
        return f"casewright-{self.port}"

    def new_address(self, path: str = "") -> str:
        """An address that works once, for whoever opens it first."""
        self._codes.append(_token())
        return f"{self.address}{path}?token={self._codes[-1]}"

    def spend(self, code: str) -> bool:
        """Whether an address was made with this code and not opened yet. It cannot be opened again."""
        known = next((known for known in self._codes if _same(known, code)), None)
        if known:
            self._codes.remove(known)
        return known is not None

    def may_write(self, token: str) -> bool:
        return _same(self.token, token)

    def may_read(self, cookie: str) -> bool:
        return not self.is_wide or _same(self.reading, cookie)

    def tell_how(self, path: str = "") -> None:
        """Print an address for somebody who came without: in the terminal, which only the author sees."""
        if time.monotonic() - self._told >= OFTEN:
            self._told = time.monotonic()
            self.tell(f"to change files from a page, open this in its browser; it works once: {self.new_address(path)}")

    def is_own(self, name: str) -> bool:
        """Whether a request names this server in Host as one that is meant for it does.

        A site whose name is made to point here could otherwise read drafts with its own scripts. An address in numbers
        is nobody's to point elsewhere.
        """
        if self._suffix and not name.endswith(self._suffix):
            return False
        bare = name.removesuffix(self._suffix).lower()
        if bare in OWN_NAMES:
            return True
        try:
            number = ipaddress.ip_address(bare.removeprefix("[").removesuffix("]") if "]" in bare else bare)
        except ValueError:
            return False
        return self.is_everywhere or number == ipaddress.ip_address(self.host)

    @property
    def _suffix(self) -> str:
        # Browsers leave out the port that is the default.
        return "" if self.port == DEFAULT_PORT else f":{self.port}"


def _same(known: str, given: str) -> bool:
    """In a time that does not tell how much of it is right."""
    return hmac.compare_digest(known.encode(), given.encode("utf-8", "surrogateescape"))
