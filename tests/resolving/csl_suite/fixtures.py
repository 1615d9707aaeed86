"""The fixtures of the official CSL test suite: what goes in, and the text that should come out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[4] / "shared/data/csl-test-suite"
"""Lent beside some checkouts; its licence keeps it out of this repository."""
_SECTION = re.compile(r">>=+ ([A-Z-]+) =+>>\n(.*?)\n?<<=+ \1 =+<<", re.S)
_INLINE = re.compile(r"</?(?:i|b|sup|sub|span|a)\b[^<>]*>")
_BLOCK = re.compile(r"</?div\b[^<>]*>")
_PLACE = re.compile(r"^(?:>>|\.\.)(?=\[\d+\] )", re.M)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")

Json = dict[str, Any]
"""An object of a fixture, odd ones included."""


@dataclass(frozen=True)
class Fixture:
    """One test of the suite."""

    name: str
    mode: str
    """`citation` or `bibliography`."""
    result: str
    style: bytes
    items: list[Json]
    """CSL-JSON; each has an id."""
    clusters: list[list[Json]] | None
    """Cites (CSL-JSON) of each citation; None: all items in one."""
    note_numbers: list[int] | None
    """The footnote of each citation, where the fixture is a whole document."""


def load_fixtures(folder: Path) -> list[Fixture]:
    return [load(path) for path in sorted(folder.glob("*.txt"))]


def load(path: Path) -> Fixture:
    sections = dict(_SECTION.findall(path.read_text("utf-8")))
    items = [{**item, "id": str(item.get("id", number))} for number, item in enumerate(json.loads(sections["INPUT"]))]
    clusters, notes = None, None
    if "CITATIONS" in sections:
        document = in_order(json.loads(sections["CITATIONS"]))
        clusters = [citation["citationItems"] for citation in document]
        notes = [citation.get("properties", {}).get("noteIndex", 0) for citation in document]
    elif "CITATION-ITEMS" in sections:
        clusters = json.loads(sections["CITATION-ITEMS"])
    style = re.sub(r"^\s*<\?xml[^>]*\?>", "", sections["CSL"]).strip()
    return Fixture(path.stem, sections["MODE"].strip(), sections["RESULT"], style.encode(), items, clusters, notes)


def in_order(steps: list[Any]) -> list[Json]:
    """The citations of a document after the last step; each step says what stands before and after what it puts in."""
    citations: dict[str, Json] = {}
    order: list[str] = []
    for citation, before, after in steps:
        name = citation["citationID"]
        citations[name] = citation
        order = [*(each for each, _ in before), name, *(each for each, _ in after)]
        for each, note in (*before, *after):
            citations[each].setdefault("properties", {})["noteIndex"] = note
    return [citations[name] for name in order]


def by_text(result: str) -> str:
    """What is compared: the text without tags, entities, differences of white space, the curl of quotation marks, and
    the marks that say which citations of a document have changed since the step before."""
    return exact(result).translate(_STRAIGHT)


def exact(result: str) -> str:
    """As `by_text`, but curled quotation marks are not straight ones."""
    return " ".join(unescape(_INLINE.sub("", _BLOCK.sub(" ", _PLACE.sub("", result)))).split())


def lines_of(fixture: Fixture, texts: list[str]) -> Iterator[str]:
    """Citations as the suite writes them: numbered in a document, else one a line."""
    for number, text in enumerate(texts):
        yield f"[{number}] {text}" if fixture.note_numbers is not None else text
