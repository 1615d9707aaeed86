"""One file of a guideline in; what of it can be used, and what it names that there is not, at its own line, out."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import pipeline
from pipeline.case.paths import exists, names_at
from pipeline.case.sources import FieldPath
from pipeline.findings import RULES, Finding, Severity, rule
from pipeline.guidelines.asks import lacking
from pipeline.guidelines.checks import CHECKS
from pipeline.guidelines.evidence import EVIDENCE
from pipeline.guidelines.extending import NOT_THERE
from pipeline.guidelines.guideline import Check, Guideline, Item, Wanted
from pipeline.guidelines.layers import Layer
from pipeline.guidelines.looking import PARTS
from pipeline.reading.model_errors import known, near

UNKNOWN_KIND = rule(
    "guideline-unknown-kind",
    Severity.ERROR,
    "What is looked for in a way that does not exist is never found.",
    fix="Write one of the kinds of evidence or of check that the hint names.",
    example="evidence: [{kind: pharse}]\n",
)
UNKNOWN_FIELD = rule(
    "guideline-unknown-field",
    Severity.ERROR,
    "A field that case.yaml cannot have answers no item.",
    fix="Write the path of a field of case.yaml; `*` stands for every entry of a list or mapping.",
    example="fields: [patient.concern]\n",
)
UNKNOWN_PART = rule(
    "guideline-unknown-part",
    Severity.ERROR,
    "In a part that no text has nothing is found.",
    fix="Write the name of a part of the text, such as discussion, or abstract.conclusions for a part of the abstract.",
    example="within: [diskussion]\n",
)
UNKNOWN_RULE = rule(
    "guideline-unknown-rule",
    Severity.ERROR,
    "A rule that does not exist never speaks against an item.",
    fix="Write the id of a rule; `casewright list rules` shows them.",
    example="rules: [timeline-emty]\n",
)
ASKS_NOTHING = rule(
    "guideline-asks-nothing",
    Severity.ERROR,
    "What asks nothing holds of every case, or of none.",
    fix="Add what the kind needs, as the hint says.",
    example="checks: [{id: ours.1, kind: stated, fix: Say it.}]   # of what?\n",
)
NEVER_FOUND = rule(
    "guideline-item-never-found",
    Severity.ERROR,
    "An item for which nothing is looked for would be missing in every case.",
    fix="Add `evidence:` to the item.",
    example="items:\n  - {id: '1', topic: Title, requirement: Say it in the title.}\n",
)

FIELDS_OF_EVIDENCE = {"fact", "title"}
PARTS_OF_EVIDENCE = {"part", "opening", "closing"}
NO_FIELDS_OF_CHECKS = {"direction", "abstract-part", "shown", "called", "judged-by"}
"""Kinds of check that ask with `of` for something else than fields."""


def vetted(layer: Layer, care: Sequence[str]) -> tuple[Guideline, list[Finding]]:
    """The guideline without evidence and checks of kinds that there are not.

    `care` are the items of CARE, of which the kind of evidence `care` may speak; () for CARE and its extensions, whose
    own items can be marked in the text, so that one without evidence can be found all the same.
    """
    vetting = _Vetting(layer, care)
    guideline = layer.guideline
    update = {
        "items": tuple(vetting.item(item, ("items", n)) for n, item in enumerate(guideline.items)),
        "add": tuple(vetting.item(item, ("add", n)) for n, item in enumerate(guideline.add)),
    }
    override = {}
    for name, change in guideline.override.items():
        path = ("override", name)
        evidence = None
        if change.evidence is not None:
            evidence = vetting.evidence(change.evidence, (*path, "evidence"))
        added = vetting.checks(change.add, (*path, "add"))
        override[name] = change.model_copy(update={"evidence": evidence, "add": added})
    return guideline.model_copy(update={**update, "override": override}), vetting.findings


@dataclass
class _Vetting:
    layer: Layer
    care: Sequence[str]
    findings: list[Finding] = field(default_factory=list)

    def item(self, item: Item, path: FieldPath) -> Item:
        self._fields(item.fields, (*path, "fields"))
        if not item.evidence and self.care and not self.layer.sources.was_dropped(*path, "evidence"):
            where = self.layer.sources.value(*path)
            message = f"nothing is looked for to answer item `{item.id}`"
            self.findings.append(NEVER_FOUND.at(where, message, hint=known(sorted(EVIDENCE))))
        evidence = self.evidence(item.evidence, (*path, "evidence"))
        return item.model_copy(update={"evidence": evidence, "checks": self.checks(item.checks, (*path, "checks"))})

    def evidence(self, given: Sequence[Wanted], path: FieldPath) -> tuple[Wanted, ...]:
        return tuple(wanted for n, wanted in enumerate(given) if self._holds(wanted, (*path, n)))

    def checks(self, given: Sequence[Check], path: FieldPath) -> tuple[Check, ...]:
        return tuple(check for n, check in enumerate(given) if self._holds(check, (*path, n)))

    def _holds(self, asked: Wanted | Check, path: FieldPath) -> bool:
        """Whether there is such a kind; tells what else of it there is not."""
        is_check = isinstance(asked, Check)
        kinds: Sequence[str] = sorted(CHECKS if is_check else EVIDENCE)
        if asked.kind not in kinds:
            if self.layer.sources.was_dropped(*path, "kind"):
                return False
            what = "check" if is_check else "evidence"
            hint = near(asked.kind, kinds) or known(kinds)
            where = self.layer.sources.value(*path, "kind")
            self.findings.append(UNKNOWN_KIND.at(where, f"there is no kind of {what} `{asked.kind}`", hint=hint))
            return False
        if (is_check and asked.kind not in NO_FIELDS_OF_CHECKS) or (not is_check and asked.kind in FIELDS_OF_EVIDENCE):
            self._fields(asked.of, (*path, "of"))
        elif not is_check and asked.kind in PARTS_OF_EVIDENCE:
            self._parts(asked.of, (*path, "of"))
        elif asked.kind == "care" and self.care:
            self._items_of_care(asked.of, (*path, "of"))
        self._parts(asked.within, (*path, "within"))
        if isinstance(asked, Check):
            self._rules(asked.rules, (*path, "rules"))
        problems = list(lacking(asked))
        for below, message, hint in problems:
            if not (below and self.layer.sources.was_dropped(*path, below[0])):
                self.findings.append(ASKS_NOTHING.at(self.layer.sources.value(*path, *below), message, hint=hint))
        return not problems

    def _fields(self, paths: Sequence[str], at: FieldPath) -> None:
        for n, path in enumerate(paths):
            if problem := _no_such_field(path):
                where = self.layer.sources.value(*at, n)
                self.findings.append(UNKNOWN_FIELD.at(where, f"`{path}` is not a field of case.yaml", hint=problem))

    def _parts(self, names: Sequence[str], at: FieldPath) -> None:
        for n, name in enumerate(names):
            unknown = next((step for step in name.split(".") if step not in PARTS), None)
            if unknown is not None:
                hint = near(unknown, PARTS) or known(PARTS)
                where = self.layer.sources.value(*at, n)
                self.findings.append(UNKNOWN_PART.at(where, f"`{name}` is not a part of a report", hint=hint))

    def _items_of_care(self, ids: Sequence[str], at: FieldPath) -> None:
        for n, item_id in enumerate(ids):
            if item_id not in self.care:
                where = self.layer.sources.value(*at, n)
                hint = near(item_id, self.care) or known(self.care)
                self.findings.append(NOT_THERE.at(where, f"`{item_id}` is not an item of CARE", hint=hint))

    def _rules(self, ids: Sequence[str], at: FieldPath) -> None:
        for n, rule_id in enumerate(ids):
            if rule_id not in RULES and rule_id not in _every_rule():
                hint = near(rule_id, sorted(_every_rule()))
                where = self.layer.sources.value(*at, n)
                self.findings.append(UNKNOWN_RULE.at(where, f"there is no rule `{rule_id}`", hint=hint))


@cache
def _no_such_field(path: str) -> str:
    """What to write instead, where case.yaml cannot have such a field; '' where it can."""
    steps = tuple("0" if step == "*" else step for step in path.split("."))
    depth = next((n for n in range(len(steps)) if not exists(steps[: n + 1])), None)
    if depth is None:
        return ""
    names = names_at(steps[:depth])
    found = near(steps[depth], names)
    return found or known(names) or "this field has no fields below it"


@cache
def _every_rule() -> frozenset[str]:
    """Ids of the rules of all modules: a rule is known once its module is imported."""
    for module in _modules():
        importlib.import_module(module)
    return frozenset(RULES)


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.endswith("__main__"):
            yield module.name
