"""Text, page ranges, editions and identifiers as any format writes them → the one spelling that items hold.

Every reader of a bibliography format uses these, so that a reference is the same item in each of them.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from html.entities import html5

# A no-break space says something, so it is not white space here.
_SPACES = re.compile("[ \t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")
# Control characters, halves of surrogate pairs and what XML does not allow print nothing anywhere, or break an output.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NEEDS_WORK = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|  |^ | $")
_ENTITY = re.compile(r"&(?:(?:amp|#38|#x26);)*(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)
_DASHES = re.compile(r"\s*[-‐‑‒–—−]+\s*")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_BEFORE = re.compile(r"(?:https?://(?:[\w-]+\.)*doi\.org/|doi\s*:?\s*)+(?=10\.)", re.I)
_PMID = re.compile(r"(?:https?://\S+/|PMID\s*:?\s*)?0*(\d{1,9})(?:\s*\[\w+\])?/?", re.I)
_PMCID = re.compile(r"(?:https?://\S+/|PMCID\s*:?\s*)?(?:PMC)?\s*(\d{1,9})(?:\.\d+|/)?", re.I)
_ISSN = re.compile(r"(?:ISSN\s*:?\s*)?(\d{4})\s*[-‐‑–]?\s*(\d{3}[\dX])", re.I)
_LONGEST_IDENTIFIER = 1000
_EDITION = re.compile(r"(\d+)(?:st|nd|rd|th|\.)?(?: ed(?:ition|n?\.?)?)?", re.I)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def text(value: str) -> str:
    """Text in NFC, white space collapsed (no-break spaces kept), without characters that cannot be printed.

    HTML's entities, which databases leave in titles, become the characters they mean.
    """
    value = _clean(value)
    if "&" in value:
        value = _clean(_ENTITY.sub(_character, value))
    return unicodedata.normalize("NFC", value).strip()


def _clean(value: str) -> str:
    if _NEEDS_WORK.search(value):
        return _SPACES.sub(" ", _UNPRINTABLE.sub("", value)).strip(" ")
    return value


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    if name.startswith("#"):
        return unescape(f"&{name};")
    return html5.get(f"{name};", html5.get(f"{name.lower()};", entity.group()))


def pages(value: str) -> str:
    """Pages with a plain hyphen between the first and the last: `1099--1102` → `1099-1102`."""
    return _DASHES.sub("-", text(value))


def doi(value: str) -> str:
    """A DOI without address or label: `https://doi.org/10.5555/a` → `10.5555/a`; what is no DOI stays."""
    value = text(value)
    match = _DOI.search(_DOI_BEFORE.sub("", value)) if len(value) <= _LONGEST_IDENTIFIER else None
    return match.group().rstrip(".,;") if match else value


def pmid(value: str) -> str:
    """The digits of a PubMed id; what is none stays."""
    match = _PMID.fullmatch(text(value))
    return match[1] if match else text(value)


def pmcid(value: str) -> str:
    """A PubMed Central id with its letters: `1234567` → `PMC1234567`; what is none stays."""
    match = _PMCID.fullmatch(text(value))
    return f"PMC{match[1]}" if match else text(value)


def issn(value: str) -> str:
    """An ISSN with its hyphen: `12345678` → `1234-5678`; what is none stays."""
    match = _ISSN.fullmatch(text(value))
    return f"{match[1]}-{match[2].upper()}" if match else text(value)


def edition(value: str) -> str:
    """The number of an edition: `3rd ed.` and `Third` → `3`; what has none stays."""
    value = text(value)
    if match := _EDITION.fullmatch(value):
        return match[1]
    word = re.sub(r" ed(?:ition|n?\.?)?$", "", value.lower())
    return str(_ORDINALS.index(word) + 1) if word in _ORDINALS else value


def pubmed_title(value: str) -> str:
    """A title without the full stop that PubMed puts behind each; brackets, which mark a translation, stay."""
    value = text(value)
    return value if value.endswith("..") else value.removesuffix(".").rstrip()
