"""A case as its author wrote it → the parts that every output must hold. They show what is lost on the way there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.conservation.parts import Part, of_blocks, of_line
from pipeline.conservation.tabulated import tabulated
from pipeline.language import date_in_words
from pipeline.reading.inline_nodes import read_line
from pipeline.resolving.people import author_name
from pipeline.resolving.pictures import LETTERS

if TYPE_CHECKING:
    from pipeline.case import Case
    from pipeline.case.statements import Consent, Consents


def written(case: Case, labels: Mapping[str, str]) -> Iterator[Part]:
    """Every part of the case in its author's words; `labels` are the fixed words that go with them."""
    yield from of_line("title", case.narrative.title)
    yield from of_blocks("text", case.narrative.sections)
    for label, (blocks, _) in case.narrative.notes.items():
        yield from of_blocks(f"note {label}", blocks)
    yield from _people(case)
    yield from _publication(case, case.facts.language)
    yield from _figures(case)
    yield from _tables(case)
    yield from tabulated(case)
    for index, point in enumerate(case.facts.learning_points):
        yield from _prose(case, "learning point", point, "learning_points", index)
    yield from _statements(case)
    yield from _composed_statements(case, labels)
    for index, keyword in enumerate(case.facts.keywords):
        yield Part("keyword", keyword, case.sources.value("keywords", index))


def _prose(case: Case, name: str, text: str | None, *path: str | int) -> Iterator[Part]:
    if text:
        yield from of_line(name, read_line(text, case.sources.value(*path))[0])


def _people(case: Case) -> Iterator[Part]:
    for index, author in enumerate(case.facts.authors):
        at = case.sources.value("authors", index)
        yield Part("author", author_name(author), at)
        yield Part("address for correspondence", author.corresponding or "", at)
        if author.orcid:
            yield Part("ORCID iD", f"https://orcid.org/{author.orcid}", at, is_address=True)
    used = {key for author in case.facts.authors for key in author.at}
    for key, affiliation in case.facts.affiliations.items():
        if key in used:
            at = case.sources.key("affiliations", key)
            for text in (affiliation.name, affiliation.city or ""):
                yield Part("affiliation", text, at)
            yield Part("ROR identifier", affiliation.ror or "", at, is_address=True)


def _publication(case: Case, language: str) -> Iterator[Part]:
    record = case.facts.publication
    at = case.sources.key("publication")
    for field in ("journal", "volume", "issue", "locator", "doi", "pmid", "pmcid", "licence", "copyright"):
        yield Part(f"{field} of the publication", getattr(record, field) or "", at)
    for field in type(record.dates).model_fields:
        yield Part(f"date {field}", date_in_words(getattr(record.dates, field) or "", language), at)
    for text in record.peer_review:
        yield Part("peer review", text, at)


def _figures(case: Case) -> Iterator[Part]:
    for figure_id, figure in case.facts.figures.items():
        path = ("figures", figure_id)
        for field in ("title", "legend", "credit"):
            yield from _prose(case, f"{field} of {figure_id}", getattr(figure, field), *path, field)
        for index, panel in enumerate(figure.panels):
            yield Part(f"alt text of {figure_id}", panel.alt, case.sources.value(*path, "panels", index, "alt"))
            for field in ("legend", "credit"):
                at = (*path, "panels", index, field)
                parts = list(_prose(case, f"{field} of {figure_id}", getattr(panel, field), *at))
                yield from parts
                if len(figure.panels) > 1 and parts:
                    letter = LETTERS[index]
                    yield Part(f"letter {letter} in the {field} of {figure_id}", f"({letter})", parts[0].origin)


def _tables(case: Case) -> Iterator[Part]:
    for table_id, table in case.facts.tables.items():
        path = ("tables", table_id)
        yield from _prose(case, f"title of {table_id}", table.title, *path, "title")
        for field in ("columns", "notes"):
            for index, text in enumerate(getattr(table, field)):
                yield from _prose(case, f"{field} of {table_id}", text, *path, field, index)
        for number, row in enumerate(table.rows):
            for index, text in enumerate(row):
                yield from _prose(case, f"cell of {table_id}", text, *path, "rows", number, index)


def _statements(case: Case) -> Iterator[Part]:
    for name in type(case.facts.statements).model_fields:
        yield from _prose(case, f"statement {name}", getattr(case.facts.statements, name), "statements", name)
    for field, reason in case.facts.unknown.items():
        yield Part(f"unknown {field}", reason.rstrip("."), case.sources.value("unknown", field))
    if case.facts.consent:
        for path, consent in _consents(case.facts.consent):
            yield from _prose(case, f"consent {path[-1]}", consent.note, "consent", *path, "note")


def _consents(consents: Consents) -> Iterator[tuple[tuple[str, ...], Consent]]:
    """Path and consent of every scope that was asked for."""
    for scope in ("publication", "treatment", "quotation", "online", "reuse"):
        if consent := getattr(consents, scope):
            yield (scope,), consent
    for figure, consent in consents.images.items():
        yield ("images", figure), consent


def _composed_statements(case: Case, labels: Mapping[str, str]) -> Iterator[Part]:
    """What statements are composed of."""
    for path, consent in _consents(case.facts.consent) if case.facts.consent else ():
        at = case.sources.value("consent", *path)
        what = labels.get(f"consent_for_{path[-1]}", "")
        yield Part(f"consent {path[-1]}", f"{what} {labels[f'consent_{consent.status}']}", at)
        yield Part(f"holder of the consent {path[-1]}", consent.held_by or "", at)
    for index, author in enumerate(case.facts.authors):
        at = case.sources.value("authors", index)
        for role in author.roles:
            yield Part("contribution", labels[f"role_{role}"], at)
        for interest in author.interests if isinstance(author.interests, tuple) else ():
            for text in (labels[f"interest_{interest.category}"], interest.entity, interest.comment or ""):
                yield Part("competing interest", text, at)
