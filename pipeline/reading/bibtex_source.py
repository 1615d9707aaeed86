"""The fields of one BibTeX entry, which remembers those that were read, so that the others can be reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.reading import normal_values
from pipeline.reading.latex import decode, unknown_command

_HOUSEKEEPING = frozenset(
    "crossref xdata xref entryset ids key options langidopts hyphenation execute entrysubtype "
    "sortkey sortname sortyear sorttitle sortshorthand presort indextitle indexsorttitle shorthand "
    "shorthandintro label shortauthor shorteditor nameaddon gender pagination bookpagination authortype relatedtype "
    "relatedstring groups timestamp bibsource biburl file files localfile local-url pdf owner creationdate "
    "modificationdate date-added date-modified dateadded datemodified added-at __markedentry priority readstatus "
    "read ranking rating printed relevance quality search comment review username interhash intrahash citationkey "
    "copyright rights license eprintclass primaryclass urls scholar impactfactor jcr_quartile".split()
)
"""What reference managers keep for themselves, and what governs sorting and layout in LaTeX."""
_HOUSEKEEPING_PATTERN = re.compile(r".*\+an(:.*)?|bdsk-.*|mendeley-.*|jabref-.*|opt.*|.*-zo-url.*|file-\d+")


class Source(Mapping[str, str]):
    """The fields of an entry by name, in lower case; empty ones count as absent."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = {name: value for name, value in fields.items() if value.strip()}
        self._read: set[str] = set()
        self.doubts: list[str] = []
        """What looks wrong, for the author."""

    def __getitem__(self, name: str) -> str:
        self._read.add(name)
        return self._fields[name]

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def peek(self, name: str) -> str:
        """A field as written, '' where it is absent; it does not count as read."""
        return self._fields.get(name, "")

    def raw(self, name: str) -> str:
        """A field as written, '' where it is absent."""
        return self[name] if name in self._fields else ""

    def text(self, name: str, *, protect: bool = False, quiet: bool = False) -> str:
        """A field in normal form, '' where it is absent; `protect` as for `latex.decode`, `quiet` without doubts."""
        return self.decode(self[name], protect=protect, quiet=quiet) if name in self._fields else ""

    def decode(self, latex: str, *, protect: bool = False, quiet: bool = False) -> str:
        """LaTeX in normal form."""
        if not latex:
            return ""
        if not quiet and (command := unknown_command(latex)):
            self.doubts.append(f"the LaTeX command “{command[:30]}” is not known here; it is printed as it stands")
        return normal_values.text(decode(latex, protect=protect))

    def lose(self, name: str) -> None:
        """Take back that a field was read, because what it says is printed nowhere."""
        self._read.discard(name)

    def unread(self) -> list[str]:
        """The fields that nothing prints, other than those that are not meant to be printed."""
        return [
            name
            for name in self._fields
            if name not in self._read and name not in _HOUSEKEEPING and not _HOUSEKEEPING_PATTERN.fullmatch(name)
        ]
