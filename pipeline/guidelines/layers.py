"""A guideline's name in; the files that make it up, from the one that extends to the one that is extended, out."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.case.sources import Sources
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.guidelines.guideline import Guideline
from pipeline.reading.model_file import read_model
from pipeline.reading.text import read_text
from pipeline.workspace import Workspace

UNKNOWN_GUIDELINE = rule(
    "unknown-guideline",
    Severity.ERROR,
    "A guideline that is not there is not followed.",
    fix="Write the name of a guideline; `casewright list guidelines` shows them.",
    example="guidelines: [care-2031]\n",
)
EXTENDS_ITSELF = rule(
    "guideline-extends-itself",
    Severity.ERROR,
    "Guidelines that extend each other in a circle have no beginning.",
    fix="Take `extends` out of one of them. Only a file of the same name as a shipped one may extend its own name.",
    example="# templates/guidelines/mine.yaml\nextends: mine\n",
)
FOLDER = "guidelines"


@dataclass(frozen=True, slots=True)
class Layer:
    """One file."""

    id: str
    shown: str
    """Its path as findings print it."""
    guideline: Guideline
    sources: Sources


def guideline_names(workspace: Workspace) -> list[str]:
    """Ids of all guidelines, shipped and own."""
    return workspace.template_names(FOLDER, ".yaml")


def guideline_titles(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Id and title of each that can be read."""
    for name in guideline_names(workspace):
        layers, _ = layers_of(workspace, name, Location(name))
        if layers:
            yield name, layers[0].guideline.title


def layers_of(workspace: Workspace, guideline_id: str, where: Location) -> tuple[list[Layer], list[Finding]]:
    """The guideline's own file first, then what it extends; what cannot be read ends the list with its finding."""
    layers: list[Layer] = []
    findings: list[Finding] = []
    seen: list[Path] = []
    wanted = guideline_id
    while wanted:
        own = bool(layers) and layers[-1].id == wanted
        path = _find(workspace, wanted, after=seen[-1] if own else None)
        if path is None:
            findings.append(_unknown(workspace, wanted, where))
            break
        if path in seen:
            chain = " → ".join([*(layer.id for layer in layers), wanted])
            message = f"these guidelines extend each other in a circle: {chain}"
            findings.append(EXTENDS_ITSELF.at(where, message, hint="take `extends` out of one of them"))
            break
        seen.append(path)
        shown = f"templates/{FOLDER}/{path.name}"
        text, problems = read_text(path, shown, path.parent)
        findings += problems
        if text is None:
            break
        read, sources, told = _read(text, shown)
        findings += told
        if read is None:
            break
        layers.append(Layer(wanted, shown, read, sources))
        wanted, where = read.extends or "", sources.value("extends")
    return layers, findings


@lru_cache(maxsize=32)
def _read(text: str, shown: str) -> tuple[Guideline | None, Sources, tuple[Finding, ...]]:
    read, sources, findings = read_model(text, shown, Guideline)
    return read, sources, tuple(findings)


def _find(workspace: Workspace, name: str, after: Path | None) -> Path | None:
    """The file of the first folder that has it; of the folders behind `after`, where a file extends its own name."""
    if not name.replace("-", "").isalnum():
        return None
    paths = [folder / FOLDER / f"{name}.yaml" for folder in workspace.templates]
    behind = paths[paths.index(after) + 1 :] if after in paths else []
    return next((path for path in [*behind, *paths] if path.is_file()), None)


def _unknown(workspace: Workspace, wanted: str, where: Location) -> Finding:
    names = guideline_names(workspace)
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(names)}"
    return UNKNOWN_GUIDELINE.at(where, "there is no guideline of this name", hint=hint, quote=wanted)
