"""XML from reference managers and databases → its elements, safely: no entities of its own, no DTD, no network."""

from __future__ import annotations

import re
from html import escape, unescape
from html.entities import html5

from lxml import etree

from pipeline.findings import Finding
from pipeline.library import MALFORMED_REFERENCE
from pipeline.reading.places import Places

Element = etree._Element

_OWN_ENTITIES = re.compile(r"<!ENTITY", re.I)
_PROLOGUE = re.compile(r"<\?xml[^<>]*\?>|<!DOCTYPE[^<>\[\]]*>", re.I)
_AMPERSAND = re.compile(r"&(?:(?P<name>[A-Za-z]\w{0,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)?")
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KNOWN_TO_XML = {"amp", "lt", "gt", "quot", "apos"}
_INDENTATION = re.compile("[ \t]*")
_SPACES = re.compile("[ \t\n\r]+")
_FACES = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
_TAGS = _FACES | {tag: tag for tag in _FACES.values()}
# The parser gives up at ten million characters; longer texts than this are refused later, one by one.
_LONGEST_RUN = 1_000_000


def parse(text: str, places: Places) -> tuple[Element | None, list[Finding]]:
    """The root of an XML text, as far as it can be read, and a finding at the first place where it is broken.

    The entities of HTML are read, since exports hold them.
    """
    if not text.strip():
        return None, []
    if declared := _OWN_ENTITIES.search(text):
        message = "this file declares XML entities of its own, which no reference manager does, so it is not read"
        return None, [MALFORMED_REFERENCE.at(places.at(declared.start()), message, hint="export the references again")]
    text = _PROLOGUE.sub(lambda match: "\n" * match.group().count("\n"), text)
    text = _AMPERSAND.sub(_character, _NOT_ALLOWED.sub("", "<".join(map(_bounded, text.split("<")))))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        root = None
    return root, _damage(parser, places)


def offset_of(element: Element, places: Places) -> int:
    """Where the line of an element begins, its indentation left out; the parser knows no columns."""
    line: int = element.sourceline or 1  # type: ignore[truthy-bool, assignment]  # the stub gives it no type
    match = _INDENTATION.match(places.text, places.starts[min(line, len(places.starts)) - 1])
    return match.end() if match else 0


def rich_text(element: Element) -> str:
    """The text of an element, in which slanted, bold, raised and lowered runs are marked as in `library.Item`."""
    return _SPACES.sub(" ", _runs(element)).strip()


def plain_text(element: Element | None) -> str:
    """The text of an element and all within it; '' where there is no element."""
    return "" if element is None else _SPACES.sub(" ", "".join(str(piece) for piece in element.itertext())).strip()


def _runs(element: Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        pieces += [_marked(child), child.tail or ""]
    # Line ends between runs come from whoever laid out the file.
    return "".join("" if piece.isspace() and "\n" in piece else piece for piece in pieces)


def _marked(run: Element) -> str:
    """A run in its tags, with the white space at its ends outside them."""
    inner = _runs(run)
    words = inner.strip()
    if not words:
        return inner
    faces = (run.get("face") or "").split() if run.tag == "style" else [str(run.tag)]
    tagged = words
    for tag in filter(None, map(_TAGS.get, faces)):
        tagged = f"<{tag}>{tagged}</{tag}>"
    return inner.replace(words, tagged, 1)


def _character(ampersand: re.Match[str]) -> str:
    """What XML itself knows stays, as do characters by number; of HTML's names the character is taken."""
    name = ampersand["name"] or ""
    if name in _KNOWN_TO_XML:
        return ampersand.group()
    characters = unescape(ampersand.group()) if name.startswith("#") else html5.get(f"{name};", ampersand.group())
    return escape(_NOT_ALLOWED.sub("", characters))


def _bounded(run: str) -> str:
    """A run between two tags, cut where it is too long for the parser; the lines after it keep their numbers."""
    return run if len(run) <= _LONGEST_RUN else run[:_LONGEST_RUN] + "\n" * run.count("\n", _LONGEST_RUN)


def _damage(parser: etree.XMLParser, places: Places) -> list[Finding]:
    errors = [error for error in parser.error_log if error.level >= etree.ErrorLevels.ERROR]
    if not errors:
        return []
    line = min(max(errors[0].line, 1), len(places.starts))
    message = "this XML is damaged from here on, so references after this line may be missing or incomplete"
    hint = "was the file cut off, or changed by hand? Export the references again"
    return [MALFORMED_REFERENCE.at(places.at(places.starts[line - 1]), message, hint=hint)]
