"""A workspace in; the ids of cases whose outputs may have changed out, as soon as the author has saved something."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Collection, Iterable
from pathlib import Path

from watchfiles import awatch

from pipeline import reporting
from pipeline.workspace import Workspace

QUIET_MS = 50
"""Changes this close to each other are one."""
LOOK_MS = 1_000
"""How often to look whether a folder came or went that could not be watched before."""
_DROPPINGS = re.compile(r"~$|\.sw[a-z]$|^\.#|^#.*#$|^4913$|^\.DS_Store$")
"""What editors and file managers leave for a moment: backups, swap files, locks, probes."""


async def changes(workspace: Workspace, ids: Collection[str]) -> AsyncGenerator[list[str]]:
    """Yields, until it is closed, the ids among `ids` that a change concerns."""
    polling = False
    while True:
        present = _present(workspace)
        try:
            async for found in awatch(
                *present,
                watch_filter=None,
                step=QUIET_MS,
                debounce=8 * QUIET_MS,
                rust_timeout=LOOK_MS,
                yield_on_timeout=True,
                force_polling=polling or None,
            ):
                if concerned := affected(workspace, ids, (Path(path) for _, path in found)):
                    yield concerned
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
        yield list(ids)


def affected(workspace: Workspace, ids: Collection[str], paths: Iterable[Path]) -> list[str]:
    """Which cases depend on any of these files, given without links: their own folder, or what all cases share."""
    cases = workspace.cases.resolve()
    shared = [folder.resolve() for folder in (workspace.bibliography, *workspace.templates)]
    found: set[str] = set()
    for path in paths:
        if _DROPPINGS.search(path.name):
            continue
        if any(path.is_relative_to(folder) for folder in shared):
            return list(ids)
        if path.is_relative_to(cases) and (inner := path.relative_to(cases).parts) and inner[1:2] != ("private",):
            found.add(inner[0])
    return [case_id for case_id in ids if case_id in found]


def _present(workspace: Workspace) -> dict[Path, int]:
    """The folders to watch that exist, each with its inode: one that was made anew must be watched anew."""
    folders = (workspace.cases, workspace.bibliography, *workspace.templates)
    return {folder.resolve(): folder.stat().st_ino for folder in folders if folder.is_dir()}
