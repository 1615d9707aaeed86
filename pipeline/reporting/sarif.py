"""Results → SARIF 2.1.0, as code hosts and editors read it. Source: OASIS, SARIF Version 2.1.0, 2020."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import quote

from pipeline import __version__
from pipeline.build import Result
from pipeline.findings import Edit, Finding, Location, Rule, Severity
from pipeline.guidelines.answers import Waiver
from pipeline.reporting.reported import Reported, Told, in_order, lines_in, open_items, said

Node = dict[str, object]
Lines = Callable[[str], Sequence[str]]
"""File as findings name it → its lines."""
LEVELS = {Severity.WARNING: "warning"}
"""Of what stops more than a warning the level is `error`; SARIF knows none above that."""
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
"""The workspace. Where it lies on this computer is told to nobody."""
_LINE_NUMBER = re.compile(r"\b(lines?|l\.) \d+")


def write(reported: Reported) -> str:
    """One run with the results of all cases; what was set aside is in it, as suppressed."""
    results: list[Node] = []
    rules: dict[str, Node] = {}
    signs, lines = _Signs(), lines_in(reported.workspace)
    for result in reported.results:
        for finding, waiver in [*((f, None) for f in in_order(result.findings)), *result.waived]:
            rules.setdefault(finding.rule.id, _rule(finding.rule))
            sign = signs.of(finding.rule.id, finding.where, finding.message)
            results.append(_of_finding(finding, waiver, lines) | sign)
        for told in open_items(result):
            rules.setdefault(told.id, _item_rule(result, told))
            results.append(_of_item(told, reported.strict) | signs.of(told.id, told.where, str(told.state)))
    order = {rule_id: number for number, rule_id in enumerate(rules)}
    for one in results:
        one["ruleIndex"] = order[str(one["ruleId"])]
    driver: Node = {"name": "Casewright", "version": __version__, "rules": list(rules.values())}
    run: Node = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The workspace: the folder with cases/."}}},
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(rule: Rule) -> Node:
    example = f"For example:\n{rule.example}" if rule.example else ""
    source = f"Source: {rule.source}" if rule.source else ""
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.why},
        "help": {"text": "\n".join(filter(None, (rule.why, rule.fix, example, source)))},
        "defaultConfiguration": {"level": LEVELS.get(rule.severity, "error")},
        "properties": {"severity": str(rule.severity), "effect": rule.severity.effect},
    }


def _item_rule(result: Result, told: Told) -> Node:
    guideline, _, item_id = told.id.rpartition("/")
    checklist = next(one for one in result.checklists if one.id == guideline)
    item = next(answer.item for answer in checklist.answers if answer.item.id == item_id)
    sources = "; ".join(source.text for source in checklist.guideline.sources)
    return {
        "id": told.id,
        "shortDescription": {"text": f"{checklist.guideline.title}, item {item.id}: {item.topic}"},
        "help": {"text": "\n".join(filter(None, (item.requirement, item.person, sources and f"Source: {sources}")))},
        "defaultConfiguration": {"level": "note"},
    }


def _of_finding(finding: Finding, waiver: Waiver | None, lines: Lines) -> Node:
    node: Node = {
        "ruleId": finding.rule.id,
        "level": LEVELS.get(finding.severity, "error"),
        "message": {"text": said(finding)},
        "locations": [_location(finding.where)],
    }
    if finding.edits and all(_stands(edit, lines(edit.where.file)) for edit in finding.edits):
        node["fixes"] = [_fix(finding)]
    if waiver:
        node["suppressions"] = [_suppression(waiver)]
    return node


def _of_item(told: Told, strict: bool) -> Node:
    """The state of an item is no finding, so it is a note."""
    node: Node = {
        "ruleId": told.id,
        "level": "error" if strict else "note",
        "message": {"text": f"{told.message}\n{told.fix}"},
        "locations": [_location(told.where)],
    }
    if told.waivers:
        node["suppressions"] = [_suppression(waiver) for waiver in told.waivers]
    return node


def _suppression(waiver: Waiver) -> Node:
    because = f"{waiver.because} (set aside by {waiver.by} on {waiver.on})"
    return {
        "kind": "external",
        "status": "accepted",
        "justification": because,
        "location": _location(waiver.origin),
    }


def _location(where: Location) -> Node:
    """A place in a file of the workspace; of what is no such file, an option or a shipped template, the name."""
    if where.file.startswith("-") or PurePosixPath(where.file).is_absolute() or ":" in where.file:
        return {"logicalLocations": [{"name": PurePosixPath(where.file).name}]}
    place: Node = {"artifactLocation": _artifact(where.file)}
    if where.line:
        place["region"] = _region(where)
    field: Node = {"logicalLocations": [{"fullyQualifiedName": where.field}]} if where.field else {}
    return {"physicalLocation": place, **field}


def _artifact(file: str) -> Node:
    return {"uri": quote(file), "uriBaseId": ROOT}


def _region(where: Location) -> Node:
    if not where.column:
        return {"startLine": where.line}
    return {"startLine": where.line, "startColumn": where.column, "endColumn": where.column + where.length}


def _stands(edit: Edit, lines: Sequence[str]) -> bool:
    """Whether what an edit takes away is at its place, as the file is now: nothing else may be replaced."""
    first, before = edit.where.line - 1, edit.where.column - 1
    if not 0 <= first < len(lines) or not 0 <= before <= len(lines[first]):
        return False
    return "\n".join(lines[first : first + edit.was.count("\n") + 1])[before:].startswith(edit.was)


def _fix(finding: Finding) -> Node:
    files = dict.fromkeys(edit.where.file for edit in finding.edits)
    changes = [
        {
            "artifactLocation": _artifact(file),
            "replacements": [_replacement(edit) for edit in finding.edits if edit.where.file == file],
        }
        for file in files
    ]
    return {"description": {"text": finding.hint or finding.rule.fix or finding.message}, "artifactChanges": changes}


def _replacement(edit: Edit) -> Node:
    *before, last = edit.was.split("\n")
    region = {
        "startLine": edit.where.line,
        "startColumn": edit.where.column,
        "endLine": edit.where.line + len(before),
        "endColumn": len(last) + (1 if before else edit.where.column),
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


class _Signs:
    """Fingerprints of rule, file, field and words: a finding keeps its own while lines above it come and go."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, rule_id: str, where: Location, words: str) -> Node:
        key = json.dumps([rule_id, where.file, where.field, _LINE_NUMBER.sub(r"\1", words)])
        # Two that are alike but for their lines are told apart by their order.
        self._seen[key] += 1
        return {"partialFingerprints": {"casewright/v1": sha256(f"{key} {self._seen[key]}".encode()).hexdigest()[:32]}}
