"""Results → JSON: a list with an object for each case, for other programs.

- `case`: its id; '' for what concerns no case
- `written`: files in build/<case>/
- `findings`: objects with rule, severity, file, line, column, length, field, message, hint, quote
- `waived`: objects with the finding, and of the waiver rule, at, because, by, on
- `checklists`: objects with guideline, title, changed_by (a journal), items_known (`12 of 30`) and items: id, topic,
  state, reason, evidence (anchor, where, excerpt, strong, file, line), lacks and advice (check, message, fix, file,
  line, column), skipped (check, why), confirmation (state, by, on), waivers (rule, at, because, by, on)
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipeline.build import Result
from pipeline.findings import as_rows
from pipeline.guidelines.answers import Answer, Checklist, Lack, Waiver
from pipeline.reporting.reported import Reported

Row = dict[str, object]


def write(reported: Reported) -> str:
    """The list as text."""
    return as_json(reported.results)


def as_json(results: Sequence[Result]) -> str:
    """The list of these results."""
    return json.dumps([_case(result) for result in results], ensure_ascii=False, indent=2)


def _case(result: Result) -> Row:
    return {
        "case": result.case_id,
        "written": sorted(f for o in result.outputs.values() for f in o.files) if result.written else [],
        "findings": as_rows(result.findings),
        "waived": [{"finding": as_rows([finding])[0], **_waiver(waiver)} for finding, waiver in result.waived],
        "checklists": [_checklist(checklist) for checklist in result.checklists],
    }


def _checklist(checklist: Checklist) -> Row:
    return {
        "guideline": checklist.id,
        "title": checklist.guideline.title,
        "changed_by": checklist.extended_by,
        "items_known": checklist.shown_of,
        "items": [item_row(answer) for answer in checklist.answers],
    }


def item_row(answer: Answer) -> Row:
    """What was found of one item."""
    return {
        "id": answer.item.id,
        "topic": answer.item.topic,
        "state": str(answer.state),
        "reason": answer.reason,
        "evidence": [
            {
                "anchor": one.anchor,
                "where": one.where,
                "excerpt": one.excerpt,
                "strong": one.strong,
                "file": one.origin.file,
                "line": one.origin.line,
            }
            for one in answer.evidence
        ],
        "lacks": [_lack(lack) for lack in answer.lacks],
        "advice": [_lack(lack) for lack in answer.advice],
        "skipped": [{"check": check, "why": why} for check, why in answer.skipped],
        "confirmation": {
            "state": str(answer.confirmation.state),
            "by": answer.confirmation.by,
            "on": answer.confirmation.on,
        },
        "waivers": [_waiver(waiver) for waiver in answer.waivers],
    }


def _lack(lack: Lack) -> Row:
    return {
        "check": lack.check,
        "message": lack.message,
        "fix": lack.fix,
        "file": lack.where.file,
        "line": lack.where.line,
        "column": lack.where.column,
    }


def _waiver(waiver: Waiver) -> Row:
    return {"rule": waiver.rule, "at": waiver.at, "because": waiver.because, "by": waiver.by, "on": waiver.on}
