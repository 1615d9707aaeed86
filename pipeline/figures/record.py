"""The note that `casewright figure add` keeps beside a picture: the picture's name in; spacing and adjustments out."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from pipeline.figures.source import read_image_file
from pipeline.findings import Finding, Location, Severity, rule

NOTE_UNREADABLE = rule(
    "figure-note-unreadable",
    Severity.WARNING,
    "What was done to a picture, and how large its pixels are, is known only from the note beside it.",
    fix="Add the picture again with `casewright figure add`, or delete the note.",
    example="# figures/ct.png.yaml\n{{{\n",
)
_LONGEST, _LONGEST_CAUTION = 64 * 1024, 200
"""Bytes of a note; characters of a sentence in it that a finding repeats."""
_NUMBER = r"\d+(?:\.\d+)?(?:e[+−-]?\d+)?"
_WINDOW = re.compile(rf"window centre (?P<centre>[−-]?{_NUMBER}), width (?P<width>{_NUMBER})(?P<unit> HU)?(?: \(.*)?")
_RESAMPLED = "because its pixels are not square"


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of how a picture was made; empty for one that has no note."""

    spacing: tuple[float, float] | None = None
    """Millimetres from row to row and from column to column."""
    caution: str = ""
    """Why the spacing is not that in the patient, in words; '' where it is."""
    window: tuple[str, str] | None = None
    """Centre and width, as written."""
    in_hounsfield: bool = False
    """Whether the window is in Hounsfield units."""
    resampled: bool = False


def record_of(folder: Path, file: str, where: Location) -> tuple[Record, list[Finding]]:
    """The note on a picture of the figures folder, which has the picture's name and the suffix .yaml.

    Pictures with a note are PNG; another picture of the same name is not the one it speaks of.
    """
    name = PurePosixPath(file).with_suffix(".yaml").as_posix() if PurePosixPath(file).suffix.lower() == ".png" else ""
    if not name or not (folder / name).is_file():
        return Record(), []
    data = read_image_file(folder, name, where)
    hint = "Take it out, or let `casewright figure add` write it again."
    unreadable = NOTE_UNREADABLE.at(where, f"the note {name} beside the picture cannot be read", hint=hint)
    if isinstance(data, Finding) or len(data) > _LONGEST:
        return Record(), [unreadable]
    try:
        # Texts throughout, as in case.yaml; not the C parser, which bottomless nesting can crash.
        given = yaml.load(data.decode("utf-8-sig"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        return Record(), [unreadable]
    record = _read(given) if isinstance(given, dict) else None
    return (record, []) if record else (Record(), [unreadable])


def _read(given: dict[object, object]) -> Record | None:
    spacing = _pair(given.get("pixel_spacing_mm", []))
    done = given.get("adjustments", [])
    if spacing is None or not isinstance(done, list) or not all(isinstance(each, str) for each in done):
        return None
    caution = given.get("pixel_spacing_note")
    window = next(filter(None, map(_WINDOW.fullmatch, done)), None)
    return Record(
        spacing=spacing or None,
        caution=caution[:_LONGEST_CAUTION] if isinstance(caution, str) else "",
        window=(window["centre"], window["width"]) if window else None,
        in_hounsfield=bool(window and window["unit"]),
        resampled=any(_RESAMPLED in each for each in done),
    )


def _pair(given: object) -> tuple[float, float] | tuple[()] | None:
    """() where nothing is given, None where it is no pair of lengths."""
    if given == []:
        return ()
    try:
        rows, columns = (float(each) for each in given) if isinstance(given, list) else (0.0, 0.0)
    except (TypeError, ValueError):
        return None
    return (rows, columns) if 0 < rows < math.inf and 0 < columns < math.inf else None
