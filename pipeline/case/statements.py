"""Consent, the other statements, and the facts of publication."""

from __future__ import annotations

from typing import Annotated, Literal

from pipeline.case.fields import Date, Doi, Names, Part, Pmcid, Pmid, Prose, Words, from_words

ConsentStatus = Literal["given", "refused", "waived", "not_obtainable", "withdrawn", "unclear_in_source"]


class _Consent(Part):
    status: ConsentStatus
    """`withdrawn` stops every output; `unclear_in_source` is for retold cases."""
    how: Literal["written", "oral_witnessed"] | None = None
    by: Literal["patient", "guardian", "next_of_kin"] | None = None
    assent: Literal["given", "refused", "not_applicable"] | None = None
    """Of a minor, beside the guardian's consent."""
    held_by: Words | None = None
    """Who keeps the signed form: institution, journal. The form itself never enters the case."""
    note: Prose | None = None
    """What else must be said: what was tried, what the source says."""


Consent = Annotated[_Consent, from_words("status")]
"""A status alone, or a mapping with its details."""


class Consents(Part):
    """Consent by scope; each is a status, or a mapping with its details."""

    publication: Consent | None = None
    """Publication of the text. Required."""
    treatment: Consent | None = None
    images: dict[str, Consent] = {}
    """Figure id → consent to show it."""
    quotation: Consent | None = None
    """The patient's own words."""
    online: Consent | None = None
    """Open access on the internet."""
    reuse: Consent | None = None


class Statements(Part):
    """Free text of the statements that data cannot compose. Markdown of one paragraph each."""

    ethics: Prose | None = None
    interests: Prose | None = None
    """Only what the authors' own `interests` do not say."""
    funding: Prose | None = None
    contributions: Prose | None = None
    """Only what the authors' `roles` do not say."""
    data_availability: Prose | None = None
    ai_use: Prose | None = None
    acknowledgements: Prose | None = None


class Dates(Part):
    received: Date | None = None
    revised: Date | None = None
    accepted: Date | None = None
    published: Date | None = None


class Publication(Part):
    status: Literal["draft", "submitted", "accepted", "preprint", "published"] = "draft"
    journal: Words | None = None
    volume: Words | None = None
    issue: Words | None = None
    locator: Words | None = None
    """Pages or article number."""
    dates: Dates = Dates()
    doi: Doi | None = None
    pmid: Pmid | None = None
    pmcid: Pmcid | None = None
    licence: Words | None = None
    """`CC BY 4.0`, or the licence's address."""
    copyright: Words | None = None
    peer_review: Names = ()
