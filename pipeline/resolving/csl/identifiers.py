"""DOI, PMID, PMCID and URL of an item: their bare form, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

_RESOLVER = re.compile(r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.I)
_DIGITS = re.compile(r"\d{1,9}")
_NOT_PRINTABLE = re.compile(r"[\x00-\x20\x7f\ufdd0-\ufdef]")


def cleaned(kind: str, value: str) -> str:
    """An identifier without resolver, label and blanks: `https://doi.org/10.5555/x` → `10.5555/x`."""
    value = _NOT_PRINTABLE.sub("", value)
    if kind == "DOI":
        return _RESOLVER.sub("", value)
    if kind in ("PMID", "PMCID") and (digits := _DIGITS.search(value)):
        return f"PMC{digits.group()}" if kind == "PMCID" else digits.group()
    return value


def addresses(csl: Mapping[str, object]) -> dict[str, str]:
    """Where each identifier of an item leads; those that lead nowhere safe are left out."""
    found: dict[str, str] = {}
    for kind in ("DOI", "PMID", "PMCID", "URL"):
        value = cleaned(kind, str(csl.get(kind) or ""))
        if kind == "DOI" and re.fullmatch(r"10\.\d{4,9}/\S+", value):
            found[kind] = "https://doi.org/" + quote(value, safe="/:;()._-")
        elif kind == "PMID" and value.isdecimal():
            found[kind] = f"https://pubmed.ncbi.nlm.nih.gov/{value}/"
        elif kind == "PMCID" and value.startswith("PMC"):
            found[kind] = f"https://pmc.ncbi.nlm.nih.gov/articles/{value}/"
        elif kind == "URL" and _is_web(value):
            found[kind] = value
    return found


def _is_web(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.netloc)
