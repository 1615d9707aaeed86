"""`templates/guidelines/<id>.yaml`, what it extends and what a journal changes → one guideline, ready for answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.findings import Finding, Location
from pipeline.guidelines.extending import changed_by_journal, extended
from pipeline.guidelines.guideline import Guideline, Item, Override, Wanted
from pipeline.guidelines.layers import layers_of
from pipeline.guidelines.vetting import ASKS_NOTHING, vetted
from pipeline.workspace import Workspace

CARE = "care-2013"
"""The guideline whose items an author can mark in the text: `{care=5b}`."""
_MARKED = Wanted(kind="marked")


def load_guideline(
    workspace: Workspace,
    guideline_id: str,
    where: Location,
    overrides: Sequence[tuple[str, Mapping[str, Override]]] = (),
) -> tuple[Guideline | None, list[Finding]]:
    """The guideline, None where no file of it can be read, and what is wrong with its files, at their own lines.

    `where` is where it is named. `overrides` are those of journals, as shown file and item → what changes; they hold
    over those of an extension, which hold over the base.
    """
    layers, findings = layers_of(workspace, guideline_id, where)
    has_marks = bool(layers) and layers[-1].id == CARE
    base = None if has_marks or not layers else load_guideline(workspace, CARE, Location(""))[0]
    care = {item.id: item for item in base.items} if base else {}
    made: Guideline | None = None
    for layer in reversed(layers):
        own, problems = vetted(layer, list(care))
        findings += problems
        made, problems = extended(made, own, layer.sources)
        findings += problems
    if made is None or not made.items:
        if not findings:
            findings.append(
                ASKS_NOTHING.at(Location(layers[0].shown), "this guideline has no items", hint="add `items:`")
            )
        return None, findings
    for shown, changes in overrides:
        made, problems = changed_by_journal(made, shown, changes)
        findings += problems
    items = tuple(_with_marks(item) if has_marks else _with_evidence_of_care(item, care) for item in made.items)
    unsaid = made.unsaid or (base.unsaid if base else {})
    return made.model_copy(update={"items": items, "unsaid": unsaid}), findings


def lineage(workspace: Workspace, guideline_id: str) -> list[str]:
    """Its own id and those of all that it extends."""
    layers, _ = layers_of(workspace, guideline_id, Location(""))
    return list(dict.fromkeys([guideline_id, *(layer.id for layer in layers)]))


def _with_marks(item: Item) -> Item:
    return item.model_copy(update={"evidence": (_MARKED, *item.evidence)})


def _with_evidence_of_care(item: Item, care: Mapping[str, Item]) -> Item:
    """What answers a CARE item answers an item whose evidence is of the kind `care` and names it."""
    evidence: list[Wanted] = []
    for wanted in item.evidence:
        evidence.append(wanted)
        if wanted.kind == "care":
            evidence += [theirs for name in wanted.of if name in care for theirs in _borrowed(care[name])]
    return item.model_copy(update={"evidence": tuple(evidence)})


def _borrowed(item: Item) -> list[Wanted]:
    """Its evidence, with the fields that it leaves to its item written out; marks come with the kind itself."""
    own = [wanted for wanted in item.evidence if wanted.kind != "marked"]
    return [
        wanted.model_copy(update={"of": item.fields}) if wanted.kind == "fact" and not wanted.of else wanted
        for wanted in own
    ]
