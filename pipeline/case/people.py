"""Who wrote the report, from where, with which part in it and which interests."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.case.fields import Country, Doi, Email, Names, Orcid, Part, Pmcid, Pmid, Prose, Ror, Words, Year

CreditRole = Literal[
    "conceptualization",
    "data-curation",
    "formal-analysis",
    "funding-acquisition",
    "investigation",
    "methodology",
    "project-administration",
    "resources",
    "software",
    "supervision",
    "validation",
    "visualization",
    "writing-original-draft",
    "writing-review-editing",
]
"""The fourteen roles of CRediT, ANSI/NISO Z39.104-2022."""

InterestCategory = Literal[
    "support-for-this-work",
    "grants",
    "royalties",
    "consulting",
    "lectures",
    "expert-testimony",
    "travel",
    "patents",
    "safety-board",
    "leadership",
    "stock",
    "equipment",
    "other",
]
"""The thirteen items of the ICMJE disclosure form of 2021, in its order."""


class Interest(Part):
    category: InterestCategory
    """Item of the ICMJE disclosure form."""
    entity: Words
    """Who gave it."""
    comment: Words | None = None
    """What for."""


class Author(Part):
    given: Words | None = None
    """Given names, with middle names or initials."""
    family: Words | None = None
    """Family name, without particle."""
    particle: Words | None = None
    """`van der`, `de`, `al-`: printed before the family name."""
    suffix: Words | None = None
    """`Jr`, `III`."""
    group: Words | None = None
    """A group or consortium as author, instead of given and family."""
    orcid: Orcid | None = None
    """ORCID iD; its check digit is tested."""
    at: Names = ()
    """Keys of `affiliations`, one or several."""
    corresponding: Email | None = None
    """E-mail address of a corresponding author."""
    equal: bool = False
    """Contributed equally with the others so marked."""
    roles: tuple[CreditRole, ...] = ()
    """CRediT roles; never inferred."""
    interests: Literal["none"] | tuple[Interest, ...] | None = None
    """`none`, or what the ICMJE disclosure form asks for; left out means not yet declared."""


class Affiliation(Part):
    name: Words
    """Department and institution."""
    city: Words | None = None
    country: Country | None = None
    """Two letters (ISO 3166)."""
    ror: Ror | None = None
    """Research Organization Registry identifier."""


class SourceRecord(Part):
    """The published record that a retold case retells. Its authors are never shown as authors of our text."""

    authors: Annotated[tuple[Words, ...], Field(min_length=1)]
    """As the record prints them."""
    title: Words
    journal: Words
    year: Year
    volume: Words | None = None
    issue: Words | None = None
    locator: Words | None = None
    """Pages or article number."""
    doi: Doi | None = None
    pmid: Pmid | None = None
    pmcid: Pmcid | None = None
    licence: Words | None = None
    """As the record states it; leave it out where it does not."""
    retold_by: Words
    """Who wrote this reconstruction."""
    note: Prose | None = None
