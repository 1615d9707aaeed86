"""A case in; the guidelines that are asked of it, each item answered, and what is wrong with the asking, out."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.case import Case
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.guidelines.answering import answered, not_resolved
from pipeline.guidelines.answers import Answer, Checklist
from pipeline.guidelines.asking import Asked
from pipeline.guidelines.guideline import Guideline
from pipeline.guidelines.layers import guideline_names
from pipeline.guidelines.loading import CARE, lineage, load_guideline
from pipeline.journals import Journal
from pipeline.reading.model_errors import known
from pipeline.workspace import Workspace

NO_SUCH_ITEM = rule(
    "not-applicable-to-nothing",
    Severity.WARNING,
    "A reason for an item that no guideline has is read by nobody.",
    fix="Write the item's id as the guideline numbers it, with the guideline before it where it is not the first.",
    example="not_applicable: {12b: the patient died}\n",
)
MUST_APPLY = rule(
    "not-applicable-not-allowed",
    Severity.WARNING,
    "The guideline asks for this item in every report.",
    fix="Answer the item in the text, or declare under `unknown` what is not known.",
    example="not_applicable: {13: not needed}\n",
)
ANSWERED = rule(
    "not-applicable-yet-answered",
    Severity.WARNING,
    "A reader cannot tell which of the two is meant.",
    fix="Take the item out of `not_applicable`, or what answers it out of the text.",
    example="not_applicable: {12: the patient was not asked}\n",
)


@dataclass(frozen=True, slots=True)
class _Loaded:
    id: str
    guideline: Guideline
    reasons: Mapping[str, str]
    """Item → why it does not apply, as far as the guideline allows it or not."""


def filled(asked: Asked, workspace: Workspace, wanted: str) -> tuple[tuple[Checklist, ...], list[Finding]]:
    """One checklist for each guideline: `wanted`, else the case's, else the journal's, else CARE."""
    loaded, findings = _loaded(asked.case, asked.journal, workspace, wanted)
    made = []
    for one in loaded:
        checklist = answered(asked, one.id, one.guideline, one.reasons)
        findings += _answered_all_the_same(asked.case, one, checklist.answers, first=one is loaded[0])
        made.append(replace(checklist, extended_by=_extended_by(asked.journal, workspace, one.id)))
    return tuple(made), findings


def filled_from_source(
    case: Case, journal: Journal, workspace: Workspace, words: Mapping[str, str], wanted: str
) -> tuple[tuple[Checklist, ...], list[Finding]]:
    """The same for a case that cannot be resolved: what its source holds, for nothing of it is printed."""
    loaded, findings = _loaded(case, journal, workspace, wanted)
    return tuple(not_resolved(case, words, one.id, one.guideline, one.reasons) for one in loaded), findings


def _loaded(case: Case, journal: Journal, workspace: Workspace, wanted: str) -> tuple[list[_Loaded], list[Finding]]:
    loaded: list[_Loaded] = []
    findings: list[Finding] = []
    for guideline_id, where in asked_for(case, journal, wanted):
        shown = _file_of(journal)
        overrides = [
            (shown, journal.overrides[name]) for name in lineage(workspace, guideline_id) if name in journal.overrides
        ]
        guideline, problems = load_guideline(workspace, guideline_id, where, overrides)
        findings += problems
        if guideline:
            reasons = dict(_reasons(case, guideline_id, guideline, first=not loaded))
            loaded.append(_Loaded(guideline_id, guideline, reasons))
    findings += _about_nothing(case, loaded, workspace)
    findings += _must_apply(case, loaded)
    return loaded, findings


def asked_for(case: Case, journal: Journal, wanted: str = "") -> Iterator[tuple[str, Location]]:
    """Ids of the guidelines asked, each once, and where they are named: `wanted`, the case's own, or the journal's."""
    if wanted:
        yield wanted, Location("--guideline")
    elif case.facts.guidelines:
        for number, name in enumerate(case.facts.guidelines):
            if name not in case.facts.guidelines[:number]:
                yield name, case.sources.value("guidelines", number)
    else:
        yield journal.guideline or CARE, Location(_file_of(journal))


def _file_of(journal: Journal) -> str:
    return f"templates/journals/{journal.id}.yaml"


def _extended_by(journal: Journal, workspace: Workspace, guideline_id: str) -> str:
    changes = any(name in journal.overrides for name in lineage(workspace, guideline_id))
    return (journal.name or journal.id) if changes else ""


# --- not_applicable -----------------------------------------------------------------------------------


def _keys(guideline_id: str, item_id: str, *, first: bool) -> list[str]:
    """As an author may name an item: a bare number is of the first guideline."""
    return [f"{guideline_id}/{item_id}", *([item_id] if first else [])]


def _reasons(case: Case, guideline_id: str, guideline: Guideline, *, first: bool) -> Iterator[tuple[str, str]]:
    for item in guideline.items:
        for key in _keys(guideline_id, item.id, first=first):
            if key in case.facts.not_applicable:
                yield item.id, case.facts.not_applicable[key]
                break


def _about_nothing(case: Case, loaded: Sequence[_Loaded], workspace: Workspace) -> Iterator[Finding]:
    names = [
        key for one in loaded for item in one.guideline.items for key in _keys(one.id, item.id, first=one is loaded[0])
    ]
    others = set(guideline_names(workspace)) - {one.id for one in loaded}
    for key in case.facts.not_applicable if loaded else ():
        # What another guideline asks is not looked at now.
        if key not in names and key.partition("/")[0] not in others:
            near = difflib.get_close_matches(key, names, n=1, cutoff=0.5)
            hint = f"did you mean `{near[0]}`?" if near else known([i.id for i in loaded[0].guideline.items])
            where = case.sources.key("not_applicable", key)
            yield NO_SUCH_ITEM.at(where, f"no guideline asked here has an item `{key}`", hint=hint)


def _must_apply(case: Case, loaded: Sequence[_Loaded]) -> Iterator[Finding]:
    for one in loaded:
        for item in one.guideline.items:
            if item.id in one.reasons and item.not_applicable == "never":
                message = f"item {item.id} ({item.topic}) applies to every report"
                hint = "answer it in the text; what is not known stands under `unknown`"
                yield MUST_APPLY.at(_where(case, one, item.id, first=one is loaded[0]), message, hint=hint)


def _answered_all_the_same(case: Case, one: _Loaded, answers: Sequence[Answer], *, first: bool) -> Iterator[Finding]:
    for answer in answers:
        item = answer.item
        strong = next((evidence for evidence in answer.evidence if evidence.strong), None)
        if strong and item.id in one.reasons and item.not_applicable == "with a reason":
            message = f"item {item.id} ({item.topic}) is said not to apply, and is answered: {strong.where}"
            hint = "take it out of `not_applicable`, or the words out of the text"
            yield ANSWERED.at(_where(case, one, item.id, first=first), message, hint=hint)


def _where(case: Case, one: _Loaded, item_id: str, *, first: bool) -> Location:
    keys = _keys(one.id, item_id, first=first)
    key = next(key for key in keys if key in case.facts.not_applicable)
    return case.sources.key("not_applicable", key)
