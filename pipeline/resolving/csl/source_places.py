"""The bytes of a citation style that anybody may have written → where each of its tags stands, or what is wrong.

Nothing is resolved, included or fetched: a file that declares a document type goes no further.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from pipeline.findings import Location

LARGEST = 1_000_000
"""Bytes. The largest style of the CSL repository has 250,000."""
MOST_TAGS = 20_000
"""The longest style of the CSL repository has 4,100."""
DEEPEST = 60
"""Tags within tags. The deepest style of the CSL repository has 18."""
_LONG = 2_000
"""Characters of a line in which a part of a tag is looked for."""
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html)\b", re.I | re.S
)
_NOT_TEXT = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_PLAIN = {
    expat.errors.XML_ERROR_TAG_MISMATCH: "the tag that is closed here is not the one that was opened last",
    expat.errors.XML_ERROR_NO_ELEMENTS: "the file ends before the style does",
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: "a tag begins here that never ends",
    expat.errors.XML_ERROR_PARTIAL_CHAR: "the file ends in the middle of a character",
    expat.errors.XML_ERROR_INVALID_TOKEN: "a character stands here that may not: as text, < is written &lt; and & is "
    "written &amp;",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "a name of a character stands here that XML does not know; write the "
    "character itself",
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "an attribute stands twice in this tag",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "something follows here after the end of the style",
    expat.errors.XML_ERROR_XML_DECL: 'the first line is not what XML asks for: <?xml version="1.0" encoding="utf-8"?>',
    expat.errors.XML_ERROR_UNKNOWN_ENCODING: "the file is in an encoding that is not known here; save it as UTF-8",
    expat.errors.XML_ERROR_INCORRECT_ENCODING: "the file is not in the encoding that it names; save it as UTF-8",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A well-formed style, and where its parts stand."""

    shown: str
    """Path as findings print it."""
    root: etree._Element
    lines: tuple[str, ...]
    places: Mapping[etree._Element, tuple[int, int]]
    """Line and column of each tag, both from 1."""

    def at(self, element: etree._Element, word: str = "") -> Location:
        """The place of a tag, or of a word within it."""
        line, column = self.places[element]
        tag = "\n".join((self.lines[line - 1][column - 1 :][:_LONG], *self.lines[line : line + 30]))
        tag = tag[: tag.find(">") + 1]
        before = tag[:found] if word and (found := tag.find(word)) >= 0 else ""
        if "\n" in before:
            column = 1
        length = len(word) if before else 1 + len(etree.QName(element).localname)
        return Location(self.shown, line + before.count("\n"), column + len(before.rpartition("\n")[2]), length)


class Unreadable(Exception):
    """Raised by `read_source` alone, for its caller to make a finding of."""

    def __init__(self, message: str, line: int = 0, column: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.hint = message, line, column, hint

    def where(self, shown: str) -> Location:
        return Location(shown, self.line, self.column)


def read_source(data: bytes, shown: str) -> Source:
    """Raises Unreadable where the file is no XML that could be a style, in words for its author."""
    _look(data)
    places = _places(data)
    # `resolve_entities` and `no_network` are not needed after what was looked at; they cost nothing.
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        line, column = problem.position
        raise Unreadable("the file is not well-formed XML here", line, column) from problem
    text = data.decode(root.getroottree().docinfo.encoding or "utf-8", "replace").removeprefix("\ufeff")
    lines = tuple(text.splitlines())
    for number, each in enumerate(lines, start=1):
        if odd := _NOT_TEXT.search(each):
            raise Unreadable("a character stands here that is no text", number, odd.start() + 1)
    return Source(shown, root, lines, dict(zip(root.iter("*"), places, strict=True)))


def _look(data: bytes) -> None:
    if len(data) > LARGEST:
        raise Unreadable(f"the file is larger than any style: {len(data) / 1e6:.1f} MB")
    if not data.strip():
        raise Unreadable("the file is empty")
    if _WEB_PAGE.match(data):
        hint = "save the style itself (“Raw”, “Download”), not the page that shows it"
        raise Unreadable("this is a web page, not a citation style", 1, hint=hint)
    if b"<" not in data.replace(b"\0", b"")[:200]:
        raise Unreadable("this is no citation style: those are XML and begin with <?xml or <style", 1)


def _places(data: bytes) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    depth = 0
    parser = expat.ParserCreate()

    def fail(message: str) -> None:
        raise Unreadable(message, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        places.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))
        if depth > DEEPEST:
            fail(f"more than {DEEPEST} tags stand within each other here")
        if len(places) > MOST_TAGS:
            fail(f"the file has more than {MOST_TAGS:,} tags, which no style needs")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        # By now the parser stands somewhere within the declaration.
        raise Unreadable(
            "a declaration that can read other files (DOCTYPE) has no place in a style", parser.CurrentLineNumber
        )

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        message = _PLAIN.get(expat.errors.messages[problem.code], "the file is not well-formed XML here")
        raise Unreadable(message, problem.lineno, problem.offset + 1) from problem
    except (LookupError, ValueError) as problem:
        # Python looks for the encodings that expat does not have.
        raise Unreadable(_PLAIN[expat.errors.XML_ERROR_UNKNOWN_ENCODING], 1) from problem
    return places
