"""A wish to waive something in; the entry added to the case's waivers.yaml, or why it cannot be, out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.build import Result
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.guidelines.answers import Waiver
from pipeline.signing.waivers import (
    NOTHING,
    TWICE,
    WAIVERS_FILE,
    WITHOUT_REASON,
    covers,
    is_reason,
    read_waivers,
    waivers_in,
    why_not,
    with_waivers,
)
from pipeline.storing import store

HEAD = "# What was set aside in this case, by whom and why. `casewright waive` adds to it.\nwaivers:\n"
NOT_ADDED = rule(
    "waiver-not-added",
    Severity.ERROR,
    "A decision that was not written down is known to nobody.",
    fix="Write each waiver in waivers.yaml on lines of its own, the first with a dash, and give the command again.",
    example="waivers: [{rule: not-called, …}]\n",
)
Show = Callable[[Path], str]


def covered(waiver: Waiver, result: Result) -> list[str]:
    """What a waiver would set aside in a case, each in a line."""
    found = dict.fromkeys([*result.findings, *(finding for finding, _ in result.waived)])
    items = [
        f"{checklist.id}/{answer.item.id} {answer.item.topic}: {answer.state}"
        for checklist in with_waivers(result.checklists, [waiver])
        for answer in checklist.answers
        if answer.waivers
    ]
    return [*(f"{one.where}: {one.message}" for one in found if covers(waiver, one)), *items]


def why_refused(waiver: Waiver, result: Result) -> Iterator[Finding]:
    """What speaks against a waiver, apart from one that is there already."""
    where = Location(waiver.rule)
    if problem := why_not(waiver.rule):
        yield replace(problem, where=where)
        return
    if not is_reason(waiver.because):
        yield WITHOUT_REASON.at(where, "this is no reason that anybody could judge", quote=waiver.because)
    if not covered(waiver, result):
        at = f" at `{waiver.at}`" if waiver.at else ""
        hint = "`casewright check` shows what is found; a waiver names its rule and, with --at, its place"
        yield NOTHING.at(where, f"there is nothing of `{waiver.rule}`{at} in {result.case_id}", hint=hint)


def add_waiver(folder: Path, show: Show, waiver: Waiver) -> list[Finding]:
    """Add it to the end of the file, which stays as it is otherwise.

    Nothing is written where a waiver of the same is there already, or the entry could not be read back.
    """
    path, shown = folder / WAIVERS_FILE, show(folder) + f"/{WAIVERS_FILE}"
    known, findings = read_waivers(folder, show)
    if findings:
        return findings
    if same := next((one for one in known if (one.rule, one.at) == (waiver.rule, waiver.at)), None):
        return [TWICE.at(same.origin, f"`{same.rule}` was already waived by {same.by}: {same.because}")]
    before = path.read_bytes().decode() if path.is_file() else HEAD
    after = _with(before, waiver)
    again, problems = waivers_in(after.removeprefix("\ufeff").replace("\r\n", "\n"), shown)
    if problems or [one.rule for one in again] != [*(one.rule for one in known), waiver.rule]:
        message = "nothing can be added behind what stands in this file"
        return [NOT_ADDED.at(Location(shown), message, hint="write each waiver on lines of its own, after a dash")]
    return store(path, after.encode(), shown)


def _with(text: str, waiver: Waiver) -> str:
    """The text with an entry more, indented as those before it."""
    end = "\r\n" if "\r\n" in text else "\n"
    dashes = [line for line in text.splitlines() if line.lstrip().startswith("- ")]
    indent = dashes[-1][: len(dashes[-1]) - len(dashes[-1].lstrip())] if dashes else ""
    given = {"rule": waiver.rule, "at": waiver.at, "because": waiver.because, "by": waiver.by}
    fields = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in given.items() if value]
    lines = [f"{'- ' if number == 0 else '  '}{line}" for number, line in enumerate([*fields, f"on: {waiver.on}"])]
    joined = text if text.endswith(("\n", "\r")) or not text else text + end
    return joined + "".join(f"{indent}{line}{end}" for line in lines)
