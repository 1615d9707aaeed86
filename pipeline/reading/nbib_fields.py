"""The tagged lines of one PubMed record → CSL-JSON, and what is wrong with them.

Tags follow the "MEDLINE/PubMed Data Element (Field) Descriptions" of the National Library of Medicine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.reading import normal_values
from pipeline.reading.dates import parse_date
from pipeline.reading.languages import language_code
from pipeline.reading.person_names import family_first
from pipeline.reading.tagged_items import Reading
from pipeline.reading.tagged_lines import Tagged

_TYPES = {
    "preprint": "article", "book": "book", "book chapter": "chapter", "dataset": "dataset",
    "legal case": "legal_case", "legislation": "legislation", "technical report": "report",
    "book review": "review-book", "academic dissertation": "thesis", "newspaper article": "article-newspaper",
}  # fmt: skip
"""Publication types that are a type of CSL; every other is that of a journal's article."""
_TEXTS = {
    "VI": "volume", "IP": "issue", "PG": "page", "PMID": "PMID", "PMC": "PMCID", "PB": "publisher",
    "CTI": "collection-title", "VTI": "volume-title", "GN": "note",
}  # fmt: skip
_ALL_TEXTS = {"AB": (" ", "abstract"), "OT": (", ", "keyword")}
"""Tags that may be repeated, and what stands between their values."""
_NOT_PRINTED = frozenset(
    "OWN STAT DA DCOM LR DEP AD AUID IRAD IRID IR FIR GS NM RN PUBM OCI SI OAB OABL JID OTO MH MHDA SB MID OID EDAT "
    "CRDT PHST PST SO GR CI COIS CIN CON EIN EFR CRI CRF PRIN PROF RPI RPF RIN ROF UIN UOF SPIN ECI ECF ORI DDIN DRIN "
    "RF SFM PS FPS PMCR CDAT CTDT DRDT LLEN CDA TO SPON CN AU ED PL ISBN EN".split()
)
"""For indexers and librarians, or read elsewhere in this file."""
_TITLES = ("TI", "TT", "BTI")
_BOOK_TYPES = {"book", "chapter", "report", "thesis"}
_SUFFIXES = {"Jr", "Sr", "2nd", "3rd", "4th", "II", "III", "IV"}
_ISBN = re.compile(r"(?:ISBN[: ]*)?([\dXx -]{10,17}?)(?:\s*\(.*\))?")
_ISSN = re.compile(r"(\S+)(?: \((\w+)\))?")
_RETRACTED = {"retracted publication"}


def read_fields(lines: Sequence[Tagged]) -> Reading:
    """The variables of one record in normal form."""
    reading = Reading()
    first: dict[str, str] = {}
    every: dict[str, list[str]] = {}
    for line in lines:
        value = normal_values.text(line.value)
        if value:
            every.setdefault(line.tag, []).append(value)
            if first.setdefault(line.tag, value) != value and line.tag in _TEXTS:
                reading.left_out.append(line)
            if line.tag not in _READ:
                reading.unknown.append(line)
    _titles(reading, every)
    for tag, variable in _TEXTS.items():
        reading.put(variable, first.get(tag, ""))
    for tag, (between, variable) in _ALL_TEXTS.items():
        reading.put(variable, between.join(every.get(tag, [])))
    _people(reading, lines)
    _dates(reading, first)
    reading.put("ISSN", _issn(every.get("IS", [])))
    reading.put("DOI", _doi([*every.get("LID", []), *every.get("AID", [])]))
    reading.put("language", ", ".join(language_code(language) for language in every.get("LA", [])))
    if match := _ISBN.fullmatch(first.get("ISBN", "")):
        reading.put("ISBN", match[1])
    reading.put("edition", normal_values.edition(first.get("EN", "")))
    if reading.csl["type"] in _BOOK_TYPES:
        reading.put("publisher-place", first.get("PL", ""))
    return reading


_READ = {*_TEXTS, *_ALL_TEXTS, *_NOT_PRINTED, *_TITLES, "FAU", "FED", "DP", "IS", "LID", "AID", "LA", "PT", "JT", "TA"}


def retraction(lines: Sequence[Tagged]) -> Tagged | None:
    """The line that says the article was retracted; None where none does."""
    found = (line for line in lines if line.tag == "RIN" or (line.tag == "PT" and line.value.lower() in _RETRACTED))
    return next(found, None)


def _titles(reading: Reading, every: dict[str, list[str]]) -> None:
    """Type, title and container.

    Brackets around a title mark it as translated, and readers are shown them; where the record has the title in its
    own language, that comes first.
    """
    title = normal_values.pubmed_title(" ".join(every.get("TI", [])))
    original = normal_values.pubmed_title(" ".join(every.get("TT", [])))
    book = normal_values.pubmed_title(" ".join(every.get("BTI", [])))
    if original and title:
        title = f"{original} [{title[1:-1] if title.startswith('[') and title.endswith(']') else title}]"
    kinds = [_TYPES[kind.lower()] for kind in every.get("PT", []) if kind.lower() in _TYPES]
    by_title = ("chapter" if title or original else "book") if book else "article-journal"
    reading.csl["type"] = kinds[0] if kinds else by_title
    journal, short = every.get("JT", []), every.get("TA", [])
    reading.put("title", title or original or book)
    reading.put("container-title", (book if title or original else "") or (journal or short or [""])[0])
    reading.put("container-title-short", short[0] if short and (journal or book) else "")


def _people(reading: Reading, lines: Sequence[Tagged]) -> None:
    """Authors and groups in the order of the record, and editors; a short form follows its full one."""
    people: dict[str, list[dict[str, str]]] = {"author": [], "editor": []}
    tags = {"FAU": "author", "AU": "author", "FED": "editor", "ED": "editor"}
    full = ""
    for line in lines:
        value = normal_values.text(line.value)
        if line.tag == "CN" and value:
            people["author"].append({"literal": value})
        elif line.tag in tags and value:
            is_short = line.tag in ("AU", "ED")
            if not (is_short and full and _is_short_form(value, full)):
                name, doubt = family_first(_with_comma_before_suffix(value))
                people[tags[line.tag]] += [name] if name else []
                reading.doubts += [(line.offset, doubt)] if doubt and is_short else []
            full = "" if is_short else value
    for role, names in people.items():
        reading.put(role, names)


def _is_short_form(short: str, full: str) -> bool:
    """Whether `Ozgur A` stands for the `Özgür, Ayşe` before it: accents apart, they begin alike."""
    return _letters(short)[:2] == _letters(full)[:2]


def _letters(name: str) -> str:
    split = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in split if letter.isalpha())


def _with_comma_before_suffix(name: str) -> str:
    """`King, Martin L Jr` → `King, Martin L, Jr`."""
    family, comma, rest = name.partition(",")
    given, _, last = rest.strip().rpartition(" ")
    return f"{family}, {given}, {last}" if comma and given and last.rstrip(".") in _SUFFIXES else name


def _dates(reading: Reading, first: dict[str, str]) -> None:
    """The date of the issue; of an article that has none yet, the day on which it appeared."""
    ahead = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", first.get("DEP", ""))
    if date := first.get("DP"):
        reading.put("issued", parse_date(date))
    elif ahead:
        reading.put("issued", parse_date("-".join(ahead.groups())))


def _issn(values: Sequence[str]) -> str:
    """An article has one ISSN: of those on paper, electronic and linking, the first in this order."""
    kinds = {(match[2] or "Print").lower(): match[1] for value in reversed(values) if (match := _ISSN.fullmatch(value))}
    return next((kinds[kind] for kind in ("print", "electronic", "linking") if kind in kinds), "")


def _doi(values: Sequence[str]) -> str:
    marked = [value for value in values if value.endswith("[doi]")] or [
        value for value in values if re.match(r"(?:doi:? ?)?10\.\d", value, re.I)
    ]
    return normal_values.doi(marked[0]) if marked else ""
