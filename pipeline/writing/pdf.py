"""PDF: a manuscript in; its printed page laid out by WeasyPrint, and the page and line of every id, out."""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64decode
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pipeline.findings import Finding, Severity
from pipeline.manuscript import Manuscript
from pipeline.remembering import stamp
from pipeline.writing import archiving, html
from pipeline.writing.faces import faces, faces_for_scripts
from pipeline.writing.glyphs import missing_glyphs, missing_in
from pipeline.writing.layout_log import HOME, as_findings, whole
from pipeline.writing.lines import without_lone_words
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.page_filling import Layout, arranged, best_layout, top
from pipeline.writing.page_keeping import KeptPages, as_ever
from pipeline.writing.places import Row, places
from pipeline.writing.remaking import Pictures, drawn_anew, parsed_once, recoded_once
from pipeline.writing.surroundings import log_of_layout, only_these_fonts
from pipeline.writing.templates import TemplateError, Templates

if TYPE_CHECKING:
    import logging

    from weasyprint import Page
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from pipeline.case import Case

_WITHIN = re.compile(r"data:(image/[a-z+]+);base64,")
"""The address of a picture that stands within a drawing."""
OPTIONS = {
    # The finisher adds the claim to PDF/UA-1.
    "pdf_variant": "pdf/a-2a",
    "pdf_tags": True,
    # Finer pictures are reduced to this at their printed size; what presses ask for is half of it.
    "dpi": 600,
}
_HAIR = 0.5
"""CSS pixels by which a box may lie over an edge that it stands beside."""
MOST_KEPT = 3
"""Layouts of cases and views; the one not asked for longest goes first."""


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
    with Press(templates) as press:
        return press.write(manuscript, look)


PagesAtFirst = Callable[[Sequence[int], Output], None]
"""Told of some pages, by their numbers from 0, as a file without tags."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The pages as they are laid out first: to be looked at, not kept. What is wrong with the layout is not said."""

    file: str
    document: Any
    """Of WeasyPrint, which has no types."""
    findings: tuple[Finding, ...]
    looks: list[str]
    """Of every page a name for its looks, '' where it has none yet: to be put in by who looks at it."""

    def painted(self, numbers: Collection[int]) -> Output:
        """Some of the pages, from 0, as a file without tags; no file where there are none."""
        pages = [self.document.pages[number] for number in numbers]
        files = {self.file: self.document.copy(pages).write_pdf()} if pages else {}
        return Output(files, {}, self.findings)


@dataclass(slots=True)
class _Kept:
    """Of one case in one view."""

    pages: KeptPages
    moves: tuple[tuple[str, int], ...] = ()
    """By which the last whole PDF filled its pages, and the setting that it took."""
    setting: str = ""


class Press:
    """Prints one manuscript after another. What they share is made once: fonts found, pictures read, styles parsed."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._surroundings = ExitStack()
        self._fonts: tuple[object, ...] = ()
        self._font_config: object = None
        self._records: list[logging.LogRecord] = []
        self._pictures = Pictures()
        self._kept: dict[Hashable, _Kept] = {}

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *_: object) -> None:
        self._surroundings.close()

    def write(self, manuscript: Manuscript, look: Look, key: Hashable = None) -> Output:
        """As the function of this name. The next proof of this key is arranged in the same way."""
        try:
            self._prepare(manuscript)
            best = best_layout(
                self._lay_out(manuscript, look), lambda moved, setting: self._lay_out(moved, look, setting)
            )
        except TemplateError as problem:
            return Output({}, {}, (problem.finding,))
        if kept := self._kept.get(key):
            kept.moves, kept.setting = best.moves, best.setting
        data: bytes = best.document.write_pdf(finisher=archiving.finish, **OPTIONS)
        findings = (*best.page.findings, *as_findings(self._records, whole(manuscript)))
        found, lines = places(map(_content, best.document.pages), best.page.printed_at)
        return Output({f"{manuscript.case_id}.pdf": data}, found, findings, tuple(lines))

    def proof(
        self, manuscript: Manuscript, look: Look, key: Hashable, at_first: PagesAtFirst | None = None
    ) -> Proof | None:
        """The pages laid out from the last proof of this key; None where a template is broken, as `write` will say.

        `at_first` is told of the first few that are laid out anew, if there are more.
        """
        from weasyprint import document, layout

        def tell(pages: dict[int, Any]) -> None:
            painted = [document.Page(page) for page in pages.values()]
            made = document.Document(painted, document.DocumentMetadata(), None, self._font_config, {}, None)
            data: bytes = made.write_pdf()
            if at_first:
                at_first([*pages], Output({f"{manuscript.case_id}.pdf": data}, {}))

        try:
            self._prepare(manuscript)
            kept = self._kept.pop(key, None) or _Kept(KeptPages(layout))
            self._kept = {**dict([*self._kept.items()][1 - MOST_KEPT :]), key: kept}
            kept.pages.at_first = tell if at_first else None
            laid = self._lay_out(arranged(manuscript, kept.moves), look, kept.setting, kept.pages)
        except TemplateError:
            return None
        return Proof(f"{manuscript.case_id}.pdf", laid.document, laid.page.findings, kept.pages.looks)

    def _prepare(self, manuscript: Manuscript) -> None:
        """The fonts; they are looked for again only where others are needed."""
        from weasyprint.text.fonts import FontConfiguration

        own = faces(self._templates)
        # Those for other scripts only where they are needed: the layout reads every one.
        fonts = [*own, *faces_for_scripts()] if missing_glyphs(manuscript, own) else own
        named = tuple((font, stamp(font)) for font in fonts)
        if self._font_config is None or named != self._fonts:
            self._surroundings.close()
            self._pictures, self._kept, self._fonts = Pictures(), {}, named
            self._surroundings.enter_context(only_these_fonts(fonts))
            self._records = self._surroundings.enter_context(log_of_layout())
            self._font_config = FontConfiguration()

    def _lay_out(self, manuscript: Manuscript, look: Look, setting: str = "", kept: KeptPages | None = None) -> Layout:
        from weasyprint import HTML, document, layout

        _amend()
        as_ever(layout)
        document.layout_document = kept.layout_document if kept else layout.layout_document
        # It says the same at each run.
        self._records.clear()
        page = html.for_print(manuscript, self._templates, look, setting)
        self._pictures.expect(page.assets, HOME)
        source = HTML(string=page.html, base_url=HOME, url_fetcher=fetcher(page.assets))
        if kept:
            kept.files(page.assets)
        laid = source.render(self._font_config, **OPTIONS, cache=self._pictures.read)
        return Layout(page, laid, manuscript, [_blank(sheet) for sheet in laid.pages], setting)


def _amend() -> None:
    """Functions of WeasyPrint's, once a process."""
    import weasyprint
    from weasyprint import images
    from weasyprint.layout import inline

    if hasattr(inline.split_first_line, "__wrapped__"):
        return
    inline.split_first_line = without_lone_words(inline.split_first_line)
    images.RasterImage.get_x_object = recoded_once(images.RasterImage.get_x_object)
    images.SVGImage = drawn_anew(images.SVGImage)
    weasyprint.tinycss2 = parsed_once(weasyprint.tinycss2)


def printed(page: html.Page, manuscript: Manuscript, templates: Templates) -> tuple[bytes, tuple[Finding, ...]]:
    """Another page about a manuscript as a tagged PDF; `page` is laid out as it is.

    A character that no font has is a warning: the article is whole without it.
    """
    from weasyprint import HTML

    where, text, fonts = whole(manuscript), unescape(page.html), faces(templates)
    if missing_in(text, fonts, where):
        fonts = [*fonts, *faces_for_scripts()]
    without = [replace(finding, raised=Severity.WARNING) for finding in missing_in(text, fonts, where)]
    with only_these_fonts(fonts), log_of_layout() as records:
        source = HTML(string=page.html, base_url=HOME, url_fetcher=fetcher(page.assets))
        data: bytes = source.write_pdf(finisher=archiving.finish, **OPTIONS)
    return data, (*without, *as_findings(records, where))


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
            beside = box.position_x + box.margin_width() < left + _HAIR or box.position_x > right - _HAIR
            aside = aside or (box.is_floated() and beside)
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
