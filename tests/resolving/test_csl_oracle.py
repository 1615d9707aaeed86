"""Entries and citations, compared with those of citeproc-js, the reference implementation of CSL.

`csl_oracle/regenerate.cjs` says how the expectations are made, `csl_oracle/differences.yaml` where we differ and why.
"""

from __future__ import annotations

import pytest

from tests.resolving.csl_oracle.compare import (
    STYLES,
    Pair,
    cluster_pairs,
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
