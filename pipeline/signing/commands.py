"""What `casewright sign`, `waive` and `check --fix` do: parsed options in, words printed, exit status out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline import reporting
from pipeline.build import Result, Wishes, check_case
from pipeline.findings import Finding, Location, plain
from pipeline.fixing.cases import fix_case
from pipeline.guidelines.answers import Checklist, Waiver
from pipeline.signing.signatures import add_signature
from pipeline.signing.waiving import add_waiver, covered, why_refused
from pipeline.signing.walk import Walk
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    import argparse

USAGE = 2


def sign(options: argparse.Namespace, workspace: Workspace) -> int:
    """Show the items of a checklist one by one, and keep who confirmed which.

    Of `options`: `case`, `name` (--as), `items` (may be empty), `guideline` (may be '').
    """
    name = " ".join(plain(options.name).split())
    if not name:
        return _usage("sign", "say who confirms: --as NAME")
    if not options.items and not sys.stdin.isatty():
        return _usage("sign", "items are confirmed one by one in a terminal; or name the items that are answered")
    ids, findings = workspace.find_cases([options.case])
    if not ids:
        return _end(findings, workspace)
    result = check_case(workspace, ids[0], Wishes((), guideline=options.guideline))
    wanted = [one for one in result.checklists if options.guideline in ("", one.id)]
    if not wanted or result.stopped or not result.manuscript:
        reporting.say(f"casewright sign: {ids[0]} has no checklist yet that could be confirmed")
        return _end(result.findings, workspace) or 1
    items = [item.removeprefix(f"{wanted[0].id}/") for item in options.items]
    return _walk(workspace, ids[0], wanted[0], name, items)


def _walk(workspace: Workspace, case_id: str, checklist: Checklist, name: str, items: list[str]) -> int:
    known = [answer.item.id for answer in checklist.answers]
    if unknown := [item for item in items if item not in known]:
        return _usage("sign", f"{checklist.id} has no item {', '.join(unknown)}; it has {', '.join(known)}")
    folder = workspace.case_folder(case_id)
    on = _today()
    walk = Walk(checklist, name, on, _ask, reporting.tell, lambda new: add_signature(folder, workspace.show, new))
    problems = walk.go(items or known)
    reporting.tell(f"{case_id}: {walk.confirmed} of {len(known)} items of {checklist.id} confirmed now by {name}")
    return _end(problems, workspace)


def _ask(question: str) -> str:
    sys.stdout.write(question)
    sys.stdout.flush()
    given = sys.stdin.readline()
    if not given:
        raise EOFError
    if not sys.stdin.isatty():
        reporting.tell(plain(given.rstrip("\n")))
    return given


def waive(options: argparse.Namespace, workspace: Workspace) -> int:
    """Set aside what a rule finds in a case, with a name and a reason.

    Of `options`: `rule`, `because`, `name` (--as), `case` ('' where there is one case only), `at` (may be '').
    """
    name, because, at = (" ".join(plain(text).split()) for text in (options.name, options.because, options.at))
    if not name:
        return _usage("waive", "say who decides: --as NAME")
    ids, findings = workspace.find_cases([options.case] if options.case else [])
    if len(ids) != 1:
        return _end(findings, workspace) or _usage("waive", f"name the case with --case ID: {', '.join(ids)}")
    result = check_case(workspace, ids[0], Wishes(()))
    waiver = Waiver(options.rule, because, name, _today(), Location(options.rule), at)
    folder = workspace.case_folder(ids[0])
    problems = list(why_refused(waiver, result)) or add_waiver(folder, workspace.show, waiver)
    if problems:
        # Whatever their severity in a report: here they say why nothing was done.
        _end(problems, workspace)
        return 1
    lines = covered(waiver, result)
    reporting.tell(plain("\n".join([f"{ids[0]}: {options.rule} is waived by {name}, {waiver.on}: {because}", *lines])))
    return 0


def check_and_fix(workspace: Workspace, case_id: str, wishes: Wishes, *, write: bool) -> Result:
    """Mend a case as far as that leaves no choice, print what changes, and give what is left."""
    made = fix_case(workspace, case_id, wishes, write=write)
    if made.diff:
        reporting.tell(made.diff)
        verb = "mended" if write else "would be mended"
        reporting.say(f"{case_id}: {len(made.applied)} {verb}")
    return made.result


def _today() -> str:
    return datetime.now(tz=UTC).date().isoformat()


def _end(findings: Sequence[Finding], workspace: Workspace) -> int:
    reporting.show(Result("", list(findings)), workspace, "text")
    return int(any(finding.severity != "warning" for finding in findings))


def _usage(command: str, message: str) -> int:
    reporting.say(f"casewright {command}: {message}")
    return USAGE
