"""What an author chose otherwise than the journal: style, guideline, statements; and how old its profile is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.checking.journal_asked import Asked
from pipeline.findings import Finding, Severity, rule
from pipeline.journals.trusting import is_verified
from pipeline.journals.value import known
from pipeline.resolving.csl.offering import aliases
from pipeline.resolving.csl.styles import installed, slug
from pipeline.resolving.statement_texts import is_stated
from pipeline.resolving.statements import arrangement

OTHER_STYLE = rule(
    "journal-reference-style",
    Severity.WARNING,
    "References in another style than the journal's have to be written again.",
    fix="Leave `style:` out of case.yaml: the journal's own is printed then.",
    example="journal: jmcr\nstyle: ama\n",
)
OTHER_GUIDELINE = rule(
    "journal-guideline",
    Severity.WARNING,
    "The journal wants the checklist of its own guideline.",
    fix="Name the journal's guideline among `guidelines:`, or leave the field out.",
    example="journal: ijscr\nguidelines: care-2013\n",
)
NOT_STATED = rule(
    "journal-statements",
    Severity.WARNING,
    "A submission without a statement that the journal prints is sent back.",
    fix="Write the statement in case.yaml; where there is nothing to state, say so there.",
    example="journal: omcr\nstatements: {ethics: Not required.}\n",
)
VERIFIED_LONG_AGO = rule(
    "journal-verified-long-ago",
    Severity.WARNING,
    "Journals change what they ask for, so values that were verified long ago are demanded no more.",
    fix="Hold the profile against the journal's own pages and write today's date as `verified_on:`.",
    example="# templates/journals/jmcr.yaml\nextends: jmcr\nverified_on: 2020-01-01\n",
)


def check(asked: Asked) -> Iterator[Finding]:
    yield from _style(asked)
    yield from _guideline(asked)
    yield from _statements(asked)
    yield from _verified(asked)


def _style(asked: Asked) -> Iterator[Finding]:
    chosen, value = asked.case.facts.style, asked.journal.profile.style
    wanted = known(value)
    # Who names no journal has chosen nothing that the style could differ from.
    if asked.journal.name and chosen and value and wanted and _real(chosen) != _real(wanted):
        message = f"the case asks for the citation style {chosen}; that of {asked.name} is {wanted}"
        where = asked.case.sources.value("style")
        yield asked.finding(OTHER_STYLE, where, value, message, "leave `style:` out, and the journal's is printed")


def _real(name: str) -> str:
    """The style that prints: many journals' styles are one under many names."""
    wanted = aliases().get(slug(name), slug(name))
    file = installed(wanted)
    return file.name if file else wanted


def _guideline(asked: Asked) -> Iterator[Finding]:
    chosen, value = asked.case.facts.guidelines, asked.journal.profile.guideline
    if chosen and value and (wanted := known(value)) and wanted not in {*chosen, *asked.guidelines}:
        message = f"the case is checked against {', '.join(chosen)}; {asked.name} asks for {wanted}"
        yield asked.finding(OTHER_GUIDELINE, asked.case.sources.value("guidelines"), value, message, f"add {wanted}")


def _statements(asked: Asked) -> Iterator[Finding]:
    """Those that the journal wants and nobody wrote; of interests, authors are asked one by one elsewhere."""
    value, case = asked.journal.profile.statements, asked.case
    form = known(value)
    if not value or not form:
        return
    for arranged in arrangement(form, asked.manuscript.labels, case.facts.language):
        names = {piece.partition(".")[0] for piece in arranged.pieces}
        wanted = arranged.part and arranged.part.when_empty == "not stated" and names - {"interests"}
        stated = any(is_stated(case, piece) for piece in arranged.pieces)
        declared = {f"statements.{name}" for name in names} | set(arranged.pieces) | names
        # Without consent nothing can be published at all, which another rule says.
        if not wanted or stated or declared & set(case.facts.unknown) or names == {"consent"}:
            continue
        message = f"nothing is stated for “{arranged.heading}”; {asked.name} wants it"
        field = next(name for name in arranged.pieces if not name.startswith("consent"))
        hint = f"write it under `statements:` as `{field.partition('.')[0]}:`"
        yield asked.finding(NOT_STATED, case.sources.key("statements"), value, message, hint)


def _verified(asked: Asked) -> Iterator[Finding]:
    profile = asked.journal.profile
    if not profile.verified_on or is_verified(profile, asked.today):
        return
    when = "is in the future" if date.fromisoformat(profile.verified_on) > asked.today else "is more than a year ago"
    message = f"the profile of {asked.name} says that it was verified on {profile.verified_on}, which {when}"
    yield VERIFIED_LONG_AGO.at(asked.case.sources.value("journal"), message, hint="until then, all of it only warns")
