"""`templates/journals/<id>.yaml`, and the profiles that it extends → the journal, and what is wrong with the files."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import TypeVar

from pipeline.case.fields import Part
from pipeline.case.sources import Sources
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.journals.journal import Journal, journal_of
from pipeline.journals.profile import Profile
from pipeline.journals.value import Value, known
from pipeline.reading.model_file import PLACEHOLDER, read_model
from pipeline.reading.text import read_text
from pipeline.workspace import Workspace

UNKNOWN_JOURNAL = rule(
    "unknown-journal",
    Severity.ERROR,
    "A manuscript made for no journal may fit none.",
    fix="Write the name of a profile; `casewright list journals` shows them.",
    example="journal: jmrc\n",
)
BROKEN_JOURNAL = rule(
    "journal-file",
    Severity.ERROR,
    "A profile that cannot be read cannot be followed.",
    fix="Mend the file in templates/journals; `casewright list journals` shows the profiles that can be extended.",
    example="# templates/journals/mine.yaml\nextends: mine\n",
)
DEFAULT = "default"
USUAL_STYLE = "nlm-citation-sequence"
"""What ICMJE recommends; where the default profile, too, names no style."""
FOLDER = "journals"
PUBLISHERS = "publishers"
"""Folder in it with what journals of one publisher share: profiles that are extended and are no journals."""
_NAME = re.compile(rf"(?:{PUBLISHERS}/)?[A-Za-z0-9][A-Za-z0-9-]{{0,79}}")
P = TypeVar("P", bound=Part)


def journal_names(workspace: Workspace) -> list[str]:
    """Ids of all journals, shipped and own."""
    return workspace.template_names(FOLDER, ".yaml")


def load_journal(workspace: Workspace, journal_id: str | None, where: Location) -> tuple[Journal, list[Finding]]:
    """The journal, the default one where none is named or its profile cannot be used, and findings that say why."""
    usual, of_usual = _usual(workspace)
    if not journal_id or journal_id == DEFAULT:
        return usual, of_usual
    path = None if "/" in journal_id else _find(workspace, journal_id)
    if path is None:
        names = [name for name in journal_names(workspace) if name != DEFAULT]
        hint = _near(journal_id, names)
        return usual, [UNKNOWN_JOURNAL.at(where, "there is no profile of this journal", hint=hint, quote=journal_id)]
    profile, findings = _profile(workspace, journal_id)
    if profile is None:
        return usual, findings
    if known(profile.style) is None:
        message = f"this profile names no citation style; {usual.style} is printed"
        hint = "add a line such as: style: vancouver"
        findings.append(BROKEN_JOURNAL.at(Location(workspace.show(path)), message, hint=hint))
    return journal_of(journal_id, profile.name or journal_id, profile, usual.style), findings


def _usual(workspace: Workspace) -> tuple[Journal, list[Finding]]:
    """The journal of a case that names none."""
    profile, findings = _profile(workspace, DEFAULT)
    return journal_of(DEFAULT, "", profile or Profile(), USUAL_STYLE), findings


def over(base: P, own: P) -> P:
    """`base` with everything that `own` says; a value goes as a whole, with its source and how sure it is."""
    changed: dict[str, object] = {}
    for name in own.model_fields_set:
        old, new = getattr(base, name), getattr(own, name)
        if isinstance(new, Part) and not isinstance(new, Value):
            new = over(old, new)
        changed[name] = _merged(old, new)
    return base.model_copy(update=changed)


def _merged(old: object, new: object) -> object:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}


def _profile(workspace: Workspace, name: str) -> tuple[Profile | None, list[Finding]]:
    """A profile over those that it extends; None where nothing of its own file can be used."""
    chain = _Chain(workspace)
    chain.follow(name)
    if not chain.layers:
        return None, chain.findings
    whole = reduce(over, reversed(chain.layers))
    return whole.model_copy(update={"verified_on": chain.layers[0].verified_on}), chain.findings


def _with_headings(profile: Profile) -> Profile:
    """Without sections whose heading was left out, which nobody can look for."""
    if not (sections := profile.sections):
        return profile
    headed = tuple(section for section in sections.is_ or () if section.heading != PLACEHOLDER)
    return profile.model_copy(update={"sections": sections.model_copy(update={"is_": headed})})


@dataclass
class _Chain:
    """The files of a profile, from its own to the one that extends no other."""

    workspace: Workspace
    files: dict[Path, str] = field(default_factory=dict)
    """With the name under which each was asked for."""
    layers: list[Profile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def follow(self, name: str) -> None:
        path = _find(self.workspace, name)
        while path:
            self.files[path] = name
            shown = self.workspace.show(path)
            text, problems = read_text(path, shown, path.resolve().parent)
            # No profile stops a case: the default one stands in.
            self.findings += [replace(problem, raised=Severity.ERROR) for problem in problems]
            if text is None:
                return
            profile, sources, problems = read_model(text, shown, Profile)
            self.findings += problems
            if profile is None:
                return
            self.layers.append(_with_headings(profile))
            if not profile.extends:
                return
            path = self._next(profile.extends, path, sources)
            name = profile.extends

    def _next(self, wanted: str, of: Path, sources: Sources) -> Path | None:
        """The file of the extended profile. A file may extend the one of the same name that it overrides."""
        where = sources.value("extends")
        is_same = wanted == self.files[of]
        path = _find(self.workspace, wanted, behind=of if is_same else None)
        if path in self.files:
            names = " → ".join([*self.files.values(), wanted])
            message = f"these profiles extend each other in a circle: {names}"
            self.findings.append(BROKEN_JOURNAL.at(where, message, hint="let one of them stand by itself"))
            return None
        if path is None:
            what = "no profile of the same name ships with Casewright" if is_same else "there is no such profile"
            shared = self.workspace.template_names(f"{FOLDER}/{PUBLISHERS}", ".yaml")
            names_ = [*journal_names(self.workspace), *(f"{PUBLISHERS}/{name}" for name in shared)]
            hint = _near(wanted, [name for name in names_ if name not in {DEFAULT, self.files[of]}])
            self.findings.append(BROKEN_JOURNAL.at(where, f"{what} that it could extend", hint=hint, quote=wanted))
        return path


def _find(workspace: Workspace, name: str, behind: Path | None = None) -> Path | None:
    """The author's own file comes first; `behind` one is the next of the same name."""
    if not _NAME.fullmatch(name):
        return None
    found = [path for folder in workspace.templates if (path := folder / FOLDER / f"{name}.yaml").is_file()]
    if behind in found:
        found = found[found.index(behind) + 1 :]
    return found[0] if found else None


def _near(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name.lower(), names, n=1)
    return f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(names)}"
