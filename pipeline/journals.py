"""`templates/journals/<id>.yaml` → a journal's profile: its looks and rules, as far as anything uses them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal, cast, get_args

import yaml

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.workspace import Workspace

UNKNOWN_JOURNAL = rule("unknown-journal", Severity.ERROR, "A manuscript made for no journal may fit none.")
BROKEN_JOURNAL = rule("journal-file", Severity.ERROR, "A profile that cannot be read cannot be followed.")
DEFAULT = "default"
AgeForm = Literal["exact", "decade"]
"""How exactly a journal prints a patient's age: `44-year-old woman`, or `woman in her 40s`."""


@dataclass(frozen=True, slots=True)
class Journal:
    id: str
    name: str
    """'' for the default profile."""
    style: str
    """Citation style (CSL)."""
    age: AgeForm = "exact"


def load_journal(workspace: Workspace, journal_id: str | None, where: Location) -> tuple[Journal, list[Finding]]:
    """The profile, or the default one and a finding that says why."""
    if not journal_id:
        return load_journal(workspace, DEFAULT, where)
    path = workspace.template("journals", f"{journal_id}.yaml") if journal_id.replace("-", "").isalnum() else None
    if path is None:
        names = workspace.template_names("journals", ".yaml")
        near = difflib.get_close_matches(journal_id, names, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(names)}"
        finding = UNKNOWN_JOURNAL.at(where, "there is no profile of this journal", hint=hint, quote=journal_id)
        return load_journal(workspace, DEFAULT, where)[0], [finding]
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)
        age = str(data.get("age", "exact"))
        if age not in get_args(AgeForm):
            at = Location(workspace.show(path))
            message = "`age` of this profile is `exact` or `decade`; exact ages are printed"
            return _journal(path.stem, data, "exact"), [BROKEN_JOURNAL.at(at, message, quote=age)]
        return _journal(path.stem, data, cast("AgeForm", age)), []
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, KeyError, TypeError) as problem:
        mark = getattr(problem, "problem_mark", None)
        at = Location(workspace.show(path), mark.line + 1 if mark else 0)
        message = "this profile of a journal cannot be read; it needs the fields name and style"
        return load_journal(workspace, DEFAULT, where)[0], [BROKEN_JOURNAL.at(at, message)]


def _journal(journal_id: str, data: dict[str, object], age: AgeForm) -> Journal:
    return Journal(journal_id, str(data.get("name", "")), str(data["style"]), age)
