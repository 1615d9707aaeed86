"""Entries and citations, compared with those of citeproc-js, the reference implementation of CSL.

`csl_oracle/regenerate.cjs` says how the expectations are made, `csl_oracle/differences.yaml` where we differ and why.
"""

from __future__ import annotations

import pytest

from tests.resolving.csl_oracle.compare import (
    EXPECTED,
    STYLES,
    Pair,
    cluster_pairs,
    counts,
    differences,
    entry_pairs,
)


def unlisted(pairs: tuple[Pair, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Ours and theirs, without what differs on purpose."""
    same = [pair for pair in pairs if not pair.reason]
    return {pair.name: pair.ours for pair in same}, {pair.name: pair.theirs for pair in same}


@pytest.mark.parametrize("style", STYLES)
def test_entries(style: str) -> None:
    ours, theirs = unlisted(entry_pairs(style))
    assert ours == theirs


@pytest.mark.parametrize("style", EXPECTED["es-ES"])
def test_entries_in_a_spanish_document(style: str) -> None:
    ours, theirs = unlisted(entry_pairs(style, "es-ES"))
    assert ours == theirs


@pytest.mark.parametrize("style", STYLES)
def test_citations(style: str) -> None:
    ours, theirs = unlisted(cluster_pairs(style))
    assert ours == theirs


def test_a_difference_on_purpose_is_one() -> None:
    different = {
        key
        for style in STYLES
        for pair in (*entry_pairs(style), *cluster_pairs(style))
        if pair.ours != pair.theirs
        for key in ((style, pair.name), ("", pair.name))
    }
    assert set(differences()) <= different


def test_what_is_compared_is_worth_the_name() -> None:
    rows = counts()
    assert all(row.entries >= 400 and row.clusters >= 40 for row in rows)
    assert all(row.equal_clusters == row.clusters for row in rows)
    assert sum(row.equal_entries for row in rows) / sum(row.entries for row in rows) > 0.98
    assert len({reason for row in rows for reason in row.differences}) < 15


def test_a_count_says_what_differs_and_why() -> None:
    (row,) = (row for row in counts() if row.style == "elsevier-vancouver")
    assert row.entries - row.equal_entries == len(row.differences) == 3
    assert "given names in scripts without capitals have no initials" in row.differences
