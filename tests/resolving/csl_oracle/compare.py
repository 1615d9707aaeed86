"""Our entries and citations beside those of citeproc-js, the reference implementation of CSL, style by style.

`regenerate.cjs` says how expected.json is made of items/*.json and clusters.json; differences.yaml says where we print
something else on purpose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import yaml

from pipeline.findings import Location
from pipeline.library import Item
from pipeline.manuscript import Emphasis, Inlines, Link, SmallCaps, Strong, Subscript, Superscript, Text
from pipeline.reading import csl_json
from pipeline.resolving.csl import Entry, NumberedCite, Style, load_style

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, dict[str, dict[str, str]]]] = {
    "en-US": json.loads((HERE / "expected.json").read_text("utf-8")),
    "es-ES": json.loads((HERE / "expected-es.json").read_text("utf-8")),
}
"""By language of the document and style: `entries` by id of the item, `clusters` by their name."""
STYLES = tuple(EXPECTED["en-US"])
_TAGS = {Emphasis: "i", Strong: "b", Superscript: "sup", Subscript: "sub", SmallCaps: "sc"}
Formatted = tuple[str, frozenset[str]]
_ORDER = list(_TAGS.values())


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry or citation in one style."""

    style: str
    name: str
    """Id of the item, or name of the cluster."""
    ours: str
    theirs: str
    reason: str
    """Why it differs on purpose; '' where it must not."""


@dataclass(frozen=True, slots=True)
class Count:
    """How one style fares."""

    style: str
    entries: int
    equal_entries: int
    clusters: int
    equal_clusters: int
    differences: tuple[str, ...]
    """The reasons of what is not equal, each once."""


def counts() -> list[Count]:
    """One row for each style that is compared."""
    rows = []
    for style in STYLES:
        entries, clusters = entry_pairs(style), cluster_pairs(style)
        different = [pair for pair in (*entries, *clusters) if pair.ours != pair.theirs]
        reasons = tuple(dict.fromkeys(pair.reason or f"not explained: {pair.name}" for pair in different))
        rows.append(Count(style, len(entries), _equal(entries), len(clusters), _equal(clusters), reasons))
    return rows


def _equal(pairs: tuple[Pair, ...]) -> int:
    return sum(pair.ours == pair.theirs for pair in pairs)


@cache
def items() -> tuple[Item, ...]:
    """The whole library, in the order of its files."""
    found: list[Item] = []
    for file in sorted((HERE / "items").glob("*.json")):
        read, findings = csl_json.read(file.read_text("utf-8"), file.name)
        assert findings == []
        found += read
    return tuple(found)


@cache
def differences() -> dict[tuple[str, str], str]:
    """Style and name of an item or cluster → why we differ; the style is '' where it does not matter."""
    listed = yaml.safe_load((HERE / "differences.yaml").read_text("utf-8"))
    return {
        (style, name): entry["why"]
        for entry in listed
        for style in entry.get("styles", [""])
        for name in entry["names"]
    }


@cache
def entry_pairs(style: str, language: str = "en-US") -> tuple[Pair, ...]:
    """Every item of the library as an entry, ours and theirs."""
    numbered = list(enumerate(items(), start=1))
    made = _style(style).entries(numbered, language)
    ours = {item.key: _shown(number, entry) for (number, item), entry in zip(numbered, made, strict=True)}
    return tuple(_pairs(style, ours, EXPECTED[language][style]["entries"]))


@cache
def cluster_pairs(style: str) -> tuple[Pair, ...]:
    """Every cluster as it is cited, ours and theirs."""
    clusters = json.loads((HERE / "clusters.json").read_text("utf-8"))
    loaded = _style(style)
    made = loaded.clusters([[_cite(cite) for cite in cluster] for cluster in clusters.values()], "en-US")
    texts = ["".join(part.text for part in parts) for parts in made]
    ours = {
        name: f"<sup>{text}</sup>" if loaded.superscript else text for name, text in zip(clusters, texts, strict=True)
    }
    return tuple(_pairs(style, ours, EXPECTED["en-US"][style]["clusters"]))


def _pairs(style: str, ours: dict[str, str], theirs: dict[str, str]) -> Iterator[Pair]:
    assert ours.keys() == theirs.keys(), "expected.json is older than the items or clusters: run regenerate.cjs"
    for name, text in ours.items():
        reason = differences().get((style, name)) or differences().get(("", name), "")
        yield Pair(style, name, text, theirs[name], reason)


def _style(name: str) -> Style:
    style, findings = load_style(name, Location("case.yaml"))
    assert style is not None
    assert findings == []
    return style


def _cite(written: int | dict[str, str | int]) -> NumberedCite:
    """A number of clusters.json, or an object with its number and what stands around it."""
    options = {"n": written} if isinstance(written, int) else written
    number, label = int(options["n"]), str(options.get("label", "page"))
    prefix, suffix, locator = (str(options.get(name, "")) for name in ("prefix", "suffix", "locator"))
    return NumberedCite(number, f"ref-{number}", prefix, suffix, locator, label)


def _shown(number: int, entry: Entry) -> str:
    assert entry.findings == ()
    return f"{entry.label.replace(str(number), '№', 1)} {tagged(entry.body)}".strip()


def tagged(nodes: Inlines) -> str:
    """Nodes as text with tags, in the one form that regenerate.cjs gives to citeproc-js's HTML too."""
    text = ""
    for formats, run in groupby(_blanks_like_before(characters(nodes, frozenset())), key=lambda each: each[1]):
        tags = [tag for tag in _ORDER if tag in formats]
        text += "".join(f"<{tag}>" for tag in tags) + "".join(character for character, _ in run)
        text += "".join(f"</{tag}>" for tag in reversed(tags))
    return " ".join(re.sub(r"( +)((?:</\w+>)+)", r"\2\1", text).split())


def _blanks_like_before(characters: Iterable[Formatted]) -> Iterator[Formatted]:
    """Nobody sees whether a blank is in italics."""
    before: frozenset[str] = frozenset()
    for character, formats in characters:
        before = before if character.isspace() else formats
        yield character, before


def characters(nodes: Inlines, formats: frozenset[str]) -> Iterator[Formatted]:
    """Every character of nodes with the tags that it stands in."""
    for node in nodes:
        match node:
            case Text():
                yield from ((character, formats) for character in node.text)
            case Link():
                yield from characters(node.children, formats)
            case Emphasis() | Strong() | Superscript() | Subscript() | SmallCaps():
                yield from characters(node.children, formats | {_TAGS[type(node)]})
            case _:
                raise AssertionError(f"no style makes a {type(node).__name__}")
