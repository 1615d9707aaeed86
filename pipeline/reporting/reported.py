"""Results of cases in; what every report tells of them out: their findings in order, and the items left open.

The state of an item is not a finding and stops nothing, unless whoever checks asks to be strict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.build import Result
from pipeline.findings import Finding, Location, Severity
from pipeline.guidelines.answers import Answer, Checklist, Confirmed, State, Waiver
from pipeline.guidelines.guideline import Item
from pipeline.workspace import Workspace

STATES: Mapping[State, str] = {
    State.FOUND: "found",
    State.WEAK: "weak",
    State.MISSING: "missing",
    State.UNKNOWN: "missing, declared unknown",
    State.NOT_PRINTED: "in the source but not printed",
    State.NOT_APPLICABLE: "not applicable",
}
OPEN = frozenset({State.WEAK, State.MISSING, State.UNKNOWN, State.NOT_PRINTED})
"""States in which something is left to do, or to set aside."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report tells of."""

    results: Sequence[Result]
    workspace: Workspace
    strict: bool = False
    """Whether items left open and warnings count as much as errors."""


@dataclass(frozen=True, slots=True)
class Told:
    """An item of a checklist that is not found, in words."""

    id: str
    """`care-2013/7`."""
    topic: str
    state: State
    lacking: str
    """'' where the state says it all."""
    fix: str
    where: Location
    waivers: tuple[Waiver, ...]

    @property
    def message(self) -> str:
        """`Timeline: missing. No figure or table shows the timeline.`"""
        return " ".join(filter(None, (f"{self.topic}: {STATES[self.state]}.", _sentence(self.lacking))))


def failed(reported: Reported) -> bool:
    """Whether the exit status is 1."""
    findings = [finding for result in reported.results for finding in result.findings]
    if reported.strict:
        return bool(findings) or any(not told.waivers for result in reported.results for told in open_items(result))
    return any(finding.severity is not Severity.WARNING for finding in findings)


def is_refused(result: Result) -> bool:
    """Whether nothing of the case may be published: then reports, which are shown around, hold no words of its text."""
    return any(finding.severity is Severity.REFUSAL for finding in result.findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, in the order of places."""
    return sorted(set(findings), key=lambda finding: (finding.where, finding.rule.id, finding.message))


def said(finding: Finding) -> str:
    """The message with the value concerned, and what to do. A refusal's value is told to nobody else."""
    quoted = f": {finding.quote}" if finding.quote and finding.severity is not Severity.REFUSAL else ""
    return "\n".join(filter(None, (f"{finding.message}{quoted}", finding.hint)))


def counted(checklist: Checklist) -> str:
    """How many items are in each state, in words: `21 found, 4 weak, 3 missing`."""
    states = [answer.state for answer in checklist.answers]
    return ", ".join(f"{states.count(state)} {word}" for state, word in STATES.items() if state in states)


def confirmed(checklist: Checklist) -> int:
    """How many items a named person confirmed."""
    return sum(answer.confirmation.state is Confirmed.CONFIRMED for answer in checklist.answers)


def open_items(result: Result) -> Iterator[Told]:
    """The items that are not found, in the order of the guidelines."""
    for checklist in result.checklists:
        for answer in checklist.answers:
            if answer.state in OPEN:
                yield _told(result, checklist, answer)


def lines_in(workspace: Workspace) -> Callable[[str], tuple[str, ...]]:
    """Gives the lines of a file as findings name it, as they are now; none where it cannot be read."""

    # Not kept from one report to the next: while the preview runs, the author writes.
    @cache
    def lines(file: str) -> tuple[str, ...]:
        return _lines(workspace.root / file)

    return lines


def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text("utf-8-sig", "replace").split("\n"))
    except OSError:
        return ()


def _told(result: Result, checklist: Checklist, answer: Answer) -> Told:
    item, lacks = answer.item, answer.lacks
    places = [lack.where for lack in lacks] + [evidence.origin for evidence in answer.evidence]
    return Told(
        f"{checklist.id}/{item.id}",
        item.topic,
        answer.state,
        "; ".join(dict.fromkeys(lack.message for lack in lacks)) or _lacking(result, answer),
        " ".join(dict.fromkeys(_sentence(lack.fix) for lack in lacks)) or _to_answer(item),
        next((place for place in places if place.line), Location(f"cases/{result.case_id}/narrative.md")),
        answer.waivers,
    )


def _to_answer(item: Item) -> str:
    """What is asked, and how to show words of the text that were not recognised as its answer."""
    asked = _sentence(item.requirement)
    can_be_marked = any(wanted.kind == "marked" for wanted in item.evidence)
    return f"{asked} Where the text says so already, mark it: [words]{{care={item.id}}}" if can_be_marked else asked


def _lacking(result: Result, answer: Answer) -> str:
    if answer.state is not State.WEAK or answer.reason:
        return answer.reason
    if is_refused(result):
        return "there is only a trace of it"
    return f"there is only a trace of it: “{answer.evidence[0].excerpt}”" if answer.evidence else ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + "." * (bool(text) and text[-1] not in ".!?”")
