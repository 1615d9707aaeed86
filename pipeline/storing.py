"""Bytes → one source file of the author's, as a whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.findings import Finding, Location, Severity, rule

if TYPE_CHECKING:
    from pathlib import Path

NOT_STORED = rule(
    "cannot-store",
    Severity.ERROR,
    "What could not be stored is lost when the command ends; the file is as it was.",
    fix="Make room on the disk, or make the folder writable, and give the command again.",
    example="$ casewright check one --fix   # in a folder that may not be written to\n",
)


def store(path: Path, data: bytes, shown: str) -> list[Finding]:
    """Write the file beside the one of its name, then put it in its place with the same permissions.

    `shown` is the path as findings print it. Gives a finding where the disk refuses; the old file is there then.
    """
    folder = path.parent.resolve()
    path = path.resolve()
    if not path.is_relative_to(folder):
        return [NOT_STORED.at(Location(shown), "this is a link to a file outside its folder, so nothing is written")]
    stage = path.with_name(f".{path.name}~{os.getpid()}")
    try:
        with stage.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, stage)
        stage.replace(path)
    except OSError as problem:
        with suppress(OSError):
            stage.unlink()
        return [NOT_STORED.at(Location(shown), f"this file cannot be written: {problem.strerror}")]
    return []
