"""`casewright figure add`: an original file in; a clean copy of it in the case's figures folder out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipeline.figures.cleaning import clean_image
from pipeline.figures.raster import Wanted, unreadable
from pipeline.figures.source import MISSING, read_bytes
from pipeline.findings import Finding, Location, Severity, rule

if TYPE_CHECKING:
    from pathlib import Path

EXISTS = rule("figure-exists", Severity.ERROR, "A picture that a figure may already show is never replaced unasked.")
NOT_WRITTEN = rule("figure-not-written", Severity.ERROR, "Without the copy in figures/ the case has no such picture.")

_LONG_NUMBER = re.compile(r"\d{6}")
"""Six digits in a row are a date or a number given to a person more often than not."""

Added = tuple["Path | None", list[Finding], list[str]]


def add_figure(source: Path, figures: Path, *, name: str = "", page: int | None = None) -> Added:
    """Clean an original picture into a case's figures folder.

    `name` is the base name of the copy; where it is empty, the original's is used. Either is reduced to small letters,
    digits and hyphens. `page` is the one to take of a file that holds several. Comes back as the path of the copy, or
    None with an error among the findings, and notes on what was left out or changed. The original stays as it is; an
    existing other file is never replaced.
    """
    where = Location(source.name)
    try:
        if not source.exists():
            return None, [MISSING.at(where, f"there is no {source}", hint="Give the path of the original.")], []
        data = read_bytes(source, source.name, where)
    except OSError as problem:
        return None, [unreadable(source.name, where, f"the system says: {problem.strerror}")], []
    if isinstance(data, Finding):
        return None, [data], []
    image, findings, notes = clean_image(data, slug(name or source.stem), Wanted(source.name, where, page))
    if image is None:
        return None, findings, notes
    if _LONG_NUMBER.search(image.name):
        notes.append(f"look at: the name {image.name} holds a long number; choose another if it tells of the patient")
    target = figures / image.name
    problem_found = _put(target, image.data, where)
    return (None if problem_found else target), [*findings, *problem_found], notes


def slug(name: str) -> str:
    """A base name that every system takes: `Röntgen Thorax (2)` → `rontgen-thorax-2`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "figure"


def _put(target: Path, data: bytes, where: Location) -> list[Finding]:
    """Write a new file in one step, so that nobody ever sees half of it."""
    try:
        target.parent.mkdir(exist_ok=True)
        if target.is_symlink() or target.exists():
            same = target.is_file() and not target.is_symlink() and target.read_bytes() == data
            hint = "Remove it first, or give the copy another name."
            return [] if same else [EXISTS.at(where, f"figures/ already holds another {target.name}", hint=hint)]
        partial = target.with_name(f".{target.name}.part")
        partial.unlink(missing_ok=True)
        try:
            with partial.open("xb") as writing:
                writing.write(data)
            partial.rename(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as problem:
        message = f"{target.name} could not be written into {target.parent}: the system says: {problem.strerror}"
        return [NOT_WRITTEN.at(where, message)]
    return []
