"""Text on its way through the citation engine: item text → marked text → manuscript nodes.

Inside the engine, italics, links and quotes are pairs of Unicode noncharacters, not tags: what an author wrote is
then only ever text, and nothing has to be escaped. Noncharacters are taken out of whatever comes in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.findings import Location
from pipeline.manuscript import Emphasis, Inline, Inlines, Link, SmallCaps, Strong, Subscript, Superscript, Text

_KINDS = ("i", "b", "sup", "sub", "sc", "nocase", "quote", "DOI", "PMID", "PMCID", "URL")
OPEN = {kind: chr(0xFDD0 + 2 * number) for number, kind in enumerate(_KINDS)}
CLOSE = {kind: chr(0xFDD1 + 2 * number) for number, kind in enumerate(_KINDS)}
NUMBER = "\ufdef"
"""Stands for the number of a citation until the end."""
MARKS = "\ufdd0-\ufdef"

_KIND_OF_OPEN = {mark: kind for kind, mark in OPEN.items()}
_KIND_OF_CLOSE = {mark: kind for kind, mark in CLOSE.items()}
_NOT_TEXT = re.compile(f"[{MARKS}\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TAG = re.compile(
    r"<(?:(?P<open>i|b|sup|sub)|(?P<sc>span style=\"font-variant:\s*small-caps;?\")|(?P<nocase>span class=\"nocase\")"
    r"|/(?P<close>i|b|sup|sub|span))>"
)
_SLANTED = re.compile(r"[-0-9A-Za-z\u00c0-\u052f\u0590-\u06ff\u0e01-\u0e5b\u1e00-\u1fff]")
_PIECE = re.compile(f"[{MARKS}]|[^{MARKS}]+")


def marked(kind: str, text: str) -> str:
    """Text between the two marks of a kind."""
    return f"{OPEN[kind]}{text}{CLOSE[kind]}" if text else text


def italic(text: str) -> str:
    """Text in italics; scripts that have none, such as Chinese, stay upright."""
    return marked("i", text) if _SLANTED.search(text) else text


def visible(text: str) -> str:
    """Marked text without its marks."""
    return re.sub(f"[{MARKS}]", "", text)


# --- in -----------------------------------------------------------------------------------------------


def from_item(text: str) -> str:
    """Item text (see `pipeline.library.Item`) as marked text; a tag without its partner is text."""
    text = _NOT_TEXT.sub("", text)
    pieces: list[str] = []
    opened: list[tuple[int, str]] = []
    end = 0
    for tag in _TAG.finditer(text):
        pieces += [text[end : tag.start()], tag.group()]
        end = tag.end()
        if closing := tag["close"]:
            if opened and opened[-1][1] in ((closing,) if closing != "span" else ("sc", "nocase")):
                position, kind = opened.pop()
                pieces[position], pieces[-1] = OPEN[kind], CLOSE[kind]
        else:
            opened.append((len(pieces) - 1, tag["open"] or ("sc" if tag["sc"] else "nocase")))
    return curly("".join([*pieces, text[end:]]))


# An apostrophe between letters does not close a quotation.
_CURLED = (("“", re.compile("“([^“”]+)”")), ("‘", re.compile(r"‘((?:[^‘’]|\w’(?=\w))+)’(?!\w)")))


def quoted(text: str) -> str:
    """Marked text as a quotation, in which quotations in typographic marks become inner ones."""
    for opening, pair in _CURLED:
        if opening in text:
            text = pair.sub(lambda match: marked("quote", match[1]), text)
    return marked("quote", text)


def curly(text: str) -> str:
    """Straight quotation marks in marked text as quote marks, straight apostrophes as typographic ones."""
    for straight in "\"'":
        if straight in text:
            text = _paired(text, straight)
    return text.replace("'", "’")


def _paired(text: str, straight: str) -> str:
    """Opening and closing straight marks as quote marks; those without a partner, such as inches, stay."""
    waiting: list[int] = []
    characters = list(text)
    for position, character in enumerate(characters):
        if character != straight:
            continue
        before = visible(text[max(0, position - 3) : position])[-1:]
        if not before or before in " \u00a0([/—–-“‘":
            waiting.append(position)
        elif waiting and (straight == '"' or not text[position + 1 : position + 2].isalnum()):
            characters[waiting.pop()], characters[position] = OPEN["quote"], CLOSE["quote"]
    return "".join(characters)


# --- punctuation --------------------------------------------------------------------------------------

# Which punctuation gives way where two meet, after the reference implementation of CSL. Key: left and right.
_MEETING = {
    "!.": "!", "!:": "!", "?.": "?", "?:": "?", ":.": ":", ":!": "!", ":?": "?", ";.": ";", ";:": ";", ";!": "!",
    ";?": "?", "..": ".", ",,": ",", "::": ":", ";;": ";", "!!": "!", "??": "?", "  ": " ",
}  # fmt: skip


def glue(left: str, right: str) -> str:
    """Two pieces of marked text as one, without doubled punctuation or spaces where they meet."""
    end = _last_visible(left)
    start = _first_visible(right)
    if end < 0 or start < 0:
        return left + right
    if left[end] == " " and end and left[end - 1] + " " == right[start : start + 2] and right[start] in ".;:":
        # `. ` meets `. `
        return left + right[:start] + right[start + 2 :]
    kept = _MEETING.get(left[end] + right[start])
    if kept is None:
        return left + right
    return left[:end] + kept + left[end + 1 :] + right[:start] + right[start + 1 :]


def _last_visible(text: str) -> int:
    position = len(text) - 1
    while position >= 0 and "\ufdd0" <= text[position] <= "\ufdee":
        position -= 1
    return position


def _first_visible(text: str) -> int:
    position = 0
    while position < len(text) and "\ufdd0" <= text[position] <= "\ufdee":
        position += 1
    return position if position < len(text) else -1


_AFTER_QUOTE = re.compile(f"([.,!?…]?)([{CLOSE['quote']}’]*{CLOSE['quote']}[{MARKS}]*)([.,!?]+)")


def punctuation_in_quotes(text: str) -> str:
    """A full stop or comma after a closing quotation mark moved before it, as American English has it."""
    return _AFTER_QUOTE.sub(lambda match: glue(match[1], match[3]) + match[2], text)


# --- out ----------------------------------------------------------------------------------------------

_WRAPPERS: dict[str, Callable[[Inlines, Location], Inline]] = {
    "i": Emphasis,
    "b": Strong,
    "sup": Superscript,
    "sub": Subscript,
    "sc": SmallCaps,
}
_RAISED = re.compile("[ª²³¹º\u02b0-\u02e4\u1d2c-\u1dbf\u2070-\u207f\u2120\u2122]")
_URL_BEFORE = re.compile(r"(?:https?://)?(?:dx\.)?(?:doi\.org|www\.ncbi\.nlm\.nih\.gov)/(?:\S*/)?$", re.I)


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a language, outer and inner."""

    outer: tuple[str, str]
    inner: tuple[str, str]


def to_inlines(text: str, quotes: Quotes, hrefs: Mapping[str, str], origin: Location) -> Inlines:
    """Marked text as nodes; `hrefs` has what the links of each kind (DOI, PMID …) point to. Closing marks without
    an opening one are passed over, what is left open is closed at the end."""
    nodes = _Nodes(hrefs, origin)
    for piece in _PIECE.findall(_RAISED.sub(_raised, text)):
        opening, closing = _KIND_OF_OPEN.get(piece), _KIND_OF_CLOSE.get(piece)
        if opening == "quote":
            nodes.say((quotes.inner if nodes.quotations % 2 else quotes.outer)[0])
            nodes.quotations += 1
        elif closing == "quote":
            nodes.quotations -= 1
            nodes.say((quotes.inner if nodes.quotations % 2 else quotes.outer)[1])
        elif opening:
            nodes.open(opening)
        elif closing:
            nodes.close(closing)
        else:
            nodes.say(piece)
    return nodes.finished()


def _raised(character: re.Match[str]) -> str:
    """`3.ª`, `m²`: raised characters, which many typefaces lack, as plain ones that are raised."""
    is_raised = unicodedata.decomposition(character[0]).startswith("<super>")
    return marked("sup", unicodedata.normalize("NFKC", character[0])) if is_raised else character[0]


class _Nodes:
    """Nodes that grow as marked text is read.

    Italics inside italics stand upright, as a species' name in an italic title; so does bold inside bold.
    """

    def __init__(self, hrefs: Mapping[str, str], origin: Location) -> None:
        self.hrefs = hrefs
        self.origin = origin
        self.quotations = 0
        self.stack: list[tuple[str, list[Inline]]] = [("", [])]
        self.turns: list[tuple[str, bool]] = []
        """Italics and bold that are open in the text, and whether they turned an outer one off."""

    def open(self, kind: str) -> None:
        is_turn = kind in ("i", "b") and self._is_open(kind)
        if kind in ("i", "b"):
            self.turns.append((kind, is_turn))
        if is_turn:
            self._leave(kind)
        else:
            self.stack.append((kind, []))

    def close(self, kind: str) -> None:
        turn = next((turn for turn in reversed(self.turns) if turn[0] == kind), None)
        if turn is not None:
            self.turns.remove(turn)
        if turn is not None and turn[1]:
            self.stack.append((kind, []))
        elif self._is_open(kind):
            self._leave(kind)

    def say(self, text: str) -> None:
        _say(self.stack[-1][1], text, self.origin)

    def finished(self) -> Inlines:
        while len(self.stack) > 1:
            self._close_innermost()
        return tuple(self.stack[0][1])

    def _is_open(self, kind: str) -> bool:
        return any(kind == opened for opened, _ in self.stack)

    def _leave(self, kind: str) -> None:
        """Close a kind; what was opened within it goes on after it."""
        within = []
        while (closed := self._close_innermost()) != kind:
            within.append(closed)
        self.stack += [(each, []) for each in reversed(within)]

    def _close_innermost(self) -> str:
        """Turn the innermost open kind into a node of the one around it; returns the kind."""
        kind, children = self.stack.pop()
        around = self.stack[-1][1]
        if kind in _WRAPPERS and children and not self._is_open(kind):
            around.append(_WRAPPERS[kind](tuple(children), self.origin))
        elif kind in self.hrefs and children:
            self._link(kind, children)
        else:
            for child in children:
                _say(around, child.text, self.origin) if isinstance(child, Text) else around.append(child)
        return kind

    def _link(self, kind: str, children: list[Inline]) -> None:
        around = self.stack[-1][1]
        before = around[-1] if around else None
        if isinstance(before, Text) and (address := _URL_BEFORE.search(before.text)):
            # The style printed `https://doi.org/` itself: it belongs to the link.
            around[-1:] = [Text(before.text[: address.start()], self.origin)] if address.start() else []
            children.insert(0, Text(address.group(), self.origin))
        around.append(Link(self.hrefs[kind], _joined(children, self.origin), self.origin))


def _say(nodes: list[Inline], text: str, origin: Location) -> None:
    if nodes and isinstance(nodes[-1], Text):
        text = nodes.pop().text + text  # type: ignore[union-attr]  # the line above has looked
    nodes.append(Text(text, origin))


def _joined(nodes: list[Inline], origin: Location) -> Inlines:
    joined: list[Inline] = []
    for node in nodes:
        _say(joined, node.text, origin) if isinstance(node, Text) else joined.append(node)
    return tuple(joined)
