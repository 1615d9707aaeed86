"""`templates/guidelines/<id>.yaml`, what it extends and what a journal changes → one guideline, ready for answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.findings import Finding, Location
from pipeline.guidelines.extending import NOT_THERE, changed_by_journal, extended
from pipeline.guidelines.guideline import Guideline, Item, Override, Wanted
from pipeline.guidelines.layers import Layer, layers_of
from pipeline.guidelines.vetting import vetted
from pipeline.reading.model_errors import known, near
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
    made: Guideline | None = None
    for layer in reversed(layers):
        own, problems = vetted(layer, has_marks=has_marks)
        findings += problems
        made, problems = extended(made, own, layer.sources)
        findings += problems
    if made is None:
        return None, findings
    for shown, changes in overrides:
        made, problems = changed_by_journal(made, shown, changes)
        findings += problems
    if has_marks:
        items = tuple(item.model_copy(update={"evidence": (_MARKED, *item.evidence)}) for item in made.items)
    else:
        items, problems = _with_evidence_of_care(workspace, made.items, layers)
        findings += problems
    return made.model_copy(update={"items": items}), findings


def lineage(workspace: Workspace, guideline_id: str) -> list[str]:
    """Its own id and those of all that it extends."""
    layers, _ = layers_of(workspace, guideline_id, Location(""))
    return list(dict.fromkeys([guideline_id, *(layer.id for layer in layers)]))


def _with_evidence_of_care(
    workspace: Workspace, items: Sequence[Item], layers: Sequence[Layer]
) -> tuple[tuple[Item, ...], list[Finding]]:
    """What answers a CARE item answers an item whose evidence is of the kind `care` and names it."""
    if not any(wanted.kind == "care" for item in items for wanted in item.evidence):
        return tuple(items), []
    care, findings = load_guideline(workspace, CARE, Location(layers[0].shown))
    by_id = {item.id: item for item in care.items} if care else {}
    made = []
    for item in items:
        evidence: list[Wanted] = []
        for wanted in item.evidence:
            evidence.append(wanted)
            for name in wanted.of if wanted.kind == "care" else ():
                if name in by_id:
                    evidence += _borrowed(by_id[name])
                else:
                    hint = near(name, list(by_id)) or known(list(by_id))
                    message = f"item `{item.id}` asks for the evidence of `{name}`, which is not an item of CARE"
                    findings.append(NOT_THERE.at(Location(layers[0].shown), message, hint=hint))
        made.append(item.model_copy(update={"evidence": tuple(evidence)}))
    return tuple(made), findings


def _borrowed(item: Item) -> list[Wanted]:
    """Its evidence, with the fields that it leaves to its item written out; marks come with the kind itself."""
    own = [wanted for wanted in item.evidence if wanted.kind != "marked"]
    return [
        wanted.model_copy(update={"of": item.fields}) if wanted.kind == "fact" and not wanted.of else wanted
        for wanted in own
    ]
