"""Results of many cases → a row for each: what a department wants to see at a glance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.build import Result
from pipeline.checking.journal_words import words_of
from pipeline.findings import Severity
from pipeline.guidelines.answers import State
from pipeline.manuscript import Block, Blocks, Figure, Table
from pipeline.reporting.reported import Reported, confirmed, is_refused
from pipeline.reporting.unchecked import not_checked
from pipeline.resolving.walk import every_block
from pipeline.workspace import Workspace
from pipeline.writing.text_nodes import words

Value = str | int
"""A number, or words; '' where the case could not be read so far."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the overview."""

    id: str
    """Head of the column in CSV: stable."""
    head: str
    """Head of the column on the page."""
    value: Callable[[Result, Workspace], Value]
    is_open: bool = False
    """Whether a number above 0 is something left to do."""


def rows(reported: Reported) -> Iterator[tuple[Value, ...]]:
    """A row for each case, in the order in which they were checked; findings about no case have none."""
    for result in reported.results:
        if result.case_id:
            yield tuple(column.value(result, reported.workspace) for column in COLUMNS)


def _title(result: Result, _: Workspace) -> str:
    """'' of a case of which nothing may be published."""
    return " ".join(words(result.manuscript.title).split()) if result.manuscript and not is_refused(result) else ""


def _kind(result: Result, _: Workspace) -> str:
    return str(result.case.facts.kind) if result.case else ""


def _consent(result: Result, _: Workspace) -> str:
    """To the publication of the text: `given, written, by patient`."""
    if not result.case:
        return ""
    consents = result.case.facts.consent
    given = consents.publication if consents else None
    if not given:
        return "missing"
    how = (given.how or "").replace("_", " ")
    by = f"by {given.by.replace('_', ' ')}" if given.by else ""
    return ", ".join(filter(None, (given.status.replace("_", " "), how, by)))


def _errors(result: Result, _: Workspace) -> int:
    return sum(finding.severity is not Severity.WARNING for finding in set(result.findings))


def _warnings(result: Result, _: Workspace) -> int:
    return sum(finding.severity is Severity.WARNING for finding in set(result.findings))


def _guideline(result: Result, _: Workspace) -> str:
    return ", ".join(checklist.id for checklist in result.checklists)


def _in_state(state: State) -> Callable[[Result, Workspace], Value]:
    def count(result: Result, _: Workspace) -> Value:
        answers = [answer for checklist in result.checklists for answer in checklist.answers]
        return sum(answer.state is state for answer in answers) if answers else ""

    return count


def _confirmed(result: Result, _: Workspace) -> Value:
    return sum(map(confirmed, result.checklists)) if result.checklists else ""


def _count(kind: type[Block]) -> Callable[[Result, Workspace], Value]:
    def count(result: Result, _: Workspace) -> Value:
        return sum(isinstance(block, kind) for block in every_block(_sections(result))) if result.manuscript else ""

    return count


def _references(result: Result, _: Workspace) -> Value:
    return len(result.manuscript.references) if result.manuscript else ""


def _journal(result: Result, _: Workspace) -> str:
    return result.journal.name if result.journal else ""


def _words(result: Result, _: Workspace) -> Value:
    """As the journal counts them, where it is known what it counts; otherwise the prose of the text."""
    if not (result.manuscript and result.journal):
        return ""
    return next(count.words for count in words_of(result.manuscript, result.journal) if count.part == "text")


def _set_aside(result: Result, _: Workspace) -> int:
    of_items = sum(bool(answer.waivers) for checklist in result.checklists for answer in checklist.answers)
    return len(result.waived) + of_items


def _unchecked(result: Result, workspace: Workspace) -> str:
    return "; ".join(not_checked(result, workspace))


COLUMNS: Sequence[Column] = (
    Column("case", "Case", lambda result, _: result.case_id),
    Column("title", "Title", _title),
    Column("kind", "Kind", _kind),
    Column("journal", "Journal", _journal),
    Column("consent", "Consent", _consent),
    Column("errors", "Errors", _errors, is_open=True),
    Column("warnings", "Warnings", _warnings, is_open=True),
    Column("guideline", "Guideline", _guideline),
    Column("found", "Found", _in_state(State.FOUND)),
    Column("weak", "Weak", _in_state(State.WEAK), is_open=True),
    Column("missing", "Missing", _in_state(State.MISSING), is_open=True),
    Column("declared_unknown", "Declared unknown", _in_state(State.UNKNOWN), is_open=True),
    Column("not_printed", "Not printed", _in_state(State.NOT_PRINTED), is_open=True),
    Column("not_applicable", "Not applicable", _in_state(State.NOT_APPLICABLE)),
    Column("confirmed", "Confirmed", _confirmed),
    Column("figures", "Figures", _count(Figure)),
    Column("tables", "Tables", _count(Table)),
    Column("references", "References", _references),
    Column("words", "Words", _words),
    Column("set_aside", "Set aside", _set_aside),
    Column("not_checked", "Not checked", _unchecked),
)


def _sections(result: Result) -> Blocks:
    return result.manuscript.sections if result.manuscript else ()
