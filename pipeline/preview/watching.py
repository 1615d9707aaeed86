"""A workspace in; what may have changed for which cases out, as soon as the author has saved something."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from watchfiles import awatch

from pipeline import reporting
from pipeline.workspace import Workspace

QUIET_MS = 3
"""Changes this close to each other are one; an author waits for it."""
LONGEST_MS = 200
"""Changes that never end, as when a branch is checked out, are told of this often."""
LOOK_MS = 1_000
"""How often to look whether a folder came or went that could not be watched before."""
_DROPPINGS = re.compile(r"~$|\.sw[a-z]$|^\.#|^#.*#$|^4913$|^\.DS_Store$|\.tmp$|^\.")
"""What editors and file managers leave for a moment: backups, swap files, locks, probes."""
_OF_A_CASE = ("case.", "narrative.", "waivers.", "signatures.", "figures", "data", "references")
"""What the outputs of a case are made of, by what the first step of its path begins with."""
_PRIVATE, _DATES = "private", "dates.yaml"
"""Of what is private only the dates are read: to find them where they must not be."""
_NOT_SHOWN = ("preview", "case")
"""Folders of templates that no output is made of."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change concerns."""

    ids: list[str]
    """Cases to build again."""
    cases: bool = False
    """Whether cases came or went."""


async def changes(workspace: Workspace, ids: Callable[[], Collection[str]]) -> AsyncGenerator[Changed]:
    """Yields, until it is closed, what changes concern of the cases that `ids` gives at that moment."""
    polling = False
    while True:
        present = _present(workspace)
        folders = _folders(workspace)
        try:
            async for found in awatch(
                *present,
                watch_filter=None,
                step=QUIET_MS,
                debounce=LONGEST_MS,
                rust_timeout=LOOK_MS,
                yield_on_timeout=True,
                force_polling=polling or None,
            ):
                concerned = affected(workspace, ids(), (Path(path) for _, path in found))
                before, folders = folders, _folders(workspace)
                if concerned or before != folders:
                    yield Changed(concerned, before != folders)
                if _present(workspace) != present:
                    break
        except FileNotFoundError:
            pass  # it went between looking and watching
        except (OSError, RuntimeError) as problem:
            # Most often the system's limit on watched folders; looking again and again needs no such help.
            if polling:
                raise
            polling = True
            reporting.say(f"the system cannot tell of changes ({problem}); looking for them instead, which is slower")
        yield Changed(list(ids()), cases=True)


def affected(workspace: Workspace, ids: Collection[str], paths: Iterable[Path]) -> list[str]:
    """Which cases depend on any of these files, given without links: their own folder, or what all cases share."""
    cases = workspace.cases.resolve()
    library = workspace.bibliography.resolve()
    looks = [folder.resolve() for folder in workspace.templates]
    found: set[str] = set()
    for path in paths:
        if _DROPPINGS.search(path.name):
            continue
        if path.is_relative_to(library) or any(_is_look(path, folder) for folder in looks):
            return list(ids)
        if path.is_relative_to(cases):
            case_id, *inner = path.relative_to(cases).parts or ("",)
            if not inner or inner[0].startswith(_OF_A_CASE) or inner == [_PRIVATE, _DATES]:
                found.add(case_id)
    return [case_id for case_id in ids if case_id in found]


def _is_look(path: Path, folder: PurePath) -> bool:
    return path.is_relative_to(folder) and path.relative_to(folder).parts[:1] not in [(name,) for name in _NOT_SHOWN]


def _folders(workspace: Workspace) -> list[str]:
    return [folder.name for folder in workspace.case_folders()]


def _present(workspace: Workspace) -> dict[Path, int]:
    """The folders to watch that exist, each with its inode: one that was made anew must be watched anew."""
    folders = (workspace.cases, workspace.bibliography, *workspace.templates)
    return {folder.resolve(): folder.stat().st_ino for folder in folders if folder.is_dir()}
