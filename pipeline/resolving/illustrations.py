"""Figures of case.yaml → finished blocks, not yet numbered: images loaded or drawn, legends composed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.case import Case
from pipeline.figures import DRAWINGS
from pipeline.figures.arrangement import columns
from pipeline.figures.drawn import Request
from pipeline.figures.placeholder import placeholder_image
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.journals import FigureRules
from pipeline.manuscript import Figure, Inline, Inlines, Panel, Strong, Table, Text
from pipeline.reading.inline_nodes import plain_text, read_line
from pipeline.remembering import Same, facts_and_files, remembered
from pipeline.resolving.pictures import LETTERS, Pictures

PANEL_WITHOUT_LEGEND = rule(
    "panel-without-legend",
    Severity.ERROR,
    "A reader who sees a letter looks for it in the legend.",
    fix="Add `legend:` to the panel.",
    example="panels: [{file: a.png, alt: One, legend: One.}, {file: b.png, alt: Two}]\n",
)
LEGEND_WITHOUT_PANEL = rule(
    "legend-without-panel",
    Severity.ERROR,
    "A legend that explains a panel which is not there sends readers searching.",
    fix="Correct the letter, or add the panel.",
    example="legend: (A) one, (B) two, (C) three.   # of two panels\n",
)
FIGURE_SHOWS = rule(
    "figure-shows-nothing",
    Severity.ERROR,
    "A figure is either made of pictures or drawn from facts; one of them is needed.",
    fix="Add `panels:`, or `shows:` with what is drawn from facts.",
    example="figures: {fig-x: {title: Empty}}\n",
)

_CLAUSE = re.compile(r"\(([A-I])\)")


def figures_of(case: Case, words: Mapping[str, str], rules: FigureRules) -> tuple[dict[str, Figure], list[Finding]]:
    """Figures by id, in the order of case.yaml, with number 0 and no label; `rules` are what print asks of pictures."""
    findings: list[Finding] = []
    made = {}
    for figure_id in case.facts.figures:
        made[figure_id], problems = _made(case, figure_id, words, rules)
        findings += problems
    return made, findings


@remembered(lambda case, figure_id, words, rules: (facts_and_files(case), figure_id, Same(words), rules))
def _made(case: Case, figure_id: str, words: Mapping[str, str], rules: FigureRules) -> tuple[Figure, list[Finding]]:
    return _FigureMaker(case, figure_id, words, rules).make()


class _FigureMaker:
    def __init__(self, case: Case, figure_id: str, words: Mapping[str, str], rules: FigureRules) -> None:
        self.case, self.id, self.words = case, figure_id, words
        self.figure = case.facts.figures[figure_id]
        self.pictures = Pictures(case, figure_id, words, rules)
        self.several = len(self.figure.panels) > 1
        self.findings: list[Finding] = []

    def at(self, *path: str | int) -> Location:
        return self.case.sources.value("figures", self.id, *path)

    def line(self, text: str | None, *path: str | int) -> Inlines:
        if text is None:
            return ()
        inlines, problems = read_line(text, self.at(*path))
        self.findings += problems
        return inlines

    def make(self) -> tuple[Figure, list[Finding]]:
        panels = self.pictures.panels()
        self.findings += self.pictures.findings
        origin = self.case.sources.key("figures", self.id)
        description = None
        if self.figure.shows and not panels:
            panels, description = self._drawn(self.figure.shows, origin)
        elif (self.figure.shows or not panels) and not any(map(self._was_dropped, ("shows", "panels"))):
            self.findings.append(_neither_or_both(self.id, origin, bool(panels)))
        panels = panels or (Panel("", placeholder_image(self.id, self.id), self.figure.title, origin),)
        title = self.line(self.figure.title, "title")
        legend, credit = self._legend(), self._credit()
        across = columns([(panel.image.width, panel.image.height) for panel in panels])
        made = Figure(self.id, 0, "", title, legend, credit, panels, across, origin, description, self._plots())
        return made, self.findings

    def _was_dropped(self, field: str) -> bool:
        return self.case.sources.was_dropped("figures", self.id, field)

    def _plots(self) -> str:
        """Letters of a course of several tests."""
        count = len(self.figure.of) if self.figure.shows == "course" and not self.figure.panels else 0
        return LETTERS[:count] if count > 1 else ""

    def _drawn(self, kind: str, origin: Location) -> tuple[tuple[Panel, ...], Table | None]:
        drawn, problems = DRAWINGS[kind](Request(self.case, self.id, self.figure, self.words))
        self.findings += problems
        if drawn is None:
            return (), None
        body = drawn.description
        table = Table("", "", (), body.alignments, body.head, body.rows, body.notes, origin)
        return (Panel("", drawn.image, drawn.alt, origin, drawn.narrow),), table

    def _legend(self) -> Inlines:
        """The figure's own legend, then each panel's clause behind its letter."""
        pieces: list[Inlines] = [self.line(self.figure.legend, "legend")]
        self._letters_exist(self.figure.legend or "", "legend")
        for index, panel in enumerate(self.figure.panels):
            clause = self.line(panel.legend, "panels", index, "legend")
            self._letters_exist(panel.legend or "", "panels", index, "legend")
            if self.several:
                where = self.at("panels", index)
                if not clause and not self.case.sources.was_dropped("figures", self.id, "panels", index, "legend"):
                    message = f"panel {LETTERS[index]} of `{self.id}` has no legend"
                    self.findings.append(PANEL_WITHOUT_LEGEND.at(where, message, hint="add a line: legend: …"))
                letter = Strong((Text(f"({LETTERS[index]})", where),), where)
                clause = (letter, Text(" ", where), *clause)
            pieces.append(clause)
        return _joined(pieces, self.at())

    def _letters_exist(self, text: str, *path: str | int) -> None:
        present = LETTERS[: len(self.figure.panels)] if self.several else self._plots()
        for letter in sorted(set(_CLAUSE.findall(text)) - set(present)):
            message = f"this legend explains a panel ({letter}) that `{self.id}` does not have"
            hint = "add the panel, or take the letter out of the legend"
            self.findings.append(LEGEND_WITHOUT_PANEL.at(self.at(*path), message, hint=hint))

    def _credit(self) -> Inlines:
        pieces = [self.line(self.figure.credit, "credit")]
        for index, panel in enumerate(self.figure.panels):
            credit = self.line(panel.credit, "panels", index, "credit")
            if credit and self.several:
                credit = (Text(f"({LETTERS[index]}) ", self.at("panels", index, "credit")), *credit)
            pieces.append(credit)
        if adjusted := self.pictures.adjusted():
            pieces.append((Text(adjusted, self.at("panels")),))
        return _joined(pieces, self.at())


def _neither_or_both(figure_id: str, origin: Location, both: bool) -> Finding:
    if both:
        message = f"`{figure_id}` has panels and `shows`; only the panels are printed"
        return FIGURE_SHOWS.at(origin, message, hint="take one of the two out")
    hint = "add `panels:` with files of figures/, or `shows: timeline`"
    return FIGURE_SHOWS.at(origin, f"`{figure_id}` has no panel and shows nothing", hint=hint)


def _joined(pieces: list[Inlines], where: Location) -> Inlines:
    """Pieces one after the other, each ending in a full stop, with a blank between."""
    made: list[Inline] = []
    for piece in filter(None, pieces):
        if made:
            made.append(Text(" ", where))
        made.extend(piece)
        if plain_text(piece).rstrip()[-1:] not in {".", "?", "!", ""}:
            made.append(Text(".", where))
    return tuple(made)
