"""Finished outputs → the case's folder in build/, all of them or none. The only file that writes there."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.writing import FORMS
from pipeline.writing.output import Output

NOT_WRITTEN = rule(
    "cannot-write",
    Severity.FATAL,
    "An output that is half written would pass for a finished one.",
    fix="Make room on the disk, or make the folder writable, and build again.",
    example="$ casewright build   # into a folder that may not be written to\n",
)

RECORD = ".outputs.json"
"""In each case's folder: writer's name → files it wrote, so that none outlives its writer."""
_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space and build again"),
    errno.EACCES: ("you may not write here", "make the folder writable, or build in another workspace with --root"),
    errno.EPERM: ("you may not write here", "make the folder writable, or build in another workspace with --root"),
    errno.EROFS: ("this disk can only be read", "build in another workspace with --root"),
    errno.EDQUOT: ("your share of the disk is used up", "free some space and build again"),
}


def commit(folder: Path, outputs: Mapping[str, Output], shown: str) -> list[Finding]:
    """Write all files beside the old ones, then put the new folder in the old one's place.

    Outputs of writers that did not run now are kept. On any failure the old folder stays as it was.
    """
    stage: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=_stage_of(folder), dir=folder.parent))
        record = _kept(folder, stage, outputs)
        for name, output in outputs.items():
            for file, data in output.files.items():
                _write(stage / file, data)
            record[name] = sorted(output.files)
        _write(stage / RECORD, json.dumps(record, indent=1).encode())
        stage.chmod(0o755)
        _swap(stage, folder)
    except OSError as problem:
        reason, hint = _REASONS.get(problem.errno or 0, (problem.strerror or str(problem), ""))
        message = f"the outputs cannot be written: {reason}"
        return [NOT_WRITTEN.at(Location(shown), message, hint=hint)]
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)
    return []


def withdraw(folder: Path, shown: str) -> list[Finding]:
    """Remove everything written of a case; a finding where something could not be removed."""
    # An interrupted build may have left its stage behind.
    for written in (folder, *folder.parent.glob(f"{_stage_of(folder)}*")):
        shutil.rmtree(written, ignore_errors=True)
    if folder.exists():
        message = "earlier outputs of this case could not be removed"
        return [NOT_WRITTEN.at(Location(shown), message, hint="delete this folder yourself")]
    return []


def _stage_of(folder: Path) -> str:
    """What the names of a case's unfinished folders begin with; no case's id has a tilde."""
    return f".{folder.name}~"


def _kept(folder: Path, stage: Path, outputs: Mapping[str, Output]) -> dict[str, list[str]]:
    """Copy the files of other writers into the new folder; gives the record of them.

    A form that points into an output which has changed since is not kept: its pages and lines would be wrong.
    """
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        record = {}
    if not isinstance(record, dict):
        record = {}
    kept = {name: files for name, files in record.items() if name not in outputs}
    for form in FORMS.values():
        if any(name in outputs and _changes(folder, outputs[name]) for name in form.about):
            kept.pop(form.name, None)
    rewritten = {file for output in outputs.values() for file in output.files}
    for file in {file for files in kept.values() for file in files} - rewritten:
        if (folder / file).is_file():
            (stage / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / file, stage / file)
    return kept


def _changes(folder: Path, output: Output) -> bool:
    return any(
        not (folder / file).is_file() or (folder / file).read_bytes() != data for file, data in output.files.items()
    )


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _swap(stage: Path, folder: Path) -> None:
    """Two renames: between them the old outputs stand aside, and come back if the second fails."""
    aside = stage.with_name(stage.name + "-old")
    if folder.exists():
        folder.rename(aside)
    try:
        stage.rename(folder)
    except OSError:
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)
