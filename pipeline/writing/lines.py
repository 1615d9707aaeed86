"""WeasyPrint's function that fills a line, in; the same without its one slip out.

Where a text fits its line but for the blank at its end, and something of another style follows, it breaks after the
first word and leaves the rest of the line empty.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import inf
from typing import Any

Split = Callable[..., tuple[Any, int, int | None, float, float, float]]
"""Gives a layout, the bytes it took, the byte to go on from (None at the end) and measures. WeasyPrint has no types."""


def without_lone_words(split: Split) -> Split:
    """It takes text, style, context and width, and more."""

    @wraps(split)
    def mended(text: str, style: Any, context: Any, width: float | None, *others: Any, **named: Any) -> Any:
        line = split(text, style, context, width, *others, **named)
        _, _, resume, *_ = line
        if resume is None or not text.endswith(" ") or b" " in text.encode()[:resume].strip():
            return line
        bare = split(text.rstrip(" "), style, context, width, *others, **named)
        return line if bare[2] is not None else split(text, style, context, inf, *others, **named)

    return mended
