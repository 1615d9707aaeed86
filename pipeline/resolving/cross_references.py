"""`@fig-mri-b`, `[@fig-mri; @fig-marrow]`, `@sec-discussion` → what is printed, linked to its target."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.findings import Finding, Severity, rule
from pipeline.language import joints
from pipeline.manuscript import (
    Block,
    Blocks,
    CrossReference,
    CrossReferenceMark,
    Figure,
    Inlines,
    LinkedText,
    Placeholder,
    Section,
    Table,
)
from pipeline.reading.inline_nodes import plain_text
from pipeline.resolving.placing import without_panel

UNKNOWN_TARGET = rule(
    "unknown-cross-reference",
    Severity.ERROR,
    "A reader would be sent to something that is not there.",
    fix="Correct the id, or add the figure, table or section.",
    example="See @fig-sond.\n",
)

_NBSP = "\N{NO-BREAK SPACE}"
_EN_DASH = "\N{EN DASH}"
_SEVERAL = {"figure": "figures", "table": "tables"}
"""Key of a kind's label → that of several."""


@dataclass(frozen=True, slots=True)
class _Target:
    """One thing called: its kind, number and panel letter."""

    kind: str
    number: str
    letter: str
    id: str


@dataclass
class CrossReferences:
    """Everything that can be called, after numbering."""

    words: Mapping[str, str]
    language: str
    targets: dict[str, Figure | Table | Section] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, blocks: Blocks) -> None:
        """Make figures, tables and sections in these blocks callable."""
        for block in _callable(blocks):
            self.targets.setdefault(block.id, block)

    def resolve(self, mark: CrossReferenceMark) -> Inlines:
        """The printed reference; a placeholder for each target that is not there."""
        found: list[_Target] = []
        missing: list[Placeholder] = []
        for target in mark.targets:
            resolved = self._find(target, mark)
            if resolved:
                found.append(resolved)
            else:
                missing.append(Placeholder(f"[@{target}?]", mark.origin))
        printed: Inlines = (CrossReference(tuple(self._parts(found)), mark.origin),) if found else ()
        return (*printed, *missing)

    def _find(self, target: str, mark: CrossReferenceMark) -> _Target | None:
        whole = without_panel(target)
        letter = target[-1].upper() if whole != target else ""
        thing = self.targets.get(target) or self.targets.get(whole)
        if thing is None or (letter and not isinstance(thing, Figure)):
            near = difflib.get_close_matches(target, [*self.targets], n=1)
            hint = f"did you mean @{near[0]}?" if near else self._known(target)
            self.findings.append(UNKNOWN_TARGET.at(mark.origin, f"there is no `{target}`", hint=hint))
            return None
        if isinstance(thing, Section):
            return _Target("section", plain_text(thing.title), "", thing.id)
        if isinstance(thing, Table):
            return _Target("table", thing.label.split(_NBSP)[-1], "", thing.id)
        letters = [panel.letter for panel in thing.panels if panel.letter] or list(thing.plots)
        if letter and letter not in letters:
            hint = f"its panels are {', '.join(letters)}" if letters else f"it has one panel: call it with @{whole}"
            self.findings.append(UNKNOWN_TARGET.at(mark.origin, f"`{whole}` has no panel {letter}", hint=hint))
            return None
        return _Target(
            "figure",
            str(thing.number),
            letter,
            f"{thing.id}-{letter.lower()}" if letter and not thing.plots else thing.id,
        )

    def _known(self, target: str) -> str:
        kind = target.split("-")[0] + "-"
        same = [known for known in self.targets if known.startswith(kind)]
        return f"known here: {', '.join('@' + s for s in same)}" if same else ""

    def _parts(self, found: list[_Target]) -> Iterator[LinkedText]:
        """Targets of one kind share a word: `Figures 1 and 2`, `Figure 1A–C`."""
        groups: list[list[_Target]] = []
        for target in found:
            if groups and groups[-1][0].kind == target.kind and target.kind != "section":
                groups[-1].append(target)
            else:
                groups.append([target])
        yield from self._listed([list(self._group(group)) for group in groups])

    def _group(self, group: list[_Target]) -> Iterator[LinkedText]:
        first = group[0]
        if first.kind == "section":
            yield LinkedText(first.number, first.id)
            return
        pieces = _runs(sorted(group, key=lambda t: (int(t.number or 0), t.letter)))
        single = len({target.number for target in group}) == 1
        word = self.words[first.kind if single else _SEVERAL[first.kind]]
        pieces[0][0] = LinkedText(f"{word}{_NBSP}{pieces[0][0].text}", pieces[0][0].target)
        yield from self._listed(pieces)

    def _listed(self, pieces: list[list[LinkedText]]) -> Iterator[LinkedText]:
        """`a`, `a and b`, `a, b and c`."""
        between = joints(["".join(part.text for part in piece) for piece in pieces], self.language)
        for index, piece in enumerate(pieces):
            if index:
                yield LinkedText(between[index - 1])
            yield from piece


def _runs(targets: list[_Target]) -> list[list[LinkedText]]:
    """Three or more panels in a row become a range whose ends are linked; `1A`, `1B` of one figure share its number."""
    runs: list[list[_Target]] = []
    for target in targets:
        if runs and _follows(runs[-1][-1], target):
            runs[-1].append(target)
        else:
            runs.append([target])
    pieces: list[list[LinkedText]] = []
    for run in runs:
        if len(run) > 2:
            first, last = run[0], run[-1]
            end = last.letter or last.number
            pieces.append([_linked(first), LinkedText(_EN_DASH), LinkedText(end, last.id)])
        else:
            pieces.extend([_linked(target)] for target in run)
    return pieces


def _follows(before: _Target, after: _Target) -> bool:
    if before.letter and after.letter:
        return before.number == after.number and ord(after.letter) == ord(before.letter) + 1
    return not (before.letter or after.letter) and int(after.number or 0) == int(before.number or 0) + 1


def _linked(target: _Target) -> LinkedText:
    return LinkedText(target.number + target.letter, target.id)


def _callable(blocks: Blocks) -> Iterator[Figure | Table | Section]:
    for block in blocks:
        if isinstance(block, Figure | Table | Section) and block.id:
            yield block
        yield from _callable(_inside(block))


def _inside(block: Block) -> Blocks:
    return block.blocks if isinstance(block, Section) else ()
