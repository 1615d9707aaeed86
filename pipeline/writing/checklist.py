"""A manuscript, its checklists and the article as written in; each checklist as HTML, PDF and JSON out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.findings import Finding
from pipeline.guidelines.answers import Checklist, Confirmation, Waiver
from pipeline.language import date_in_words
from pipeline.manuscript import Kind, Manuscript
from pipeline.writing import pdf
from pipeline.writing.checklist_json import as_json
from pipeline.writing.checklist_rows import Filled, Shown, filled
from pipeline.writing.embedding import BESIDE, embedded
from pipeline.writing.html import Page, draft_band
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.templates import Templates
from pipeline.writing.text_nodes import words

SCREEN_STYLES = ("fonts", "page", "dark", "checklist", "checklist-screen")
PRINT_STYLES = ("page", "checklist", "checklist-print")
KNOWN = {"in part": "checklist_known_in_part", "from memory": "checklist_known_from_memory"}
"""How well we know that a guideline asks for an item → the label that says so."""


def write(
    manuscript: Manuscript,
    checklists: Sequence[Checklist],
    outputs: Mapping[str, Output],
    templates: Templates,
    look: Look,
) -> Output:
    """`checklist-<guideline>.html`, `.pdf` and `.json` for each guideline, with the styles of the HTML under assets/.

    `outputs` are those of the article by writer's name. Without its PDF there are no pages and lines, and no PDF of the
    checklist. Raises TemplateError.
    """
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for checklist in checklists:
        form = filled(checklist, manuscript.case_id, outputs, manuscript.labels)
        name = f"checklist-{checklist.id}"
        page = _for_screen(form, manuscript, templates, look)
        files |= {f"{name}.html": page.html.encode(), f"{name}.json": as_json(form, manuscript), **page.assets}
        if form.pdf:
            data, problems = pdf.printed(_for_print(form, manuscript, templates, look), manuscript, templates)
            files[f"{name}.pdf"] = data
            findings += problems
    return Output(files, {}, tuple(findings))


def _for_screen(form: Filled, manuscript: Manuscript, templates: Templates, look: Look) -> Page:
    fonts = {name.rsplit("/", 1)[-1]: templates.bytes(name) for name in templates.names("fonts/web")}
    styles = {name: templates.bytes(f"css/{name}.css") for name in SCREEN_STYLES}
    one_file = "\n".join(style.decode("utf-8-sig") for style in styles.values())
    within = embedded(one_file, "", fonts) if look.embed else None
    own: dict[str, object] = {
        "on_screen": True,
        "within": within,
        "policy": within.policy if within else BESIDE,
        "styles": SCREEN_STYLES,
    }
    html = _fill(form, manuscript, templates, own)
    if within:
        return Page(html, {}, {})
    assets = {f"assets/{name}.css": style for name, style in styles.items()}
    return Page(html, assets | {f"assets/fonts/{name}": data for name, data in fonts.items()}, {})


def _for_print(form: Filled, manuscript: Manuscript, templates: Templates, look: Look) -> Page:
    styles = (*PRINT_STYLES, *((look.paper,) if look.paper != "a4" else ()))
    html = _fill(form, manuscript, templates, {"on_screen": False, "within": None, "styles": styles})
    return Page(html, {f"assets/{name}.css": templates.bytes(f"css/{name}.css") for name in styles}, {})


def _fill(form: Filled, manuscript: Manuscript, templates: Templates, own: dict[str, object]) -> str:
    labels = manuscript.labels

    def place(shown: Shown) -> str:
        if not shown.place:
            return ""
        key = "checklist_place" if shown.place.line else "checklist_place_margin"
        return labels[key].format(page=shown.place.page, line=shown.place.line)

    def person(one: Confirmation | Waiver) -> str:
        return f"{one.by}, {date_in_words(one.on, manuscript.language)}"

    values: dict[str, object] = {
        "form": form,
        "manuscript": manuscript,
        "labels": labels,
        "title": words(manuscript.title),
        "is_own": manuscript.kind is Kind.OWN,
        "draft": draft_band(manuscript),
        "place": place,
        "person": person,
        "known": {sure: labels[label] for sure, label in KNOWN.items()},
        # The texts of guidelines are told in English only.
        "in_english": not manuscript.language.startswith("en"),
    }
    return templates.fill("checklist.j2", values | own)
