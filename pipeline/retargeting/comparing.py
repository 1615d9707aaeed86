"""A case checked for two journals → what comes, goes and stays for the other one; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.build import Result, Wishes, check_case
from pipeline.findings import Finding, Location
from pipeline.journals import Journal, load_journal
from pipeline.journals.trusting import verification
from pipeline.reporting.reported import Told, open_items
from pipeline.retargeting.changing import Change, changes
from pipeline.retargeting.settling import ToSettle, not_known, to_settle
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Retarget:
    """What becomes of a case for another journal."""

    case_id: str
    before: Journal
    after: Journal
    refused: tuple[Finding, ...] = ()
    """Why the two could not be compared; then there is nothing else."""
    comes: tuple[Finding, ...] = ()
    """What must change for the new journal."""
    goes: tuple[Finding, ...] = ()
    """What the old one asked for and the new one does not."""
    stays: tuple[Finding, ...] = ()
    """What is to do for both."""
    items: tuple[Told, ...] = ()
    """Items of the new journal's guideline that are open, and were not so before."""
    by_itself: tuple[Change, ...] = ()
    verified: str = ""
    """Whether a person verified the new journal's profile lately, in words."""
    to_settle: tuple[ToSettle, ...] = ()
    not_known: tuple[str, ...] = ()
    """Topics of which nobody has found out what the journal wants."""


def retarget(workspace: Workspace, case_id: str, journal: str) -> Retarget:
    """`journal` is the id of a profile. An author's mistake, such as an unknown journal, stands in `refused`."""
    none = Journal("", "", "")
    ids, findings = workspace.find_cases([case_id])
    after, problems = load_journal(workspace, journal, Location("--to"))
    if not ids or after.id != journal:
        return Retarget(case_id, none, after, tuple(findings or problems))
    now, then = (check_case(workspace, case_id, Wishes((), "", to)) for to in ("", journal))
    wanted = now.case.facts.journal if now.case else None
    before, _ = load_journal(workspace, wanted, Location("case.yaml"))
    if not (now.case and now.manuscript and then.manuscript):
        return Retarget(case_id, before, after, tuple(dict.fromkeys(now.findings + then.findings)))
    comes, goes, stays = compared(_found(now), _found(then), (before.name, after.name))
    open_now = {(told.id, told.message) for told in open_items(now)}
    return Retarget(
        case_id,
        before,
        after,
        comes=comes,
        goes=goes,
        stays=stays,
        items=tuple(told for told in open_items(then) if (told.id, told.message) not in open_now),
        by_itself=tuple(changes((now, before), (then, after))),
        verified=verification(after.profile, datetime.now(tz=UTC).date()),
        to_settle=tuple(to_settle(after)),
        not_known=not_known(after),
    )


def _found(result: Result) -> list[Finding]:
    """With what was set aside: whoever waived a journal's wish thought of that journal, not of the next one."""
    return [*result.findings, *(finding for finding, _ in result.waived)]


def compared(
    now: Iterable[Finding], then: Iterable[Finding], names: tuple[str, str]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """What comes, what goes and what stays, each once and in order; the journals' `names` make no difference.

    Where both journals have a limit, and not the same, only the new one is told.
    """
    old = {_less(finding, names): finding for finding in now}
    new = {_less(finding, names): finding for finding in then}
    comes = tuple(finding for key, finding in new.items() if key not in old)
    told = {(finding.rule.id, finding.where) for finding in comes}
    goes = (finding for key, finding in old.items() if key not in new)
    return (
        comes,
        tuple(finding for finding in goes if (finding.rule.id, finding.where) not in told),
        tuple(finding for key, finding in new.items() if key in old),
    )


def _less(finding: Finding, names: tuple[str, str]) -> tuple[str, Location, str, str]:
    message = finding.message
    for name in filter(None, names):
        message = message.replace(name, "")
    return finding.rule.id, finding.where, message, finding.quote
