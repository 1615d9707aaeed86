"""`casewright figure add`: an original file in; a clean copy of it in the case's figures folder out."""

from __future__ import annotations

from pathlib import Path

from pipeline.figures.cleaning import clean_image
from pipeline.figures.copies import name_notes, put, slug
from pipeline.figures.dicom_adding import add_dicom
from pipeline.figures.dicom_faults import NO_WINDOW
from pipeline.figures.formats import is_dicom, media_type_of, what_it_is
from pipeline.figures.raster import Wanted, unreadable
from pipeline.figures.source import MISSING, read_bytes
from pipeline.findings import Finding, Location, Severity, rule

MISNAMED = rule(
    "original-not-what-its-name-says",
    Severity.WARNING,
    "An original of another kind than its name says may not be the one that was meant.",
    fix="Look whether this is the picture that you meant.",
    example="$ casewright figure add scan.png   # a JPEG\n",
)

Added = tuple[Path | None, list[Finding], list[str]]

_DICOM_SUFFIXES = frozenset({".dcm", ".dicom", ".dic", ".ima"})
_PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".svg", ".gif", ".bmp"})
_HEAD = 4096


def add_figure(source: Path, figures: Path, *, name: str = "", page: int | None = None, window: str = "") -> Added:
    """Clean an original picture into a case's figures folder.

    `name` is the base name of the copy; where it is empty, the original's is used. Either is reduced to small letters,
    digits and hyphens. `page` is the one to take of a file that holds several, a frame of a DICOM file; `window` is
    for DICOM alone. Comes back as the path of the copy, or None with an error among the findings, and notes on what
    was left out or changed. The original stays as it is; an existing other file is never replaced.
    """
    wanted = Wanted(source.name, Location(source.name), page)
    try:
        if not source.exists():
            hint = "Give the path of the original."
            return None, [MISSING.at(wanted.where, f"there is no {source}", hint=hint)], []
        if source.is_dir():
            return None, [_folder(source, wanted)], []
        head = _head(source)
        misnamed = _misnamed(source, head, wanted)
        if is_dicom(head):
            made, findings, notes = add_dicom(source, figures, name, wanted, window)
            return made, [*misnamed, *findings], notes
        data = read_bytes(source, source.name, wanted.where)
    except OSError as problem:
        return None, [unreadable(source.name, wanted.where, f"the system says: {problem.strerror}")], []
    if isinstance(data, Finding):
        return None, [*misnamed, data], []
    if window:
        what = f"{source.name} is not a DICOM file; a window for another picture is said where it is shown"
        hint = "Leave --window out, and write `window` beside the file in case.yaml."
        return None, [*misnamed, NO_WINDOW.at(wanted.where, what, hint=hint)], []
    path, findings, notes = _add_picture(data, figures, name or source.stem, wanted)
    return path, [*misnamed, *findings], notes


def _add_picture(data: bytes, figures: Path, name: str, wanted: Wanted) -> Added:
    image, findings, notes = clean_image(data, slug(name), wanted)
    if image is None:
        return None, findings, notes
    target = figures / image.name
    problems = put({target: image.data}, wanted.where)
    return None if problems else target, [*findings, *problems], [*notes, *name_notes(image.name)]


def _head(source: Path) -> bytes:
    if not source.is_file():
        return b""
    with source.open("rb") as reading:
        return reading.read(_HEAD)


def _folder(source: Path, wanted: Wanted) -> Finding:
    slices = sum(1 for path in source.iterdir() if path.is_file() and is_dicom(_head(path)))
    holds = f" with {slices} DICOM file{'s' * (slices > 1)}" if slices else ""
    hint = "Name the one file in it that is to be shown."
    return unreadable(source.name, wanted.where, f"it is a folder{holds}", hint)


def _misnamed(source: Path, head: bytes, wanted: Wanted) -> list[Finding]:
    """A DICOM file that is called a picture, or the reverse; names without a suffix promise nothing."""
    suffix, dicom = source.suffix.lower(), is_dicom(head)
    if not head or suffix not in (_PICTURE_SUFFIXES if dicom else _DICOM_SUFFIXES):
        return []
    kind = "a DICOM file" if dicom else _kind(head)
    hint = "Make sure that it is the file you mean."
    what = f"{source.name} is not what its name says: by its content it is {kind}"
    return [MISNAMED.at(wanted.where, what, hint=hint)]


def _kind(head: bytes) -> str:
    media_type = media_type_of(head)
    return f"a {media_type.partition('/')[2].partition('+')[0].upper()} picture" if media_type else what_it_is(head)
