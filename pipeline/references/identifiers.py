"""A DOI, PMID, PMCID, ISSN or ISBN in; what is wrong with it, in words, out.

Check digits: ISO 3297 (ISSN), ISO 2108 (ISBN). PubMed numbers have at most eight digits so far.
"""

from __future__ import annotations

import re

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_PMID = re.compile(r"[1-9]\d{0,7}")
_PMCID = re.compile(r"PMC[1-9]\d{0,8}")
_ISSN = re.compile(r"(\d{4})-?(\d{3}[\dXx])")
_ISBN = re.compile(r"(?:97[89][-‐–\s]?)?(?:\d[-‐–\s]?){9}[\dXx]")
_LABELS = re.compile(r"\([^()]*\)|\b(?:e-?|p-?)?IS[SB]N(?:-1[03])?\b\s*:?", re.I)


def fault(kind: str, value: str) -> str:
    """What is wrong with an identifier, in words that follow `the DOI`; '' for a sound one. `kind` as CSL names it."""
    return {"DOI": _doi, "PMID": _pmid, "PMCID": _pmcid, "ISSN": _issn, "ISBN": _isbn}[kind](value)


def _doi(value: str) -> str:
    if _DOI.fullmatch(value):
        return ""
    return "has a blank in it" if _DOI.match(value) else "does not look like one; it begins with 10. as in 10.5555/abc"


def _pmid(value: str) -> str:
    return "" if _PMID.fullmatch(value) else "is not a number of up to eight digits"


def _pmcid(value: str) -> str:
    return "" if _PMCID.fullmatch(value) else "does not look like one; it is PMC and a number"


def _issn(value: str) -> str:
    for each in re.split(r"[\s,;/]+", _LABELS.sub(" ", value).strip()):
        match = _ISSN.fullmatch(each)
        if match is None:
            return "does not look like one; it is two groups of four, as in 1234-5679"
        if sum((8 - place) * _digit(digit) for place, digit in enumerate(match[1] + match[2])) % 11:
            return "cannot be right: its last digit does not fit the others, so one of them is mistyped"
    return ""


def _isbn(value: str) -> str:
    bare = _LABELS.sub(" ", value)
    found = [re.sub(r"[^\dXx]", "", number) for number in _ISBN.findall(bare)]
    if not found or re.search(r"\w", _ISBN.sub("", bare)):
        return "does not look like one; it has 10 or 13 digits"
    if not all(_ten(number) if len(number) == 10 else _thirteen(number) for number in found):
        return "cannot be right: its last digit does not fit the others, so one of them is mistyped"
    return ""


def _ten(number: str) -> bool:
    return sum((10 - place) * _digit(digit) for place, digit in enumerate(number)) % 11 == 0


def _thirteen(number: str) -> bool:
    return sum((3 if place % 2 else 1) * _digit(digit) for place, digit in enumerate(number)) % 10 == 0


def _digit(character: str) -> int:
    return 10 if character in "Xx" else int(character)
