"""A filled checklist in; the same as JSON for programs, with stable keys, out.

`case`, `title`, `kind`, `notice`, `language`, `draft_errors` say what the article is; `caution` what "found" means;
`guideline` what was asked; `article` the files that pages, lines and anchors belong to; `confirmed_by` name → items;
`items` one object for each item, in the guideline's order. What there is none of is "", [] or null, never left out.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TypedDict

from pipeline.findings import Location
from pipeline.guidelines.answers import Lack
from pipeline.manuscript import Manuscript
from pipeline.writing.checklist_rows import File, Filled, Row, Shown
from pipeline.writing.text_nodes import words

Data = dict[str, object]


class Source(TypedDict):
    """A place in the author's files."""

    file: str
    line: int
    field: str


def as_json(filled: Filled, manuscript: Manuscript) -> bytes:
    """UTF-8, indented, with a line feed at the end."""
    data = {
        "case": manuscript.case_id,
        "title": words(manuscript.title),
        "kind": str(manuscript.kind),
        "notice": manuscript.notice,
        "language": manuscript.language,
        "draft_errors": manuscript.draft_errors,
        "caution": manuscript.labels["checklist_caution"],
        "guideline": _guideline(filled),
        "article": {"pdf": _file(filled.pdf), "html": _file(filled.html)},
        "confirmed_by": filled.confirmed_by,
        "items": [_item(row) for row in filled.rows],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _guideline(filled: Filled) -> Data:
    guideline = filled.checklist.guideline
    return {
        "id": filled.checklist.id,
        "title": guideline.title,
        "year": str(guideline.year or ""),
        "link": guideline.link or "",
        "sources": [source.model_dump(mode="json") for source in guideline.sources],
        "numbering": guideline.numbering or "",
        "items_here": len(filled.rows),
        "items_in_all": guideline.of,
        "changed_for": filled.checklist.extended_by,
        "checked_on": guideline.checked_on or "",
    }


def _file(file: File | None) -> Data | None:
    return {"file": file.name, "sha256": file.sha256} if file else None


def _item(row: Row) -> Data:
    answer, item = row.answer, row.answer.item
    return {
        "id": item.id,
        "also": dict(item.also),
        "topic": item.topic,
        "requirement": item.requirement,
        "to_judge": item.person or "",
        "known": item.sure,
        "found": {"state": str(answer.state), "word": row.word, "reason": answer.reason},
        "evidence": [_evidence(shown) for shown in row.shown],
        "lacks": [_lack(lack) for lack in answer.lacks],
        "advice": [_lack(lack) for lack in answer.advice],
        "skipped": [{"check": check, "because": because} for check, because in answer.skipped],
        "confirmed": [{"state": str(one.state), "by": one.by, "on": one.on} for one in row.said],
        "waivers": [
            {"rule": one.rule, "at": one.at, "because": one.because, "by": one.by, "on": one.on}
            for one in answer.waivers
        ],
    }


def _lack(lack: Lack) -> Data:
    return {"check": lack.check, "message": lack.message, "fix": lack.fix, "source": _source(lack.where)}


def _evidence(shown: Shown) -> Data:
    one = shown.evidence
    return {
        "where": one.where,
        "excerpt": one.excerpt,
        "strong": one.strong,
        # Of the whole passage, whatever its line breaks.
        "sha256": sha256(" ".join(one.text.split()).encode()).hexdigest(),
        "anchor": one.anchor,
        "page": shown.place.page if shown.place else None,
        "line": shown.place.line if shown.place else None,
        "source": _source(one.origin),
    }


def _source(where: Location) -> Source:
    return {"file": where.file, "line": where.line, "field": where.field}
