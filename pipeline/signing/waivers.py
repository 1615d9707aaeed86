"""`waivers.yaml` of a case in; who set what aside out, and findings about the file.

Then findings and checklists in, and the same out with what was set aside told apart.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.case.fields import Day, Part, Words
from pipeline.case.sources import Sources
from pipeline.findings import RULES, Finding, Location, Rule, Severity, rule
from pipeline.guidelines.answers import Answer, Checklist, State, Waiver
from pipeline.reading.model_file import read_model
from pipeline.signing.dating import still_to_come
from pipeline.signing.files import read_decisions

if TYPE_CHECKING:
    from datetime import date

WAIVERS_FILE = "waivers.yaml"

UNKNOWN = rule(
    "waiver-unknown-rule",
    Severity.ERROR,
    "A waiver of something that is not there sets nothing aside, and whoever wrote it believes that it does.",
    fix="Write the id of the rule as findings show it in square brackets; `casewright list rules` names all.",
    example="waivers:\n- {rule: not-caled, because: it is a logo, by: Ada Example, on: 2026-11-23}\n",
)
CANNOT = rule(
    "waiver-not-possible",
    Severity.ERROR,
    "What would mislead readers or harm a patient is mended, not set aside.",
    fix="Take the waiver out, and mend what the rule finds. Warnings, items of guidelines and checks can be waived.",
    example="waivers:\n- {rule: consent-missing, because: we forgot it, by: Ada Example, on: 2026-11-23}\n",
)
TWICE = rule(
    "waiver-twice",
    Severity.WARNING,
    "Of two decisions about one thing a reader does not know which holds.",
    fix="Keep one of the two.",
    example="waivers:\n- {rule: not-called, …}\n- {rule: not-called, …}\n",
)
WITHOUT_REASON = rule(
    "waiver-without-reason",
    Severity.ERROR,
    "Whoever reads the report must be able to judge why something was set aside.",
    fix="Say in a sentence why it may stay as it is.",
    example="waivers:\n- {rule: not-called, because: ok, by: Ada Example, on: 2026-11-23}\n",
)
NOT_YET = rule(
    "waiver-in-the-future",
    Severity.WARNING,
    "Nobody has decided yet what is dated later than today.",
    fix="Write the day on which it was decided as `on:`.",
    example="waivers:\n- {rule: not-called, because: It is a logo., by: Ada Example, on: 2126-11-23}\n",
)
NOTHING = rule(
    "waiver-of-nothing",
    Severity.WARNING,
    "A decision about something that is no longer there would silently cover the next thing of its kind.",
    fix="Take the waiver out.",
    example="waivers:\n- {rule: not-called, …}   # of a case whose text calls every figure\n",
)

_QUOTED = re.compile("[`“]([^`”]+)[`”]")
Show = Callable[[Path], str]


class _Entry(Part):
    rule: Words
    at: Words | None = None
    because: Words
    by: Words
    on: Day


class WaiverFile(Part):
    """What a case's waivers.yaml may hold."""

    waivers: tuple[_Entry, ...] = ()
    """Each of one rule, item or check, for the whole case or for one place in it."""


def read_waivers(folder: Path, show: Show, today: date | None = None) -> tuple[tuple[Waiver, ...], list[Finding]]:
    """The waivers of the case in a folder; those that cannot hold are left out, each with a finding at its line.

    `today` is the last day that has come; without one, the clock says it.
    """
    text, shown, findings = read_decisions(folder, WAIVERS_FILE, show)
    waivers, problems = waivers_in(text, shown, today) if text is not None else ((), [])
    return waivers, findings + problems


def waivers_in(text: str, shown: str, today: date | None = None) -> tuple[tuple[Waiver, ...], list[Finding]]:
    """The same from the text of the file."""
    model, sources, findings = read_model(text, shown, WaiverFile)
    kept: dict[tuple[str, str], Waiver] = {}
    for number, entry in enumerate(model.waivers if model else ()):
        if any(sources.was_dropped("waivers", number, field) for field in ("rule", "because", "by", "on")):
            continue  # reading has its finding
        waiver = Waiver(entry.rule, entry.because, entry.by, entry.on, _line(sources, number), entry.at or "")
        wrong = list(_wrong(waiver, sources, number, today))
        if (first := kept.get((waiver.rule, waiver.at))) and not wrong:
            message = f"`{waiver.rule}` was already waived on line {first.origin.line}, by {first.by}"
            wrong.append(TWICE.at(waiver.origin, message, hint="keep one of the two; until then the first holds"))
        findings += wrong
        if not wrong:
            kept[waiver.rule, waiver.at] = waiver
    return tuple(kept.values()), findings


def _line(sources: Sources, number: int) -> Location:
    return sources.value("waivers", number, "rule")


def _wrong(waiver: Waiver, sources: Sources, number: int, today: date | None) -> Iterator[Finding]:
    if problem := why_not(waiver.rule):
        yield replace(problem, where=waiver.origin)
    if not is_reason(waiver.because):
        where = sources.value("waivers", number, "because")
        yield WITHOUT_REASON.at(where, "this is no reason that anybody could judge", quote=waiver.because)
    if ahead := still_to_come(waiver.on, today):
        where, hint = sources.value("waivers", number, "on"), "until that day it sets nothing aside"
        yield NOT_YET.at(where, f"the waiver of `{waiver.rule}` {ahead}", hint=hint)


def is_reason(because: str) -> bool:
    """Whether there is more than a word of it."""
    return len(re.findall(r"\w+", because)) > 1


def why_not(rule_id: str) -> Finding | None:
    """A finding without place where no waiver may name this; ids with `/` or `.` are of items and checks."""
    known = RULES.get(rule_id)
    if known is None and not re.search("[/.]", rule_id):
        near = difflib.get_close_matches(rule_id, [name for name, one in RULES.items() if _can_be_waived(one)], n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`casewright list rules` names all rules"
        return UNKNOWN.at(Location(""), f"there is no rule `{rule_id}`", hint=hint)
    if known and not _can_be_waived(known):
        what = "is no warning" if known.severity is not Severity.WARNING else "is about what was set aside or mended"
        return CANNOT.at(Location(""), f"`{rule_id}` {what}, so that nobody can waive it", hint=known.fix)
    return None


def _can_be_waived(one: Rule) -> bool:
    return one.severity is Severity.WARNING and not one.module.startswith(("pipeline.signing", "pipeline.fixing"))


def set_aside(
    findings: Iterable[Finding], waivers: Sequence[Waiver]
) -> tuple[list[Finding], list[tuple[Finding, Waiver]]]:
    """The findings that count, and those that a waiver covers, each with the one that is nearest to it."""
    left: list[Finding] = []
    aside: list[tuple[Finding, Waiver]] = []
    for finding in findings:
        holding = [waiver for waiver in waivers if covers(waiver, finding)]
        if holding:
            aside.append((finding, max(holding, key=lambda waiver: len(waiver.at))))
        else:
            left.append(finding)
    return left, aside


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether a finding is of the waiver's rule and at its place: a field or what is below it, a figure, a key."""
    if waiver.rule != finding.rule.id or not _can_be_waived(finding.rule):
        return False
    if finding.severity in {Severity.REFUSAL, Severity.FATAL}:
        return False
    field, at = finding.where.field, waiver.at
    in_field = f".{at}." in f".{field}."
    return not at or in_field or at.lstrip("@") in {finding.quote, *_QUOTED.findall(finding.message)}


def with_waivers(checklists: Iterable[Checklist], waivers: Sequence[Waiver]) -> tuple[Checklist, ...]:
    """Checklists in whose answers stand the waivers of items (`care-2013/12`) and checks that need one."""
    return tuple(
        replace(one, answers=tuple(_waived(one.id, answer, waivers) for answer in one.answers)) for one in checklists
    )


def _waived(guideline_id: str, answer: Answer, waivers: Sequence[Waiver]) -> Answer:
    ids = {lack.check for lack in (*answer.lacks, *answer.advice)}
    if answer.state not in {State.FOUND, State.NOT_APPLICABLE}:
        ids.add(f"{guideline_id}/{answer.item.id}")
    return replace(answer, waivers=tuple(waiver for waiver in waivers if waiver.rule in ids))


def of_nothing(
    waivers: Iterable[Waiver], aside: Iterable[tuple[Finding, Waiver]], checklists: Sequence[Checklist]
) -> Iterator[Finding]:
    """A finding for each waiver that sets nothing aside any more.

    Rules of outputs are looked at only while those are written, and items only where their guideline is asked.
    """
    used = {waiver for _, waiver in aside}
    used |= {waiver for checklist in checklists for answer in checklist.answers for waiver in answer.waivers}
    for waiver in waivers:
        known = RULES.get(waiver.rule)
        looked_at = not known.module.startswith("pipeline.writing") if known else _is_asked(waiver.rule, checklists)
        if waiver not in used and looked_at:
            at = f" at `{waiver.at}`" if waiver.at else ""
            message = f"`{waiver.rule}` was waived by {waiver.by} on {waiver.on}, but there is nothing of it{at}"
            yield NOTHING.at(waiver.origin, message, hint="take the waiver out")


def _is_asked(name: str, checklists: Sequence[Checklist]) -> bool:
    guideline, slash, _ = name.partition("/")
    family = name.partition(".")[0]
    return any(one.id == guideline if slash else one.id.startswith(family) for one in checklists)
