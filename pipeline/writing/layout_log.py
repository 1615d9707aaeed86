"""What the layout said while it worked, in; findings out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.findings import Finding, Location, Severity, rule

if TYPE_CHECKING:
    import logging

    from pipeline.manuscript import Manuscript

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


def as_findings(records: list[logging.LogRecord], where: Location) -> Iterator[Finding]:
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


def whole(manuscript: Manuscript) -> Location:
    """The manuscript as a whole: the file its title stands in."""
    return Location(manuscript.title[0].origin.file if manuscript.title else manuscript.case_id)
