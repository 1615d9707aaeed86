"""Bibliography files from elsewhere → the text of a file of our own, with readable keys and nothing twice.

Only a file that begins with our mark is ever added to: one that a reference manager exported would lose what was added
with its next export.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.library import Item, Library
from pipeline.reading import bibtex
from pipeline.reading.bibliography import UNKNOWN_BIBLIOGRAPHY_FORMAT, read_file
from pipeline.reading.keys import readable_key
from pipeline.references.exporting import EXPORTERS
from pipeline.references.works import Works

CANNOT_IMPORT = rule(
    "cannot-import",
    Severity.ERROR,
    "References that are not stored cannot be cited; nothing was written.",
    fix="Mend what the message names, and import again.",
    example="$ casewright refs import missing.bib\n",
)
MARK = "% Written by `casewright refs import`, which adds to this file; what you change in it stays."
_KEY = re.compile(r"[^\W_]\w*(?:[:.+/-]\w+)*")
_NOT_A_KEY = re.compile(r"(?:fig|tbl|sec)-|https?:", re.I)


@dataclass(frozen=True, slots=True)
class Known:
    """A reference that is not imported, for it is there already."""

    item: Item
    present: Item
    sign: str
    """What shows that the two are one work: `DOI`."""


@dataclass(slots=True)
class Import:
    """What becomes of the references of some files."""

    added: list[Item] = field(default_factory=list)
    """With the keys under which they can be cited."""
    known: list[Known] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    """New key → the key in the file it came from."""
    findings: list[Finding] = field(default_factory=list)


def import_files(files: Iterable[tuple[Path, str]], library: Library, *, rekey: bool) -> Import:
    """Read files, each given with its path as findings show it, and sort out what the library already holds.

    A reference keeps its key where that can be typed and is free, unless `rekey` asks for readable keys for all.
    """
    made = Import()
    works = Works(library.items.values())
    contents = {_content(item): item for item in library.items.values()}
    # Keys that differ in capitals only are two to us and one to a tired reader.
    taken = {key.casefold() for key in library.items}
    for path, shown in files:
        items, findings = read_file(path, shown)
        # In a library such a file is passed over; here somebody asked for it.
        made.findings += [
            CANNOT_IMPORT.at(f.where, f.message, hint=f.hint) if f.rule is UNKNOWN_BIBLIOGRAPHY_FORMAT else f
            for f in findings
        ]
        for item in items:
            stored = _content(_as_stored(item))
            same = contents.get(stored) or contents.get(_content(item))
            if found := works.same(item.csl) or (same and (same, "content")):
                made.known.append(Known(item, *found))
                continue
            key = item.key if not rekey and _is_good(item.key, taken) else readable_key(item.csl, taken)
            if key != item.key:
                made.renamed[key] = item.key
            taken.add(key.casefold())
            made.added.append(replace(item, key=key))
            works.add(made.added[-1])
            contents[stored] = made.added[-1]
    return made


def _content(item: Item) -> str:
    return json.dumps(item.csl, sort_keys=True)


def _as_stored(item: Item) -> Item:
    """A reference as it will be read back: one without a title or a year is known again by nothing else."""
    text, _ = EXPORTERS["bibtex"].write([replace(item, key="key")])
    read, _ = bibtex.read(text, "")
    return read[0] if read else item


def _is_good(key: str, taken: set[str]) -> bool:
    return bool(_KEY.fullmatch(key)) and not _NOT_A_KEY.match(key) and key.casefold() not in taken


def store(items: Sequence[Item], path: Path, shown: str) -> list[Finding]:
    """Add references to a file that is ours, or to a new one: all of them, or none and a finding that says why."""
    where = Location(shown)
    try:
        before = path.read_text("utf-8") if path.exists() else f"{MARK}\n"
    except (OSError, UnicodeDecodeError):
        return [CANNOT_IMPORT.at(where, "this file cannot be read, so nothing is added to it")]
    if not before.startswith(MARK):
        message = "this file was not made by `refs import`, so nothing is added to it"
        hint = f"name another: --to {path.stem}.imported.bib"
        return [CANNOT_IMPORT.at(where, message, hint=hint)]
    text, findings = EXPORTERS["bibtex"].write(items)
    after = f"{before.rstrip()}\n\n{text}"
    if unread := {item.key for item in items} - {item.key for item in bibtex.read(after, shown)[0]}:
        message = f"after what stands in this file, {', '.join(sorted(unread))} could not be read back"
        hint = "look for a brace that is open at its end, or name another file with --to"
        return [CANNOT_IMPORT.at(where, message, hint=hint)]
    return findings + write_whole(path, after, where)


def write_whole(path: Path, text: str, where: Location) -> list[Finding]:
    """Write a file beside the one of its name, then put it in its place: it is there as a whole, or as it was."""
    # Readers of a library pass over names that begin with a dot.
    stage = path.with_name(f".{path.name}~{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with stage.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        stage.replace(path)
    except OSError as problem:
        with suppress(OSError):
            stage.unlink()
        return [CANNOT_IMPORT.at(where, f"this file cannot be written: {problem.strerror}")]
    return []
