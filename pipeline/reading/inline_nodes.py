"""Syntax tree of a line → typed inline nodes, each with its origin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pipeline.findings import Finding, Location
from pipeline.manuscript import (
    CitationMark,
    Cite,
    Code,
    CrossReferenceMark,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    NoteMark,
    Passage,
    Placeholder,
    Strong,
    Subscript,
    Superscript,
    Text,
    ValueMark,
)
from pipeline.reading.formulas import to_mathml
from pipeline.reading.inline_rules import (
    BAD_FORMULA,
    LINK_TITLE,
    NESTED_TOO_DEEP,
    NOTE_IN_LINE,
    PASSAGE_ID,
    PICTURE_IN_PROSE,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_ITEM,
    UNSAFE_LINK,
)
from pipeline.reading.markdown import Node, parse_line
from pipeline.reading.marks import Attributes

# CARE 2013 with the sub-items of its form.
_ITEM = re.compile(r"3[a-d]?|5[a-d]?|8[a-d]?|9[a-c]?|10[a-d]?|11[a-d]?|12|13|[12467]")
_TAKEN = re.compile(r"(fig|tbl|sec|ref|cite|note|at|statement)-.*")

_WRAPPERS: dict[str, Callable[[Inlines, Location], Inline]] = {
    "em": Emphasis,
    "strong": Strong,
    "sup": Superscript,
    "sub": Subscript,
}


def read_line(text: str, where: Location) -> tuple[Inlines, list[Finding]]:
    """One line of prose from case.yaml → nodes. Marks are read as in the narrative, values of `{{ }}` too."""
    reader = LineReader(text, [where])
    return reader.read_alone(parse_line(text)), reader.findings


@dataclass
class LineReader:
    """Reads one block's line content; knows where each of its source lines begins."""

    content: str
    starts: Sequence[Location]
    """Place of each line of `content`; the last one serves for lines beyond."""
    findings: list[Finding] = field(default_factory=list)
    passages: dict[str, Location] = field(default_factory=dict)
    """Ids of passages met so far."""
    _cursor: int = 0

    def read(self, nodes: Sequence[Node]) -> Inlines:
        found: list[Inline] = []
        for node in nodes:
            for made in self._one(node):
                last = found[-1] if found else None
                if isinstance(made, Text) and isinstance(last, Text):
                    found[-1] = Text(last.text + made.text, last.origin)
                else:
                    found.append(made)
        return tuple(found)

    def read_alone(self, line: Node) -> Inlines:
        """A line outside a paragraph, where notes cannot be written."""
        found = self.read(line.children)
        begin = next((n.text for n in found if isinstance(n, Text) and "^[" in n.text), "")
        if begin:
            where = self.at(max(self.content.find("^["), 0), 2)
            hint = "call the note here with [^1], and write it in the narrative: [^1]: …"
            message = "a note cannot be written inside a heading, a caption or a line of case.yaml"
            self.findings.append(NOTE_IN_LINE.at(where, message, hint=hint))
        return found

    def at(self, offset: int, length: int = 1) -> Location:
        """Place of a position in the content."""
        before = self.content[:offset].split("\n")
        line = len(before) - 1
        start = self.starts[min(line, len(self.starts) - 1)]
        column = start.column + len(before[-1]) if start.column else 0
        return Location(start.file, start.line, column, length, start.field)

    def _find(self, text: str) -> Location:
        """Place of words that the tree gives without a position: the next time they come."""
        found = self.content.find(text, self._cursor) if text else -1
        offset = found if found >= 0 else self._cursor
        self._cursor = offset + (len(text) if found >= 0 else 0)
        return self.at(offset, max(1, len(text)))

    def _one(self, node: Node) -> Iterator[Inline]:
        match node.type:
            case "inline":
                yield from self.read(node.children)
            case "text" | "text_special":
                yield from self._text(node)
            case "softbreak":
                yield Text(" ", self._find("\n"))
            case "hardbreak":
                yield LineBreak(self._find("\n"))
            case "em" | "strong" | "sup" | "sub":
                where = self._find(node.markup)
                yield _WRAPPERS[node.type](self.read(node.children), where)
            case "citation" | "cross_reference" | "value" | "passage":
                yield self._mark(node)
            case _:
                yield self._thing(node)

    def _text(self, node: Node) -> Iterator[Inline]:
        if node.meta.get("too_deep"):
            message = "emphasis or brackets are nested too deep in this paragraph"
            self.findings.append(NESTED_TOO_DEEP.at(self.at(0), message))
        if node.content:
            yield Text(node.content, self._find(node.content))

    def _thing(self, node: Node) -> Inline:
        match node.type:
            case "code_inline":
                return Code(node.content, self._find(node.content))
            case "math_inline" | "math_inline_double":
                return self._formula(node)
            case "link":
                return self._link(node)
            case "image":
                return self._picture(node)
            case "footnote_ref":
                label = node.meta["label"] if node.meta.get("label") else f"^{node.meta['id']}"
                return NoteMark(str(label), self._find("^"))
        raise AssertionError(f"no reader for inline node {node.type}")

    def _mark(self, node: Node) -> Inline:
        meta = node.meta
        offset: int = meta["pos"]
        self._cursor = max(self._cursor, offset)
        if node.type == "value":
            where = self.at(offset, len(meta["source"]))
            return ValueMark(meta["path"], meta["at"], meta["source"], where)
        if node.type == "cross_reference":
            targets = tuple(key.key for key in meta["keys"])
            return CrossReferenceMark(targets, self.at(offset, len(targets[0]) + 1))
        if node.type == "citation":
            cites = tuple(
                Cite(k.key, self.at(k.offset, len(k.key) + 1), k.prefix, k.suffix, k.locator, k.label)
                for k in meta["keys"]
            )
            return CitationMark(cites, meta["narrative"], self.at(offset))
        given, where = meta["attributes"], self.at(offset)
        self.refuse_unknown(given, where)
        return Passage(self.read(node.children), self._free(given.id, where), given.care, where)

    def refuse_unknown(self, given: Attributes, where: Location) -> None:
        """Findings for attributes and items of CARE that there are not."""
        for name in given.unknown:
            hint = "known here: #id and care=8b"
            self.findings.append(UNKNOWN_ATTRIBUTE.at(where, f"`{name}=` is not an attribute", hint=hint))
        for item in given.care:
            if not _ITEM.fullmatch(item):
                hint = "its items are 1 to 13, some with a letter, such as 8b"
                self.findings.append(UNKNOWN_ITEM.at(where, f"`{item}` is not an item of CARE", hint=hint))

    def _free(self, wanted: str, where: Location) -> str:
        """The id of a passage, '' where it cannot have it."""
        if not wanted:
            return ""
        if _TAKEN.fullmatch(wanted):
            message = f"`{wanted}` begins like the id of something else"
            self.findings.append(PASSAGE_ID.at(where, message, hint="give these words another id"))
            return ""
        if wanted in self.passages:
            message = f"`{wanted}` is already the id of words on line {self.passages[wanted].line}"
            self.findings.append(PASSAGE_ID.at(where, message, hint="give one of them another id"))
            return ""
        self.passages[wanted] = where
        return wanted

    def _formula(self, node: Node) -> Inline:
        where = self._find(node.content)
        mathml, problem = to_mathml(node.content, display=False)
        if problem:
            self.findings.append(BAD_FORMULA.at(where, problem))
            return Placeholder(f"${node.content}$", where)
        return Math(node.content, mathml, where)

    def _link(self, node: Node) -> Inline:
        href = str(node.attrs.get("href", ""))
        where = self._find("[" if node.markup != "autolink" else "<")
        children = self.read(node.children)
        if title := str(node.attrs.get("title", "")):
            hint = "write the words in the text, or leave them out"
            self.findings.append(
                LINK_TITLE.at(where, "the words in quotes after the address are not printed", hint=hint, quote=title)
            )
        if is_safe(href):
            return Link(href, children, where)
        hint = "link to an address that begins with https://, or to #id on the page"
        self.findings.append(
            UNSAFE_LINK.at(where, "this link leads to a place readers cannot follow", hint=hint, quote=href)
        )
        return Placeholder(f"{plain_text(children)} [link: {href}]", where)

    def _picture(self, node: Node) -> Inline:
        where = self._find("![")
        hint = "describe it under `figures:` in case.yaml and call it here with @fig-…"
        self.findings.append(PICTURE_IN_PROSE.at(where, "a picture stands in the prose", hint=hint))
        return Placeholder(f"[picture: {node.content or node.attrs.get('src', '')}]", where)


def is_safe(href: str) -> bool:
    """Whether a reader of the published page may be sent there."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.netloc)
    return parts.scheme == "mailto" or (href.startswith("#") and len(href) > 1)


def plain_text(inlines: Inlines) -> str:
    """The words alone."""
    said = []
    for node in inlines:
        match node:
            case Text(text=text) | Code(text=text) | Placeholder(text=text):
                said.append(text)
            case Math(tex=tex):
                said.append(tex)
            case LineBreak():
                said.append(" ")
            case ValueMark(source=source):
                said.append(source)
            case _:
                said.append(plain_text(getattr(node, "children", ())))
                said += [part.text for part in getattr(node, "parts", ())]
    return "".join(said)
