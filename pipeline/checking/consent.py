"""Consent: what it forbids stops every output."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.case import Case
from pipeline.case.statements import Consent
from pipeline.findings import Finding, Severity, rule
from pipeline.manuscript import Kind

WITHDRAWN = rule("consent-withdrawn", Severity.REFUSAL, "The patient no longer allows publication.")
REFUSED = rule("consent-refused", Severity.REFUSAL, "The patient does not allow this to be published.")
UNCLEAR = rule(
    "consent-unclear", Severity.ERROR, "Only the authors of a published record can leave its consent unclear."
)
UNKNOWN_IMAGE = rule(
    "consent-unknown-figure", Severity.ERROR, "Consent for a figure that is not there protects nobody."
)


def check(case: Case) -> Iterator[Finding]:
    """The findings of this family."""
    consent = case.facts.consent
    if consent is None:
        return
    scopes = {scope: getattr(consent, scope) for scope in ("publication", "treatment", "quotation", "online", "reuse")}
    stated: list[tuple[tuple[str, ...], str, Consent]]
    stated = [(("consent", scope), scope, given) for scope, given in scopes.items() if given]
    stated += [(("consent", "images", figure), f"the figure `{figure}`", c) for figure, c in consent.images.items()]
    for path, what, given in stated:
        where = case.sources.key(*path)
        if given.status == "withdrawn":
            message = f"consent was withdrawn ({what}); nothing of this case is written"
            yield WITHDRAWN.at(where, message, hint="take out what it covers, or delete the case")
        elif given.status == "refused" and what in {"publication", "online"} | {
            f"the figure `{f}`" for f in consent.images
        }:
            message = f"consent was refused ({what}); nothing of this case is written"
            yield REFUSED.at(where, message, hint="take out what it covers, or delete the case")
        elif given.status == "unclear_in_source" and case.facts.kind is not Kind.RETOLD:
            yield UNCLEAR.at(where, f"`unclear_in_source` is only for retold cases ({what})", hint="state what is true")
    for figure in consent.images:
        if figure not in case.facts.figures:
            known = ", ".join(case.facts.figures) or "none"
            hint = f"figures here: {known}"
            yield UNKNOWN_IMAGE.at(
                case.sources.key("consent", "images", figure), f"there is no figure `{figure}`", hint=hint
            )
