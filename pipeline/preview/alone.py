"""A workspace and the address of its preview in; the right to be its only preview out, until the process ends."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LONGEST = 1_000
"""Bytes of the file that another preview left its address in."""


class AlreadyRuns(Exception):
    """Another preview of this workspace runs; `address` is '' where it has not said yet where."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@contextmanager
def alone(root: Path, address: str) -> Iterator[None]:
    """Hold the lock of a workspace, and tell others the address of the preview that does.

    The system itself gives a lock back when its process ends in whatever way, so that none is ever left behind. It lies
    in the system's folder for what does not last: build/ may be cleaned meanwhile, and may lie on a network that has no
    locks. Where even that folder has none, previews run unlocked. Raises AlreadyRuns.
    """
    path = lock_path(root)
    file: BinaryIO | None = None
    with suppress(OSError):
        file = _locked(path)
    if file is None:
        yield
        return
    with file:
        with suppress(OSError):
            file.truncate(0)
            file.write(f"{os.getpid()}\n{address}\n".encode())
        try:
            yield
        finally:
            # While it is locked: afterwards it may be the next one's.
            _take_away(path)
    if sys.platform == "win32":
        # There it cannot go while it is open, and the next one's, which is open, cannot either.
        _take_away(path)


def _take_away(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def lock_path(root: Path) -> Path:
    """The same for every way to name a workspace, another one for every user of the computer."""
    of = os.path.normcase(root.resolve()).encode("utf-8", "surrogateescape")
    return Path(tempfile.gettempdir()) / f"casewright-preview-{_user()}{blake2b(of, digest_size=12).hexdigest()}.lock"


def _user() -> str:
    # There the folder is each user's own.
    if sys.platform == "win32":
        return ""
    return f"{os.getuid()}-"


def _locked(path: Path) -> BinaryIO:
    """Raises AlreadyRuns, or OSError where there can be no lock."""
    while True:
        with ExitStack() as unwanted:
            # Anybody may write to the folder: neither a link nor somebody else's file is to be trusted.
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            file = unwanted.enter_context(os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0))
            if sys.platform != "win32" and os.fstat(file.fileno()).st_uid != os.getuid():
                raise PermissionError(f"{path} belongs to somebody else")
            if not _lock(file):
                raise AlreadyRuns(_address_in(file))
            # Otherwise its holder ended, and took it away, between opening and locking.
            if _is_still(path, file):
                unwanted.pop_all()
                return file


if sys.platform == "win32":

    def _lock(file: BinaryIO) -> bool:
        """Whether the file was free; OSError where it cannot be locked at all."""
        # Others cannot read bytes that are locked, so one is that nobody writes.
        file.seek(LONGEST)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            file.seek(0)
        return True
else:

    def _lock(file: BinaryIO) -> bool:
        """Whether the file was free; OSError where it cannot be locked at all."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _is_still(path: Path, file: BinaryIO) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _address_in(file: BinaryIO) -> str:
    file.seek(0)
    said = file.read(LONGEST).decode("utf-8", "replace").split("\n")
    return said[1] if len(said) > 2 else ""
