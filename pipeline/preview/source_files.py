"""A case in; the files that make it up and that may be read beside its draft, and the text of one, out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.preview.files import served

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.findings import Finding
    from pipeline.workspace import Workspace

PRIVATE = "private"
TEXT = {".yaml", ".yml", ".md", ".csv", ".tsv", ".txt", ".bib", ".json", ".ris", ".nbib", ".enw", ".xml", ".csl"}
FIRST = ("case.yaml", "narrative.md")
MANY = 200
"""Files of a case that are offered."""
LARGEST = 2_000_000
"""Bytes of a file that a page can show and stay quick."""


def source_files(workspace: Workspace, case_id: str, findings: Iterable[Finding] = ()) -> list[str]:
    """Paths below the workspace: the case's own texts, then those of the workspace in which something was found.

    Never what lies in private/, what is hidden, and what a link leads to.
    """
    folder = workspace.case_folder(case_id)
    own = sorted(_texts(folder), key=lambda path: (path.name not in FIRST, path.parent != folder, path))
    names = [path.relative_to(workspace.root).as_posix() for path in own[:MANY]]
    shared = (workspace.bibliography, workspace.root / "templates")
    tops = tuple(f"{path.relative_to(workspace.root).as_posix()}/" for path in shared)
    others = {f.where.file for f in findings if f.where.file.startswith(tops)}
    return names + sorted(name for name in others if (workspace.root / name).is_file())


def source_text(workspace: Workspace, case_id: str, name: str, findings: Iterable[Finding] = ()) -> str | None:
    """The text of one of `source_files`; None where it is none of them, or too large."""
    if name not in source_files(workspace, case_id, findings):
        return None
    path = workspace.root / name
    if not path.is_file() or path.stat().st_size > LARGEST:
        return None
    found = served(workspace.root, name)
    return found.data.decode("utf-8-sig", "replace") if found else None


def _texts(folder: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name.lower() != PRIVATE]
        here = folder.joinpath(top)
        for name in names:
            path = here / name
            if path.suffix.lower() in TEXT and not name.startswith(".") and not path.is_symlink():
                yield path
