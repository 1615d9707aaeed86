"""A checked case in; what nobody looked at, or could not be sure of, out: a report must not pass for more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from pipeline.build import Result
from pipeline.journals.trusting import is_verified
from pipeline.references.retraction_list import BROKEN_LIST
from pipeline.resolving.csl.styles import CITATION_STYLE_NOT_VERIFIED
from pipeline.workspace import Workspace

OLD = 92
"""Days after which a list of retractions is old: several hundred articles are retracted each month."""


def not_checked(result: Result, workspace: Workspace, today: date | None = None) -> Iterator[str]:
    """Short phrases: `PDF not laid out`, `retractions not looked up: there is no list`."""
    if not result.case:
        yield "nothing but whether case.yaml can be read"
        return
    if not result.manuscript:
        yield "text, figures and references: the case could not be put together"
        return
    if not result.outputs:
        yield "PDF not laid out, outputs not inspected"
    today = today or datetime.now(tz=UTC).date()
    if result.cited:
        yield from _retractions(result, workspace, today)
    yield from _journal(result, today)
    rules = {finding.rule for finding in result.findings}
    if CITATION_STYLE_NOT_VERIFIED in rules:
        yield "references: the citation style is not verified"
    if not result.checklists:
        yield "no guideline was asked"
    for checklist in result.checklists:
        if checklist.shown_of:
            yield f"{checklist.guideline.title}: {checklist.shown_of} items are known here"
        if skipped := sum(len(answer.skipped) for answer in checklist.answers):
            checks = "1 check" if skipped == 1 else f"{skipped} checks"
            yield f"{checklist.guideline.title}: {checks} set aside by {checklist.extended_by or checklist.id}"


def _journal(result: Result, today: date) -> Iterator[str]:
    if not result.journal or not result.journal.name:
        yield "no journal's rules: the case names none"
    elif not is_verified(result.journal.profile, today):
        yield f"what {result.journal.name} asks for is not verified"


def _retractions(result: Result, workspace: Workspace, today: date) -> Iterator[str]:
    path = workspace.retractions
    if not path.is_file():
        yield "retractions not looked up: there is no list"
    elif BROKEN_LIST in {finding.rule for finding in result.findings}:
        yield "retractions looked up only as far as the list can be read"
    else:
        days = (today - datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()).days
        if days > OLD:
            yield f"retractions looked up in a list that was last changed {days} days ago"
