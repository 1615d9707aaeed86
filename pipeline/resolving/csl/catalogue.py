"""Words to look for → the citation styles there are, each with its title and its honest word: for `list styles`."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.findings import Location
from pipeline.resolving.csl.offering import Word, aliases, refusal, verified
from pipeline.resolving.csl.styles import INSTALLED, installed, load_style, own_names
from pipeline.workspace import Workspace

SHOWN = 40
"""Styles that are listed before the list says that there are more."""
_HEAD = 16_000
"""Bytes of a style that hold its title, its numbers and its parent. Reading whole files would take seconds."""
_TITLE = re.compile(r"<title>([^<]*)</title>")
_SOUGHT = re.compile(r"<(?:title|title-short|issn|eissn|issnl)>([^<]*)<")
_PARENT = re.compile(r'<link [^>]*href="[^"]*/([^"/]+)"[^>]*rel="independent-parent"')


@dataclass(frozen=True, slots=True)
class _Installed:
    """An installed style as far as its first lines tell."""

    name: str
    title: str
    sought: str
    """What is searched: name, titles, ISSNs and other names, folded."""
    parent: str
    """'' for an independent style."""

    @property
    def is_verified(self) -> bool:
        return (self.parent or self.name) in verified()


def catalogue(workspace: Workspace, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name, and what is said of it, of the styles in which all words occur: the author's own first, then the verified.

    Words are looked for in names, titles, other names and ISSNs. Without words: the author's own, the verified ones,
    and how to find the others.
    """
    sought = [_folded(word) for word in words]
    yield from _own(workspace, sought)
    # A style of this name comes first, then the verified ones.
    if words:
        found = [style for path in _paths() if all(word in (style := _read(path)).sought for word in sought)]
    else:
        found = [_read(INSTALLED / f"{name}.csl") for name in verified()]
    found.sort(key=lambda style: (style.name not in words, not style.is_verified, style.name))
    for style in found[:SHOWN]:
        yield style.name, _about(style)
    if len(found) > SHOWN:
        yield "…", f"and {len(found) - SHOWN:,} more: add a word to find fewer"
    if not words:
        yield "…", f"and {len(_paths()) - len(found):,} more: `casewright list styles WORD…` looks in names and titles"


def _own(workspace: Workspace, sought: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(own_names(workspace)):
        if all(word in _folded(name) for word in sought):
            style, findings = load_style(name, Location(name), workspace)
            word = Word.REFUSED if style is None else Word.UNVERIFIED if findings else Word.VERIFIED
            why = f": {findings[-1].message}" if style is None else ""
            yield name, f"{word:<10}  your own{why}"


def _about(style: _Installed) -> str:
    others = sorted(alias for alias, name in aliases().items() if name == style.name)
    about = "; ".join(
        [
            style.title,
            *([f"the style {style.parent}"] if style.parent else []),
            *([f"also called {', '.join(others)}"] if others else []),
        ]
    )
    if style.is_verified:
        return f"{Word.VERIFIED:<10}  {about}"
    file = installed(style.name)
    reason = refusal(file.root) if file else None
    return f"{Word.REFUSED:<10}  {about}: it {reason.kind}" if reason else f"{Word.UNVERIFIED:<10}  {about}"


@cache
def _paths() -> list[Path]:
    return sorted(INSTALLED.glob("*.csl")) + sorted((INSTALLED / "dependent").glob("*.csl"))


def _read(path: Path) -> _Installed:
    with path.open("rb") as file:
        head = html.unescape(file.read(_HEAD).decode("utf-8", "replace"))
    title, parent = _TITLE.search(head), _PARENT.search(head)
    others = [alias for alias, name in aliases().items() if name == path.stem]
    sought = _folded(" ".join([path.stem, *others, *_SOUGHT.findall(head)]))
    return _Installed(path.stem, title[1] if title else "", sought, parent[1] if parent else "")


def _folded(text: str) -> str:
    """Without accents and capitals: `médecine` finds Medecine."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
