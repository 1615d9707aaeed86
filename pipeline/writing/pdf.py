"""PDF: a manuscript in; its printed page laid out by WeasyPrint, and the page and line of every id, out."""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64decode
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Manuscript
from pipeline.writing import archiving, html
from pipeline.writing.faces import faces, faces_for_scripts
from pipeline.writing.floating import delayed, stops
from pipeline.writing.glyphs import missing_glyphs
from pipeline.writing.lines import without_lone_words
from pipeline.writing.look import Look
from pipeline.writing.output import Output, Place
from pipeline.writing.surroundings import log_of_layout, only_these_fonts
from pipeline.writing.templates import TemplateError, Templates

if TYPE_CHECKING:
    import logging
    from pathlib import Path

    from weasyprint import Document, Page
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from pipeline.case import Case

PDF_LAYOUT = rule("pdf-layout", Severity.WARNING, "The layout left something out or did it differently.")
PDF_MISSING_FILE = rule(
    "pdf-missing-file", Severity.ERROR, "A picture or style that cannot be loaded is not in the PDF."
)

HOME = "https://manuscript.invalid/"
"""Where the page pretends to lie; nothing is ever fetched there."""
_WITHIN = re.compile(r"data:(image/[a-z+]+);base64,")
"""The address of a picture that stands within a drawing."""
OPTIONS = {
    # The finisher adds the claim to PDF/UA-1.
    "pdf_variant": "pdf/a-2a",
    "pdf_tags": True,
    # Finer pictures are reduced to this at their printed size; what presses ask for is half of it.
    "dpi": 600,
}
ARCHIVED = {"finisher": archiving.finish, **OPTIONS}
AT_ONCE = {"dpi": 150}
"""Of a try that is looked at on a screen and not kept."""
MUCH = 0.07
"""A page with more than this part of it blank at its foot looks unfinished: four lines of text."""
LITTLE = 0.15
"""A last page with less than this part of it filled looks like a mistake."""
LAYOUTS = 5
"""Tries at filling pages, the first included."""


@cache
def available() -> str:
    """'' where PDF can be made; otherwise why not, with the command that helps."""
    try:
        # WeasyPrint prints a page of advice of its own before it fails.
        with only_these_fonts([]), warnings.catch_warnings(), redirect_stdout(io.StringIO()):
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


def problems(case: Case, manuscript: Manuscript, templates: Templates) -> list[Finding]:
    """What is known before the layout to go wrong in it: characters that none of the fonts has."""
    return missing_glyphs(manuscript, [*faces(templates), *faces_for_scripts()], case)


def write(manuscript: Manuscript, templates: Templates, look: Look) -> Output:
    """The manuscript as `<case>.pdf`, tagged, with only our own fonts; call it only where `available()` is ''.

    Places hold the page and line of every id of the printed page, and of every origin that has no id. What
    `problems` finds is not found again.
    """
    *_, (output, _) = _tries(manuscript, templates, look, at_once=False)
    return output


def tries(manuscript: Manuscript, templates: Templates, look: Look) -> Iterator[tuple[Output, bool]]:
    """The same twice: with its pages as they first come, which says False, and as `write` gives them, which says True.

    The first is to be looked at, not kept: it has no tags, and coarser pictures.
    """
    yield from _tries(manuscript, templates, look, at_once=True)


def _tries(manuscript: Manuscript, templates: Templates, look: Look, at_once: bool) -> Iterator[tuple[Output, bool]]:
    try:
        with only_these_fonts(_fonts(manuscript, templates)), log_of_layout() as records:
            press = _Press(templates, look, records)
            first = press.lay_out(manuscript)
            if at_once:
                yield _printed(first, records, AT_ONCE), False
            yield _printed(_best_layout(first, press), records, ARCHIVED), True
    except TemplateError as problem:
        yield Output({}, {}, (problem.finding,)), True


def _printed(layout: _Layout, records: list[logging.LogRecord], options: Mapping[str, object]) -> Output:
    data: bytes = layout.document.write_pdf(**options)
    findings = (*layout.page.findings, *_as_findings(records, _whole(layout.manuscript)))
    return Output({f"{layout.manuscript.case_id}.pdf": data}, _places(layout), findings)


def _fonts(manuscript: Manuscript, templates: Templates) -> list[Path]:
    """Our faces, and those for other scripts only where they are needed: the layout reads every one."""
    own = faces(templates)
    return [*own, *faces_for_scripts()] if missing_glyphs(manuscript, own) else own


@dataclass(frozen=True, slots=True)
class _Layout:
    page: html.Page
    document: Document
    manuscript: Manuscript
    blanks: list[float]
    """Parts of each page that are blank at its foot."""

    @property
    def worth(self) -> tuple[int, float]:
        """Less is better: pages, then blanks, of which one large one is worse than several small ones."""
        return len(self.blanks), sum(blank**2 for blank in self.blanks[:-1])


class _Press:
    """Lays out with the same templates and look; an image is read once for all layouts."""

    def __init__(self, templates: Templates, look: Look, records: list[logging.LogRecord]) -> None:
        self._templates = templates
        self._look = look
        self._records = records
        self._images: dict[str, object] = {}
        self.runs = 0

    def lay_out(self, manuscript: Manuscript, snug: bool = False) -> _Layout:
        from weasyprint import HTML
        from weasyprint.layout import inline

        if not hasattr(inline.split_first_line, "__wrapped__"):
            inline.split_first_line = without_lone_words(inline.split_first_line)
        # It says the same at each run.
        self._records.clear()
        self.runs += 1
        page = html.for_print(manuscript, self._templates, self._look, snug)
        source = HTML(string=page.html, base_url=HOME, url_fetcher=fetcher(page.assets))
        document = source.render(**OPTIONS, cache=self._images)
        return _Layout(page, document, manuscript, [_blank(sheet) for sheet in document.pages])


def _best_layout(best: _Layout, press: _Press) -> _Layout:
    """Let text flow before what left a page blank, and set it tighter where a last page is all but empty."""
    tried: set[str] = set()
    while press.runs < LAYOUTS - 1 and (stranded := _stranded(best, tried)):
        number, identifier = stranded
        tried.add(identifier)
        for stop in _later(best, number, identifier):
            moved = press.lay_out(delayed(best.manuscript, identifier, stop))
            if moved.worth < best.worth:
                best = moved
                break
    if len(best.blanks) > 1 and best.blanks[-1] > 1 - LITTLE:
        snug = press.lay_out(best.manuscript, snug=True)
        best = min(best, snug, key=lambda tried: len(tried.blanks))
    return best


def _stranded(layout: _Layout, tried: set[str]) -> tuple[int, str] | None:
    """The first figure or table that did not fit below its text and left much of a page blank: its page, from 0."""
    for number, (blank, sheet) in enumerate(zip(layout.blanks, layout.document.pages[1:], strict=False)):
        for identifier in layout.page.floats if blank > MUCH else ():
            if identifier not in tried and _is_first(identifier, sheet):
                return number + 1, identifier
    return None


def _later(layout: _Layout, number: int, identifier: str) -> list[str]:
    """Blocks after which a stranded float would let text fill the page before it, the most promising first."""
    sheets = layout.document.pages
    room = layout.blanks[number - 1] * sheets[number - 1]._page_box.height
    # What follows a turned table begins on a page of its own, so it must not reach beyond the one before.
    turned = sheets[number].width > sheets[number].height
    passed = 0.0 if turned else _top(sheets[number]) - sheets[number].anchors[identifier][3]
    ends: dict[str, float] = {}
    for sheet in sheets[number + turned : number + turned + 2]:
        ends |= {name: passed + bottom - _top(sheet) for name, (_, _, _, bottom) in sheet.anchors.items()}
        passed += sheet._page_box.height
    printed_at = layout.page.printed_at
    found = [(ends.get(printed_at.get(stop, stop)), stop) for stop in stops(layout.manuscript, identifier)]
    fitting = [stop for end, stop in found if end is not None and end <= room]
    beyond = [stop for end, stop in found if end is not None and end > room]
    return fitting[-1:] if turned else beyond[:1] + fitting[-1:]


def _blank(sheet: Page) -> float:
    """What is blank at the foot of a page, in parts of its text area."""
    from weasyprint.formatting_structure.boxes import LineBox, ReplacedBox

    area = sheet._page_box
    boxes = (box for box in area.children[0].descendants() if isinstance(box, LineBox | ReplacedBox))
    lowest = max((box.position_y + box.height for box in boxes), default=_top(sheet))
    return float(1 - (lowest - _top(sheet)) / area.height)


def _top(sheet: Page) -> float:
    return float(sheet._page_box.content_box_y())


def _is_first(identifier: str, sheet: Page) -> bool:
    anchor = sheet.anchors.get(identifier)
    return anchor is not None and anchor[1] < _top(sheet) + 30


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
    """Serves these files to the layout, by their names under HOME, and what stands within them; refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    kinds = {"css": "text/css", "svg": "image/svg+xml"}

    class OnlyThese(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, _: object = None) -> URLFetcherResponse:
            if within := _WITHIN.match(url):
                return URLFetcherResponse(url, b64decode(url[within.end() :]), {"Content-Type": within[1]})
            name = unquote(url.removeprefix(HOME))
            if not url.startswith(HOME) or name not in files:
                raise ValueError("only the files of this manuscript may be used")
            kind = kinds.get(name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
            return URLFetcherResponse(url, files[name], {"Content-Type": kind})

    return OnlyThese()


def _as_findings(records: list[logging.LogRecord], where: Location) -> Iterator[Finding]:
    for record in records:
        said = record.getMessage().replace(HOME, "")
        if said.startswith(".notdef glyph"):
            continue  # `problems` has said so already, at the place where the character was written
        if said.startswith("Font-face 'Casewright Sans'"):
            continue  # the few characters of it that a drawing brings for browsers; the layout has the whole face
        if said.startswith("Failed to load"):
            hint = "Look at the findings about this file; a style sheet may name only files of this manuscript."
            yield PDF_MISSING_FILE.at(where, "A file is missing in the PDF.", hint=hint, quote=said)
        else:
            yield PDF_LAYOUT.at(where, "The PDF's layout met a difficulty.", quote=said)


def _whole(manuscript: Manuscript) -> Location:
    """The manuscript as a whole: the file its title stands in."""
    return Location(manuscript.title[0].origin.file if manuscript.title else manuscript.case_id)
