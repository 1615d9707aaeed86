"""`casewright new ID`: a new case from the starter that ships, and the folders around it."""

from __future__ import annotations

import re
import shutil

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.schema import write_schema
from pipeline.workspace import Workspace

CANNOT_START = rule(
    "cannot-start-case",
    Severity.ERROR,
    "A new case must not harm one that is there.",
    fix="Choose a name that is free, of small letters, digits and hyphens.",
    example="$ casewright new one   # which is there\n",
)
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def new_case(workspace: Workspace, case_id: str) -> list[Finding]:
    """Copy the starter to `cases/<id>/` and the schema beside it; nothing that exists is touched."""
    where = Location(f"cases/{case_id}")
    if not ID.fullmatch(case_id):
        hint = "use small letters, digits and hyphens, such as dress-2025; never a patient's name or number"
        return [CANNOT_START.at(where, f"`{case_id}` is not a name for a case", hint=hint)]
    folder = workspace.case_folder(case_id)
    # On macOS and Windows `Case` and `case` are one folder.
    taken = {present.name.casefold() for present in folder.parent.glob("*")}
    if case_id in taken:
        return [CANNOT_START.at(where, "there is a case of this name already", hint="choose another name")]
    starter = next(path for top in workspace.templates if (path := top / "case").is_dir())
    try:
        workspace.bibliography.mkdir(parents=True, exist_ok=True)
        shutil.copytree(starter, folder)
        write_schema(workspace.schema)
    except OSError as problem:
        return [CANNOT_START.at(where, f"the case cannot be written: {problem.strerror}")]
    return []
