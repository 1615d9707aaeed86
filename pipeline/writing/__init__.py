"""The output formats: one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.case import Case
from pipeline.findings import Finding
from pipeline.manuscript import Manuscript
from pipeline.writing import html, pdf, phenopacket, text
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
