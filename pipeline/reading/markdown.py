"""Markdown text → a syntax tree. The only file that knows markdown-it; the tree becomes nodes elsewhere.

CommonMark without raw HTML, plus tables with captions, footnotes, sub- and superscript, formulas, and the marks
of `marks.py`, which go before links and link definitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from pipeline.reading import marks

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

MAX_NESTING = 60
MAX_BRACKETS = 500
"""Opened in one paragraph."""
_WITH_OTHERS = re.compile(r"\^\[|\[(?!@)")


class Node(Protocol):
    """What the rest of reading knows of a syntax tree's node."""

    @property
    def type(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def markup(self) -> str: ...
    @property
    def info(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def children(self) -> Sequence[Node]: ...
    @property
    def map(self) -> tuple[int, int] | None: ...
    @property
    def meta(self) -> dict[Any, Any]: ...  # whatever the rule that made the token put there
    @property
    def attrs(self) -> dict[str, str | int | float]: ...


@dataclass(frozen=True, slots=True)
class Tree:
    root: Node
    inline_notes: Sequence[Sequence[Node]]
    """Content of `^[…]` notes, by the number in the mark's `meta["id"]`."""
    definitions: Definitions


class Definitions(dict[str, dict[str, Any]]):
    """Link definitions by label; they remember which of them were used."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()
        self.repeated: list[dict[str, Any]] = []

    def get(self, label: str, default: Any = None) -> Any:
        self.used.add(label)
        return super().get(label, default)

    def unused(self) -> list[tuple[str, int]]:
        """Label and line, from 0, of those that no link used, and of those whose label was taken."""
        never = [(label, entry["map"][0]) for label, entry in self.items() if label not in self.used]
        return never + [(entry["title"] or entry["label"], entry["map"][0]) for entry in self.repeated]


def parse(text: str) -> Tree:
    """A whole narrative."""
    definitions = Definitions()
    env: MutableMapping[str, Any] = {"references": definitions}
    tokens = _parser().parse(text, env)
    notes = env.get("footnotes", {}).get("list", {})
    _flatten(tokens)
    inline_notes = [_note(notes[number]) for number in sorted(notes)]
    definitions.repeated = env.get("duplicate_refs", [])
    return Tree(SyntaxTreeNode(tokens), inline_notes, definitions)


def parse_line(text: str, definitions: Definitions | None = None) -> Node:
    """One line of prose outside a block, without inline notes; link definitions only in a narrative's."""
    if stands_alone(text):
        return SyntaxTreeNode([_alone(text)])
    env: MutableMapping[str, Any] = {"references": definitions or {}}
    tokens = _parser(inline_notes=False).parseInline(text, env)
    _flatten(tokens)
    return SyntaxTreeNode(tokens)


def stands_alone(text: str) -> bool:
    """Whether nothing elsewhere changes how a line is read: it has no notes, no links and no marked words.

    No text stands for a line that was refused: what is printed of it is in the tree alone.
    """
    return bool(text) and not _WITH_OTHERS.search(text)


@lru_cache(maxsize=1024)
def _alone(text: str) -> Token:
    """Remembered: an author changes one paragraph, and all others are read as they were."""
    tokens = _parser(inline_notes=False).parseInline(text, {})
    _flatten(tokens)
    return tokens[0]


def _inline(state: StateCore) -> None:
    """The parser's own rule, for what is not remembered."""
    for token in state.tokens:
        if token.type == "inline" and stands_alone(token.content):
            token.children = _alone(token.content).children
        elif token.type == "inline":
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _refuse_brackets(state: StateCore) -> None:
    """The parser tries every bracket with every other: so many would keep it busy for hours."""
    for token in state.tokens:
        if token.type == "inline" and token.content.count("[") > MAX_BRACKETS:
            token.children = [_plain(token.content)]
            token.content = ""


def _flatten(tokens: Iterable[Token]) -> None:
    """Make lines with emphasis nested too deep plain text: the parser's own limit does not hold for it."""
    for token in tokens:
        if _is_deep(token.children or ()):
            token.children = [_plain(token.content)]


def _is_deep(line: Iterable[Token]) -> bool:
    return max(accumulate(token.nesting for token in line), default=0) > MAX_NESTING


def _note(written: dict[str, Any]) -> Sequence[Node]:
    """The content of an inline note; of another note nothing, for its blocks stand in the tree."""
    tokens: Sequence[Token] = written.get("tokens") or ()
    shown = [_plain(written["content"])] if _is_deep(tokens) else tokens
    return SyntaxTreeNode(shown).children if shown else []


def _plain(content: str) -> Token:
    return Token("text", "", 0, content=content, meta={"too_deep": True})


@cache
def _parser(*, inline_notes: bool = True) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable("table")
    parser.disable(["html_block", "html_inline"])
    # Which links are safe is ours to judge, and to say: a link refused here would stand in the text as typed.
    parser.validateLink = lambda url: url is not None  # type: ignore[method-assign]  # how the parser is meant to be told
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=False)
    parser.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    if not inline_notes:
        parser.disable("footnote_inline")
    parser.use(sub_plugin).use(superscript_plugin)
    parser.block.ruler.at("reference", _reference, {"alt": []})
    parser.block.ruler.before("table", "table_caption", _table_caption, {"alt": ["paragraph", "blockquote"]})
    parser.core.ruler.before("inline", "refuse_brackets", _refuse_brackets)
    if inline_notes:
        parser.core.ruler.at("inline", _inline)
    # A passage may hold citations, so it goes first; a citation that looks like a link is a citation.
    parser.inline.ruler.before("link", "passage", _passage)
    parser.inline.ruler.before("link", "bracketed_mark", _bracketed)
    parser.inline.ruler.before("link", "bare_mark", _bare)
    parser.inline.ruler.before("link", "value", _value)
    # The text rule stops only at characters that may begin something; teach it ours.
    parser.inline.add_terminator_char("@")
    parser.inline.add_terminator_char("{")
    return parser


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """CommonMark's link definition, unless the line begins with a citation: `[@key]: …` is text."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return not line.startswith("[@") and reference(state, start, end, silent)


def _table_caption(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`: Caption {#tbl-labs}` in the lines after a table."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith(": "):
        return False
    if silent:
        return bool(state.parentType == "table")
    if not state.tokens or state.tokens[-1].type != "table_close":
        return False
    last = start + 1
    while last < end and not state.isEmpty(last):
        last += 1
    token = state.push("table_caption", "", 0)
    token.content = state.getLines(start, last, state.blkIndent, False).strip()[2:]
    token.map = [start, last]
    state.line = last
    return True


def _bracketed(state: StateInline, silent: bool) -> bool:
    found = marks.bracketed(state.src, state.pos) if state.src[state.pos] == "[" else None
    if not found:
        return False
    keys, end = found
    if not silent:
        kind = "cross_reference" if keys[0].is_cross_reference else "citation"
        state.push(kind, "", 0).meta = {"keys": keys, "pos": state.pos, "narrative": False}
    state.pos = end
    return True


def _bare(state: StateInline, silent: bool) -> bool:
    found = marks.bare(state.src, state.pos) if state.src[state.pos] == "@" else None
    if not found:
        return False
    key, end = found
    if not silent:
        kind = "cross_reference" if key.is_cross_reference else "citation"
        state.push(kind, "", 0).meta = {"keys": (key,), "pos": state.pos, "narrative": True}
    state.pos = end
    return True


def _value(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    found = marks.value(state.src, state.pos)
    if not found:
        return False
    path, at, end = found
    if not silent:
        source = state.src[state.pos : end]
        state.push("value", "", 0).meta = {"path": path, "at": at, "pos": state.pos, "source": source}
    state.pos = end
    return True


def _passage(state: StateInline, silent: bool) -> bool:
    """`[words]{care=10c}`"""
    if state.src[state.pos] != "[":
        return False
    begin = state.pos
    label_end = state.md.helpers.parseLinkLabel(state, begin)
    found = marks.attributes(state.src, label_end + 1) if label_end >= 0 else None
    if not found:
        return False
    given, end = found
    if not silent:
        state.push("passage_open", "span", 1).meta = {"attributes": given, "pos": begin}
        outer = state.posMax
        state.pos, state.posMax = begin + 1, label_end
        state.md.inline.tokenize(state)
        state.posMax = outer
        state.push("passage_close", "span", -1)
    state.pos = end
    return True
