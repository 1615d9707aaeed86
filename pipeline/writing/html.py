"""HTML: a manuscript in, a page with its styles, fonts and images out; and the same page as print lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase

from pipeline.findings import Finding
from pipeline.manuscript import Kind, Manuscript
from pipeline.writing.facts import facts
from pipeline.writing.formulas import DrawnFormulas, mathml_element
from pipeline.writing.html_nodes import Nodes
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.templates import TemplateError, Templates
from pipeline.writing.text_nodes import words

SCREEN_STYLES = ("fonts", "page", "screen")
PRINT_STYLES = ("page", "print")


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page and what it asks for."""

    html: str
    assets: dict[str, bytes]
    """Name relative to the page → content; all that the page may load."""
    printed_at: dict[str, str]
    """Origin anchor → id of the element that holds what was written there."""
    figures: tuple[str, ...] = ()
    """Ids of the figures in reading order."""
    findings: tuple[Finding, ...] = ()


def write(manuscript: Manuscript, templates: Templates, look: Look) -> Output:
    """The page for browsers: `<case>.html`, with styles and fonts under assets/ and images under figures/."""
    try:
        page = for_screen(manuscript, templates)
    except TemplateError as problem:
        return Output({}, {}, (problem.finding,))
    return Output({f"{manuscript.case_id}.html": page.html.encode(), **page.assets}, {})


def for_screen(manuscript: Manuscript, templates: Templates) -> Page:
    """The page with formulas as MathML. Raises TemplateError."""
    nodes = Nodes(templates.fill, manuscript.labels, mathml_element, True)
    html = _fill(manuscript, templates, nodes, SCREEN_STYLES)
    fonts = {f"assets/fonts/{name.rsplit('/', 1)[-1]}": templates.bytes(name) for name in templates.names("fonts/web")}
    return Page(html, _images(nodes) | _styles(templates, SCREEN_STYLES) | fonts, nodes.printed_at)


def for_print(manuscript: Manuscript, templates: Templates) -> Page:
    """The page with formulas as pictures, no navigation and the styles of paper. Raises TemplateError."""
    formulas = DrawnFormulas()
    nodes = Nodes(templates.fill, manuscript.labels, formulas.element, False)
    html = _fill(manuscript, templates, nodes, (*PRINT_STYLES, "formulas"))
    assets = _images(nodes) | _styles(templates, PRINT_STYLES) | formulas.files()
    assets["assets/formulas.css"] = formulas.stylesheet()
    return Page(html, assets, nodes.printed_at, tuple(nodes.figures), tuple(formulas.findings))


def _fill(manuscript: Manuscript, templates: Templates, nodes: Nodes, styles: tuple[str, ...]) -> str:
    # The page's own ids come first, so that no id of an author can take them.
    nodes.claim("page-content")
    values = nodes.tools() | {
        "manuscript": manuscript,
        "title": words(manuscript.title),
        "styles": styles,
        "is_own": manuscript.kind is Kind.OWN,
        "draft": _draft(manuscript),
        "facts": facts(manuscript),
        "back_links": back_links,
    }
    return templates.fill("article.j2", values)


def _draft(manuscript: Manuscript) -> str:
    count = manuscript.draft_errors
    if not count:
        return ""
    return manuscript.labels["draft_one" if count == 1 else "draft"].format(n=count)


def back_links(ids: tuple[str, ...]) -> list[tuple[str, str]]:
    """Letters for the places that cite: a, b … z, aa, bb …; each with the id it leads back to."""
    return [(ascii_lowercase[n % 26] * (n // 26 + 1), identifier) for n, identifier in enumerate(ids)]


def _styles(templates: Templates, names: tuple[str, ...]) -> dict[str, bytes]:
    return {f"assets/{name}.css": templates.bytes(f"css/{name}.css") for name in names}


def _images(nodes: Nodes) -> dict[str, bytes]:
    return {f"figures/{image.name}": image.data for image in nodes.images}
