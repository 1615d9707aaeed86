"""A case resolved for two journals → what is printed otherwise for the other one, without the author's hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.build import Result
from pipeline.findings import Location
from pipeline.journals import Journal
from pipeline.manuscript import Citation, Manuscript, Text, ValueMark
from pipeline.reading.inline_nodes import plain_text
from pipeline.resolving.values import resolve_value
from pipeline.resolving.walk import lines_of, nodes_of

USUAL_GUIDELINE = "care-2013"


@dataclass(frozen=True, slots=True)
class Change:
    """What another journal changes without the author."""

    what: str
    before: str
    after: str


def changes(old: tuple[Result, Journal], new: tuple[Result, Journal]) -> Iterator[Change]:
    """What is printed otherwise, told from the two manuscripts."""
    (now, before), (then, after) = old, new
    if not (now.case and now.manuscript and then.manuscript):
        return
    was, will = now.manuscript, then.manuscript
    own_style = now.case.facts.style or ""
    pairs = [
        ("citation style", own_style or before.style, own_style or after.style),
        ("mark of a citation", _first_mark(was), _first_mark(will)),
        ("heading over the statements", was.labels["statements"], will.labels["statements"]),
        ("statements", _statements(was), _statements(will)),
        ("age", _patient(now, before), _patient(then, after)),
        ("headings of the text", _headings(was), _headings(will)),
        ("checklist", _guidelines(now, before), _guidelines(then, after)),
    ]
    yield from (Change(*pair) for pair in pairs if pair[1] != pair[2])


def _first_mark(manuscript: Manuscript) -> str:
    marks = (node for line in lines_of(manuscript.sections) for node in nodes_of(line) if isinstance(node, Citation))
    first = next(marks, None)
    if first is None:
        return ""
    return "".join(part.text for part in first.parts) + (" as a superscript" if first.superscript else "")


def _statements(manuscript: Manuscript) -> str:
    return ", ".join(statement.heading for statement in manuscript.statements)


def _headings(manuscript: Manuscript) -> str:
    return ", ".join(plain_text(section.title) for section in manuscript.sections)


def _patient(result: Result, journal: Journal) -> str:
    """What `{{ patient }}` prints."""
    if not (result.case and result.manuscript):
        return ""
    mark = ValueMark("patient", "", "", Location(""))
    shown, _ = resolve_value(mark, result.case, result.manuscript.labels, journal.age)
    return shown.text if isinstance(shown, Text) else ""


def _guidelines(result: Result, journal: Journal) -> str:
    own = result.case.facts.guidelines if result.case else ()
    return ", ".join(own) or journal.guideline or USUAL_GUIDELINE
