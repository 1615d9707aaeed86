"""Cleaning: the bytes of an original picture in; the same picture without anything that tells of a person, out."""

from __future__ import annotations

from pipeline.figures.container import MalformedError
from pipeline.figures.formats import media_type_of
from pipeline.figures.jpeg import read_jpeg
from pipeline.figures.png import read_png
from pipeline.figures.raster import (
    Raster,
    Wanted,
    asked_of_drawing,
    encoded,
    not_an_image,
    read_embedded,
    read_raster,
    shipped,
    unreadable,
)
from pipeline.figures.svg import Drawing, read_svg
from pipeline.figures.svg_faults import embedded_pictures, faults
from pipeline.figures.webp import read_webp
from pipeline.findings import Finding
from pipeline.manuscript import Image

Cleaned = tuple[Image | None, list[Finding], list[str]]

_DETECTORS = {"image/png": read_png, "image/jpeg": read_jpeg, "image/webp": read_webp}
_PASSES = 4
"""Taking one fault out of a drawing can bring another to light; what is not clean after these is not trusted."""


def clean_image(data: bytes, name: str, wanted: Wanted) -> Cleaned:
    """Make a copy that holds the picture and nothing else.

    `name` is the base name of the copy, without suffix. Comes back as the image, the findings and, in words, what was
    left out or changed; where a finding is an error there is no image. An upright sRGB JPEG or WebP keeps its own
    compressed data, so its pixels stay what they were; a turned or otherwise coloured JPEG is written anew at quality
    95; PNG and TIFF become PNG without loss, except depths over 8 bits. A drawing keeps its shapes, words and looks.
    Equal bytes in give equal bytes out.
    """
    media_type = media_type_of(data)
    if not media_type:
        return None, [not_an_image(data, wanted.file, wanted.where)], []
    clean = _clean_drawing if media_type == "image/svg+xml" else _clean_raster
    image, findings, notes = clean(data, name, wanted)
    left = told_by(image) if image else ()
    if left:
        raise AssertionError(f"cleaning left {', '.join(left)}")
    return image, findings, notes


def told_by(image: Image) -> tuple[str, ...]:
    """What an image tells beside its picture, by the same look that `load_image` takes; empty for a clean one."""
    if image.media_type == "image/svg+xml":
        drawing = read_svg(image.data)
        inner = [_DETECTORS[media_type_of(data)](data).kinds for data, _ in embedded_pictures(drawing)]
        return tuple({fault.kind for fault in faults(drawing)}.union(*inner))
    container = _DETECTORS[image.media_type](image.data)
    return (*container.kinds, "colour profile") if container.profile else container.kinds


def _clean_raster(data: bytes, name: str, wanted: Wanted) -> Cleaned:
    raster, findings = read_raster(data, wanted)
    if raster is None:
        return None, findings, []
    return _image_of(raster, name), findings, _notes(raster)


def _image_of(raster: Raster, name: str) -> Image:
    image = shipped(raster, name)
    if image.media_type != "image/png":
        return image
    # Written anew even where the chunks are in order: a compressed stream can go on after its picture ends.
    return Image(image.name, image.media_type, encoded(raster.picture, "image/png"), image.width, image.height)


def _notes(raster: Raster) -> list[str]:
    notes = [f"left out: {', '.join(raster.container.kinds)}"] if raster.container.kinds else []
    if raster.container.profile and not raster.changes:
        notes.append("left out: the colour profile, which is that of sRGB")
    notes += [f"changed: {change}" for change in raster.changes]
    if raster.container.media_type == "image/tiff":
        notes.append("changed: written as PNG, because browsers do not show TIFF")
    if raster.container.media_type == "image/jpeg" and not raster.as_stored:
        notes.append("changed: compressed anew at quality 95")
    return notes


def _clean_drawing(data: bytes, name: str, wanted: Wanted) -> Cleaned:
    removed: dict[str, None] = {}
    try:
        drawing = _reduced(data, removed)
    except MalformedError as problem:
        return None, [unreadable(wanted.file, wanted.where, str(problem))], []
    findings = [*asked_of_drawing(wanted), *_clean_embedded(drawing, removed, wanted)]
    if findings:
        return None, findings, []
    notes = [f"left out: {', '.join(removed)}"] if removed else []
    return Image(f"{name}.svg", "image/svg+xml", drawing.written(), drawing.width, drawing.height), [], notes


def _reduced(data: bytes, removed: dict[str, None]) -> Drawing:
    for _ in range(_PASSES):
        drawing = read_svg(data)
        found = faults(drawing)
        if not found:
            return drawing
        for fault in found:
            fault.remove()
            removed[fault.kind] = None
        data = drawing.written()
    raise MalformedError("it cannot be reduced to a still drawing")


def _clean_embedded(drawing: Drawing, removed: dict[str, None], wanted: Wanted) -> list[Finding]:
    """Put a clean copy in the place of each picture inside a drawing."""
    findings: list[Finding] = []
    for data, replace in embedded_pictures(drawing):
        raster, problems = read_embedded(data, wanted)
        findings += problems
        if raster is not None:
            image = _image_of(raster, "")
            replace(image.media_type, image.data)
            removed |= dict.fromkeys(raster.container.kinds)
    return findings
