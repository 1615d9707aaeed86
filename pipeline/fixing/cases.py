"""A case in; its sources mended as far as that needs no choice of the author's, and what is left to do, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.build import Result, Wishes, check_case
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.fixing import Fixed, diff, edited
from pipeline.reading import CASE_FILE, NARRATIVE_FILE
from pipeline.reading.text import as_if_saved
from pipeline.storing import store
from pipeline.workspace import Workspace

NOT_MENDED = rule(
    "not-mended",
    Severity.WARNING,
    "A mending that brings another mistake, or meets another mending, is left to the author.",
    fix="Mend it by hand: the finding at the same place says how.",
    example="$ casewright check one --fix   # where a mending would make something else wrong\n",
)
OF_CASE = (CASE_FILE, NARRATIVE_FILE)
OF_WORKSPACE = ("templates/journals/*.yaml", "templates/guidelines/*.yaml")
"""Files that only people write. A bibliography may be an export of another program, which writes it again."""
ROUNDS = 12
"""What is read after one mending may show the next."""

Texts = Mapping[str, str]
Check = Callable[[Texts], Result]
"""The case as it would be with these texts in its files."""


@dataclass(frozen=True, slots=True)
class FixedCase:
    result: Result
    """The case as it is after mending; without writing, as it is now less what would be mended."""
    diff: str
    applied: tuple[Finding, ...]


def fix_case(workspace: Workspace, case_id: str, wishes: Wishes, *, write: bool) -> FixedCase:
    """Mend what findings say how to mend, read the case again, and keep only what made nothing worse.

    A refusal is about what may be published and is never mended. A file that was changed meanwhile is left alone.
    """
    paths = {workspace.show(path): path.resolve() for path in _files(workspace, case_id)}
    saved = {file: path.read_bytes() for file, path in paths.items()}

    def check(texts: Texts) -> Result:
        with as_if_saved({paths[file]: text.encode() for file, text in texts.items()}):
            return check_case(workspace, case_id, wishes)

    texts = _decoded(saved)
    mending = _Mending(check, texts, check(texts))
    found = list(mending.result.findings)
    mending.run()
    if not write:
        mending.result.findings = [finding for finding in found if finding not in mending.applied]
    elif problems := [problem for file in paths for problem in _write(paths[file], file, saved[file], mending.texts)]:
        mending.result = check_case(workspace, case_id, wishes)
        mending.result.findings += problems
        mending.take_back({problem.where.file for problem in problems}, texts)
    mending.result.findings += map(_told, mending.refused)
    return FixedCase(mending.result, diff(texts, mending.texts), tuple(mending.applied))


@dataclass
class _Mending:
    check: Check
    texts: Texts
    result: Result
    applied: list[Finding] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)

    def run(self) -> None:
        """Until nothing is left that can be mended."""
        for _ in range(ROUNDS):
            wanted = [finding for finding in self.result.findings if self._may_be_mended(finding)]
            fixed = self._safely(wanted)
            if not fixed.applied:
                self.refused += fixed.left
                return
            self.applied += fixed.applied
            self.texts = fixed.texts

    def take_back(self, files: Collection[str], texts: Texts) -> None:
        """Of files that could not be written nothing was mended."""
        self.texts = {file: (texts if file in files else self.texts)[file] for file in texts}
        self.applied = [found for found in self.applied if not any(edit.where.file in files for edit in found.edits)]

    def _may_be_mended(self, finding: Finding) -> bool:
        of_case = all(edit.where.file in self.texts for edit in finding.edits)
        refused = any(finding.rule is other.rule and finding.edits == other.edits for other in self.refused)
        return bool(finding.edits) and of_case and not refused and finding.severity is not Severity.REFUSAL

    def _safely(self, wanted: Sequence[Finding]) -> Fixed:
        """What can be applied without making anything worse; the rest of it is refused."""
        fixed = edited(self.texts, wanted)
        after = self.check(fixed.texts) if fixed.applied else self.result
        if _is_worse(self.result, after):
            kept: list[Finding] = []
            for finding in fixed.applied:
                tried = self.check(edited(self.texts, [*kept, finding]).texts)
                (self.refused if _is_worse(self.result, tried) else kept).append(finding)
            fixed = edited(self.texts, kept)
            after = self.check(fixed.texts)
        self.result = after
        return fixed


def _files(workspace: Workspace, case_id: str) -> Iterator[Path]:
    for root, patterns in ((workspace.case_folder(case_id), OF_CASE), (workspace.root, OF_WORKSPACE)):
        for path in (path for pattern in patterns for path in sorted(root.glob(pattern))):
            if path.is_file() and path.resolve().is_relative_to(root.resolve()):
                yield path


def _decoded(saved: Mapping[str, bytes]) -> dict[str, str]:
    """Of the files those that are text, with their byte order marks."""
    texts = {}
    for file, data in saved.items():
        try:
            texts[file] = data.decode("utf-8")
        except UnicodeDecodeError:
            continue  # reading has its finding
    return texts


def _is_worse(before: Result, after: Result) -> bool:
    """Whether of any rule that stops something there are more findings in a file than there were."""
    return bool(_grave(after) - _grave(before))


def _grave(result: Result) -> Counter[tuple[str, str]]:
    found = set(result.findings)
    return Counter((f.rule.id, f.where.file) for f in found if f.severity is not Severity.WARNING)


def _write(path: Path, file: str, saved: bytes, texts: Texts) -> list[Finding]:
    data = texts.get(file, "").encode()
    if file not in texts or data == saved:
        return []
    if not path.is_file() or path.read_bytes() != saved:
        message = "this file was changed while it was being mended, so that nothing was written to it"
        return [NOT_MENDED.at(Location(file), message, hint="give the command again")]
    return store(path, data, file)


def _told(finding: Finding) -> Finding:
    return NOT_MENDED.at(finding.where, f"this was not mended by itself: {finding.message}", hint=finding.hint)
