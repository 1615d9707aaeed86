"""A workspace in; what a reader may choose to look by out: journals, styles, languages, layouts, guidelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.findings import Location
from pipeline.guidelines.filling import asked_for
from pipeline.guidelines.layers import guideline_titles
from pipeline.journals import journal_names, load_journal
from pipeline.journals.loading import DEFAULT
from pipeline.remembering import remembered, stamp
from pipeline.resolving.csl.offering import verified
from pipeline.resolving.csl.styles import own_names
from pipeline.writing.look import LAYOUTS

if TYPE_CHECKING:
    from pipeline.build import Result
    from pipeline.preview.views import View
    from pipeline.workspace import Workspace

LANGUAGES = {"en": "English", "es": "Español"}
"""What languages call themselves; others are shown by their tag."""
LAYOUT_NAMES = {"article": "Article", "manuscript": "Manuscript, double spaced"}

Choices = list[tuple[str, str]]


def switches(workspace: Workspace, view: View, result: Result | None) -> dict[str, object]:
    """Names to choose from, each with what to show for it; what is chosen; and what the case itself says."""
    facts = result.case.facts if result and result.case else None
    return {
        "journals": _journals(workspace),
        "styles": [(name, name) for name in sorted({*own_names(workspace), *verified()})],
        "languages": [(tag, LANGUAGES.get(tag, tag)) for tag in workspace.template_names("labels", ".yaml")],
        "layouts": [(name, LAYOUT_NAMES[name]) for name in LAYOUTS],
        "guidelines": list(guideline_titles(workspace)),
        "chosen": view.chosen,
        "own": {
            "journal": (facts.journal if facts else None) or DEFAULT,
            "language": facts.language if facts else "",
            "guidelines": _own_guidelines(result),
        },
    }


def _own_guidelines(result: Result | None) -> list[str]:
    """What is asked of the case where nothing is chosen; of another journal where that one is."""
    if not (result and result.case and result.journal):
        return []
    return [name for name, _ in asked_for(result.case, result.journal)]


@remembered(lambda workspace: (workspace, *(stamp(folder / "journals") for folder in workspace.templates)))
def _journals(workspace: Workspace) -> Choices:
    profiles = (load_journal(workspace, name, Location(""))[0] for name in journal_names(workspace))
    named = [(journal.id, journal.name or "No journal in particular") for journal in profiles]
    return sorted(named, key=lambda pair: (pair[0] != DEFAULT, pair[1].casefold()))
