"""A page and a finding in; the id under which what the finding is about is printed there out, or ''."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.library import reference_id

if TYPE_CHECKING:
    from pipeline.case.sources import Sources
    from pipeline.findings import Finding

PAGES = 32
"""Pages whose ids are kept: of each case that somebody looks at, the last ones."""
PROSE = "narrative"
"""Stem of the file in which what stands above a line is what the line is about."""
TOP = "page-content"
"""Where the title is printed, which has no place of its own."""
_PRINTED = re.compile(rb'\s(?:id|data-origin)="([^"]+)"')
_ORIGIN = re.compile(r"at-(?P<stem>.+)-(?P<line>\d+)-(?P<column>\d+)")


class Anchors:
    """The ids of a page, and the origins that stand beside ids."""

    def __init__(self, page: bytes) -> None:
        self._printed = {html.unescape(name.decode()) for name in _PRINTED.findall(page)}
        origins = [found for name in self._printed if (found := _ORIGIN.fullmatch(name))]
        self._prose = sorted((int(o["line"]), int(o["column"]), o[0]) for o in origins if o["stem"] == PROSE)
        self._lines = {f"{o['stem']}-{o['line']}": o[0] for o in origins}

    def of(self, finding: Finding, sources: Sources | None) -> str:
        """Its own place; else that of the reference, figure or field around it; else the prose before it."""
        return next((name for name in self._near(finding, sources) if name in self._printed), "")

    def _near(self, finding: Finding, sources: Sources | None) -> Iterator[str]:
        where = finding.where
        yield where.anchor
        if finding.quote:
            yield reference_id(finding.quote)
        steps = [int(step) if step.isdigit() else step for step in where.field.split(".")] if where.field else []
        for end in range(len(steps), 0, -1):
            path = tuple(steps[:end])
            if sources and path in sources.values:
                yield sources.values[path].anchor
            yield str(steps[end - 1])
        found = _ORIGIN.fullmatch(where.anchor)
        if found and where.line:
            yield self._lines.get(f"{found['stem']}-{where.line}", "")
        if found and found["stem"] == PROSE and where.line:
            before = bisect_right(self._prose, (where.line, where.column or 1_000_000, "~"))
            yield self._prose[before - 1][2] if before else TOP


@lru_cache(PAGES)
def anchors(page: bytes) -> Anchors:
    """The same page has the same anchors: they are looked for once."""
    return Anchors(page)
