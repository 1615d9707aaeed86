"""Long work in; the same work out, which stops at places of its own where whoever asked for it can have it wait or end.

The rules take a while. Between two of their steps the preview shows what the author has saved meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_AT_EACH: ContextVar[Callable[[], None] | None] = ContextVar("at each pause", default=None)


def pause() -> None:
    """Called every few milliseconds by work that is long, where nothing is half done.

    Raises what was given to `pausing` raises, which ends the work.
    """
    if (at_each := _AT_EACH.get()) is not None:
        at_each()


@contextmanager
def pausing(at_each: Callable[[], None]) -> Iterator[None]:
    """What is done in the block calls `at_each` at its pauses; what is done beside it, in other threads, does not."""
    token = _AT_EACH.set(at_each)
    try:
        yield
    finally:
        _AT_EACH.reset(token)
