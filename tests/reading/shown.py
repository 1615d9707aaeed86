"""Nodes → a short text in which every kind of node shows, for tables of input and expected."""

from __future__ import annotations

from pipeline.manuscript import (
    Block,
    Blocks,
    BulletList,
    Citation,
    CitationMark,
    Code,
    CodeBlock,
    CrossReference,
    CrossReferenceMark,
    DisplayMath,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    NoteMark,
    NoteReference,
    NumberedList,
    Paragraph,
    Passage,
    Placeholder,
    Quote,
    Section,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    ValueMark,
)

_AROUND = {Emphasis: "em", Strong: "strong", Superscript: "sup", Subscript: "sub", SmallCaps: "caps"}


def line(nodes: Inlines) -> str:
    return "".join(inline(node) for node in nodes)


def inline(node: Inline) -> str:
    match node:
        case Text(text):
            return text
        case Code(text):
            return f"code({text})"
        case Emphasis() | Strong() | Superscript() | Subscript() | SmallCaps():
            return f"{_AROUND[type(node)]}({line(node.children)})"
        case Link(href, children):
            return f"link({line(children)} → {href})"
        case LineBreak():
            return "⏎"
        case Math(tex):
            return f"math({tex})"
        case Placeholder(text):
            return f"‹{text}›"
        case _:
            return marked(node)


def marked(node: Inline) -> str:
    match node:
        case Passage(children, own, care):
            return f"passage({line(children)}|{own}|{','.join(care)})"
        case CitationMark(cites, narrative):
            parts = [" ".join(filter(None, (c.prefix, c.key, c.locator, c.suffix))) for c in cites]
            return f"{'said' if narrative else 'cite'}({', '.join(parts)})"
        case CrossReferenceMark(targets):
            return f"ref({', '.join(targets)})"
        case ValueMark(path, at):
            return f"value({path}{' at ' + at if at else ''})"
        case NoteMark(label):
            return f"note({label})"
        case NoteReference(number):
            return f"note {number}"
        case Citation(parts) | CrossReference(parts):
            return "".join(part.text for part in parts)
    raise AssertionError(node)


def blocks(nodes: Blocks) -> str:
    return " / ".join(block(node) for node in nodes)


def block(node: Block) -> str:
    match node:
        case Paragraph(children):
            return f"p({line(children)})"
        case BulletList(items) | NumberedList(items):
            name = f"ol{node.start}" if isinstance(node, NumberedList) else "ul"
            return f"{name}({' | '.join(blocks(item) for item in items)})"
        case Quote(inside):
            return f"quote({blocks(inside)})"
        case CodeBlock(text):
            return f"pre({text})"
        case DisplayMath(tex):
            return f"display({tex})"
        case ThematicBreak():
            return "break"
        case Table():
            rows = [" | ".join(line(cell.children) for cell in row) for row in (node.head, *node.rows)]
            return f"table {node.id}({line(node.title)}: {' / '.join(rows)})"
        case Figure() | Section():
            return floated(node)


def floated(node: Figure | Section) -> str:
    if isinstance(node, Figure):
        return f"figure {node.id}"
    return f"h{node.level}({line(node.title)}: {blocks(node.blocks)})"
