"""The tagged lines of one RIS record → CSL-JSON, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.reading import normal_values
from pipeline.reading.dates import parse_date
from pipeline.reading.person_names import family_first
from pipeline.reading.ris_types import NEVER_PRINTED, OF_A_SERIES, SERIAL, TYPES
from pipeline.reading.tagged_items import Reading
from pipeline.reading.tagged_lines import Tagged

_SLASHED = re.compile(r"(\d{4})/(\d{0,2})(?:/(\d{0,2})(?:/(.*))?)?", re.S)
_VOLUME_AND_ISSUE = re.compile(r"([^\s()]+)\s*\(([^()]+)\)")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi ?:? ?)*(10\.\d{4,9}/\S+)", re.I)
_PMID = re.compile(r"\bPMID ?:? ?(\d{1,9})\b[;.,]?|(?<!\d)(\d{1,9}) ?\[pmid\]", re.I)
_PMCID = re.compile(r"\b(?:PMCID ?:? ?)?(PMC\d{1,9})\b[;.,]?", re.I)
_ISBN = re.compile(r"(?<![\dXx-])(?:97[89][ -]?)?\d(?:[ -]?\d){8}[ -]?[\dXx](?![\dXx-])")
_ISSN = re.compile(r"(?<![\dXx-])\d{4}-?\d{3}[\dXx](?![\dXx-])")
_BETWEEN_URLS = re.compile(r"\s*;\s*(?=https?://)|\s+")
_NO_ADDRESS = "<Go to"
"""How EndNote links into the Web of Science."""
_KIND_OF_NUMBER = re.compile(r"\s*\((?:ISSN|ISBN|Print|Electronic|Linking|Online)\)", re.I)
_LONGEST_DATE = 200
_MEDICAL = re.compile(r"pubmed|medline|\bNLM\b", re.I)
_BLANKS = re.compile(r"[^\S\n]{2,}")
_EMPTY_LINES = re.compile(r"\n{2,}")


class _Lines:
    """The lines of a record, which know what was asked for and what was left out."""

    def __init__(self, lines: Iterable[Tagged]) -> None:
        # With single blanks no pattern has to search twice, however long a value is.
        single = ((line, _EMPTY_LINES.sub("\n", _BLANKS.sub(" ", line.value))) for line in lines)
        self.lines = [Tagged(line.tag, value, line.offset) for line, value in single if value]
        self.asked: set[str] = set()
        self.left_out: list[Tagged] = []

    def lines_of(self, *tags: str) -> list[Tagged]:
        """The lines with these tags in the order of the record."""
        self.asked.update(tags)
        return [line for line in self.lines if line.tag in tags]

    def all(self, *tags: str) -> list[str]:
        """The values of these tags in the order of the record."""
        return [line.value for line in self.lines_of(*tags)]

    def first(self, *tags: str) -> str:
        """The value of the first of these tags that has one; values that differ from it are left out."""
        found = [line for tag in tags for line in self.lines if line.tag == tag]
        self.asked.update(tags)
        self.left_out += [line for line in found[1:] if line.value.casefold() != found[0].value.casefold()]
        return found[0].value if found else ""

    def unknown(self) -> list[Tagged]:
        return [line for line in self.lines if line.tag not in self.asked and line.tag not in NEVER_PRINTED]


def read_fields(lines: Sequence[Tagged]) -> Reading:
    """The reference that the lines between `TY` and `ER`, `TY` included, describe."""
    found = _Lines(lines)
    reading = Reading()
    kind = found.first("TY").upper()
    if kind not in TYPES and any(line.tag == "TY" for line in lines):
        reading.problem_of_type = f"“{kind[:40]}” is not a type of reference" if kind else "this reference has no type"
    found.all("ID")
    csl_type = TYPES.get(kind, "document")
    if kind in ("UNPB", "UNPD") and any(line.tag in ("DO", "UR") for line in found.lines):
        # Preprints are exported as unpublished work; they can be looked up.
        csl_type = "article"
    reading.csl["type"] = csl_type
    reading.put("status", "in press" if kind == "INPR" else "")
    _names(found, reading, kind)
    _titles(found, reading)
    _dates(found, reading)
    _numbers(found, reading)
    _identifiers(found, reading)
    _publication(found, reading)
    reading.left_out, reading.unknown = found.left_out, found.unknown()
    return reading


def _names(found: _Lines, reading: Reading, kind: str) -> None:
    thesis = reading.csl["type"] == "thesis"
    # An edited book's authors are its editors.
    authors = ("AU", "A1")
    roles = {
        "author": () if kind == "EDBOOK" else authors,
        "editor": (*authors, "A2", "ED") if kind == "EDBOOK" else ("A2", "ED"),
        "contributor" if thesis else "collection-editor": ("A3",),
        "translator": ("A4", "TA"),
    }
    for role, tags in roles.items():
        people = []
        for line in found.lines_of(*tags):
            for name, doubt in map(family_first, _each_name(line.value)):
                people += [name] if name else []
                reading.doubts += [(line.offset, doubt)] if doubt else []
        reading.put(role, people)


def _each_name(value: str) -> list[str]:
    """A line should hold one name; where it goes on, or semicolons part what has commas, it holds several."""
    names = []
    for line in value.split("\n"):
        parts = normal_values.text(line).split(";")
        names += parts if all("," in part for part in parts) else [";".join(parts)]
    return names


def _titles(found: _Lines, reading: Reading) -> None:
    csl_type = str(reading.csl["type"])
    reading.put("title", found.first("TI", "T1", "CT") or ("" if csl_type == "chapter" else found.first("BT")))
    if (short_title := normal_values.text(found.first("ST"))) != reading.csl.get("title"):
        reading.put("title-short", short_title)
    short = found.first("JA", "J2", "J1", "JI", "J9") if csl_type not in SERIAL else _abbreviation(found)
    if csl_type in OF_A_SERIES:
        container = found.first("JF", "JO")
        reading.put("collection-title", found.first("T2", "T3"))
    elif csl_type == "paper-conference" and (proceedings := found.first("C3")):
        container = proceedings
        reading.put("event-title", found.first("T2"))
    else:
        written = [*found.lines_of("T2"), *found.lines_of("JF", "BT", "JO")]
        container = written[0].value if written else ""
        told = {text.casefold() for text in (container, short, str(reading.csl.get("title", "")))}
        found.left_out += [line for line in written if line.value.casefold() not in told]
    reading.put("collection-title", found.first("T3"))
    if container or csl_type not in OF_A_SERIES:
        reading.put("container-title", container or short)
    if container and short:
        reading.put("container-title-short", short)


def _abbreviation(found: _Lines) -> str:
    """A journal's short title; `JO` holds the full one or the short one, whichever the program likes."""
    full = {value.casefold() for value in found.all("T2", "JF")}
    other = [value for value in found.all("JO") if full and value.casefold() not in full]
    short = [*found.all("JA"), *found.all("J2", "J1", "JI"), *found.all("J9"), *other]
    return short[0] if short else ""


def _dates(found: _Lines, reading: Reading) -> None:
    """The most exact date of publication; one without a year, as in `DA  - Mar 3`, takes that of `PY`."""
    written = [value for value in found.all("PY", "Y1", "DA") if not re.search(r"/(received|accepted)", value, re.I)]
    dates = [_date(value) for value in written]
    years = [year for date in dates if (year := _year(date))]
    dates += [_date(f"{value} {years[0]}") for value in found.all("DA") if years and not re.search(r"\d{4}", value)]
    same_year = [date for date in dates if years and _year(date) == years[0]]
    reading.put("issued", max(same_year, key=_exactness) if same_year else next(iter(dates), ""))
    reading.put("accessed", _date(found.first("Y2")))


def _date(value: str) -> dict[str, object]:
    """`2014//`, `2005/07/15`, `2014///Spring`, or whatever else is a date."""
    value = " ".join(value.split())
    if len(value) > _LONGEST_DATE:
        return {"literal": value}
    match = _SLASHED.fullmatch(value)
    if not match:
        return parse_date(value.rstrip("/")) if value else {}
    year, month, day, rest = (part or "" for part in match.groups())
    if not month and rest.strip() and not (named := parse_date(f"{rest} {year}")).keys() & {"literal"}:
        return named
    return parse_date("-".join(part for part in (year, month.zfill(2) * bool(month), day * bool(month)) if part))


def _year(date: dict[str, object]) -> int:
    parts = date.get("date-parts")
    return int(parts[0][0]) if isinstance(parts, list) else 0


def _exactness(date: dict[str, object]) -> tuple[int, int]:
    parts = date.get("date-parts")
    ends = parts if isinstance(parts, list) else []
    return len(ends), sum(map(len, ends)) + len(date.keys() & {"season", "circa"})


def _numbers(found: _Lines, reading: Reading) -> None:
    csl_type = str(reading.csl["type"])
    volume, issue = found.first("VL"), found.first("IS")
    if csl_type in SERIAL:
        if not issue and (both := _VOLUME_AND_ISSUE.fullmatch(volume)):
            volume, issue = both[1], both[2]
        reading.put("issue", issue)
    elif csl_type in ("book", "chapter", "paper-conference") and "collection-title" in reading.csl:
        reading.put("collection-number", issue)
    else:
        reading.put("number", issue or found.first("M1"))
    reading.put("volume", volume)
    reading.put("number-of-volumes", found.first("NV"))
    edition = normal_values.edition(found.first("ET"))
    if csl_type not in SERIAL:
        # Of an article, EndNote writes the date of electronic publication here.
        reading.put("edition", edition)
    section = found.first("SE")
    if csl_type == "article-newspaper":
        reading.put("section", section)
    _pages(found, reading)


def _pages(found: _Lines, reading: Reading) -> None:
    start, end = (normal_values.pages(found.first(tag)) for tag in ("SP", "EP"))
    article_number = found.first("C7")
    if (start.lower(), end.lower()) == ("no", "specified"):
        start = end = ""
    if end and not start:
        reading.problems.append(f"it ends on page {end[:20]} but begins on none; write its first page in “SP”")
    if reading.csl["type"] == "book" and start and not end and "-" not in start:
        reading.put("number-of-pages", start)
        return
    is_whole = not end or end == start or start.endswith(f"-{end}")
    reading.put("page", (start if is_whole else f"{start}-{end}".strip("-")) or article_number)


def _identifiers(found: _Lines, reading: Reading) -> None:
    urls = _addresses(found)
    notes = found.all("N1", "PM", "RN")
    numbered = found.all("AN", "C2", "U1", "U2", "U3", "U4", "U5")
    reading.put("URL", urls[0] if urls else "")
    dois = [match[1] for value in found.all("DO", "DI", "M3", "L3") if (match := _DOI.fullmatch(value))]
    dois += [match[1] for value in [*urls, *notes] if (match := _DOI.fullmatch(value)) and "doi" in value.lower()]
    reading.put("DOI", dois[0] if dois else next(iter(found.all("DO", "DI")), ""))
    pmids = [match[1] or match[2] for value in [*notes, *numbered] if (match := _PMID.search(value))]
    if _MEDICAL.search(" ".join([*found.all("DB", "DP"), *urls])):
        pmids += [value for value in found.all("AN") if re.fullmatch(r"\d{1,8}", value)]
    if "Scopus" in found.all("DB"):
        pmids += [value for value in found.all("C2") if re.fullmatch(r"\d{1,8}", value)]
    reading.put("PMID", pmids[0] if pmids else "")
    reading.put(
        "PMCID", next((match[1].upper() for value in [*numbered, *notes] if (match := _PMCID.search(value))), "")
    )
    reading.put("note", "; ".join(rest for note in found.all("N1") if (rest := _without_identifiers(note))))
    _standard_numbers(found, reading)


def _addresses(found: _Lines) -> list[str]:
    """Every address of a record; only the first can be printed."""
    lines = [line for line in found.lines_of("UR", "LK") if not line.value.startswith(_NO_ADDRESS)]
    urls = [(url, line) for line in lines for url in _BETWEEN_URLS.split(line.value) if url]
    found.left_out += [line for url, line in urls if url != urls[0][0]]
    return [url for url, _ in urls]


def _without_identifiers(note: str) -> str:
    note = _PMCID.sub("", _PMID.sub("", note))
    return "" if _DOI.fullmatch(note.strip()) else normal_values.text(note)


def _standard_numbers(found: _Lines, reading: Reading) -> None:
    """`SN` holds an ISSN, an ISBN, several of both, or the number of a report."""
    written = _KIND_OF_NUMBER.sub("", "; ".join(found.all("SN")))
    isbns = _ISBN.findall(written)
    issns = _ISSN.findall(_ISBN.sub(" ", written))
    reading.put("ISBN", isbns[0] if isbns else "")
    reading.put("ISSN", issns[0] if issns else "")
    if written and not isbns and not issns:
        csl_type = reading.csl["type"]
        reading.put("ISSN" if csl_type in SERIAL else "number" if csl_type == "report" else "ISBN", written)


def _publication(found: _Lines, reading: Reading) -> None:
    reading.put("publisher", found.first("PB", "PU"))
    reading.put("publisher-place", found.first("CY", "PP", "PI"))
    reading.put("call-number", found.first("CN"))
    reading.put("abstract", found.first("AB", "N2"))
    reading.put("keyword", ", ".join(word for value in found.all("KW") for word in value.split("\n") if word))
    reading.put("language", found.first("LA"))
    kinds = [value for value in found.all("M3") if not _DOI.fullmatch(value)]
    if reading.csl["type"] not in SERIAL and kinds:
        reading.put("genre", kinds[0])
