"""The panels of a figure in case.yaml → finished panels: pictures cut, turned, marked and looked at as print needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from pipeline.case import Case
from pipeline.case.figures import Figure as Written
from pipeline.figures.arrangement import columns, printed_width
from pipeline.figures.legends import legend_findings
from pipeline.figures.legibility import drawing_findings
from pipeline.figures.panels import Opened, adjustments, mark_panel, open_panel
from pipeline.figures.placeholder import placeholder_image
from pipeline.figures.raster import Raster
from pipeline.figures.sharpness import COARSE, format_findings, pixel_findings
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.journals import FigureRules
from pipeline.manuscript import Panel

ALT_IS_LEGEND = rule(
    "alt-repeats-legend",
    Severity.WARNING,
    "A reader who listens hears the same words twice and learns nothing more.",
    fix="Say in `alt` what is seen, in the legend what it means.",
    example="panels: [{file: ct.png, alt: A mass, legend: A mass}]\n",
)

LETTERS = "ABCDEFGHI"
_AS_MADE = "The scanner made no more pixels: show it smaller, with other panels beside it, or leave it as it is."


class Pictures:
    """What the panels of one figure become; `findings` and `adjusted` are complete once `panels` were made."""

    def __init__(self, case: Case, figure_id: str, words: Mapping[str, str], rules: FigureRules) -> None:
        self.case, self.id, self.words, self.rules = case, figure_id, words, rules
        self.written: Written = case.facts.figures[figure_id]
        self.several = len(self.written.panels) > 1
        self.findings: list[Finding] = []
        self.steps: list[tuple[str, ...]] = []
        """What was done to the picture of each panel, in words."""
        self.opened = [self._open(index) for index in range(len(self.written.panels))]

    def at(self, *path: str | int) -> Location:
        return self.case.sources.value("figures", self.id, *path)

    def panels(self) -> tuple[Panel, ...]:
        """Marks have the size of print, so how the panels are arranged comes first."""
        sizes = [opened.view.size if opened else _size_of_placeholder() for opened in self.opened]
        across = columns(sizes) if sizes else 1
        made = tuple(self._finish(index, across) for index in range(len(self.opened)))
        self.findings += legend_findings(self.written, self.words, self.at)
        return made

    def adjusted(self) -> str:
        """What was done to the pictures, in words; '' where nothing was."""
        done: dict[str, list[str]] = {}
        for index, steps in enumerate(self.steps):
            if steps:
                done.setdefault("; ".join(steps), []).append(LETTERS[index])
        lettered = (f"({', '.join(letters)}) {steps}" for steps, letters in done.items())
        listed = ". ".join(lettered if self.several else done)
        return self.words["processing"].format(list=listed) if listed else ""

    def _name(self, index: int) -> str:
        return f"{self.id}-{LETTERS[index].lower()}" if self.several else self.id

    def _open(self, index: int) -> Opened | None:
        panel = self.written.panels[index]
        where = partial(self.at, "panels", index)
        if panel.legend and panel.alt.strip() == panel.legend.strip():
            hint = "say in `alt` what the picture shows; the legend says what it means"
            message = f"the alt text of {panel.file} is its legend again"
            self.findings.append(ALT_IS_LEGEND.at(where("alt"), message, hint=hint))
        # What a crop that cannot be read was to hide may be what nobody should see.
        if self.case.sources.was_dropped("figures", self.id, "panels", index, "crop"):
            return None
        opened, problems = open_panel(self.case.folder / "figures", self._name(index), panel, where)
        self.findings += problems
        return opened

    def _finish(self, index: int, across: int) -> Panel:
        panel, opened = self.written.panels[index], self.opened[index]
        image = placeholder_image(self._name(index), panel.file)
        steps: tuple[str, ...] = ()
        if opened:
            width, language = printed_width(opened.view.size, across, self.several), self.case.facts.language
            image, added, problems = mark_panel(opened, width, language)
            self.findings += [*problems, *self._in_print(opened, across, width)]
            steps = adjustments(opened, added, self.words, language)
        self.steps.append(steps)
        letter = LETTERS[index] if self.several else ""
        words = tuple(mark.text for mark in panel.marks if mark.text)
        return Panel(letter, image, panel.alt, self.at("panels", index, "file"), words=words)

    def _in_print(self, opened: Opened, across: int, width: float) -> Iterator[Finding]:
        file, where = opened.panel.file, opened.at("file")
        yield from format_findings(file, opened.ground, where, self.rules)
        if isinstance(opened.picture, Raster):
            for finding in pixel_findings(file, opened.picture.picture, (across, self.several), where, self.rules):
                as_made = finding.rule is COARSE and opened.record.spacing
                yield replace(finding, hint=_AS_MADE) if as_made else finding
        else:
            # A drawing cut to a part of itself is printed larger.
            whole = width * opened.view.whole[0] / opened.view.size[0]
            yield from drawing_findings(file, opened.picture, whole, where)


def _size_of_placeholder() -> tuple[int, int]:
    missing = placeholder_image("", "")
    return missing.width, missing.height
