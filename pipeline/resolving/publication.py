"""The facts of publication, labelled and in the order in which a title block prints them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.case import Case
from pipeline.manuscript import Kind


def publication_of(case: Case, words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """(label, value) pairs; nothing that the case does not say."""
    return tuple((words[key], value) for key, value in _facts(case, words) if value)


def _facts(case: Case, words: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    record = case.facts.publication
    # A retold or synthetic case is not on its way to a journal.
    if case.facts.kind is Kind.OWN:
        yield "status", words[f"status_{record.status}"]
    place = " ".join(filter(None, (record.journal, record.volume)))
    place += f"({record.issue})" if record.issue else ""
    place += f":{record.locator}" if record.locator else ""
    yield "journal", place
    for name in ("received", "revised", "accepted", "published"):
        yield name, getattr(record.dates, name)
    for name in ("doi", "pmid", "pmcid", "licence", "copyright"):
        yield name, getattr(record, name)
    yield "peer_review", "; ".join(record.peer_review)
