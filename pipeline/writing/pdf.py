"""PDF: a manuscript in; its printed page laid out by WeasyPrint, and the page and line of every id, out."""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Manuscript
from pipeline.writing import archiving, html
from pipeline.writing.faces import faces, faces_for_scripts
from pipeline.writing.glyphs import missing_glyphs, missing_in
from pipeline.writing.lines import without_lone_words
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.page_filling import Layout, best_layout, top
from pipeline.writing.places import Row, places
from pipeline.writing.surroundings import log_of_layout, only_these_fonts
from pipeline.writing.templates import TemplateError, Templates

if TYPE_CHECKING:
    import logging
    from pathlib import Path

    from weasyprint import Page
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from pipeline.case import Case

PDF_LAYOUT = rule(
    "pdf-layout",
    Severity.WARNING,
    "The layout left something out or did it differently.",
    fix="Look at the page, and change what does not fit.",
    example="# templates/css/print.css with a property that paper has not\n",
)
PDF_MISSING_FILE = rule(
    "pdf-missing-file",
    Severity.ERROR,
    "A picture or style that cannot be loaded is not in the PDF.",
    fix="Put the file beside the template, or take out what asks for it.",
    example='# templates/html/article.j2 with <img src="logo.png">\n',
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
            if at_once:
                yield _printed(press.lay_out(manuscript, "at-once"), records, AT_ONCE), False
            yield _printed(best_layout(press.lay_out(manuscript), press.lay_out), records, ARCHIVED), True
    except TemplateError as problem:
        yield Output({}, {}, (problem.finding,)), True


def _printed(layout: Layout, records: list[logging.LogRecord], options: Mapping[str, object]) -> Output:
    data: bytes = layout.document.write_pdf(**options)
    findings = (*layout.page.findings, *_as_findings(records, _whole(layout.manuscript)))
    found, lines = places(map(_content, layout.document.pages), layout.page.printed_at)
    return Output({f"{layout.manuscript.case_id}.pdf": data}, found, findings, tuple(lines))


def printed(page: html.Page, manuscript: Manuscript, templates: Templates) -> tuple[bytes, tuple[Finding, ...]]:
    """Another page about a manuscript as a tagged PDF; `page` is laid out as it is.

    A character that no font has is a warning: the article is whole without it.
    """
    from weasyprint import HTML

    where, text, fonts = _whole(manuscript), unescape(page.html), faces(templates)
    if missing_in(text, fonts, where):
        fonts = [*fonts, *faces_for_scripts()]
    without = [replace(finding, raised=Severity.WARNING) for finding in missing_in(text, fonts, where)]
    with only_these_fonts(fonts), log_of_layout() as records:
        source = HTML(string=page.html, base_url=HOME, url_fetcher=fetcher(page.assets))
        data: bytes = source.write_pdf(finisher=archiving.finish, **OPTIONS)
    return data, (*without, *_as_findings(records, where))


def _fonts(manuscript: Manuscript, templates: Templates) -> list[Path]:
    """Our faces, and those for other scripts only where they are needed: the layout reads every one."""
    own = faces(templates)
    return [*own, *faces_for_scripts()] if missing_glyphs(manuscript, own) else own


class _Press:
    """Lays out with the same templates and look; an image is read once for all layouts."""

    def __init__(self, templates: Templates, look: Look, records: list[logging.LogRecord]) -> None:
        self._templates = templates
        self._look = look
        self._records = records
        self._images: dict[str, object] = {}

    def lay_out(self, manuscript: Manuscript, setting: str = "") -> Layout:
        from weasyprint import HTML
        from weasyprint.layout import inline

        if not hasattr(inline.split_first_line, "__wrapped__"):
            inline.split_first_line = without_lone_words(inline.split_first_line)
        # It says the same at each run.
        self._records.clear()
        page = html.for_print(manuscript, self._templates, self._look, setting)
        source = HTML(string=page.html, base_url=HOME, url_fetcher=fetcher(page.assets))
        document = source.render(**OPTIONS, cache=self._images)
        return Layout(page, document, manuscript, [_blank(sheet) for sheet in document.pages])


def _blank(sheet: Page) -> float:
    """What is blank at the foot of a page, in parts of its text area."""
    from weasyprint.formatting_structure.boxes import LineBox, ReplacedBox

    area = sheet._page_box
    boxes = (box for box in area.children[0].descendants() if isinstance(box, LineBox | ReplacedBox))
    lowest = max((box.position_y + box.height for box in boxes), default=top(sheet))
    return float(1 - (lowest - top(sheet)) / area.height)


def _content(sheet: Page) -> Iterator[str | Row]:
    """What a page holds, but for its margins, in the order of reading: ids, and lines of text."""
    from weasyprint.formatting_structure.boxes import LineBox, TextBox

    root = sheet._page_box.children[0]
    left, right = root.position_x, root.position_x + root.width

    def within(box: Any, aside: bool) -> Iterator[str | Row]:  # WeasyPrint has no types
        if box.style["anchor"]:
            yield box.style["anchor"]
        if not isinstance(box, LineBox):
            aside = aside or (box.is_floated() and box.position_x + box.margin_width() <= left)
            for child in getattr(box, "children", ()):
                yield from within(child, aside)
            return
        # A box in a line may have lines of its own, as a raised number has: they are part of this one.
        inner = list(box.descendants())
        yield from (part.style["anchor"] for part in inner[1:] if part.style["anchor"])
        texts = [part for part in inner if isinstance(part, TextBox)]
        text = "".join(part.text for part in texts)
        if text.strip():
            counts = any(part.position_x < right and part.position_x + part.width > left for part in texts)
            yield Row(box.position_y + box.baseline, text, counts, aside)

    yield from within(root, False)


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
