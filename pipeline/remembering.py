"""Work that is remembered while a process lasts: the same values in, the same result out, without doing it again.

A preview and a watch build the same case over and over, of which only a sentence changed. What is remembered lies in
memory only; what is read from files is known by their stamps, so nothing that changed is taken for what it was.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from pipeline.case import Case

P = ParamSpec("P")
R = TypeVar("R")
MOST = 256
"""Results of one function; those not asked for longest go first."""
DEEPEST = 4
"""Folders within folders that a stamp looks into."""


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """Stands in a key for a value that cannot be hashed and never changes: equal only to itself."""

    value: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Stands in a key for a value that takes long to hash, but not to compare with one that shares its parts."""

    value: object
    name: Hashable
    """What tells most of such values apart."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike) and self.name == other.name and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.name)


def remembered(key: Callable[P, Hashable], most: int = MOST) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remember results by `key(*arguments)`, which must tell apart all that the result hangs on.

    A list or dict, or each in a tuple of several results, is copied, so that whoever adds to it adds to nobody else's.
    """

    def remembering(work: Callable[P, R]) -> Callable[P, R]:
        known: OrderedDict[Hashable, R] = OrderedDict()
        lock = threading.Lock()

        @wraps(work)
        def remember(*args: P.args, **kwargs: P.kwargs) -> R:
            asked = key(*args, **kwargs)
            with lock:
                if asked in known:
                    known.move_to_end(asked)
                    return _apart(known[asked])
            result = work(*args, **kwargs)
            with lock:
                known[asked] = _apart(result)
                while len(known) > most:
                    known.popitem(last=False)
            return result

        return remember

    return remembering


def stamp(path: Path) -> Hashable:
    """What changes whenever a file, or any file below a folder, does: names, sizes, times, inodes."""
    return tuple(_stamps(path, DEEPEST))


def _itself(case: Case) -> Hashable:
    return Same(case)


@remembered(_itself, most=8)
def facts_and_files(case: Case) -> Hashable:
    """What everything that is made from facts and files alone hangs on; not the narrative. Looked at once a case."""
    folders = (stamp(case.folder / "data"), stamp(case.folder / "figures"))
    return the_same((Same(case.facts), Same(case.sources), case.folder, folders))


@remembered(lambda value: value)
def the_same(value: Hashable) -> Same:
    """One object for all values that are equal: comparing those takes no time."""
    return Same(value)


def _stamps(path: Path, depth: int) -> Iterator[tuple[str, int, int, int]]:
    try:
        if not path.is_dir():
            about = path.stat()
            yield path.name, about.st_size, about.st_mtime_ns, about.st_ino
            return
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and depth:
            yield from _stamps(Path(entry.path), depth - 1)
        else:
            yield from _stamps(Path(entry.path), 0) if not entry.is_dir() else ()


def _apart(result: R) -> R:
    if type(result) is tuple:
        return cast("R", tuple(map(_copied, cast("tuple[object, ...]", result))))
    return cast("R", _copied(result))


def _copied(part: object) -> object:
    return part.copy() if isinstance(part, list | dict) else part
