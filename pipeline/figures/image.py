"""Images of a case: a file in its figures folder in; a picture that is ready to ship, or findings, out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from pipeline.figures.container import MalformedError
from pipeline.figures.formats import SUFFIXES, media_type_of
from pipeline.figures.raster import (
    Raster,
    Wanted,
    asked_of_drawing,
    not_an_image,
    read_embedded,
    read_raster,
    shipped,
    unreadable,
)
from pipeline.figures.source import read_image_file
from pipeline.figures.svg import Drawing, read_svg
from pipeline.figures.svg_faults import embedded_pictures, faults
from pipeline.findings import Finding, Location, Severity, rule, worst
from pipeline.manuscript import Image

MISNAMED = rule(
    "image-not-what-its-name-says",
    Severity.ERROR,
    "Programs choose by the suffix how to open a file, and a disguised one is not what anybody agreed to.",
    fix="Give the file the suffix of what it is.",
    example="panels: [{file: scan.png, alt: MRI}]   # a JPEG\n",
)
METADATA = rule(
    "image-carries-metadata",
    Severity.ERROR,
    "What cameras and programs write into an image file can tell who the patient is, where and when.",
    fix="Clean the original into the case: `casewright figure add FILE`.",
    example="panels: [{file: photo.jpg, alt: Rash}]   # with place and time of the camera\n",
)
NOT_STATIC = rule(
    "svg-not-static",
    Severity.ERROR,
    "A drawing that runs, moves or loads anything is no picture, and not safe to open.",
    fix="Export the drawing anew as plain SVG, or as PNG.",
    example="<svg><script>…</script></svg>\n",
)
CONVERTED = rule(
    "image-converted",
    Severity.WARNING,
    "What readers see differs from what the file holds; the author should look at it.",
    fix="Look at the picture in the output.",
    example="panels: [{file: scan.tif, alt: MRI}]   # 16 bits, or colours for print\n",
)
_CLEAN_IT = "Move the original into private/ and run `casewright figure add FILE`, which puts a clean copy here."

_SAY_WINDOW = "Say which grey values are shown, with `window: {centre: …, width: …}` beside the file."

Loaded = tuple[Image | None, list[Finding]]
Picture = Raster | Drawing
"""A picture proved readable, not yet written as a file."""


def load_image(folder: Path, file: str, name: str, where: Location, page: int | None = None) -> Loaded:
    """Read, check and prepare one image.

    `folder` is the case's figures folder, `file` what the author wrote, `name` the base name to ship it under, without
    suffix; `page` counts from 1 and is None where the author named none. Every finding points to `where`. With an error
    among them there is no image; otherwise its bytes can be shown by browsers and in print: PNG, JPEG, WebP and SVG as
    they are, TIFF and unusual depths or colours as 8-bit sRGB. Nothing is raised for a bad file.
    """
    picture, findings = load_picture(folder, Wanted(file, where, page))
    return ship(picture, name) if picture else None, findings


def load_picture(folder: Path, wanted: Wanted) -> tuple[Picture | None, list[Finding]]:
    """The same before it is written, so that it can be cut, turned and marked."""
    data = read_image_file(folder, wanted.file, wanted.where)
    if isinstance(data, Finding):
        return None, [data]
    media_type = media_type_of(data)
    if not media_type:
        return None, [not_an_image(data, wanted.file, wanted.where)]
    load = _load_drawing if media_type == "image/svg+xml" else _load_raster
    picture, findings = load(data, wanted)
    findings = [*_misnamed(media_type, wanted), *findings]
    return None if worst(findings) is Severity.ERROR else picture, findings


def ship(picture: Picture, name: str) -> Image:
    """The picture as a file without metadata, under this base name."""
    if isinstance(picture, Raster):
        return shipped(picture, name)
    return Image(f"{name}.svg", "image/svg+xml", picture.written(), picture.width, picture.height)


def _load_raster(data: bytes, wanted: Wanted) -> tuple[Raster | None, list[Finding]]:
    raster, findings = read_raster(data, wanted)
    if raster is None:
        return None, findings
    findings += metadata_findings(raster.container.kinds, wanted)
    if raster.changes and worst(findings) is not Severity.ERROR:
        what = f"{wanted.file} is shown changed: {', '.join(raster.changes)}"
        hint = "Look at it in the output; a file of 8 bits a channel in sRGB is shown as it is."
        deep = any(change.startswith("grey levels") for change in raster.changes)
        findings.append(CONVERTED.at(wanted.where, what, hint=_SAY_WINDOW if deep else hint))
    return raster, findings


def _load_drawing(data: bytes, wanted: Wanted) -> tuple[Drawing | None, list[Finding]]:
    try:
        drawing = read_svg(data)
    except MalformedError as problem:
        return None, [unreadable(wanted.file, wanted.where, str(problem))]
    found = faults(drawing)
    findings = asked_of_drawing(wanted)
    active = dict.fromkeys(fault.kind for fault in found if fault.active)
    if active:
        what = f"{wanted.file} is not a still drawing; it holds: {', '.join(active)}"
        findings.append(NOT_STATIC.at(wanted.where, what, hint=_CLEAN_IT))
    kinds = {fault.kind for fault in found if not fault.active}
    for inner, _ in embedded_pictures(drawing):
        raster, problems = read_embedded(inner, wanted)
        findings += problems
        kinds |= set(raster.container.kinds) if raster else set()
    findings += metadata_findings(sorted(kinds), wanted)
    return drawing, findings


def metadata_findings(kinds: Sequence[str], wanted: Wanted) -> list[Finding]:
    """One finding that names the kinds of metadata found, never a value."""
    what = f"{wanted.file} carries data beside the picture: {', '.join(kinds)}"
    return [METADATA.at(wanted.where, what, hint=_CLEAN_IT)] if kinds else []


def _misnamed(media_type: str, wanted: Wanted) -> list[Finding]:
    right = SUFFIXES[media_type]
    path = PurePosixPath(wanted.file)
    if path.suffix.lower() in right:
        return []
    format_name = right[-1][1:].upper()
    what = f"{wanted.file} is not what its name says: by its content it is {format_name}"
    return [MISNAMED.at(wanted.where, what, hint=f"Rename it to {path.stem}{right[0]}, here and on the disk.")]
