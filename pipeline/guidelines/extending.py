"""A guideline and what a file or a journal changes of it, in; the changed guideline, and what does not fit, out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.case.sources import Sources
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.guidelines.guideline import Check, CheckOverride, Guideline, Item, Override
from pipeline.reading.model_errors import known, near

NOT_THERE = rule(
    "guideline-overrides-nothing",
    Severity.ERROR,
    "A change of an item or check that is not there changes nothing.",
    fix="Write the id of an item, or of a check, of the guideline that is extended; write new items under `add`.",
    example="override:\n  5z: {topic: Concerns}\n",
)
ID_TWICE = rule(
    "guideline-id-twice",
    Severity.ERROR,
    "Of two items or checks with one id only one can be named.",
    fix="Give one of them another id; to change an item of the guideline that is extended, write it under `override`.",
    example="items:\n  - {id: '1', topic: Title, …}\n  - {id: '1', topic: Keywords, …}\n",
)
_PARTS_OF_A_FILE = {"extends", "items", "add", "override", "answers", "of"}

Where = Callable[..., Location]
"""The place of a field path."""


def extended(base: Guideline | None, own: Guideline, sources: Sources) -> tuple[Guideline, list[Finding]]:
    """`own` over `base`: its items come behind, what it overrides is changed, what else it says stands instead."""
    items, findings = _overridden(base.items if base else (), own.override, sources.key)
    kept = list(items)
    taken = {item.id for item in items} | {check.id for item in items for check in item.checks}
    for path, new in [
        *((("items", n), i) for n, i in enumerate(own.items)),
        *((("add", n), i) for n, i in enumerate(own.add)),
    ]:
        fresh, problems = _unique(new, taken, lambda *below, path=path: sources.value(*path, *below))
        findings += problems
        kept += [fresh] if fresh else []
    of = own.of
    if base and base.of and own.of is None:
        of = base.of + len(kept) - len(items)
    if base is None:
        return own.model_copy(update={"items": tuple(kept), "add": (), "override": {}, "of": of}), findings
    said = {name: getattr(own, name) for name in own.model_fields_set - _PARTS_OF_A_FILE}
    answers = {**base.answers, **own.answers}
    return base.model_copy(update={**said, "items": tuple(kept), "answers": answers, "of": of}), findings


def changed_by_journal(
    guideline: Guideline, shown: str, overrides: Mapping[str, Override]
) -> tuple[Guideline, list[Finding]]:
    """What a journal changes; `shown` is its file."""
    items, findings = _overridden(guideline.items, overrides, lambda *_: Location(shown))
    return guideline.model_copy(update={"items": items}), findings


def _overridden(
    items: Sequence[Item], overrides: Mapping[str, Override], where: Where
) -> tuple[tuple[Item, ...], list[Finding]]:
    ids = [item.id for item in items]
    findings = [
        NOT_THERE.at(
            where("override", name), f"there is no item `{name}` to change", hint=near(name, ids) or known(ids)
        )
        for name in overrides
        if name not in ids
    ]
    made = []
    for item in items:
        if item.id not in overrides:
            made.append(item)
            continue
        change = overrides[item.id]
        said = {
            name: getattr(change, name) for name in ("topic", "requirement", "person", "not_applicable", "evidence")
        }
        checks = [_check(check, change.checks.get(check.id)) for check in item.checks]
        known_checks = [check.id for check in item.checks]
        for name in change.checks:
            if name not in known_checks:
                hint = near(name, known_checks) or known(known_checks)
                at = where("override", item.id, "checks", name)
                findings.append(NOT_THERE.at(at, f"item `{item.id}` has no check `{name}` to change", hint=hint))
        update = {name: value for name, value in said.items() if value is not None}
        made.append(item.model_copy(update={**update, "checks": (*checks, *change.add)}))
    return tuple(made), findings


def _check(check: Check, change: CheckOverride | None) -> Check:
    said = {name: getattr(change, name) for name in CheckOverride.model_fields} if change else {}
    return check.model_copy(update={name: value for name, value in said.items() if value is not None})


def _unique(item: Item, taken: set[str], where: Where) -> tuple[Item | None, list[Finding]]:
    """The item without checks whose ids are taken; None where its own is."""
    if item.id in taken:
        return None, [ID_TWICE.at(where("id"), f"there is already an item `{item.id}`")]
    taken.add(item.id)
    findings, checks = [], []
    for n, check in enumerate(item.checks):
        if check.id in taken:
            findings.append(ID_TWICE.at(where("checks", n, "id"), f"there is already a check `{check.id}`"))
        else:
            taken.add(check.id)
            checks.append(check)
    return item.model_copy(update={"checks": tuple(checks)}), findings
