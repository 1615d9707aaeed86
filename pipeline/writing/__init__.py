"""The output formats: one line each; and the forms that are about what they wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.case import Case
from pipeline.findings import Finding
from pipeline.guidelines.answers import Checklist
from pipeline.manuscript import Manuscript
from pipeline.writing import checklist, html, pdf, phenopacket, text
from pipeline.writing.look import Look
from pipeline.writing.output import Output
from pipeline.writing.templates import Templates


@dataclass(frozen=True, slots=True)
class Writer:
    """Makes one output format of a manuscript."""

    name: str
    """What `--to` takes."""
    suffix: str
    write: Callable[[Manuscript, Templates, Look], Output]
    """Pure: nothing is read but the templates, nothing written."""
    help: str
    problems: Callable[[Case, Manuscript, Templates], list[Finding]] = lambda *_: []
    """What is known to go wrong before anything is written, so that a draft can say so."""
    is_data: bool = False
    """Facts for programs, not the text: written only on request, and does not hold every word of the case."""


WRITERS: dict[str, Writer] = {
    "html": Writer("html", ".html", html.write, "a web page with its images beside it"),
    "pdf": Writer("pdf", ".pdf", pdf.write, "pages for print, tagged for accessibility", pdf.problems),
    "text": Writer("text", ".txt", text.write, "plain text, for reading anywhere and for comparing"),
    "phenopacket": Writer(
        "phenopacket",
        phenopacket.SUFFIX,
        phenopacket.write,
        "the facts for databases of cases (GA4GH), only on request",
        phenopacket.problems,
        is_data=True,
    ),
}
TEXTS = tuple(name for name, writer in WRITERS.items() if not writer.is_data)
"""The formats that are written where none is asked for."""


@dataclass(frozen=True, slots=True)
class Form:
    """Tells something of a case and points into its finished article; written on request, after the article."""

    name: str
    """What `--to` takes, and what the names of its files begin with."""
    write: Callable[[Manuscript, Sequence[Checklist], Mapping[str, Output], Templates, Look], Output]
    """Pure. It is given the outputs of the article by writer's name; raises TemplateError."""
    help: str
    about: tuple[str, ...]
    """The writers whose outputs it points into: they run with it."""


FORMS: dict[str, Form] = {
    "checklist": Form(
        "checklist",
        checklist.write,
        "the reporting checklist with pages and lines (HTML, PDF, JSON), only on request",
        about=("html", "pdf"),
    ),
}


def writers_for(names: Sequence[str]) -> tuple[str, ...]:
    """The writers that run where these formats are asked for: forms bring those they point into, as far as they can."""
    brought = [name for form in forms_among(names) for name in form.about if name != "pdf" or not pdf.available()]
    return tuple(dict.fromkeys([*(name for name in names if name in WRITERS), *brought]))


def forms_among(names: Sequence[str]) -> tuple[Form, ...]:
    return tuple(FORMS[name] for name in names if name in FORMS)
