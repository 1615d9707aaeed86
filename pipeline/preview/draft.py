"""One case as the preview shows it, and how it stands after a build."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from pipeline.findings import Finding, Severity, worst
from pipeline.preview.addressing import fingerprint
from pipeline.preview.sheets import Leaf, Sheets, bound
from pipeline.preview.views import PLAIN, View
from pipeline.writing import TEXTS, WRITERS

if TYPE_CHECKING:
    from pipeline.build import Result, Wishes
    from pipeline.preview.pressroom import Printed

PAGE = "html"
AT_ONCE = tuple(name for name in TEXTS if name != "pdf")
"""What is written before the PDF, which takes seconds."""


class Standing(StrEnum):
    """What became of a case's last build."""

    WAITING = "being built"
    WRITTEN = "written"
    DRAFT = "draft"
    REFUSED = "refused"
    STOPPED = "nothing written"
    BROKEN = "build broke"


class Tell(Protocol):
    """Told what has changed: `part` is draft, findings, pdf or list."""

    def __call__(self, case_id: str, part: str = ..., version: str = ..., view: str = ...) -> None: ...


@dataclass(frozen=True, slots=True)
class Draft:
    """One case as the preview shows it in one view."""

    case_id: str
    view: View = PLAIN
    standing: Standing = Standing.WAITING
    findings: tuple[Finding, ...] = ()
    broken: str = ""
    """What a mistake of ours in the last build said."""
    result: Result | None = None
    """Of the last page that could be made."""
    version: str = ""
    """Of the page that is shown; the same bytes have the same version."""
    shown: bool = False
    """Whether files of this case may be shown: never before its first build, never after a refusal."""
    pdf: tuple[Leaf, ...] | None = None
    """Its pages; of a first try, those that look as they did are still those of the PDF before."""
    pdf_version: str = ""
    pdf_is_old: bool = True

    @property
    def stale(self) -> bool:
        """Whether the page that is shown is the last good one, because of what is wrong now."""
        return self.shown and self.standing in {Standing.STOPPED, Standing.BROKEN}


def all_at_once(view: View) -> Wishes:
    """All that is written before the PDF; of another view than the plain one only the page is looked at."""
    return replace(view.wishes, writers=AT_ONCE if view == PLAIN else (PAGE,))


def page_alone(view: View) -> Wishes:
    """The page, which names the outputs that will be beside it: otherwise it would change as soon as they are."""
    wishes = all_at_once(view)
    beside = tuple((name, WRITERS[name].suffix) for name in wishes.writers)
    return replace(wishes, writers=(PAGE,), look=replace(wishes.look, beside=beside))


def standing_of(result: Result) -> Standing:
    present = {finding.severity for finding in result.findings}
    if Severity.REFUSAL in present:
        return Standing.REFUSED
    if PAGE not in result.outputs or result.stopped:
        return Standing.STOPPED
    return Standing.DRAFT if Severity.ERROR in present else Standing.WRITTEN


def digest(result: Result) -> str:
    """Of everything that the page shows."""
    files = dict(result.outputs[PAGE].files)
    page = files.pop(f"{result.case_id}.html")
    beside = "".join(name + fingerprint(files[name]) for name in sorted(files))
    return hashlib.sha256(page + beside.encode()).hexdigest()[:16]


def with_checklists(result: Result, before: Draft) -> Result:
    """The page is new; what the rules said is that of the one before until they have been asked again."""
    if before.result:
        result.checklists, result.waived = before.result.checklists, before.result.waived
    return result


def with_pdf(before: Draft, printed: Printed) -> tuple[Draft, set[Finding]]:
    """The draft with its PDF, and what was found in that only."""
    result = printed.result
    new = set(result.findings) - set(before.findings)
    refused = worst(result.findings) is Severity.REFUSAL
    leaves = None if result.stopped else bound(printed.looks, _fresh(printed), before.pdf or ()) or before.pdf
    draft = replace(
        before,
        standing=Standing.REFUSED if refused else before.standing,
        findings=(*before.findings, *new),
        shown=before.shown and not refused,
        result=None if refused else before.result,
        pdf=leaves,
        pdf_version=hashlib.sha256(" ".join(printed.looks).encode()).hexdigest()[:16] if leaves else "",
        pdf_is_old=leaves is None or not printed.is_last,
    )
    return draft, new


def _fresh(printed: Printed) -> list[Leaf]:
    """The pages that the PDF holds."""
    files = (file for output in printed.result.outputs.values() for file in output.files.values())
    return [
        Leaf(sheets, at, printed.looks[number])
        for sheets in map(Sheets, files)
        for at, number in enumerate(printed.painted, 1)
    ]
