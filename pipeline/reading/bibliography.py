"""The bibliography files of a case and of the workspace → one Library, and findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.library import Item, Library, reference_id
from pipeline.reading import bibtex, csl_json, csl_yaml, endnote_xml, nbib, pubmed_xml, refer, ris, web_of_science
from pipeline.reading.encodings import UNREADABLE_BIBLIOGRAPHY, decode
from pipeline.reading.hidden_characters import without_hidden_characters
from pipeline.remembering import remembered, stamp

Format = Callable[[str, str], tuple[list[Item], list[Finding]]]
"""Reads a text; the second argument is the file's name as findings show it."""

FORMATS: dict[str, Format] = {
    ".bib": bibtex.read,
    ".json": csl_json.read,
    ".yaml": csl_yaml.read,
    ".yml": csl_yaml.read,
    ".ris": ris.read,
    ".nbib": nbib.read,
    ".xml": endnote_xml.read,
    ".enw": refer.read,
    ".isi": web_of_science.read,
    ".ciw": web_of_science.read,
}
"""By suffix."""
FORMATS_BY_CONTENT: tuple[tuple[re.Pattern[str], Format], ...] = (
    (re.compile(r"<Pubmed(?:Book)?Article\b"), pubmed_xml.read),
    (re.compile(r"<records?>"), endnote_xml.read),
    (re.compile(r"^[ \t]*TY {0,2}- ?\w*[ \t]*$", re.I | re.M), ris.read),
    (re.compile(r"^(?:PMID|PMCR|OWN |STAT) ?- ?\w", re.M), nbib.read),
    (re.compile(r"^(?:FN |PT [A-Z]$)", re.M), web_of_science.read),
    (re.compile(r"^%0 \w", re.M), refer.read),
    (re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.M), bibtex.read),
)
"""What gives a format away; the first that does counts."""
AMBIGUOUS = {".txt", ".xml", ".ris", ".nbib", ".isi", ".ciw", ".enw", ".ref"}
"""Suffixes that programs give to several formats: the content decides, and the suffix where the content is silent."""
LARGEST_FILE = 64 * 1024 * 1024

DUPLICATE_REFERENCE_KEY = rule(
    "duplicate-reference-key",
    Severity.ERROR,
    "With two references under one key, readers are sent to the first, whichever was meant.",
    fix="Give one of the two another key, and cite it by that.",
    example="@book{a, title = {One}}\n@book{a, title = {Two}}\n",
)
OVERRIDDEN_REFERENCE = rule(
    "overridden-reference",
    Severity.WARNING,
    "Two versions of one reference differ; only the one that lies nearer to the case is printed.",
    fix="Keep one of the two, or make them the same.",
    example="# references.bib\n@book{a, title = {One}}\n# bibliography/all.bib\n@book{a, title = {Two}}\n",
)
KEYS_DIFFER_IN_CAPITALS = rule(
    "keys-differ-in-capitals",
    Severity.WARNING,
    "Keys that differ only in capitals are easily mixed up, and other programs take them for one.",
    fix="Give one of the two another key.",
    example="@book{Example2020, title = {One}}\n@book{example2020, title = {Two}}\n",
)
UNKNOWN_BIBLIOGRAPHY_FORMAT = rule(
    "unknown-bibliography-format",
    Severity.WARNING,
    "References in a format that cannot be read cannot be cited.",
    fix="Export the references as BibTeX, RIS, NBIB or CSL-JSON.",
    example="# bibliography/references.docx\n",
)
_ENDNOTE = "in EndNote choose File, Export, and as its type XML, or as its style RefMan (RIS)"
_EXPORT = {
    ".enl": _ENDNOTE,
    ".enlx": _ENDNOTE,
    ".csv": "a table does not say enough of a reference; export the references as RIS",
    ".docx": "export the references from the reference manager as RIS or BibTeX",
    ".sqlite": "in Zotero choose File, Export Library, and the format BibLaTeX or CSL JSON",
}
_OF_A_CASE = "references.*"
_NOT_BIBLIOGRAPHIES = {"README.md", "README", "README.txt", "retractions.csv"}


def _looked_at(folders: Sequence[Path]) -> Hashable:
    """All files that a library is read from; not the rest of the case's folder, which changes as the author writes."""
    return tuple((path, stamp(path)) for path in chain(*map(_files, folders, _patterns(folders))))


def _patterns(folders: Sequence[Path]) -> Iterator[str]:
    """Which files of each folder are read."""
    return (_OF_A_CASE if position == 0 else "*" for position, _ in enumerate(folders))


@remembered(lambda folders, show: _looked_at(folders))
def read_library(folders: Sequence[Path], show: Callable[[Path], str]) -> tuple[Library, list[Finding]]:
    """The library of a case.

    `folders` come in the order of search: first the case's folder, of which only files named `references.*` are read,
    then shared ones, of which every file is. The reference of an earlier folder wins over that of a later one.
    `show` gives a path as findings print it.
    """
    items: dict[str, Item] = {}
    findings: list[Finding] = []
    for folder, pattern in zip(folders, _patterns(folders), strict=True):
        found, problems = _read_folder(folder, pattern, show)
        findings += problems
        for key, item in found.items():
            kept = items.setdefault(key, item)
            if kept.csl != item.csl:
                message = f"this reference differs from the one at {item.origin}, which is not used"
                findings.append(OVERRIDDEN_REFERENCE.at(kept.origin, message, quote=item.key))
    return Library({item.key: item for item in items.values()}), findings


def read_shared(folder: Path, show: Callable[[Path], str]) -> tuple[Library, list[Finding]]:
    """The library that all cases share, by itself."""
    found, findings = _read_folder(folder, "*", show)
    return Library({item.key: item for item in found.values()}), findings


def _read_folder(folder: Path, pattern: str, show: Callable[[Path], str]) -> tuple[dict[str, Item], list[Finding]]:
    """The references of one folder by HTML id, under which keys that differ only in white space are one."""
    found: dict[str, Item] = {}
    folded: dict[str, Item] = {}
    findings: list[Finding] = []
    for path in _files(folder, pattern):
        items, problems = read_file(path, show(path))
        findings += problems
        for item in items:
            first = found.setdefault(reference_id(item.key), item)
            # One export in two formats holds each reference twice, which does no harm.
            if first.csl != item.csl:
                message = f"this key is already used at {first.origin}; only that reference can be cited"
                hint = "delete one of the two, or give it a key of its own"
                findings.append(DUPLICATE_REFERENCE_KEY.at(item.origin, message, hint=hint, quote=item.key))
            alike = folded.setdefault(item.key.casefold(), item)
            if first is item and alike.key != item.key:
                message = f"this key differs only in capitals from “{alike.key}” at {alike.origin}; both can be cited"
                findings.append(KEYS_DIFFER_IN_CAPITALS.at(item.origin, message, quote=item.key))
    return found, findings


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    if folder.is_dir():
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and not path.name.startswith(".") and path.name not in _NOT_BIBLIOGRAPHIES:
                yield path


def read_file(path: Path, shown: str) -> tuple[list[Item], list[Finding]]:
    """The references of one bibliography file, in its order; `shown` is its path as findings print it."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS and suffix not in AMBIGUOUS:
        return [], [_unknown_format(suffix, shown)]
    try:
        if path.stat().st_size > LARGEST_FILE:
            message = f"this bibliography is larger than {LARGEST_FILE // 1024**2} MB"
            return [], [UNREADABLE_BIBLIOGRAPHY.at(Location(shown), message, hint="divide it into several files")]
        data = path.read_bytes()
    except OSError as error:
        message = f"this bibliography cannot be opened ({error.strerror})"
        return [], [UNREADABLE_BIBLIOGRAPHY.at(Location(shown), message)]
    text, findings = decode(data, shown)
    if text is None:
        return [], findings
    read = _format_of(suffix, text)
    if read is None:
        return [], [_unknown_format(suffix, shown)]
    items, problems = read(text, shown)
    items, hidden = without_hidden_characters(items)
    return items, [*findings, *problems, *hidden]


def _format_of(suffix: str, text: str) -> Format | None:
    told = (read for pattern, read in FORMATS_BY_CONTENT if pattern.search(text)) if suffix in AMBIGUOUS else ()
    return next(iter(told), None) or FORMATS.get(suffix)


def _unknown_format(suffix: str, shown: str) -> Finding:
    readable = "formats that can be read: " + ", ".join(FORMATS)
    hint = f"{_EXPORT[suffix]}; {readable}" if suffix in _EXPORT else readable
    return UNKNOWN_BIBLIOGRAPHY_FORMAT.at(Location(shown), "this file is not read", hint=hint)
