"""Authors and affiliations numbered for the title block; byline and notice of a case that is not the authors' own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.case import Case
from pipeline.case import people as written
from pipeline.findings import Finding, Severity, rule
from pipeline.language import country_name
from pipeline.manuscript import Affiliation, Author, Kind, Name

UNKNOWN_AFFILIATION = rule(
    "unknown-affiliation",
    Severity.ERROR,
    "An author would be printed without an institution.",
    fix="Write a key of `affiliations`.",
    example="authors: [{given: Ada, family: Example, at: derm}]\naffiliations: {surgery: {name: Surgery}}\n",
)
UNUSED_AFFILIATION = rule(
    "affiliation-without-author",
    Severity.WARNING,
    "An institution nobody belongs to is not printed.",
    fix="Name it with `at:` of an author, or delete it.",
    example="affiliations: {derm: {name: Department of Dermatology}}\n",
)
NO_NAME = rule(
    "author-without-name",
    Severity.ERROR,
    "An author without a name cannot be printed or credited.",
    fix="Write `given` and `family`, or `group`.",
    example="authors: [{orcid: 0000-0002-1825-0097}]\n",
)
GROUP_AND_NAME = rule(
    "group-and-person",
    Severity.ERROR,
    "Of a group and a person in one only the group is printed.",
    fix="Make two authors of it.",
    example="authors: [{group: The Team, family: Example}]\n",
)
NO_SOURCE = rule(
    "retold-without-source",
    Severity.FATAL,
    "A retold case must say whose record it retells.",
    fix="Add `source_record` with authors, title, journal and year.",
    example="kind: retold\n",
)
ROBBED_AUTHORS = rule(
    "authors-of-the-record",
    Severity.FATAL,
    "The authors of the record did not write this text and must not be shown so.",
    fix="Name yourselves as authors, and theirs under `source_record`.",
    example=(
        "kind: retold\n"
        "authors: [{given: Ada, family: Example}]\n"
        "source_record: {authors: [Ada Example], title: Their case, journal: J Ex, year: 2020, retold_by: us}\n"
    ),
)


@dataclass(frozen=True, slots=True)
class People:
    authors: tuple[Author, ...]
    affiliations: tuple[Affiliation, ...]
    correspondence: str
    byline: str
    notice: str


def people_of(case: Case, words: Mapping[str, str]) -> tuple[People, list[Finding]]:
    """Affiliations are numbered in the order in which authors first name them."""
    findings: list[Finding] = []
    numbers: dict[str, int] = {}
    authors = tuple(_author(case, index, numbers, findings) for index in range(len(case.facts.authors)))
    authors = tuple(author if author.name else _unnamed(author, words["name_missing"]) for author in authors)
    for key in case.facts.affiliations:
        # Where an author was refused, nobody knows who would have been there.
        if key not in numbers and not case.sources.was_dropped("authors", -1):
            message = f"no author is at `{key}`; it is not printed"
            findings.append(UNUSED_AFFILIATION.at(case.sources.key("affiliations", key), message))
    at = case.facts.affiliations
    affiliations = tuple(
        Affiliation(number, _place(at[key], case.facts.language), at[key].ror or "") for key, number in numbers.items()
    )
    correspondence = "; ".join(f"{a.name}, {a.email}" for a in authors if a.email)
    findings += _of_record(case, authors)
    return People(authors, affiliations, correspondence, _byline(case, words), _notice(case, words)), findings


def _author(case: Case, index: int, numbers: dict[str, int], findings: list[Finding]) -> Author:
    author = case.facts.authors[index]
    name = author_name(author)
    if not name:
        hint = "write given and family, or group"
        findings.append(NO_NAME.at(case.sources.value("authors", index), "this author has no name", hint=hint))
    if author.group and (author.given or author.family):
        hint = "write the group as an author of its own"
        where = case.sources.key("authors", index, "group")
        findings.append(GROUP_AND_NAME.at(where, "this author is a group and a person at once", hint=hint))
    for place, key in enumerate(author.at):
        if key in case.facts.affiliations:
            numbers.setdefault(key, len(numbers) + 1)
        elif not case.sources.was_dropped("affiliations", key):
            known = ", ".join(case.facts.affiliations)
            hint = f"known here: {known}" if known else "describe it under `affiliations:`"
            where = case.sources.value("authors", index, "at", place)
            findings.append(UNKNOWN_AFFILIATION.at(where, f"`{key}` is not among the affiliations", hint=hint))
    return Author(
        name=name,
        parts=_parts(author),
        affiliations=tuple(numbers[key] for key in author.at if key in numbers),
        orcid=f"https://orcid.org/{author.orcid}" if author.orcid else "",
        email=author.corresponding or "",
        equal=author.equal,
        origin=case.sources.value("authors", index),
    )


def _unnamed(author: Author, words: str) -> Author:
    return replace(author, name=words, parts=Name(literal=words))


def _parts(author: written.Author) -> Name:
    if author.group:
        return Name(literal=author.group)
    family = " ".join(part for part in (author.particle, author.family) if part)
    # A name of one word is a family name to those who cite.
    given, family = (author.given or "", family) if family else ("", author.given or "")
    return Name(given, family.replace("- ", "-").replace("' ", "'"), author.suffix or "")


def author_name(author: written.Author) -> str:
    """As printed: `Ada M. van der Example Jr`."""
    parts = (author.given, author.particle, author.family)
    name = " ".join(part for part in parts if part).replace("- ", "-").replace("' ", "'")
    return author.group or (f"{name} {author.suffix}" if author.suffix and name else name)


def _place(affiliation: written.Affiliation, language: str) -> str:
    country = country_name(affiliation.country, language) if affiliation.country else ""
    return ", ".join(part for part in (affiliation.name, affiliation.city, country) if part)


def _of_record(case: Case, authors: tuple[Author, ...]) -> list[Finding]:
    """A retold case names its record, and never its authors as ours."""
    record = case.facts.source_record
    if case.facts.kind is not Kind.RETOLD:
        return []
    if record is None:
        hint = "add `source_record:` with authors, title, journal, year and retold_by"
        return [
            NO_SOURCE.at(case.sources.key("kind"), "this retold case does not name the record it retells", hint=hint)
        ]
    theirs = {_folded(name) for name in record.authors}
    return [
        ROBBED_AUTHORS.at(author.origin, "this is an author of the record, not of this text", hint="take the name out")
        for author in authors
        if _folded(author.name) in theirs
    ]


def _folded(name: str) -> str:
    return " ".join(sorted(name.casefold().replace(".", " ").replace(",", " ").split()))


def _byline(case: Case, words: Mapping[str, str]) -> str:
    record = case.facts.source_record
    if case.facts.kind is not Kind.RETOLD or record is None:
        return ""
    first = record.authors[0].split(",")[0].split()[-1]
    authors = f"{first} {words['et_al']}" if len(record.authors) > 1 else first
    doi = f", doi:{record.doi}" if record.doi else ""
    source = f"{authors}, {record.journal} {record.year}{doi}"
    return words["byline_retold"].format(by=record.retold_by, source=source)


def _notice(case: Case, words: Mapping[str, str]) -> str:
    match case.facts.kind:
        case Kind.OWN:
            return ""
        case Kind.SYNTHETIC:
            return words["notice_synthetic"]
        case Kind.RETOLD:
            return words["notice_retold"]
