"""The grammar of what an author may put into a line of prose beyond CommonMark: pure functions on text.

Citations and cross-references follow pandoc's syntax: `[see @rund2005, p. 3; @{DBLP:conf/x}]`, `@rund2005`.
Each function looks at one position and gives what stands there and where it ends, or None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

CROSS_REFERENCE = re.compile(r"(fig|tbl|sec)-[a-z0-9-]*[a-z0-9]")
_KEY = re.compile(r"@(?:\{(?P<braced>[^{}\s][^{}]*)\}|(?P<bare>\w(?:[\w]|[:.#$%&\-+?<>~/](?=\w))*))")
_VALUE = re.compile(r"\{\{\s*(?P<path>[A-Za-z][\w-]*(?:\.[\w-]+)*)(?:\s+at\s+(?P<at>[^{}]+?))?\s*\}\}")
_ATTRIBUTES = re.compile(r"\{\s*(?P<inside>(?:#[\w.:-]+|[a-z]+=[\w.:,-]+)(?:\s+(?:#[\w.:-]+|[a-z]+=[\w.:,-]+))*)\s*\}")
_LOCATOR = re.compile(
    r",?\s*(?P<label>pp?\.|pages?|chap(?:\.|ters?)|secs?\.|sections?|figs?\.|figures?|vols?\.|volumes?|nn?\.|paras?\.)?"
    # Without a label only numbers are places: `@a, i.e. …` is prose.
    r"\s*(?P<locator>(?(label)[0-9ivxlcIVXLC]+|\d+)(?:\s*[-–,]\s*[0-9ivxlcIVXLC]+)*)(?=$|[\s,;:)]|\.(?:\s|$))"
)
_PLACE = re.compile(r" \[(?P<inside>[^\[\]]{1,100})\](?![(\[{:])")
_LABELS = {"p": "page", "c": "chapter", "s": "section", "f": "figure", "v": "volume", "n": "note"}
MAX_BRACKET = 2000
"""Characters; a longer bracket is prose."""


@dataclass(frozen=True, slots=True)
class Key:
    """`@key` with what stands around it in its bracket."""

    key: str
    offset: int
    """Of the `@` in the line."""
    prefix: str = ""
    suffix: str = ""
    locator: str = ""
    label: str = "page"

    @property
    def is_cross_reference(self) -> bool:
        return bool(CROSS_REFERENCE.fullmatch(self.key))


@dataclass(frozen=True, slots=True)
class Attributes:
    """`{#id care=8b,8c}`"""

    id: str = ""
    care: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def bracketed(source: str, start: int) -> tuple[tuple[Key, ...], int] | None:
    """`[see @a, p. 3; @b]` at `start` → its keys and the end; every part must hold a key, but for an empty last one."""
    end = _closing_bracket(source, start)
    if end < 0:
        return None
    keys = []
    at = start + 1
    for part in re.sub(r"(?<=\S);\s*$", "", source[at:end]).split(";"):
        key = _bracket_part(part, at)
        if key is None:
            return None
        keys.append(key)
        at += len(part) + 1
    references = [key.is_cross_reference for key in keys]
    if any(references) and not (all(references) and all(not k.prefix and not k.suffix + k.locator for k in keys)):
        # Prose in brackets that mentions a figure: the bare marks inside are found one by one.
        return None
    return tuple(keys), end + 1


def bare(source: str, start: int) -> tuple[Key, int] | None:
    """`@key` or `@key [p. 3]` at `start`, not within a word (an e-mail address is text)."""
    if start and (source[start - 1].isalnum() or source[start - 1] in "_.-@/"):
        return None
    match = _KEY.match(source, start)
    if match is None:
        return None
    key = Key(_key_of(match), start)
    place = _PLACE.match(source, match.end())
    locator = _LOCATOR.fullmatch(place["inside"].strip()) if place else None
    if place is None or locator is None or not locator["label"] or key.is_cross_reference:
        return key, match.end()
    return replace(key, locator=_pages(locator), label=_LABELS.get(locator["label"][0], "page")), place.end()


def value(source: str, start: int) -> tuple[str, str, int] | None:
    """`{{ tests.alt at day 12 }}` at `start` → path, time ('' if none), end. Other braces are text."""
    match = _VALUE.match(source, start)
    return (match["path"], match["at"] or "", match.end()) if match else None


def attributes(source: str, start: int) -> tuple[Attributes, int] | None:
    """`{#id care=8b}` at `start`."""
    match = _ATTRIBUTES.match(source, start)
    if not match:
        return None
    found_id, care, unknown = "", (), []
    for word in match["inside"].split():
        name, _, text = word.partition("=")
        if word.startswith("#"):
            found_id = word[1:]
        elif name == "care":
            care = tuple(filter(None, text.split(",")))
        else:
            unknown.append(name)
    return Attributes(found_id, care, tuple(unknown)), match.end()


def trailing_attributes(text: str) -> tuple[str, Attributes]:
    """`Discussion {#sec-discussion}` → the text before, and the attributes."""
    brace = text.rfind("{")
    found = attributes(text, brace) if brace >= 0 and text.rstrip().endswith("}") else None
    if found and found[1] == len(text.rstrip()):
        return text[:brace].rstrip(), found[0]
    return text, Attributes()


def _closing_bracket(source: str, start: int) -> int:
    depth = 0
    for at in range(start, min(len(source), start + MAX_BRACKET)):
        character = source[at]
        if character == "\\":
            return -1
        if character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                return at
    return -1


def _pages(locator: re.Match[str]) -> str:
    return " ".join(locator["locator"].split())


def _bracket_part(part: str, offset: int) -> Key | None:
    for match in _KEY.finditer(part):
        before = part[: match.start()]
        if before and (before[-1].isalnum() or before[-1] in "_."):
            continue
        prefix = before.strip().removesuffix("-").strip()
        locator = _LOCATOR.match(part, match.end())
        label = _LABELS.get((locator["label"] or "p")[0], "page") if locator else "page"
        rest = part[locator.end() if locator else match.end() :].strip()
        pages = _pages(locator) if locator else ""
        return Key(_key_of(match), offset + match.start(), prefix, rest.lstrip(", "), pages, label)
    return None


def _key_of(match: re.Match[str]) -> str:
    return match["braced"] or match["bare"]
