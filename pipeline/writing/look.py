"""What an author may choose of an output's look on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Layout = Literal["article", "manuscript"]
Paper = Literal["a4", "letter"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
PAPERS: tuple[Paper, ...] = get_args(Paper)


@dataclass(frozen=True, slots=True)
class Look:
    layout: Layout = "article"
    """Of the PDF: as a journal prints it, or double spaced for those who mark it up."""
    paper: Paper = "a4"
    embed: bool = False
    """Of the HTML: one file that holds its styles, fonts and images, to be mailed."""
    beside: tuple[tuple[str, str], ...] = ()
    """Formats written together with this one, each with its suffix: a page links to them."""
