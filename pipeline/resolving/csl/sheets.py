"""A style in a language, parsed once for as long as it is in use, and what it has printed: nothing is formatted twice.

In: the bytes of a style, a language, items. Out: a tree to print with, and printed text from memory where it is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import RLock
from typing import TypeVar

from pipeline.library import Item
from pipeline.resolving.csl.elements import Style as StyleTree
from pipeline.resolving.csl.parsing import parse_style

T = TypeVar("T")
SHEETS = 16
"""Styles in a language that are kept; about 2 MB each."""
TEXTS = 4_000
"""Printed entries that are kept with each."""
LONG = 20_000
"""Characters of an entry that is not worth its place."""


class Sheet:
    """Elements of a tree note on each other what they are in the middle of, so that only one thread prints at once."""

    def __init__(self, tree: StyleTree) -> None:
        self._tree = tree
        self._lock = RLock()
        self._texts: dict[bytes, str] = {}

    @contextmanager
    def printing(self) -> Iterator[StyleTree]:
        """The tree, for one thread at a time."""
        with self._lock:
            yield self._tree

    def of(self, key: str, find: Callable[[StyleTree], T]) -> T:
        """Something about the tree, found once."""
        with self.printing() as tree:
            return tree.remembered(key, lambda: find(tree))

    def text(self, item: Item, print_one: Callable[[StyleTree, Item], str]) -> str:
        """What `print_one` prints for an item: from memory where an item of the same content has been printed.

        A numbered entry depends on nothing but the style, the language and the item. The first two are this sheet's
        own, and the code that prints is that of this process, so that the item's content is key enough.
        """
        key = hashlib.sha256(repr(item.csl).encode("utf-8", "surrogatepass")).digest()
        with self.printing() as tree:
            if (known := self._texts.get(key)) is not None:
                return known
            text = print_one(tree, item)
            if len(text) <= LONG:
                if len(self._texts) >= TEXTS:
                    del self._texts[next(iter(self._texts))]
                self._texts[key] = text
            return text


@lru_cache(maxsize=SHEETS)
def sheet(xml: bytes, language: str, default_locale: str = "") -> Sheet:
    """The sheet of a style in a language (BCP 47); see `parse_style`. Kept by the content of the style's file."""
    return Sheet(parse_style(xml, language, default_locale))
