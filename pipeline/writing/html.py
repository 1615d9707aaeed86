"""HTML: a manuscript in, a page with its styles, fonts and images out; and the same page as print lays it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from pipeline.findings import Finding
from pipeline.manuscript import Blocks, Kind, Manuscript
from pipeline.writing.citing import citation_files
from pipeline.writing.embedding import BESIDE, Embedded, embedded, picture_within
from pipeline.writing.facts import facts
from pipeline.writing.floating import gathered
from pipeline.writing.formulas import DrawnFormulas, mathml_element
from pipeline.writing.html_nodes import Nodes, picture_beside
from pipeline.writing.look import Look
from pipeline.writing.metadata import json_ld, meta_tags
from pipeline.writing.outline import BACK_MATTER, outline
from pipeline.writing.output import Output
from pipeline.writing.templates import TemplateError, Templates
from pipeline.writing.text_nodes import words

SCREEN_STYLES = ("fonts", "page", "dark", "screen")
PAGE_IDS = tuple(
    f"page-{name}"
    for name in ("content", "title", "keywords", "cite", "citation", "card", "zoom", "said", *BACK_MATTER)
)


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page and what it asks for."""

    html: str
    assets: dict[str, bytes]
    """Name relative to the page → content; all that the page may load."""
    printed_at: dict[str, str]
    """Origin anchor → id of the element that holds what was written there."""
    floats: tuple[str, ...] = ()
    """Ids of the figures and tables in reading order."""
    findings: tuple[Finding, ...] = ()


def write(manuscript: Manuscript, templates: Templates, look: Look) -> Output:
    """The page for browsers: `<case>.html`, with styles, script and fonts under assets/ and images under figures/.

    With `look.embed` the page is all there is, and holds them.
    """
    try:
        page = for_screen(manuscript, templates, look)
    except TemplateError as problem:
        return Output({}, {}, (problem.finding,))
    return Output({f"{manuscript.case_id}.html": page.html.encode(), **page.assets}, {})


def for_screen(manuscript: Manuscript, templates: Templates, look: Look) -> Page:
    """The page with formulas as MathML, and all that helps to read on a screen. Raises TemplateError."""
    fonts = {name.rsplit("/", 1)[-1]: templates.bytes(name) for name in templates.names("fonts/web")}
    within = _embedded(templates, fonts) if look.embed else None
    picture = picture_within if within else picture_beside
    nodes = Nodes(templates.as_they_are(), manuscript.labels, mathml_element, True, picture)
    beside = {} if within else {name: manuscript.case_id + suffix for name, suffix in look.beside}
    own: dict[str, object] = {
        "styles": SCREEN_STYLES,
        "within": within,
        "policy": within.policy if within else BESIDE,
        "meta": meta_tags(manuscript, beside.get("pdf", "")),
        "json_ld": json_ld(manuscript, (lambda _: "") if within else picture_beside),
        "outline": outline(manuscript),
        "downloads": beside,
        "cite_files": citation_files(manuscript),
    }
    html = _fill(manuscript, nodes, own)
    if within:
        return Page(html, {}, nodes.ids.printed_at)
    assets = _images(nodes) | _styles(templates, SCREEN_STYLES)
    assets |= {f"assets/fonts/{name}": data for name, data in fonts.items()}
    return Page(html, assets | {"assets/page.js": templates.bytes("js/page.js")}, nodes.ids.printed_at)


def _embedded(templates: Templates, fonts: Mapping[str, bytes]) -> Embedded:
    styles = [templates.bytes(f"css/{name}.css").decode("utf-8-sig") for name in SCREEN_STYLES]
    script = templates.bytes("js/page.js").decode("utf-8-sig")
    return embedded("\n".join(styles), script, fonts)


def for_print(manuscript: Manuscript, templates: Templates, look: Look, setting: str = "") -> Page:
    """The page with formulas as pictures, no navigation and the styles of paper. Raises TemplateError.

    In the layout for those who mark it up, figures and tables stand at the end. `setting` names a style on top of
    the others: `snug` sets it a little tighter.
    """
    names = {"page": True, "print": True, look.layout: True, setting: bool(setting), look.paper: look.paper != "a4"}
    styles = tuple(name for name, wanted in names.items() if wanted)
    at_end: Blocks = ()
    if look.layout == "manuscript":
        manuscript, at_end = gathered(manuscript)
    formulas = DrawnFormulas()
    nodes = Nodes(templates.as_they_are(), manuscript.labels, formulas.element, False)
    html = _fill(manuscript, nodes, {"styles": (*styles, "formulas"), "at_end": at_end})
    assets = _images(nodes) | _styles(templates, styles) | formulas.files()
    assets["assets/formulas.css"] = formulas.stylesheet()
    return Page(html, assets, nodes.ids.printed_at, tuple(nodes.floats), tuple(formulas.findings))


def _fill(manuscript: Manuscript, nodes: Nodes, own: dict[str, object]) -> str:
    """The whole page; `own` is what only the screen or only the print needs."""
    nodes.direction = manuscript.direction
    # The page's own ids come first, so that no id of an author can take them.
    for identifier in PAGE_IDS:
        nodes.ids.claim(identifier)
    values = nodes.tools() | {
        "manuscript": manuscript,
        "title": words(manuscript.title),
        "is_own": manuscript.kind is Kind.OWN,
        "draft": draft_band(manuscript),
        "facts": facts(manuscript),
        "back_links": back_links,
        "at_end": (),
    }
    return nodes.fill("article.j2", values | own)


def draft_band(manuscript: Manuscript) -> str:
    """What a draft says on every page; '' for what has no errors."""
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
