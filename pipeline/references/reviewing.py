"""A workspace in; what is wrong with its library, and with what its cases cite, out: all that `refs check` says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.build import Result, Wishes, check_case
from pipeline.checking import library as rules
from pipeline.checking import references
from pipeline.findings import Finding, Location
from pipeline.journals import load_journal
from pipeline.library import Item, Library
from pipeline.reading.bibliography import read_shared
from pipeline.references.concerning import ELSEWHERE
from pipeline.references.required_fields import printed_by
from pipeline.references.retractions import read_notices
from pipeline.resolving.citations import UNKNOWN_CITATION
from pipeline.resolving.csl import Style, load_style
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from pipeline.case import Case


@dataclass(slots=True)
class Review:
    """What was looked at, and what was found."""

    looked_at: dict[Location, Item] = field(default_factory=dict)
    """By place, for cases may share references, or have different ones under one key."""
    cited: set[Location] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def look_at(self, items: Sequence[Item], prints: Callable[[str, str], bool]) -> None:
        """Look for missing fields in what was not looked at before."""
        new = [item for item in items if item.origin not in self.looked_at]
        self.findings += rules.incomplete(new, prints)
        self.looked_at |= {item.origin: item for item in new}


def review(workspace: Workspace, ids: Sequence[str], style: str, *, whole: bool, today: date) -> Review:
    """Look at what these cases cite and keep in their own folders; `whole`: and at all of the shared library."""
    made = Review()
    results = [check_case(workspace, case_id, Wishes((), style)) for case_id in ids]
    for result in results:
        _review_case(made, result, workspace, style, whole=whole)
    if whole:
        shared, findings = read_shared(workspace.bibliography, workspace.show)
        made.findings += findings
        # Of a case that cannot be read nobody knows what it cites.
        cited = [item.key for result in results for item in result.cited]
        if all(result.manuscript for result in results):
            made.findings += rules.uncited(shared.items.values(), cited)
        _look_at(made, shared, list(shared.items.values()), style_of(workspace, None, style))
    items = list(made.looked_at.values())
    notices, findings = read_notices(workspace.retractions, workspace.show(workspace.retractions), items)
    made.findings += [*findings, *references.one_by_one(items, notices, today)]
    # Of the whole library each thing is said by itself.
    told = (finding for finding in made.findings if not (whole and finding.rule is ELSEWHERE))
    made.findings = list(dict.fromkeys(told))
    return made


def _review_case(made: Review, result: Result, workspace: Workspace, style: str, *, whole: bool) -> None:
    # What is one work is looked for in the whole library, not only in what is cited.
    made.findings += [f for f in about_references(result, workspace) if f.rule is not references.SAME_WORK_TWICE]
    folder = workspace.show(workspace.case_folder(result.case_id)) + "/"
    own = [item for item in result.library.items.values() if item.origin.file.startswith(folder)]
    made.cited |= {item.origin for item in result.cited}
    if result.manuscript:
        made.findings += rules.uncited(own, [item.key for item in result.cited])
    items = list({item.key: item for item in [*own, *result.cited]}.values())
    beside = result.library if whole else Library({item.key: item for item in items})
    _look_at(made, beside, items, style_of(workspace, result.case, style))


def _look_at(made: Review, beside: Library, items: Sequence[Item], style: tuple[Style | None, list[Finding]]) -> None:
    """Look at references by themselves, and at all that can be cited with them side by side."""
    used, findings = style
    made.findings += findings
    made.look_at(items, printed_by(used) if used else lambda kind, variable: True)
    library = list(beside.items.values())
    made.findings += [*references.twice(library), *rules.preprints(library)]


def style_of(workspace: Workspace, case: Case | None, wanted: str) -> tuple[Style | None, list[Finding]]:
    """The citation style asked for, else the case's, else its journal's, else that of no journal in particular."""
    journal, _ = load_journal(workspace, case.facts.journal if case else None, Location("journal"))
    own = case.facts.style if case else ""
    where = case.sources.value("style") if case and not wanted else Location("--style")
    return load_style(wanted or own or journal.style, where, workspace)


def about_references(result: Result, workspace: Workspace) -> list[Finding]:
    """Of what was found in a case: what concerns references, and what keeps anybody from knowing them."""
    shared = workspace.show(workspace.bibliography) + "/"

    def concerns(finding: Finding) -> bool:
        file = finding.where.file
        return f"{file}/".startswith(shared) or PurePosixPath(file).name.startswith("references.")

    return [
        finding
        for finding in result.findings
        if result.manuscript is None or finding.rule is UNKNOWN_CITATION or concerns(finding)
    ]
