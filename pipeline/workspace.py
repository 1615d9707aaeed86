"""The folders being worked in. The only file that knows where cases, library, outputs and templates are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.findings import Finding, Location, Severity, rule

CASE_ID = rule(
    "case-id",
    Severity.FATAL,
    "The folder's name becomes part of file names and addresses.",
    fix="Rename the folder to letters, digits and hyphens.",
    example="# cases/a b/\n",
)
SAME_ID = rule(
    "two-cases-with-one-id",
    Severity.FATAL,
    "Two cases with one id would overwrite each other's outputs.",
    fix="Rename one of the two folders.",
    example="# cases/one/ and cases/ONE/\n",
)
NO_CASE = rule(
    "no-such-case",
    Severity.FATAL,
    "There is nothing to build.",
    fix="Write the name of a folder in cases/.",
    example="$ casewright build nobody\n",
)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_PACKAGE = Path(__file__).parent


def shipped_templates() -> Path:
    """Templates of an installed wheel, else of the checkout this package lies in."""
    inside = _PACKAGE / "_templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with `cases/`, and perhaps `bibliography/`, `templates/` and `build/`."""

    root: Path

    @property
    def cases(self) -> Path:
        return self.root / "cases"

    @property
    def bibliography(self) -> Path:
        return self.root / "bibliography"

    @property
    def retractions(self) -> Path:
        """The author's list of retracted articles, where there is one."""
        return self.bibliography / "retractions.csv"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def schema(self) -> Path:
        """Where the first line of a case.yaml points: `$schema=../case.schema.json`."""
        return self.cases / "case.schema.json"

    @property
    def templates(self) -> tuple[Path, ...]:
        """Where to look, in order: the author's own folder overrides what ships."""
        own, shipped = self.root / "templates", shipped_templates()
        return (shipped,) if not own.is_dir() or own.samefile(shipped) else (own, shipped)

    def template(self, *parts: str) -> Path | None:
        """The first template file of this name, None where there is none."""
        return next((p for folder in self.templates if (p := folder.joinpath(*parts)).is_file()), None)

    def template_names(self, folder: str, suffix: str) -> list[str]:
        """Names, without suffix, of the template files in a folder, shipped and own."""
        return sorted({p.stem for top in self.templates for p in (top / folder).glob(f"*{suffix}")})

    def show(self, path: Path) -> str:
        """A path as findings print it: relative to the workspace, with forward slashes."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.as_posix()

    def case_folders(self) -> list[Path]:
        """Every folder in cases/ that is meant as a case, sorted by name."""
        if not self.cases.is_dir():
            return []
        return sorted(p for p in self.cases.iterdir() if p.is_dir() and not p.name.startswith("."))

    def case_folder(self, case_id: str) -> Path:
        return self.cases / case_id

    def case_of(self, file: Path) -> str:
        """Id of the case in whose folder a file lies, '' where it lies in none."""
        try:
            return file.resolve().relative_to(self.cases.resolve()).parts[0]
        except (ValueError, IndexError):
            return ""

    def find_cases(self, wanted: list[str]) -> tuple[list[str], list[Finding]]:
        """Ids to work on (all where none is named), and what is wrong with names: unknown, odd, twice."""
        present = [folder.name for folder in self.case_folders()]
        names = [Path(name).name for name in wanted] or present
        findings = [self._missing(name, present) for name in names if name not in present]
        if not names:
            hint = "`casewright new ID` makes one; `--root DIR` names another workspace"
            findings.append(NO_CASE.at(Location("cases"), "there is no case in this workspace", hint=hint))
        findings += self._odd([name for name in names if name in present])
        bad = {finding.where.file.removeprefix("cases/") for finding in findings}
        return [name for name in dict.fromkeys(names) if name in present and name not in bad], findings

    def _missing(self, name: str, present: list[str]) -> Finding:
        hint = f"cases here: {', '.join(present)}" if present else "`casewright new ID` makes one"
        return NO_CASE.at(Location(f"cases/{name}"), f"there is no case `{name}`", hint=hint)

    def _odd(self, names: list[str]) -> Iterator[Finding]:
        seen: dict[str, str] = {}
        for name in names:
            where = Location(f"cases/{name}")
            if not _ID.fullmatch(name):
                hint = "rename the folder to letters, digits and hyphens, such as dress-2025"
                yield CASE_ID.at(where, f"`{name}` is not a name for a case", hint=hint)
        for folder in self.case_folders():
            # What Windows and macOS take for the same name.
            key = unicodedata.normalize("NFKC", folder.name).casefold()
            if key in seen and {folder.name, seen[key]} & set(names):
                for name in {folder.name, seen[key]} & set(names):
                    message = f"`{seen[key]}` and `{folder.name}` are one name to Windows and macOS"
                    yield SAME_ID.at(Location(f"cases/{name}"), message, hint="rename one of the two folders")
            seen.setdefault(key, folder.name)
