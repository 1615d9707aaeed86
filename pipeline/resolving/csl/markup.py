"""Text on its way through the citation engine: item text → marked text → manuscript nodes.

Inside the engine, italics, links and quotes are pairs of Unicode noncharacters, not tags: what an author wrote is
then only ever text, and nothing has to be escaped. Noncharacters are taken out of whatever comes in.
"""

from __future__ import annotations

import re
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
_PIECE = re.compile(f"[{MARKS}]|[^{MARKS}]+")


def marked(kind: str, text: str) -> str:
    """Text between the two marks of a kind."""
    return f"{OPEN[kind]}{text}{CLOSE[kind]}" if text else text


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
    return re.sub(r"(?<=\d)'(?=\s|$|\d)", "′", text).replace("'", "’") if "'" in text else text


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
    ";?": "?", "..": ".", ",,": ",", "::": ":", ";;": ";", "!!": "!", "??": "?", "  ": " ", "….": "…",
}  # fmt: skip


def glue(left: str, right: str) -> str:
    """Two pieces of marked text as one, without doubled punctuation or spaces where they meet."""
    end = _last_visible(left)
    start = _first_visible(right)
    if end < 0 or start < 0:
        return left + right
    if left[end] == " " and end and left[end - 1] + " " == right[start : start + 2] and right[start] in ".,;:":
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


_AFTER_QUOTE = re.compile(f"([.,!?…]?)([{CLOSE['quote']}’]*{CLOSE['quote']}[{MARKS}]*)([.,!?])")


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
_URL_BEFORE = re.compile(r"(?:https?://)?(?:dx\.)?(?:doi\.org|www\.ncbi\.nlm\.nih\.gov)/(?:\S*/)?$", re.I)


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a language, outer and inner."""

    outer: tuple[str, str]
    inner: tuple[str, str]


def to_inlines(text: str, quotes: Quotes, hrefs: Mapping[str, str], origin: Location) -> Inlines:
    """Marked text as nodes; `hrefs` has what the links of each kind (DOI, PMID …) point to. Closing marks without
    an opening one are passed over, what is left open is closed at the end."""
    stack: list[tuple[str, list[Inline]]] = [("", [])]
    depth = 0
    for piece in _PIECE.findall(text):
        if kind := _KIND_OF_OPEN.get(piece):
            if kind == "quote":
                _say(stack[-1][1], (quotes.inner if depth % 2 else quotes.outer)[0], origin)
                depth += 1
            else:
                stack.append((kind, []))
        elif kind := _KIND_OF_CLOSE.get(piece):
            if kind == "quote":
                depth -= 1
                _say(stack[-1][1], (quotes.inner if depth % 2 else quotes.outer)[1], origin)
            elif any(kind == opened for opened, _ in stack):
                while _close(stack, hrefs, origin) != kind:
                    pass
        else:
            _say(stack[-1][1], piece, origin)
    while len(stack) > 1:
        _close(stack, hrefs, origin)
    return tuple(stack[0][1])


def _say(nodes: list[Inline], text: str, origin: Location) -> None:
    if nodes and isinstance(nodes[-1], Text):
        text = nodes.pop().text + text  # type: ignore[union-attr]  # the line above has looked
    nodes.append(Text(text, origin))


def _close(stack: list[tuple[str, list[Inline]]], hrefs: Mapping[str, str], origin: Location) -> str:
    """Close the innermost pair into a node of the one around it; returns its kind."""
    kind, children = stack.pop()
    around = stack[-1][1]
    if not children:
        return kind
    if kind in _WRAPPERS and not any(kind == outer for outer, _ in stack):
        around.append(_WRAPPERS[kind](tuple(children), origin))
    elif kind in hrefs:
        before = around[-1] if around else None
        if isinstance(before, Text) and (address := _URL_BEFORE.search(before.text)):
            # The style printed `https://doi.org/` itself: it belongs to the link.
            around[-1:] = [Text(before.text[: address.start()], origin)] if address.start() else []
            children.insert(0, Text(address.group(), origin))
        around.append(Link(hrefs[kind], _joined(children, origin), origin))
    else:
        # Italics inside italics stand upright, as in a species' name in an italic title.
        for child in children:
            _say(around, child.text, origin) if isinstance(child, Text) else around.append(child)
    return kind


def _joined(nodes: list[Inline], origin: Location) -> Inlines:
    joined: list[Inline] = []
    for node in nodes:
        _say(joined, node.text, origin) if isinstance(node, Text) else joined.append(node)
    return tuple(joined)
