"""A case folder → `Case`: its two files read, each to the end, whatever is wrong with the other."""

from __future__ import annotations

from pipeline.case import Case, CaseFile, Narrative, Sources
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.labels import load_labels
from pipeline.reading.case_file import read_case_file
from pipeline.reading.narrative import read_narrative
from pipeline.reading.text import read_text
from pipeline.remembering import remembered
from pipeline.workspace import Workspace

CASE_FILE = "case.yaml"
NARRATIVE_FILE = "narrative.md"
EMPTY_NARRATIVE = rule(
    "narrative-empty",
    Severity.FATAL,
    "A report without text is not a report.",
    fix="Write the text into narrative.md, beginning with a title.",
    example="# narrative.md is empty\n",
)


def read_case(workspace: Workspace, case_id: str) -> tuple[Case | None, list[Finding]]:
    """None where case.yaml cannot be read at all; where narrative.md cannot, the narrative is empty."""
    folder = workspace.case_folder(case_id)
    facts, sources, findings = _facts(workspace, case_id)
    text, problems = _text(workspace, case_id, NARRATIVE_FILE)
    findings += problems
    if text is None:
        # What consent forbids counts even where there is no text.
        where = workspace.show(folder / NARRATIVE_FILE)
        empty = Narrative((), Location(where), (), {})
        return (Case(case_id, folder, facts, empty, sources) if facts and sources else None), findings
    language = facts.language if facts else "en"
    labels, _ = load_labels(workspace, language, Location(""))  # its finding is given once, when resolving
    narrative, problems = read_narrative(text, workspace.show(folder / NARRATIVE_FILE), labels.parts)
    findings += problems
    findings += _empty(narrative, workspace.show(folder / NARRATIVE_FILE))
    if facts is None or sources is None:
        return None, findings
    return Case(case_id, folder, facts, narrative, sources), findings


def _facts(workspace: Workspace, case_id: str) -> tuple[CaseFile | None, Sources | None, list[Finding]]:
    text, findings = _text(workspace, case_id, CASE_FILE)
    if text is None:
        return None, None, findings
    facts, sources, problems = _read_case_file(text, workspace.show(workspace.case_folder(case_id) / CASE_FILE))
    return facts, sources, findings + problems


@remembered(lambda text, file: (text, file))
def _read_case_file(text: str, file: str) -> tuple[CaseFile | None, Sources, list[Finding]]:
    return read_case_file(text, file)


def _text(workspace: Workspace, case_id: str, name: str) -> tuple[str | None, list[Finding]]:
    folder = workspace.case_folder(case_id)
    return read_text(folder / name, workspace.show(folder) + f"/{name}", folder)


def _empty(narrative: Narrative, file: str) -> list[Finding]:
    if narrative.is_written:
        return []
    hint = "write the report here: `# Title`, then sections under `##` headings"
    return [EMPTY_NARRATIVE.at(Location(file), "there is no text in this file", hint=hint)]
