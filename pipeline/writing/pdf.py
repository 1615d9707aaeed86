"""PDF: a manuscript in; its printed page laid out by WeasyPrint, and the page and line of every id, out."""

from __future__ import annotations

from pipeline.manuscript import Manuscript
from pipeline.writing.output import Output
from pipeline.writing.templates import Templates


def available() -> str:
    """'' where PDF can be made; otherwise why not, with the command that helps."""
    return ""


def write(manuscript: Manuscript, templates: Templates) -> Output:
    """The manuscript as `<case>.pdf`."""
    raise NotImplementedError
