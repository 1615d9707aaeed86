"""`templates/journals/<id>.yaml` → a journal's profile: its looks and rules, as far as anything uses them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, fields
from typing import Literal, cast, get_args

import yaml

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.workspace import Workspace

UNKNOWN_JOURNAL = rule("unknown-journal", Severity.ERROR, "A manuscript made for no journal may fit none.")
BROKEN_JOURNAL = rule("journal-file", Severity.ERROR, "A profile that cannot be read cannot be followed.")
DEFAULT = "default"
_NUMBER = re.compile(r"[1-9]\d{0,4}(\.\d{1,3})?")
AgeForm = Literal["exact", "decade"]
"""How exactly a journal prints a patient's age: `44-year-old woman`, or `woman in her 40s`."""


@dataclass(frozen=True, slots=True)
class FigureRules:
    """What pictures must be to print well; where a journal says nothing, what most ask for."""

    dpi: float = 300
    """Dots per inch of photographs and scans at their printed width."""
    dpi_line: float = 600
    """The same of black lines and letters on white."""
    max_mb: float = 10
    """Megabytes of one picture."""
    min_width_px: float = 0
    """0 where any width will do."""
    formats: tuple[str, ...] = ()
    """Suffixes without a point, such as `tif`; empty where any will do."""


@dataclass(frozen=True, slots=True)
class Journal:
    id: str
    name: str
    """'' for the default profile."""
    style: str
    """Citation style (CSL)."""
    age: AgeForm = "exact"
    figures: FigureRules = field(default_factory=FigureRules)


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
        at = Location(workspace.show(path))
        rules, findings = _figure_rules(data.get("figures", {}), at)
        age = str(data.get("age", "exact"))
        if age not in get_args(AgeForm):
            message = "`age` of this profile is `exact` or `decade`; exact ages are printed"
            findings.append(BROKEN_JOURNAL.at(at, message, quote=age))
            age = "exact"
        return Journal(path.stem, str(data.get("name", "")), str(data["style"]), cast("AgeForm", age), rules), findings
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, KeyError, TypeError) as problem:
        mark = getattr(problem, "problem_mark", None)
        at = Location(workspace.show(path), mark.line + 1 if mark else 0)
        message = "this profile of a journal cannot be read; it needs the fields name and style"
        return load_journal(workspace, DEFAULT, where)[0], [BROKEN_JOURNAL.at(at, message)]


def _figure_rules(given: object, at: Location) -> tuple[FigureRules, list[Finding]]:
    """What the profile asks of pictures: numbers, and a list of formats; what cannot be used is left to the usual."""
    known = {field.name for field in fields(FigureRules)}
    numbers: dict[str, float] = {}
    formats: tuple[str, ...] = ()
    findings = []
    for key, value in given.items() if isinstance(given, dict) else [("figures", given)]:
        if key == "formats" and isinstance(value, list):
            formats = tuple(str(name).lower().removeprefix(".") for name in value)
        elif key in known and key != "formats" and _NUMBER.fullmatch(str(value)):
            numbers[key] = float(str(value))
        else:
            message = f"`figures` of this profile has {', '.join(sorted(known))}: numbers, and a list of formats"
            findings.append(BROKEN_JOURNAL.at(at, message, quote=f"{key}: {value}"))
    return FigureRules(**numbers, formats=formats), findings
