"""`casewright check`: parsed options in, what was found shown, exit status out."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline import reporting
from pipeline.build import Result, Wishes, check_case
from pipeline.reporting.overview_files import write_overview
from pipeline.signing.commands import check_and_fix
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    import argparse

USAGE = 2


def check(options: argparse.Namespace, workspace: Workspace) -> int:
    """Say what is wrong with cases, once or again and again."""
    if wrong := _misused(options):
        reporting.say(f"casewright check: {wrong}")
        return USAGE
    if not options.watch:
        return _once(options, workspace)
    ids, findings = workspace.find_cases(options.cases)
    if findings:
        reporting.show(Result("", findings), workspace)
    if not ids:
        return 1
    with suppress(KeyboardInterrupt):
        asyncio.run(_again_and_again(ids, options, workspace))
    return 0


def _misused(options: argparse.Namespace) -> str:
    if options.watch and (options.format != reporting.TEXT or options.to or options.fix):
        return "--watch shows text only; leave out --format, --to and --fix"
    if options.fix and options.format != reporting.TEXT:
        return "--fix shows what changed as text; leave out --format"
    return "--dry-run goes with --fix" if options.dry_run and not options.fix else ""


def _once(options: argparse.Namespace, workspace: Workspace) -> int:
    ids, findings = workspace.find_cases(options.cases)
    results = [Result("", findings)] if findings else []
    for case_id in ids:
        results.append(_checked(case_id, options, workspace))
        if options.to and options.format == reporting.TEXT:
            reporting.tell(reporting.line_of(results[-1], workspace))
        else:
            reporting.show_checked(results[-1], workspace, options.format)
    reported = reporting.Reported(results, workspace, options.strict)
    written, problems = write_overview(reported, options.to or ())
    if findings or problems:
        reporting.show(Result("", [*findings, *problems]), workspace, options.format)
    if options.format in reporting.REPORTS:
        results += [Result("", problems)] if problems else []
        reporting.tell(reporting.REPORTS[options.format](reported))
    elif written:
        reporting.tell(f"written: {', '.join(written)}")
    return int(reporting.failed(reported) or bool(problems))


def _checked(case_id: str, options: argparse.Namespace, workspace: Workspace) -> Result:
    wishes = Wishes((), options.style, options.journal, guideline=options.guideline)
    if options.fix:
        return check_and_fix(workspace, case_id, wishes, write=not options.dry_run)
    return check_case(workspace, case_id, wishes)


async def _again_and_again(ids: list[str], options: argparse.Namespace, workspace: Workspace) -> None:
    """Check, wait for something to be saved that concerns these cases, and check those that it concerns."""
    # Imported late: nobody else waits for changes.
    from pipeline.preview.watching import changes

    concerned = ids
    watched = changes(workspace, lambda: ids)
    while True:
        # Asked for before the check, so that what is saved meanwhile is not missed.
        coming = asyncio.ensure_future(anext(watched))
        await asyncio.sleep(0)
        for case_id in concerned:
            reporting.show_checked(await asyncio.to_thread(_checked, case_id, options, workspace), workspace)
        reporting.say(f"{datetime.now().astimezone():%H:%M:%S} waiting for changes (Ctrl-C ends it)")
        concerned = (await coming).ids
        reporting.say(f"{datetime.now().astimezone():%H:%M:%S} changed: {', '.join(concerned)}")
