"""Entries and citations, compared with those of citeproc-js, the reference implementation of CSL.

`csl_oracle/regenerate.cjs` says how the expectations are made.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.findings import Location
from pipeline.manuscript import Emphasis, Inlines, Link, SmallCaps, Strong, Subscript, Superscript, Text
from pipeline.reading import csl_json
from pipeline.resolving.csl import NumberedCite, load_style

ORACLE = Path(__file__).parent / "csl_oracle"
EXPECTED = json.loads((ORACLE / "expected.json").read_text("utf-8"))
STYLES = EXPECTED["styles"]
ITEMS, _ = csl_json.read((ORACLE / "items.json").read_text("utf-8"), "items.json")

# Where we print something else on purpose, in every style or in one: the reason.
DIFFERENT_ON_PURPOSE = {
    ("", "arabic"): "given names in scripts without capitals have no initials",
    ("", "chinese"): "a Latin name among Chinese ones keeps its own order",
    ("", "magazine"): "a range of one page is one page",
    ("", "two-years"): "the parts of a range's second date are not glued together",
    ("cureus", "patent"): "an entry ends in one full stop, not in two",
}


def plain(nodes: Inlines) -> str:
    text = ""
    for node in nodes:
        match node:
            case Text():
                text += node.text
            case Emphasis() | Strong() | Superscript() | Subscript() | SmallCaps() | Link():
                text += plain(node.children)
            case _:
                pytest.fail(f"no style makes a {type(node).__name__}")
    return text


def entries(name: str) -> dict[str, str]:
    style, findings = load_style(name, Location("case.yaml"))
    assert style is not None
    assert findings == []
    numbered = list(enumerate(ITEMS, start=1))
    made = style.entries(numbered, "en-US")
    assert [entry.findings for entry in made] == [()] * len(ITEMS)
    return {
        item.key: " ".join(f"{entry.label} {plain(entry.body)}".split())
        for (_, item), entry in zip(numbered, made, strict=True)
    }


@pytest.mark.parametrize("name", STYLES)
def test_entries(name: str) -> None:
    ours = entries(name)
    theirs = dict(zip(ours, STYLES[name]["entries"], strict=True))
    same = [key for key in ours if ("", key) not in DIFFERENT_ON_PURPOSE and (name, key) not in DIFFERENT_ON_PURPOSE]
    assert {key: ours[key] for key in same} == {key: theirs[key] for key in same}


@pytest.mark.parametrize(("style", "key"), DIFFERENT_ON_PURPOSE)
def test_a_difference_on_purpose_is_one(style: str, key: str) -> None:
    position = [item.key for item in ITEMS].index(key)
    names = [style] if style else list(STYLES)
    assert any(entries(name)[key] != STYLES[name]["entries"][position] for name in names)


@pytest.mark.parametrize("name", STYLES)
def test_citations(name: str) -> None:
    style, _ = load_style(name, Location("case.yaml"))
    assert style is not None
    clusters = [[NumberedCite(number, f"ref-{number}") for number in cluster] for cluster in EXPECTED["clusters"]]
    printed = ["".join(part.text for part in parts) for parts in style.clusters(clusters)]
    assert printed == STYLES[name]["clusters"]
