"""A workspace in; a process that shows it as its users start it, with what a browser needs to reach it, out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
"""Seconds until a preview has said where it is."""


@dataclass(frozen=True)
class Running:
    """A preview at work."""

    process: subprocess.Popen[bytes]
    address: str
    """As the terminal says it: the first to open it may write."""
    log: Path
    """What it says to the terminal."""

    @property
    def top(self) -> str:
        """`http://127.0.0.1:8765`."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


def command(root: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", "preview", "--root", str(root), "--no-open", *options]


@contextmanager
def running(root: Path, log: Path, *options: str) -> Iterator[Running]:
    """A preview of a workspace until the block ends. What it says goes to a file: a pipe that is not read fills up."""
    with log.open("wb") as said, subprocess.Popen(command(root, *options), stderr=said, stdout=said) as process:
        try:
            yield Running(process, _address(process, log), log)
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        # The whole line, so that none of the address is missing.
        if found := re.search(r"(http://\S+)[^\n]*\n", log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.02)
    raise TimeoutError(log.read_text(encoding="utf-8"))


def copied(case_id: str, root: Path, name: str = "") -> Path:
    """A case that ships, in another workspace: its folder there."""
    folder = root / "cases" / (name or case_id)
    shutil.copytree(ROOT / "cases" / case_id, folder)
    (root / "bibliography").mkdir(exist_ok=True)
    return folder
