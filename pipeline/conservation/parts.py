"""What must be found in every output, as named parts: those of a line, those of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.findings import Location
from pipeline.manuscript import (
    Blocks,
    Code,
    CodeBlock,
    DisplayMath,
    Inlines,
    Link,
    Math,
    Text,
)
from pipeline.resolving.walk import every_block, lines_of, nodes_of


@dataclass(frozen=True, slots=True)
class Part:
    """Something to be found, and what to call it."""

    name: str
    text: str
    origin: Location
    is_address: bool = False
    """Where a link leads; need not be readable."""
    is_on_picture: bool = False
    """The letter of a panel, before its alt text."""


def of_line(name: str, line: Inlines) -> Iterator[Part]:
    for node in nodes_of(line):
        match node:
            case Text(text=text) | Code(text=text):
                yield Part(name, text, node.origin)
            case Math(tex=tex):
                yield Part("formula", tex, node.origin)
            case Link(href=href) if href.startswith(("https://", "http://")):
                yield Part(f"address in {name}", href, node.origin, is_address=True)
            case _:
                pass


def of_blocks(name: str, blocks: Blocks) -> Iterator[Part]:
    for line in lines_of(blocks):
        yield from of_line(name, line)
    for block in every_block(blocks):
        match block:
            case CodeBlock(text=text):
                yield Part(name, text, block.origin)
            case DisplayMath(tex=tex):
                yield Part("formula", tex, block.origin)
            case _:
                pass
