"""What `casewright figure add` puts into a case: names and bytes in; files that nobody ever sees half of, out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from pipeline.findings import Finding, Location, Severity, rule

EXISTS = rule(
    "figure-exists",
    Severity.ERROR,
    "A picture that a figure may already show is never replaced unasked.",
    fix="Choose another name with `--name`.",
    example="$ casewright figure add mri.png   # figures/mri.png is there\n",
)
NOT_WRITTEN = rule(
    "figure-not-written",
    Severity.ERROR,
    "Without the copy in figures/ the case has no such picture.",
    fix="Make the folder writable, and add the picture again.",
    example="$ casewright figure add mri.png   # into a folder that may not be written to\n",
)

_LONG_NUMBER = re.compile(r"\d{6}")
"""Six digits in a row are a date or a number given to a person more often than not."""


def slug(name: str) -> str:
    """A base name that every system takes: `Röntgen Thorax (2)` → `rontgen-thorax-2`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "figure"


def name_notes(name: str) -> list[str]:
    """A note on a name that may tell of the patient."""
    what = f"look at: the name {name} holds a long number; choose another if it tells of the patient"
    return [what] if _LONG_NUMBER.search(name) else []


def put(files: Mapping[Path, bytes], where: Location) -> list[Finding]:
    """Write new files, none of them if another file of a name is there; a file with the same content is let be."""
    try:
        taken = [path for path, data in files.items() if not _is_free(path, data)]
    except OSError as problem:
        return [_not_written(next(iter(files)), where, problem)]
    hint = "Remove it first, or give the copy another name."
    if taken:
        return [EXISTS.at(where, f"{path.parent.name}/ already holds another {path.name}", hint=hint) for path in taken]
    for path, data in files.items():
        try:
            _write(path, data)
        except OSError as problem:
            return [_not_written(path, where, problem)]
    return []


def _is_free(path: Path, data: bytes) -> bool:
    if not (path.is_symlink() or path.exists()):
        return True
    return path.is_file() and not path.is_symlink() and path.read_bytes() == data


def _write(path: Path, data: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.unlink(missing_ok=True)
    try:
        with partial.open("xb") as writing:
            writing.write(data)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def _not_written(path: Path, where: Location, problem: OSError) -> Finding:
    message = f"{path.name} could not be written into {path.parent}: the system says: {problem.strerror}"
    return NOT_WRITTEN.at(where, message)
