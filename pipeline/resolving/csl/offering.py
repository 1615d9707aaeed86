"""The honest word for a style: verified, unverified, or refused and why; and the other names that styles have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import yaml

from pipeline.resolving.csl.macros import CSL
from pipeline.workspace import shipped_templates

if TYPE_CHECKING:
    from lxml import etree


class Word(StrEnum):
    """What an author may expect of a style."""

    VERIFIED = "verified"
    """What it prints has been compared with what the reference implementation of CSL prints."""
    UNVERIFIED = "unverified"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a style is not offered."""

    kind: str
    """What the style does, in words that follow “this citation style”."""
    missing: str
    """What casewright lacks for it."""


_NOTES = Refusal("puts references into notes", "a way to name a work in full once and briefly after that")
_BY_AUTHOR = {
    "author-date": Refusal(
        "cites by author and year",
        "a way to name authors in a sentence with only the year behind them, links from names to references, and a "
        "comparison with the reference implementation",
    ),
    "author": Refusal("cites by author", "a way to name authors in a sentence, and links from names to references"),
    "label": Refusal("cites by labels made of names and years", "links from such labels to references"),
}
_NO_NUMBERS = Refusal("does not number its references", "any way to cite but by number")
_NO_LIST = Refusal("has no list of references", "another place to say what is cited")
_REVERSED = Refusal("lists its references from the last to the first", "a way to number them backwards")


def refusal(root: etree._Element) -> Refusal | None:
    """Why an independent style is not offered; None where it is."""
    formats = [form for each in root.iterfind(f"{CSL}info/{CSL}category") if (form := each.get("citation-format"))]
    said = formats[0] if formats else ""
    layout, bibliography = root.find(f"{CSL}citation/{CSL}layout"), root.find(f"{CSL}bibliography")
    if root.get("class") == "note" or said == "note":
        return _NOTES
    if "numeric" not in formats and said in _BY_AUTHOR:
        return _BY_AUTHOR[said]
    if layout is None or not _prints_number(root, layout):
        return _NO_NUMBERS
    if bibliography is None:
        return _NO_LIST
    if bibliography.find(f"{CSL}sort/{CSL}key[@variable='citation-number'][@sort='descending']") is not None:
        return _REVERSED
    return None


def _prints_number(root: etree._Element, layout: etree._Element) -> bool:
    macros = {macro.get("name"): macro for macro in root.iterfind(f"{CSL}macro")}
    seen: set[str] = set()
    parts = [layout]
    while parts:
        for each in parts.pop().iter(f"{CSL}text", f"{CSL}number"):
            if each.get("variable") == "citation-number":
                return True
            name = each.get("macro", "")
            if name in macros and name not in seen:
                seen.add(name)
                parts.append(macros[name])
    return False


@cache
def aliases() -> dict[str, str]:
    """Other names of styles → the names of their files."""
    return {alias: entry["style"] for alias, entry in _table()["aliases"].items()}


@cache
def verified() -> frozenset[str]:
    """Names of the styles that have been compared with the reference implementation. Those that depend on one of
    them, and so print the same, do not stand here."""
    return frozenset(_table()["verified"])


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    table: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
        (shipped_templates() / "citation-styles.yaml").read_text("utf-8")
    )
    return table
