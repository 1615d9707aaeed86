"""Raw entries of a .bib file → the fields of each with those that it inherits through `xdata` and `crossref`.

The rules are those of biblatex (manual, appendix B), which include those of BibTeX.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.reading.bibtex_syntax import RawEntry

_NOT_INHERITED = {"crossref", "xref", "xdata", "ids", "entryset", "key", "keywords", "shorttitle", "options", "related"}
_BOOK_PARTS = {"inbook", "bookinbook", "suppbook"}
_PARTS = {"incollection", "suppcollection", "inproceedings", "conference", "inreference", *_BOOK_PARTS}
_IN_PERIODICALS = {"article", "suppperiodical"}
_TITLES = ("title", "subtitle", "titleaddon")
_MOST_PARENTS = 100
_MOST_FIELDS = 300


class Inheritance:
    """The fields of every entry of one file."""

    def __init__(self, entries: Iterable[RawEntry]) -> None:
        self._exact: dict[str, RawEntry] = {}
        self._folded: dict[str, RawEntry] = {}
        for entry in entries:
            self._exact.setdefault(entry.key, entry)
            self._folded.setdefault(entry.key.lower(), entry)
        self._done: dict[int, dict[str, str]] = {}

    def fields(self, entry: RawEntry) -> dict[str, str]:
        """Its own fields and those of its parents; what it says itself wins.

        Parents that are missing, or inherit from the entry themselves, are added to the problems of the entry that
        names them.
        """
        open_entries: set[int] = set()
        waiting = [entry]
        while waiting:
            top = waiting[-1]
            if id(top) in self._done:
                waiting.pop()
                continue
            open_entries.add(id(top))
            parents = [parent for _, _, parent in self._parents(top) if parent]
            unread = [parent for parent in parents if id(parent) not in self._done and id(parent) not in open_entries]
            if unread:
                waiting += unread
            else:
                self._done[id(top)] = self._merged(top)
                open_entries.discard(id(top))
                waiting.pop()
        return self._done[id(entry)]

    def _merged(self, entry: RawEntry) -> dict[str, str]:
        """The fields of an entry all of whose parents are done, except those that are its own descendants."""
        fields = dict(entry.fields)
        for key, is_crossref, parent in self._parents(entry):
            if parent is None:
                entry.problems.append(f"it refers to “{key}”, which is not in this file")
            elif id(parent) not in self._done:
                entry.problems.append(f"it inherits from “{key}”, which inherits from it")
            else:
                for name, value in self._done[id(parent)].items():
                    if name not in _NOT_INHERITED and len(fields) < _MOST_FIELDS:
                        for own in _names_in_child(name, parent.type, entry.type) if is_crossref else (name,):
                            fields.setdefault(own, value)
        return fields

    def _parents(self, entry: RawEntry) -> Iterator[tuple[str, bool, RawEntry | None]]:
        """Keys it inherits from, whether through `crossref`, and the entries with these keys."""
        keys = [(key.strip(), False) for key in entry.fields.get("xdata", "").split(",")[:_MOST_PARENTS]]
        keys.append((entry.fields.get("crossref", "").strip(), True))
        for key, is_crossref in keys:
            if key:
                yield key, is_crossref, self._exact.get(key) or self._folded.get(key.lower())


def _names_in_child(name: str, parent: str, child: str) -> tuple[str, ...]:
    """The title of a book is the book title of its chapters, that of a series of volumes their main title."""
    if name == "author" and child in _BOOK_PARTS:
        return "author", "bookauthor"
    if name not in _TITLES:
        return (name,)
    if parent.startswith("mv"):
        return (f"main{name}",)
    if child in _PARTS:
        return (f"book{name}",)
    return (f"journal{name}",) if child in _IN_PERIODICALS and parent == "periodical" else (name,)
