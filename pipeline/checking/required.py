"""What no report can be without: a title, an author, consent, some text."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.case import Case
from pipeline.findings import Finding, Location, Severity, rule
from pipeline.manuscript import Kind

NO_TITLE = rule(
    "title-missing",
    Severity.ERROR,
    "Nobody can find or cite a report without a title.",
    fix="Begin narrative.md with a line such as `# A title`.",
    example="# narrative.md begins without a title\n## Introduction\n",
    source="CARE 2013, item 1",
)
NO_AUTHOR = rule(
    "author-missing",
    Severity.ERROR,
    "Somebody must answer for what is said.",
    fix="Name at least one author under `authors`.",
    example="authors: []\n",
    source="ICMJE",
)
NO_CONSENT = rule(
    "consent-missing",
    Severity.ERROR,
    "A case may be published only with consent, or a stated reason.",
    fix="Write the status of consent to publication.",
    example="consent: {images: {fig-sound: given}}\n",
    source="CARE 2013, item 13",
)
NO_TEXT = rule(
    "text-missing",
    Severity.ERROR,
    "A title alone is not a report.",
    fix="Write the text below the title.",
    example="# A title\n",
)
FOREIGN_RECORD = rule(
    "source-record-of-own-case",
    Severity.ERROR,
    "Only a retold case has a source record; of an own case it would mislead.",
    fix="Take out `source_record`, or write `kind: retold`.",
    example="kind: own\nsource_record: {authors: [A. Other], title: Their case, journal: J Ex, year: 2020}\n",
)


def check(case: Case) -> Iterator[Finding]:
    """The findings of this family."""
    facts, narrative = case.facts, case.narrative
    if not narrative.title:
        yield NO_TITLE.at(narrative.title_at, "this report has no title", hint="write it in the first line: # Title")
    if not narrative.sections:
        yield NO_TEXT.at(narrative.title_at, "there is no text below the title", hint="write under `##` headings")
    top = Location(case.sources.file, 1)
    if not facts.authors and facts.kind is not Kind.RETOLD and not case.sources.was_dropped("authors"):
        hint = "add `authors:` with given, family and at"
        yield NO_AUTHOR.at(top, "no author is named", hint=hint)
    given = facts.consent and facts.consent.publication
    if not given and not case.sources.was_dropped("consent"):
        where = case.sources.key("consent") if facts.consent else top
        hint = (
            "add `consent:` with `publication: {status: given, how: written, by: patient}`, or the status that is true"
        )
        yield NO_CONSENT.at(where, "consent to publication is not stated", hint=hint)
    if facts.source_record and facts.kind is not Kind.RETOLD:
        hint = "write `kind: retold`, or cite the record as a reference"
        yield FOREIGN_RECORD.at(
            case.sources.key("source_record"), "this case is not retold, yet names a record", hint=hint
        )
