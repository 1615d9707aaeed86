"""`templates/labels/<lang>.yaml` → every fixed word an output prints, and the names of CARE's parts."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.workspace import Workspace

NO_LABELS = rule("language-not-known", Severity.ERROR, "Without its fixed words an output cannot be printed in a language.")
DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Labels:
    words: dict[str, str]
    """Key → word."""
    headings: dict[str, str]
    """CARE part → its usual heading."""
    parts: dict[str, str]
    """Heading or synonym in lower case → CARE part."""


def load_labels(workspace: Workspace, language: str, where: Location) -> tuple[Labels, list[Finding]]:
    """Labels of the language or of its base (`pt-BR` → `pt`); English with a finding where there are none."""
    findings = []
    path = workspace.template("labels", f"{language}.yaml") or workspace.template("labels", f"{language.split('-')[0]}.yaml")
    if path is None:
        known = ", ".join(workspace.template_names("labels", ".yaml"))
        message = f"there are no fixed words for the language `{language}`; English ones are printed"
        findings.append(NO_LABELS.at(where, message, hint=f"known here: {known}; or add templates/labels/{language}.yaml"))
        path = workspace.template("labels", f"{DEFAULT}.yaml")
    if path is None:
        raise FileNotFoundError("templates/labels/en.yaml ships with the package")
    data = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)
    parts = {
        name.lower(): part for part, entry in data["parts"].items() for name in (entry["heading"], *entry.get("synonyms", []))
    }
    headings = {part: entry["heading"] for part, entry in data["parts"].items()}
    return Labels(dict(data["labels"]), headings, parts), findings
