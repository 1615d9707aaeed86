"""Results → JUnit XML, as test servers read it: a suite for each case, in it its rules and items as test cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from pipeline.build import Result
from pipeline.findings import Severity
from pipeline.guidelines.answers import Checklist, Waiver
from pipeline.reporting.reported import STATES, Reported, Told, in_order, is_refused, open_items, said


@dataclass(frozen=True, slots=True)
class _Test:
    """A rule that something was found of, or an item."""

    group: str
    name: str
    outcome: str
    """`failure`, `skipped`, or '' where it passed."""
    short: str = ""
    text: str = ""


def write(reported: Reported) -> str:
    """Errors and worse are failures; what was set aside is skipped, and so is an item left open, unless strict.

    Of rules only those stand here of which something was found: that all others were tried is not known of a case
    that could not be read to its end.
    """
    root = etree.Element("testsuites", name="casewright")
    for result in reported.results:
        tests = [*_of_rules(result, reported.strict), *_of_items(result, reported.strict)]
        suite = etree.SubElement(
            root,
            "testsuite",
            name=_clean(result.case_id or "workspace"),
            tests=str(len(tests)),
            failures=str(sum(test.outcome == "failure" for test in tests)),
            errors="0",
            skipped=str(sum(test.outcome == "skipped" for test in tests)),
            time=f"{result.seconds:.3f}",
        )
        for test in tests:
            _add(suite, test)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text.decode()


def _add(suite: etree._Element, test: _Test) -> None:
    case = etree.SubElement(suite, "testcase", classname=_clean(test.group), name=_clean(test.name), time="0")
    if test.outcome:
        etree.SubElement(case, test.outcome, message=_clean(test.short)).text = _clean(test.text)
    elif test.text:
        etree.SubElement(case, "system-out").text = _clean(test.text)


def _of_rules(result: Result, strict: bool) -> Iterator[_Test]:
    ordered = sorted(in_order(result.findings), key=lambda finding: finding.rule.id)
    found = {rule_id: list(group) for rule_id, group in groupby(ordered, key=lambda finding: finding.rule.id)}
    for rule_id, findings in found.items():
        grave = strict or any(finding.severity is not Severity.WARNING for finding in findings)
        text = "\n".join(f"{finding.where}: {finding.severity}: {said(finding)}" for finding in findings)
        yield _Test("findings", rule_id, "failure" if grave else "", findings[0].message, text)
    for finding, waiver in result.waived:
        name = f"{finding.rule.id} at {finding.where}"
        yield _Test("findings", name, "skipped", _aside(waiver), f"{finding.where}: {finding.message}")
    if not found and not result.waived:
        yield _Test("findings", "nothing was found", "")


def _of_items(result: Result, strict: bool) -> Iterator[_Test]:
    told = {one.id: one for one in open_items(result)}
    for checklist in result.checklists:
        for answer in checklist.answers:
            name = f"{answer.item.id} {answer.item.topic}"
            item = told.get(f"{checklist.id}/{answer.item.id}")
            evidence = () if is_refused(result) else answer.evidence
            seen = "\n".join(f"{one.where}: {one.excerpt}" for one in evidence)
            state = _Test(checklist.id, name, "", text="\n".join(filter(None, (STATES[answer.state], seen))))
            yield _open(checklist, name, item, strict) if item else state


def _open(checklist: Checklist, name: str, told: Told, strict: bool) -> _Test:
    outcome = "failure" if strict and not told.waivers else "skipped"
    short = "; ".join(map(_aside, told.waivers)) or told.message
    return _Test(checklist.id, name, outcome, short, f"{told.where}: {told.message}\n{told.fix}")


def _aside(waiver: Waiver) -> str:
    return f"set aside by {waiver.by} on {waiver.on}: {waiver.because}"


def _clean(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(c if c in "\t\n" or c.isprintable() or c in "\u00a0\u202f" else " " for c in text)
