"""Text in lines of `TAG  - value`, as RIS, PubMed and Web of Science write it → records of tagged values at offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Form:
    """How one format writes its lines."""

    line: re.Pattern[str]
    """Matches the beginning of a line that has a tag, the tag being its first group; the rest is the value."""
    first: str
    """The tag that begins a record, wherever it stands."""
    last: str = ""
    """The tag that ends a record; '' where an empty line does."""


# An abstract may go on with a line such as `IL - 6 rose`, so only the two tags that bound a record may be
# written carelessly.
RIS = Form(
    re.compile(r"\s*((?i:TY(?= {0,2}- *\w+ *$)|ER(?= {0,2}- *$))|[A-Z][A-Z0-9](?=  -)) {0,2}-(?: |$)"), "TY", "ER"
)
CARELESS_RIS = Form(re.compile(r"\s*([A-Za-z][A-Za-z0-9]) {0,3}-(?: |$|(?<=  -))"), "TY", "ER")
NBIB = Form(re.compile(r"(?=[A-Z][A-Z0-9 ]{3}-|[A-Z]{2,4} ?- )([A-Z][A-Z0-9]{1,3}) {0,2}-(?: |$|(?=\S))"), "PMID")
REFER = Form(re.compile(r"%([0-9A-Za-z@!#$&^*()+:;<=>?\[\]{|}~.-])(?: |$)"), "0")
WEB_OF_SCIENCE = Form(re.compile(r"([A-Z][A-Z0-9])(?: |$)"), "PT", "ER")


@dataclass(frozen=True, slots=True)
class Tagged:
    """One tagged value."""

    tag: str
    """In capitals."""
    value: str
    """Stripped; its lines are kept apart by line feeds, without their indentation."""
    offset: int
    """Of its tag in the text."""


@dataclass(slots=True)
class Record:
    """The lines of one reference."""

    offset: int
    lines: list[Tagged] = field(default_factory=list)
    begun: bool = True
    """Whether it begins with the tag that should begin it."""
    ended: bool = True
    """Whether the tag that should end it was found; always so where an empty line does."""


@dataclass(slots=True)
class _Open:
    """A tagged value whose further lines may follow."""

    tag: str
    offset: int
    pieces: list[str]

    def close(self) -> Tagged:
        return Tagged(self.tag, "\n".join(self.pieces).strip(), self.offset)


def records(text: str, form: Form) -> tuple[list[Record], list[Tagged]]:
    """Every record of a text with line feeds as line ends, in order, and the lines that belong to none (tag '').

    The tags that bound a record are not among its lines, but for the value of the first one. Takes time linear in
    the text.
    """
    found: list[Record] = []
    stray: list[Tagged] = []
    current: Record | None = None
    for line in _values(text, form):
        if not line.tag:
            current = None if not form.last else current
            stray += [line] if line.value else []
        elif form.last and line.tag == form.last:
            if current is not None:
                current.ended = True
            current = None
            stray += [Tagged("", line.value, line.offset)] if line.value else []
        else:
            if current is None or line.tag == form.first:
                current = Record(line.offset, begun=line.tag == form.first, ended=not form.last)
                found.append(current)
            current.lines.append(line)
    return found, stray


def _values(text: str, form: Form) -> Iterator[Tagged]:
    """Tagged values, and as values without a tag: lines outside any record, and '' for an empty line that ends one."""
    waiting: _Open | None = None
    offset = 0
    for line in text.split("\n"):
        match = form.line.match(line)
        if match:
            if waiting:
                yield waiting.close()
            tag = match[1].upper()
            waiting = _Open(tag, offset + match.start(1), [line[match.end() :].strip()])
            if tag == form.last:
                yield waiting.close()
                waiting = None
        elif not form.last and not line.strip():
            if waiting:
                yield waiting.close()
            waiting = None
            yield Tagged("", "", offset)
        elif waiting:
            waiting.pieces.append(line.strip())
        elif line.strip():
            yield Tagged("", line.strip(), offset)
        offset += len(line) + 1
    if waiting:
        yield waiting.close()
