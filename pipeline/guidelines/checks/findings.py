"""A check by what other families of rules found: nothing is looked at twice."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.checks.given import missed
from pipeline.guidelines.guideline import Check, Item


def findings(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """None of these rules found anything; what one found is told in its own words."""
    for finding in asked.findings:
        if finding.rule.id in check.rules:
            told = missed(asked, check, finding.where, found=finding.message)
            yield told if told.message else Missed(finding.where, finding.message)
