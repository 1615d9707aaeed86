"""What was found in the shared library → what concerns one case of it, and a word on the rest."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from pipeline.findings import Finding, Location, Severity, rule
from pipeline.library import Item

ELSEWHERE = rule(
    "elsewhere-in-library",
    Severity.WARNING,
    "What is wrong with references that a case does not cite does not stop this case, but may stop the next.",
    fix="See what is wrong with `casewright refs check`.",
    example="# bibliography/all.bib\n@article{uncited, title = {A title\n",
)
_NAMED = re.compile(r"“([^”]*)”")
_FILES = 3
"""Files that are named."""


def concerning(
    findings: Iterable[Finding], items: Iterable[Item], cited: Sequence[Item], unknown: Collection[str], shared: str
) -> list[Finding]:
    """The findings that concern a case, and one that counts the rest.

    `items` are the whole library, `cited` what the case cites of it, `unknown` the keys it cites that are not there,
    `shared` the folder of the shared library as findings show it. What is said of a case's own references stays, and
    where a key is unknown what is said of whole files does too, for the reference may be in one of them.
    """
    places: dict[str, list[tuple[int, int]]] = {}
    for item in items:
        places.setdefault(item.origin.file, []).append((item.origin.line, item.origin.column))
    for found in places.values():
        found.sort()
    begun = {(item.origin.file, item.origin.line, item.origin.column) for item in cited}
    keys = {*(item.key for item in cited), *unknown}

    def concerns(finding: Finding) -> bool:
        where = finding.where
        if not where.file.startswith(f"{shared}/"):
            return True
        if not keys.isdisjoint((finding.quote, *_NAMED.findall(finding.message))):
            return True
        if not where.line:
            return bool(unknown)
        # A finding belongs to the reference that begins last before it.
        before = places.get(where.file, [])
        place = bisect_right(before, (where.line, where.column or 1))
        return place > 0 and (where.file, *before[place - 1]) in begun

    kept: list[Finding] = []
    rest: list[Finding] = []
    for finding in findings:
        (kept if concerns(finding) else rest).append(finding)
    return [*kept, _elsewhere(rest, shared)] if rest else kept


def _elsewhere(rest: Sequence[Finding], shared: str) -> Finding:
    files = sorted({finding.where.file.removeprefix(f"{shared}/") for finding in rest})
    named = ", ".join(files[:_FILES]) + (f" and {len(files) - _FILES} more files" if len(files) > _FILES else "")
    things = "one thing is" if len(rest) == 1 else f"{len(rest)} things are"
    message = f"{things} wrong with what this case does not cite, in {named}"
    return ELSEWHERE.at(Location(shared), message, hint="`casewright refs check` names each")
