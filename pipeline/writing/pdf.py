"""PDF: a manuscript in; its printed page laid out by WeasyPrint, and the page and line of every id, out."""

from __future__ import annotations

import logging
import os
import tempfile
import threading
import warnings
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.sax.saxutils import escape

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Manuscript
from pipeline.writing import archiving, html
from pipeline.writing.floating import delayed
from pipeline.writing.glyphs import missing_glyphs
from pipeline.writing.look import Look
from pipeline.writing.output import Output, Place
from pipeline.writing.templates import TemplateError, Templates

if TYPE_CHECKING:
    from weasyprint import Document, Page
    from weasyprint.urls import URLFetcher, URLFetcherResponse

PDF_LAYOUT = rule("pdf-layout", Severity.WARNING, "The layout left something out or did it differently.")
PDF_MISSING_FILE = rule(
    "pdf-missing-file", Severity.ERROR, "A picture or style that cannot be loaded is not in the PDF."
)

HOME = "https://manuscript.invalid/"
"""Where the page pretends to lie; nothing is ever fetched there."""
OPTIONS = {
    # The finisher adds the claim to PDF/UA-1.
    "pdf_variant": "pdf/a-2a",
    "pdf_tags": True,
    # Pictures are reduced to this at their printed size: what presses ask for.
    "dpi": 300,
}
MUCH = 0.15
"""A page with more than this part of it blank at its foot looks unfinished."""
MOVES = 3
"""Tries at filling pages; each costs one layout."""
ONE_AT_A_TIME = threading.Lock()
"""The environment and the log of the layout belong to the whole process."""


@cache
def available() -> str:
    """'' where PDF can be made; otherwise why not, with the command that helps."""
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            _surroundings(Path(folder), Templates([])),
            warnings.catch_warnings(),
        ):
            # It looks for fonts as soon as it is imported, and here are none yet.
            warnings.simplefilter("ignore")
            import weasyprint  # noqa: F401 -- the question is whether it can be
    except OSError:
        return (
            "PDF left out, because the library Pango is missing. "
            "Debian: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
            "Fedora: sudo dnf install pango; macOS: brew install pango; "
            "Windows: winget install MSYS2.MSYS2, then pacman -S mingw-w64-ucrt-x86_64-pango in its terminal."
        )
    return ""


def write(manuscript: Manuscript, templates: Templates, look: Look) -> Output:
    """The manuscript as `<case>.pdf`, tagged, with only our own fonts; call it only where `available()` is ''.

    Places hold the page and line of every id of the printed page, and of every origin that has no id.
    """
    try:
        with (
            ONE_AT_A_TIME,
            tempfile.TemporaryDirectory() as folder,
            _surroundings(Path(folder), templates),
            _log_of_layout() as records,
            # It leaves a colour profile for Python to close.
            warnings.catch_warnings(action="ignore", category=ResourceWarning),
        ):
            layout = _best_layout(manuscript, templates, records)
            data: bytes = layout.document.write_pdf(finisher=archiving.finish, **OPTIONS)
    except TemplateError as problem:
        return Output({}, {}, (problem.finding,))
    places = _places(layout)
    fonts = [templates.path(name) for name in templates.names("fonts/print")]
    findings = [*missing_glyphs(manuscript, fonts), *layout.page.findings, *_as_findings(records, _whole(manuscript))]
    return Output({f"{manuscript.case_id}.pdf": data}, places, tuple(findings))


@dataclass(frozen=True, slots=True)
class _Layout:
    page: html.Page
    document: Document
    blank: float
    """Height left blank at the feet of all pages but the last, in parts of a page."""
    stranded: str
    """The first figure that did not fit below its text and left much of the page before it blank; '' if none."""


def _best_layout(manuscript: Manuscript, templates: Templates, records: list[logging.LogRecord]) -> _Layout:
    """Lay out, and let text flow before a figure that left a page half empty; the fullest pages win."""
    best = layout = _lay_out(manuscript, templates)
    for _ in range(MOVES):
        moved = delayed(manuscript, layout.stranded) if layout.stranded else None
        if moved is None:
            break
        manuscript = moved
        # It says the same at each try.
        said = len(records)
        layout = _lay_out(manuscript, templates)
        del records[said:]
        best = min(best, layout, key=lambda tried: (len(tried.document.pages), tried.blank))
    return best


def _lay_out(manuscript: Manuscript, templates: Templates) -> _Layout:
    from weasyprint import HTML

    page = html.for_print(manuscript, templates)
    document = HTML(string=page.html, base_url=HOME, url_fetcher=fetcher(page.assets)).render(**OPTIONS)
    blanks = [_blank(sheet) for sheet in document.pages]
    stranded = (
        figure
        for blank, sheet in pairwise(zip(blanks, document.pages, strict=True))
        if blank[0] > MUCH
        for figure in page.figures
        if _is_first(figure, sheet[1])
    )
    return _Layout(page, document, sum(blanks[:-1]), next(stranded, ""))


def _blank(sheet: Page) -> float:
    """What is blank at the foot of a page, in parts of its text area."""
    from weasyprint.formatting_structure.boxes import LineBox, ReplacedBox

    area = sheet._page_box
    boxes = (box for box in area.children[0].descendants() if isinstance(box, LineBox | ReplacedBox))
    lowest = max((box.position_y + box.height for box in boxes), default=area.content_box_y())
    return float(1 - (lowest - area.content_box_y()) / area.height)


def _is_first(identifier: str, sheet: Page) -> bool:
    anchor = sheet.anchors.get(identifier)
    return anchor is not None and anchor[1] < sheet._page_box.content_box_y() + 30


def _places(layout: _Layout) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for number, sheet in enumerate(layout.document.pages, 1):
        baselines = _baselines(sheet)
        for identifier, (_, top, *_) in sheet.anchors.items():
            # The last line stands for what lies below it, such as a picture at the foot.
            line = min(bisect_left(baselines, top) + 1, max(len(baselines), 1))
            places.setdefault(identifier, Place(number, line))
    for origin, identifier in layout.page.printed_at.items():
        if identifier in places:
            places.setdefault(origin, places[identifier])
    return places


def _baselines(sheet: Page) -> list[float]:
    """Heights of the lines in the text area, from the top; lines side by side count once."""
    from weasyprint.formatting_structure.boxes import LineBox

    root = sheet._page_box.children[0]
    left, right = root.position_x, root.position_x + root.width
    heights: list[float] = []
    lines = (box for box in root.descendants() if isinstance(box, LineBox))
    in_area = (line for line in lines if line.position_x < right and line.position_x + line.width > left)
    for height in sorted(line.position_y + line.baseline for line in in_area):
        if not heights or height - heights[-1] > 1:
            heights.append(height)
    return heights


def fetcher(files: Mapping[str, bytes]) -> URLFetcher:
    """Serves these files to the layout, by their names under HOME, and refuses everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    kinds = {"css": "text/css", "svg": "image/svg+xml"}

    class OnlyThese(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, _: object = None) -> URLFetcherResponse:
            name = unquote(url.removeprefix(HOME))
            if not url.startswith(HOME) or name not in files:
                raise ValueError("only the files of this manuscript may be used")
            kind = kinds.get(name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
            return URLFetcherResponse(url, files[name], {"Content-Type": kind})

    return OnlyThese()


@contextmanager
def _surroundings(folder: Path, templates: Templates) -> Iterator[None]:
    """An environment in which there are no fonts but ours, and no clock: the same input gives the same bytes."""
    fonts = sorted({templates.path(name).parent for name in templates.names("fonts/print")})
    listed = "".join(f"<dir>{escape(str(font))}</dir>" for font in fonts)
    config = folder / "fonts.conf"
    cache_dir = f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>"
    config.write_text(f"<fontconfig>{listed}{cache_dir}</fontconfig>", encoding="utf-8")
    wanted = {"FONTCONFIG_FILE": str(config), "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0")}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class _Listener(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


@contextmanager
def _log_of_layout() -> Iterator[list[logging.LogRecord]]:
    """What WeasyPrint says while it works; nothing of it reaches the terminal."""
    records: list[logging.LogRecord] = []
    handler = _Listener(records)
    logger = logging.getLogger("weasyprint")
    before = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield records
    finally:
        logger.handlers, logger.propagate = before


def _as_findings(records: list[logging.LogRecord], where: Location) -> Iterator[Finding]:
    for record in records:
        said = record.getMessage().replace(HOME, "")
        if said.startswith("Failed to load"):
            hint = "Look at the findings about this file; a style sheet may name only files of this manuscript."
            yield PDF_MISSING_FILE.at(where, "A file is missing in the PDF.", hint=hint, quote=said)
        else:
            yield PDF_LAYOUT.at(where, "The PDF's layout met a difficulty.", quote=said)


def _whole(manuscript: Manuscript) -> Location:
    """The manuscript as a whole: the file its title stands in."""
    return Location(manuscript.title[0].origin.file if manuscript.title else manuscript.case_id)
