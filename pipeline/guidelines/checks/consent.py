"""Checks of consent: its form and its scopes. What it forbids is a rule of `pipeline/checking/consent.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.guidelines.asking import Asked, Missed
from pipeline.guidelines.checks.given import is_declared, missed
from pipeline.guidelines.guideline import Check, Item
from pipeline.manuscript import Kind

_DRAWN = {".svg"}
NEEDS = ("clear", "form", "note")
"""What `consent_stated` can look for."""


def consent_stated(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """Consent to publication has what `needs` names: `clear` given or not, and not “obtained or waived”; its `form`,
    where it was given; or, where it was not, a `note` that says why.
    """
    consent = asked.case.facts.consent
    given = consent.publication if consent else None
    if given is None:
        return
    lacking = {
        "clear": given.status == "unclear_in_source",
        "form": given.status == "given" and not (given.how and given.by),
        "note": given.status in {"waived", "not_obtainable"} and not given.note,
    }
    field = {"clear": "status", "form": "how" if not given.how else "by", "note": "note"}
    for need in check.needs:
        path = ("consent", "publication", field[need])
        if lacking[need] and not is_declared(asked.case, path):
            yield missed(asked, check, path)


def consent_for_images(asked: Asked, _: Item, check: Check) -> Iterator[Missed]:
    """There is consent to every figure with pictures of the patient; drawings are none, and a retold case has none."""
    case = asked.case
    consent = case.facts.consent
    for key, figure in case.facts.figures.items():
        pictures = [panel for panel in figure.panels if PurePosixPath(panel.file).suffix.lower() not in _DRAWN]
        if case.facts.kind is Kind.RETOLD or not pictures or is_declared(case, ("consent", "images", key)):
            continue
        if consent is None or key not in consent.images:
            yield missed(asked, check, ("consent", "images"), what=key)
