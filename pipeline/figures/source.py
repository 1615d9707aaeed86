"""Image files on disk: a case's figures folder and what the author wrote in; the file's bytes or a finding out."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from pathlib import Path, PurePosixPath, PureWindowsPath

from pipeline.figures.container import MAX_BYTES
from pipeline.figures.raster import TOO_LARGE, unreadable
from pipeline.findings import Finding, Location, Severity, rule

MISSING = rule(
    "image-missing",
    Severity.ERROR,
    "A figure without its picture shows a reader nothing.",
    fix="Put the file into figures/, or correct its name.",
    example="panels: [{file: mri-axail.jpeg, alt: MRI}]\n",
)
OUTSIDE = rule(
    "image-outside-case",
    Severity.ERROR,
    "Only what lies in the case's own figures folder has been cleaned, is archived and goes with the case.",
    fix="Put a clean copy into the case: `casewright figure add FILE`.",
    example="panels: [{file: ../../other/figures/x.png, alt: MRI}]\n",
)
_INTO_FIGURES = "Run `casewright figure add FILE`, which puts a clean copy into figures/, and name that copy."
_MOST_NAMES_SHOWN = 8


def read_image_file(folder: Path, file: str, where: Location) -> bytes | Finding:
    """The bytes of the file that the author named, or why there are none.

    `folder` is the case's figures folder; nothing outside it is opened, whatever paths or symbolic links say.
    """
    if not file.strip() or "\0" in file:
        return MISSING.at(where, "no image file is named here", hint="Name a file in figures/.")
    windows = PureWindowsPath(file)
    if file.startswith(("/", "~")) or windows.drive or windows.root or ".." in windows.parts:
        return OUTSIDE.at(where, f"{file} does not lie in figures/", hint=_INTO_FIGURES)
    written = PurePosixPath(file).as_posix()
    try:
        present = _files_in(folder)
        if written not in present:
            return _missing(folder, file, written, present, where)
        path = folder / written
        # The folder itself may not be a link out of the case either.
        home = folder.parent.resolve() / folder.name
        if not path.resolve().is_relative_to(home):
            return OUTSIDE.at(where, f"{file} is a link to a file outside figures/", hint=_INTO_FIGURES)
        return read_bytes(path, file, where)
    except OSError as problem:
        return unreadable(file, where, f"the system says: {problem.strerror}")
    except RuntimeError:  # how Path.resolve tells of a loop
        return unreadable(file, where, "it is a link that leads back to itself")


def read_bytes(path: Path, file: str, where: Location) -> bytes | Finding:
    """The bytes of a file under the size limit, called `file` in findings. Raises OSError."""
    if not path.is_file():
        return unreadable(file, where, "it is not a file")
    size = path.stat().st_size
    if size > MAX_BYTES:
        message = f"{file} is too large: {size / 1024**2:.0f} MB"
        return TOO_LARGE.at(where, message, hint=f"At most {MAX_BYTES // 1024**2} MB: reduce the picture.")
    return path.read_bytes() if size else unreadable(file, where, "the file is empty")


def _files_in(folder: Path) -> list[str]:
    """Names of everything in the folder that is not a folder, relative to it; links are listed, not followed."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _missing(folder: Path, file: str, written: str, present: list[str], where: Location) -> Finding:
    place = f"{folder.parent.name}/{folder.name}/"
    if any(name.startswith(f"{written}/") for name in present):
        return MISSING.at(where, f"{file} is a folder in {place}, not an image file", hint=_names("Files", present))
    same = [name for name in present if _folded(name) == _folded(written)]
    if same:
        hint = f"Write it exactly as on the disk: {same[0]}. Other computers tell capital and small letters apart."
        return MISSING.at(where, f"there is no {file} in {place}, but there is {same[0]}", hint=hint)
    # Notes on how pictures were made lie beside them.
    present = [name for name in present if not name.endswith(".yaml")]
    namesakes = [name for name in present if PurePosixPath(name).stem == PurePosixPath(written).stem]
    near = list(dict.fromkeys([*namesakes, *get_close_matches(written, present)]))
    hint = f"Did you mean {' or '.join(near[:3])}?" if near else _names(f"In {place} there are", present)
    return MISSING.at(where, f"there is no {file} in {place}", hint=hint)


def _names(what: str, present: list[str]) -> str:
    if not present:
        return f"The folder is empty. {_INTO_FIGURES}"
    more = f" and {len(present) - _MOST_NAMES_SHOWN} more" if len(present) > _MOST_NAMES_SHOWN else ""
    return f"{what}: {', '.join(present[:_MOST_NAMES_SHOWN])}{more}."


def _folded(name: str) -> str:
    """The name as systems see it that do not tell letter case or the two ways to write an accent apart."""
    return unicodedata.normalize("NFC", name).casefold()
