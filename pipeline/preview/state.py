"""A case's draft and the view it is seen in, in; all that its page in the preview shows, ready for JSON, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

from pipeline.findings import SHOWN, Finding, Severity, excerpt, plain
from pipeline.preview.anchors import anchors
from pipeline.preview.finding_keys import found, keys
from pipeline.preview.progress import answered, asking, progress
from pipeline.signing.waivers import why_not
from pipeline.writing.text_nodes import words

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.build import Result
    from pipeline.guidelines.answers import Waiver
    from pipeline.preview.draft import Standing
    from pipeline.preview.views import View
    from pipeline.workspace import Workspace

Row = dict[str, object]
HTML = "html"


class Shown(Protocol):
    """What is asked of a draft."""

    @property
    def case_id(self) -> str: ...
    @property
    def standing(self) -> Standing: ...
    @property
    def findings(self) -> Sequence[Finding]: ...
    @property
    def broken(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def shown(self) -> bool: ...
    @property
    def stale(self) -> bool: ...
    @property
    def result(self) -> Result | None: ...


def summary(draft: Shown) -> Row:
    """A line in the list of cases; the state of a case begins with the same."""
    result = draft.result
    checklists = result.checklists if result else ()
    return {
        "id": draft.case_id,
        "title": words(result.manuscript.title) if result and result.manuscript else "",
        "kind": str(result.manuscript.kind) if result and result.manuscript else "",
        "standing": draft.standing.name.lower(),
        "broken": draft.broken,
        "counts": _counts(draft.findings),
        "open": sum(len(asking(checklist)) for checklist in checklists),
    }


def state_of(draft: Shown, view: View, workspace: Workspace) -> Row:
    """All that the page of a case shows beside the draft, the pictures of its pages and its sources."""
    result = draft.result
    query = f"?{view.query}" if view.query else ""
    told = _Told(draft, workspace)
    waived = result.waived if result else []
    # Where nothing could be built yet, an earlier run's page is shown, if there was one.
    earlier = workspace.build / draft.case_id / f"{draft.case_id}.html"
    shown = draft.shown and (bool(result and HTML in result.outputs) or earlier.is_file())
    return summary(draft) | {
        "draft": {
            "url": f"/case/{draft.case_id}/draft/{draft.case_id}.html{query}",
            "version": draft.version,
            "shown": shown,
            "stale": shown and draft.stale,
        },
        "findings": [told.row(key, finding) for key, finding in found(draft.findings).items()],
        "waived": [told.row(key, finding) | _waiver(waiver) for key, finding, waiver in _keyed(waived)],
        "checklists": [answered(checklist) for checklist in result.checklists] if result else [],
        "progress": progress(result) if result else None,
    }


def _keyed(waived: Sequence[tuple[Finding, Waiver]]) -> Iterator[tuple[str, Finding, Waiver]]:
    given = keys([finding for finding, _ in waived])
    return ((key, finding, waiver) for key, (finding, waiver) in zip(given, waived, strict=True))


def _waiver(waiver: Waiver) -> Row:
    return {"by": waiver.by, "because": waiver.because, "on": waiver.on}


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    present = Counter(finding.severity for finding in set(findings))
    return {str(severity): present[severity] for severity in Severity}


class _Told:
    """How findings of one draft are told: with the place in its page, the source line, the item of a guideline."""

    def __init__(self, draft: Shown, workspace: Workspace) -> None:
        self._workspace = workspace
        self._result = draft.result
        output = draft.result.outputs.get(HTML) if draft.result else None
        page = output.files.get(f"{draft.case_id}.html", b"") if output else b""
        self._anchors = anchors(page)
        # Not kept from one state to the next: the author writes meanwhile.
        self._lines = cache(_lines)

    def row(self, key: str, finding: Finding) -> Row:
        where = finding.where
        case = self._result.case if self._result else None
        return {
            "key": key,
            "rule": finding.rule.id,
            "severity": str(finding.severity),
            "why": finding.rule.why,
            "source": finding.rule.source,
            "message": finding.message,
            "quote": finding.quote,
            "hint": finding.hint or finding.rule.fix,
            "file": where.file,
            "line": where.line,
            "column": where.column,
            "field": where.field,
            "anchor": self._anchors.of(finding, case.sources if case else None),
            "guideline": self._guideline(finding),
            "excerpt": self._excerpt(finding) if finding.severity is not Severity.REFUSAL else "",
            "fix": bool(finding.edits),
            "waivable": finding.severity is Severity.WARNING and why_not(finding.rule.id) is None,
        }

    def _excerpt(self, finding: Finding) -> str:
        where = finding.where
        lines = self._lines(self._workspace.root / where.file) if where.line else ()
        source = lines[where.line - 1] if 0 < where.line <= len(lines) else ""
        if not source.strip():
            return ""
        # Whether an indentation is wrong is seen beside the line above it only.
        above = lines[where.line - 2] if where.line > 1 else ""
        if finding.severity is Severity.FATAL and above.strip() and max(len(above), len(source)) <= SHOWN:
            caret = " " * (where.column - 1) + "^" if where.column else ""
            return "\n".join(plain(line.rstrip()) for line in (above, source, caret)).rstrip()
        return "\n".join(excerpt(source, where))

    def _guideline(self, finding: Finding) -> str:
        """`care-2013 7`: the item that asks for what is wrong here; '' where none does."""
        for checklist in self._result.checklists if self._result else ():
            for answer in checklist.answers:
                if any(finding.rule.id in check.rules for check in answer.item.checks):
                    return f"{checklist.id} {answer.item.id}"
        return ""


def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text("utf-8-sig", "replace").split("\n"))
    except OSError:
        return ()
