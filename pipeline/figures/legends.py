"""Legends and marks: what a legend names and what is drawn in; what only one of the two has, out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.case.figures import Figure, Panel
from pipeline.findings import Finding, Location, Severity, rule

MARK_MISSING = rule(
    "mark-missing",
    Severity.WARNING,
    "A reader who is told of an arrow looks for it.",
    fix="Add the mark to the panel, or take it out of the legend.",
    example=("panels: [{file: ct.png, alt: CT, legend: The mass (asterisk), marks: [{shape: arrow, at: [50, 50]}]}]\n"),
)
MARK_UNEXPLAINED = rule(
    "mark-unexplained",
    Severity.WARNING,
    "A reader who sees an arrow wants to know what it shows.",
    fix="Say in the legend what the mark shows.",
    example="panels: [{file: ct.png, alt: CT, marks: [{shape: arrow, at: [50, 50]}]}]\n",
)

_SHAPES = ("arrowhead", "asterisk", "arrow", "circle")
_ALSO = {"asterisk": r"(?<![\w*])\*(?![\w*])"}
"""A sign that stands for its name; beside a letter it is emphasis."""
_NEEDS_WORDS = re.compile(r"[^\W\d_]{1,3}|\d{1,2}|[^\w\s]", re.ASCII)
"""Labels that say nothing by themselves: `a`, `RV`, `1`; a word, or a level such as L4, explains itself."""

At = Callable[..., Location]
"""Where a field of the figure stands: `at("panels", 0, "legend")`."""


def legend_findings(figure: Figure, words: Mapping[str, str], at: At) -> Iterator[Finding]:
    """What the legends of a figure name and its marks do not show, and the reverse.

    Of a figure without any `marks` nothing is said: what its legends name may be part of the pictures.
    """
    if not any(panel.marks for panel in figure.panels):
        return
    names = {shape: _names(shape, words) for shape in _SHAPES}
    common = _named(figure.legend or "", names)
    for shape in sorted(common - _shapes(figure.panels)):
        yield _missing(shape, "the legend", at("legend"))
    for index, panel in enumerate(figure.panels):
        where = f"panel {'ABCDEFGHI'[index]}" if len(figure.panels) > 1 else "the picture"
        marks = at("panels", index, "marks")
        own = _named(panel.legend or "", names)
        for shape in sorted(own - _shapes([panel])):
            yield _missing(shape, f"the legend of {where}", at("panels", index, "legend"))
        for shape in sorted(_shapes([panel]) - own - common):
            what = f"no legend says what the {shape} in {where} shows"
            yield MARK_UNEXPLAINED.at(marks, what, hint=f"Add to the legend: {shape.capitalize()}, …")
        texts = " ".join((figure.title, figure.legend or "", panel.legend or ""))
        for text in _labels(panel):
            if not re.search(rf"(?<!\w){re.escape(text)}(?!\w)", texts):
                what = f"no legend says what the label `{text}` in {where} stands for"
                yield MARK_UNEXPLAINED.at(marks, what, hint=f"Add to the legend: {text}, …")


def _missing(shape: str, legend: str, at: Location) -> Finding:
    what = f"{legend} names {'an' if shape[0] == 'a' else 'a'} {shape} that is not among the marks"
    return MARK_MISSING.at(at, what, hint=f"Add it: marks: [{{shape: {shape}, at: [50, 50]}}], or correct the legend.")


def _shapes(panels: Sequence[Panel]) -> set[str]:
    return {str(mark.shape) for panel in panels for mark in panel.marks if mark.shape != "label"}


def _labels(panel: Panel) -> list[str]:
    texts = dict.fromkeys(mark.text or "" for mark in panel.marks if mark.shape == "label")
    return [text for text in texts if _NEEDS_WORDS.fullmatch(text)]


def _names(shape: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """What a legend may call a mark: the words of its language, longest first."""
    listed = sorted((word.strip() for word in words[f"mark_{shape}"].split(",")), key=len, reverse=True)
    whole = (rf"(?<!\w){re.escape(word)}(?!\w)" for word in listed)
    return re.compile("|".join([*whole, *filter(None, [_ALSO.get(shape)])]), re.IGNORECASE)


def _named(legend: str, names: Mapping[str, re.Pattern[str]]) -> set[str]:
    """Shapes that a legend names; an arrowhead is looked for first, so that it is no arrow as well."""
    found = set()
    for shape, name in names.items():
        legend, count = name.subn(" ", legend)
        if count:
            found.add(shape)
    return found
