"""Consent: what it forbids stops every output."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.case import Case
from pipeline.case.statements import Consent, Consents
from pipeline.findings import Finding, Severity, rule
from pipeline.manuscript import Kind

WITHDRAWN = rule(
    "consent-withdrawn",
    Severity.REFUSAL,
    "The patient no longer allows publication.",
    fix="Do not publish; delete what was given away before.",
    example="consent: {publication: withdrawn}\n",
)
REFUSED = rule(
    "consent-refused",
    Severity.REFUSAL,
    "The patient does not allow this to be published.",
    fix="Take out what the patient refused, or do not publish.",
    example="consent: {publication: refused}\n",
)
UNCLEAR = rule(
    "consent-unclear",
    Severity.ERROR,
    "Only the authors of a published record can leave its consent unclear.",
    fix="Ask for consent, and write its status.",
    example="kind: own\nconsent: {publication: unclear_in_source}\n",
)
UNKNOWN_IMAGE = rule(
    "consent-unknown-figure",
    Severity.ERROR,
    "Consent for a figure that is not there protects nobody.",
    fix="Write the id of a figure that is there.",
    example="consent: {publication: given, images: {fig-sond: given}}\n",
)

_SCOPES = {
    "publication": "to publication",
    "treatment": "to treatment",
    "quotation": "to quote the patient",
    "online": "to open access online",
    "reuse": "to reuse",
}
_BINDING = {"publication", "online", "images"}
"""Scopes without which nothing can be printed as it stands."""


def check(case: Case) -> Iterator[Finding]:
    """The findings of this family."""
    consent = case.facts.consent
    if consent is None:
        return
    for path, what, given in _stated(consent):
        where = case.sources.key("consent", *path)
        if given.status == "withdrawn":
            message = f"consent {what} was withdrawn; nothing of this case is written"
            yield WITHDRAWN.at(where, message, hint="take out what it covers, or delete the case")
        elif given.status == "refused" and path[0] in _BINDING:
            message = f"consent {what} was refused; nothing of this case is written"
            yield REFUSED.at(where, message, hint="take out what it covers, or delete the case")
        elif given.status == "unclear_in_source" and case.facts.kind is not Kind.RETOLD:
            message = f"consent {what} can be `unclear_in_source` only where a published record is retold"
            yield UNCLEAR.at(where, message, hint="state what is true")
    for figure in consent.images:
        if figure not in case.facts.figures and not case.sources.was_dropped("figures", figure):
            where = case.sources.key("consent", "images", figure)
            hint = f"figures here: {', '.join(case.facts.figures) or 'none'}"
            yield UNKNOWN_IMAGE.at(where, f"there is no figure `{figure}`", hint=hint)


def _stated(consent: Consents) -> Iterator[tuple[tuple[str, ...], str, Consent]]:
    """Path below `consent`, what it is consent to, and what was said."""
    for scope, what in _SCOPES.items():
        if given := getattr(consent, scope):
            yield (scope,), what, given
    for figure, given in consent.images.items():
        yield ("images", figure), f"to show `{figure}`", given
