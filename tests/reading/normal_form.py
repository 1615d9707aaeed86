"""The normal form of an item, in which one reference is the same item whatever the format it was read from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from pipeline.library import Item
from pipeline.reading.csl_values import DATES, KNOWN_TYPES, KNOWN_VARIABLES, NAMES

VARIABLES = set(KNOWN_VARIABLES.values())
NAME_PARTS = {"family", "given", "suffix", "dropping-particle", "non-dropping-particle"}
# Control characters, halves of surrogate pairs, and two code points that XML does not allow.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def faults(item: Item) -> list[str]:
    """What about an item is not in normal form; nothing where all is well."""
    found = list(_text_faults("key", item.key))
    if item.origin.line < 1:
        found.append(f"origin: {item.origin} is no place in a text")
    if item.csl.get("type") not in KNOWN_TYPES:
        found.append(f"type: {item.csl.get('type')!r}")
    for variable, value in item.csl.items():
        found += _variable_faults(variable, value)
    return found


def _variable_faults(variable: str, value: object) -> Iterator[str]:
    if variable == "type":
        return
    if variable not in VARIABLES:
        yield f"{variable}: no variable of CSL"
    elif variable in NAMES:
        if not isinstance(value, list) or not value:
            yield f"{variable}: {value!r} is no list of names"
        else:
            for name in value:
                yield from _name_faults(variable, name)
    elif variable in DATES:
        yield from _date_faults(variable, value)
    else:
        yield from _text_faults(variable, value)
        yield from _identifier_faults(variable, str(value))


def _text_faults(where: str, text: object) -> Iterator[str]:
    if not isinstance(text, str) or not text:
        yield f"{where}: {text!r} is no text"
    elif UNPRINTABLE.search(text):
        yield f"{where}: {text!r} holds a character that cannot be printed"
    elif text != text.strip() or "  " in text:
        yield f"{where}: {text!r} holds a space too many"
    elif not unicodedata.is_normalized("NFC", text):
        yield f"{where}: {text!r} is not in NFC"


def _name_faults(where: str, name: object) -> Iterator[str]:
    if not isinstance(name, Mapping) or not (
        set(name) == {"literal"} or ("family" in name and set(name) <= NAME_PARTS)
    ):
        yield f"{where}: {name!r} is neither a person with a family name nor a literal"
        return
    for part, text in name.items():
        yield from _text_faults(f"{where} {part}", text)


def _date_faults(where: str, date: object) -> Iterator[str]:
    if not isinstance(date, Mapping) or not set(date) <= {"date-parts", "season", "circa", "literal"}:
        yield f"{where}: {date!r} is no date"
        return
    if ("date-parts" in date) == ("literal" in date):
        yield f"{where}: {date!r} needs either parts or words"
    if "literal" in date:
        yield from _text_faults(where, date["literal"])
    if date.get("season", 1) not in (1, 2, 3, 4) or date.get("circa", True) is not True:
        yield f"{where}: {date!r} has an impossible season or circa"
    parts = date.get("date-parts", [[1]])
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2 or not all(_are_parts(one) for one in parts):
        yield f"{where}: {parts!r} are no parts of a date"


def _are_parts(parts: object) -> bool:
    limits = ((-9999, 9999), (1, 12), (1, 31))
    return (
        isinstance(parts, list)
        and 1 <= len(parts) <= 3
        and all(type(part) is int and low <= part <= high for part, (low, high) in zip(parts, limits, strict=False))
    )


def _identifier_faults(variable: str, text: str) -> Iterator[str]:
    """What is no identifier at all stays as it was typed, so only another spelling of one is a fault."""
    other_spelling = {
        "DOI": r".*?(https?:|\bdoi:).*10\.\d{4,9}/\S+",
        "PMID": r"(?i)PMID:?\s*\d{1,9}",
        "PMCID": r"(?i)(PMCID:?\s*PMC|pmc)?\s*\d{1,9}",
        "ISSN": r"\d{7}[\dXx]|\d{4}-\d{3}x",
        "page": r"\d+–\d+",
    }
    pattern = other_spelling.get(variable)
    if pattern and re.fullmatch(pattern, text) and not re.fullmatch(r"PMC\d+", text):
        yield f"{variable}: {text!r} is another spelling"
