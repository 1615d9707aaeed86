"""Pictures made of pixels: bytes in; what the file holds and its upright 8-bit sRGB picture, or findings, out."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image as Pillow
from PIL import ImageFile, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

from pipeline.figures.colour import as_srgb, as_srgb_levels, without_hidden
from pipeline.figures.container import MAX_PIXELS, Container, MalformedError
from pipeline.figures.formats import SUFFIXES, is_dicom, media_type_of, way_out, what_it_is
from pipeline.figures.jpeg import read_jpeg
from pipeline.figures.levels import DEEP, through_window
from pipeline.figures.png import read_png
from pipeline.figures.tiff import read_tiff
from pipeline.figures.webp import read_webp
from pipeline.findings import Finding, Location, Severity, rule, worst
from pipeline.manuscript import Image

UNREADABLE = rule(
    "image-unreadable",
    Severity.ERROR,
    "A picture that cannot be opened here cannot be printed, and a damaged one may mislead.",
    fix="Export the picture anew, as PNG, JPEG, TIFF or SVG.",
    example="panels: [{file: scan.png, alt: MRI}]   # in truth a PDF\n",
)
TOO_LARGE = rule(
    "image-too-large",
    Severity.ERROR,
    "A picture far beyond what a page can show exhausts the machine of whoever opens it.",
    fix="Save a smaller copy.",
    example="panels: [{file: slide.tif, alt: Biopsy}]   # 30000 × 30000 pixels\n",
)
SEVERAL_PAGES = rule(
    "image-several-pages",
    Severity.WARNING,
    "A page shows one picture; which one of several is meant is the author's to say.",
    fix="Say which one with `page:`.",
    example="panels: [{file: stack.tif, alt: MRI}]   # 12 pages\n",
)
WINDOW_NOT_NEEDED = rule(
    "window-not-needed",
    Severity.WARNING,
    "Who chose a window may think that it is seen, and it is not.",
    fix="Take `window` out.",
    example="panels: [{file: photo.jpg, alt: Rash, window: {centre: 40, width: 400}}]\n",
)
WINDOW_EMPTY = rule(
    "window-shows-nothing",
    Severity.ERROR,
    "A picture all black or all white shows a reader nothing.",
    fix="Choose a window in which something is seen.",
    example=("panels: [{file: ct.tif, alt: CT, window: {centre: 3000, width: 10}}]   # of a file with values to 255\n"),
)
NO_SUCH_PAGE = rule(
    "image-no-such-page",
    Severity.ERROR,
    "The picture that was asked for is not in the file.",
    fix="Choose one of the pages that are there.",
    example="panels: [{file: stack.tif, alt: MRI, page: 99}]\n",
)

_READERS: dict[str, Callable[[bytes], Container]] = {
    "image/png": read_png,
    "image/jpeg": read_jpeg,
    "image/webp": read_webp,
    "image/tiff": read_tiff,
}
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/tiff": "TIFF"}
# What Pillow's decoders raise for damaged data; which of them tells an author nothing.
_DAMAGE = (
    *(OSError, SyntaxError, ValueError, EOFError, MemoryError, OverflowError, LookupError, TypeError, RuntimeError),
    Pillow.DecompressionBombError,
)
_LEVELS = 262
"""TIFF tag that says what the levels mean; 0 is from white to black."""
_TURNS = {
    2: (Pillow.Transpose.FLIP_LEFT_RIGHT,),
    3: (Pillow.Transpose.ROTATE_180,),
    4: (Pillow.Transpose.FLIP_TOP_BOTTOM,),
    5: (Pillow.Transpose.TRANSPOSE,),
    6: (Pillow.Transpose.ROTATE_270,),
    7: (Pillow.Transpose.TRANSVERSE,),
    8: (Pillow.Transpose.ROTATE_90,),
}
"""What makes a picture of each EXIF orientation upright."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which picture, asked for where."""

    file: str
    """As the author wrote it."""
    where: Location
    page: int | None = None
    """From 1; None where the author named none."""
    window: tuple[float, float] | None = None
    """Centre and width of the grey values to be shown, where they have more than 8 bits."""


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture proved readable."""

    container: Container
    picture: Pillow.Image
    """Decoded, upright, 8 bits a channel, sRGB; it carries nothing but its pixels."""
    changes: tuple[str, ...]
    """How it differs from what the file holds, in words; empty where it does not."""
    as_asked: bool = False
    """Whether it also differs in what its author asked for: a window, a crop, a turn."""

    @property
    def as_stored(self) -> bool:
        """Whether the container's bare bytes show exactly this picture."""
        return bool(self.container.bare) and not (self.changes or self.as_asked or self.container.pages)


def read_raster(data: bytes, wanted: Wanted) -> tuple[Raster | None, list[Finding]]:
    """Decode a PNG, JPEG, WebP or TIFF under the pixel limit."""
    file, where, page = wanted.file, wanted.where, wanted.page
    try:
        container = _READERS[media_type_of(data)](data)
    except MalformedError as problem:
        return None, [unreadable(file, where, str(problem))]
    findings = _page_findings(container, file, where, page)
    if worst(findings) is Severity.ERROR:
        return None, findings
    try:
        decoded, negative = _decoded(data, container, page or 1)
        windowed = bool(wanted.window) and decoded.mode in DEEP
        if wanted.window:
            findings += _window_findings(decoded, wanted)
            decoded = _windowed(decoded, wanted.window)
        picture, changes = as_srgb(decoded, container.profile)
    except MalformedError as problem:
        return None, [*findings, unreadable(file, where, str(problem))]
    picture = ImageOps.invert(picture) if negative else picture
    picture, brightness = as_srgb_levels(picture, container.gamma)
    picture, hidden = without_hidden(picture)
    changes += brightness + hidden
    for turn in _TURNS.get(container.orientation, ()):
        picture = picture.transpose(turn)
        changes = (*changes, "turned upright")
    if container.must_change:
        changes = (*changes, container.must_change)
    return Raster(container, picture, changes, windowed), findings


def read_embedded(data: bytes, drawing: Wanted) -> tuple[Raster | None, list[Finding]]:
    """Decode a picture that stands inside a drawing."""
    inside = Wanted(f"a picture inside {drawing.file}", drawing.where)
    if media_type_of(data) not in _READERS:
        return None, [unreadable(inside.file, inside.where, "it is no PNG, JPEG or WebP")]
    return read_raster(data, inside)


def shipped(raster: Raster, name: str) -> Image:
    """The picture as a file without metadata: its own compressed data where they show it, else written anew."""
    media_type = "image/png" if raster.container.media_type == "image/tiff" else raster.container.media_type
    data = raster.container.bare if raster.as_stored else encoded(raster.picture, media_type)
    return Image(f"{name}{SUFFIXES[media_type][0]}", media_type, data, *raster.picture.size)


def encoded(picture: Pillow.Image, media_type: str) -> bytes:
    """The picture as a file that holds nothing but its pixels; equal pixels give equal bytes.

    PNG and WebP lose nothing; JPEG is written at quality 95 without colour subsampling.
    """
    written = io.BytesIO()
    if media_type == "image/jpeg":
        with _room(4 * picture.width * picture.height):
            picture.save(written, "JPEG", quality=95, subsampling=0, optimize=True)
    elif media_type == "image/webp":
        picture.save(written, "WEBP", lossless=True, quality=20, method=1, exact=False)
    else:
        picture.save(written, "PNG", compress_level=3)
    return written.getvalue()


def unreadable(file: str, where: Location, problem: str, hint: str = "") -> Finding:
    """The finding for a picture that cannot be opened."""
    hint = hint or "Export the picture again from the program that made it, as PNG or JPEG."
    return UNREADABLE.at(where, f"{file} cannot be read: {problem}", hint=hint)


def not_an_image(data: bytes, file: str, where: Location) -> Finding:
    """The finding for a file of another kind, with the way to an image of it."""
    if is_dicom(data):
        message = f"{file} is a DICOM file, whose header tells who the patient is, and cannot be shown"
        hint = "Move it into private/ and run `casewright figure add FILE`, which makes a clean picture of it."
        return UNREADABLE.at(where, message, hint=hint)
    return unreadable(file, where, f"it is {what_it_is(data)}", way_out(data))


def no_such_page(count: int, file: str, where: Location, page: int) -> Finding:
    """The finding for a page of a file that holds so many; the hint fits case.yaml and the command line."""
    has = "one picture" if count == 1 else f"{count} pictures"
    hint = "Leave `page` out." if count == 1 else f"Give a `page` from 1 to {count}."
    return NO_SUCH_PAGE.at(where, f"{file} has {has}, so there is no page {page}", hint=hint)


def asked_of_drawing(wanted: Wanted) -> list[Finding]:
    """What a drawing cannot give: another page than its one, and a window."""
    findings = []
    if wanted.page not in (None, 1):
        findings.append(no_such_page(1, wanted.file, wanted.where, wanted.page))
    if wanted.window:
        what = f"{wanted.file} is a drawing, and has no grey values to choose from; it is shown as it is"
        findings.append(WINDOW_NOT_NEEDED.at(wanted.where, what, hint="Take `window` out."))
    return findings


def _page_findings(container: Container, file: str, where: Location, page: int | None) -> list[Finding]:
    sizes = container.pages or ((container.width, container.height),)
    if page is not None and not 1 <= page <= len(sizes):
        return [no_such_page(len(sizes), file, where, page)]
    width, height = sizes[(page or 1) - 1]
    if width * height > MAX_PIXELS:
        size = f"{width} × {height} pixels, {width * height // 1_000_000} megapixels"
        hint = f"At most {MAX_PIXELS // 1_000_000} megapixels: reduce the picture or cut out the part that matters."
        return [TOO_LARGE.at(where, f"{file} is too large: {size}", hint=hint)]
    if len(sizes) > 1 and page is None:
        what = f"{file} holds {len(sizes)} pictures; only the first is shown"
        return [SEVERAL_PAGES.at(where, what, hint=f"Say which one with `page`, from 1 to {len(sizes)}.")]
    return []


def _windowed(picture: Pillow.Image, window: tuple[float, float]) -> Pillow.Image:
    return (through_window(picture, window) or picture) if picture.mode in DEEP else picture


def _window_findings(picture: Pillow.Image, wanted: Wanted) -> list[Finding]:
    if picture.mode not in DEEP:
        hint = "Take `window` out, or add the original with all its grey values."
        what = f"{wanted.file} has 8 bits a channel, and nothing that a window could choose from; it is shown as it is"
        return [WINDOW_NOT_NEEDED.at(wanted.where, what, hint=hint)]
    if wanted.window and through_window(picture, wanted.window) is None:
        lowest, highest = (f"{float(level):g}" for level in picture.getextrema() if isinstance(level, int | float))
        what = f"in this window nothing is seen of {wanted.file}: its values lie from {lowest} to {highest}"
        return [WINDOW_EMPTY.at(wanted.where, what, hint="Choose a centre between the two.")]
    return []


@contextmanager
def _strictly() -> Iterator[None]:
    """Pillow complains of cut-off pictures: importing WeasyPrint tells it, for the whole process, not to."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextmanager
def _room(size: int) -> Iterator[None]:
    """Pillow keeps two bytes a pixel ready to optimise a JPEG in, and fails where noise needs more."""
    before = ImageFile.MAXBLOCK
    ImageFile.MAXBLOCK = max(before, size)
    try:
        yield
    finally:
        ImageFile.MAXBLOCK = before


def _decoded(data: bytes, container: Container, page: int) -> tuple[Pillow.Image, bool]:
    """Every pixel of one page, and whether its levels count from white to black still.

    A still picture is decoded from its bare bytes, so that no metadata reach Pillow.
    """
    still = container.bare and not container.pages
    formats = [_FORMATS[container.media_type]]
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            _strictly(),
            Pillow.open(io.BytesIO(container.bare if still else data), formats=formats) as opened,
        ):
            opened.seek(page - 1)
            if opened.width * opened.height > MAX_PIXELS:
                raise MalformedError("its picture is larger than its header says")
            opened.load()
            # Pillow turns such levels round at 8 bits, but not at 16; a radiograph would come out as its negative.
            negative = isinstance(opened, TiffImageFile) and "16" in opened.mode and opened.tag_v2.get(_LEVELS) == 0
            return opened if still else opened.copy(), negative
    except _DAMAGE as problem:
        raise MalformedError("its picture data are damaged or incomplete") from problem
