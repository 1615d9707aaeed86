"""Paragraphs that were read before are not read again; what comes out is what a first reading gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.case import Narrative
from pipeline.findings import Finding
from pipeline.reading import block_nodes, markdown
from pipeline.reading.narrative import read_narrative
from tests.reading.test_narrative import PARTS

PARAGRAPHS = (
    "Plain words, *stressed* and `typed`.",
    "Cited [@rund2005; see @sohawon2012, p. 3], and @rund2005 says so.",
    "At {{ tests.alt at day 12 }} it was $x^2$, as @fig-mri shows.",
    "A [link][there] and [words]{care=10c}.",
    "[there]: https://example.org/",
    "A note.[^1] Another.^[Within a line.]",
    "[^1]: What it says.",
    "A stray [ bracket, a star * and {{ a brace.",
    "5 \\* 3 \\[not a link\\] and\na second line",
    "| a | b |\n|---|---|\n| [@rund2005] | x \\| y |\n\n: Values {#tbl-values}",
    "## A heading",
    "[" * 501 + "too deep",
    "[@" * 501,
    "*" * 200 + "deep" + "*" * 200,
)
"""Each alone, and with what changes how another is read."""


def afresh(text: str) -> tuple[Narrative, list[Finding]]:
    markdown._alone.cache_clear()
    block_nodes._alone.cache_clear()
    return read_narrative(text, "narrative.md", PARTS)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(st.sampled_from(PARAGRAPHS), max_size=6), min_size=2, max_size=5))
def test_what_was_read_before_changes_nothing(drafts: list[list[str]]) -> None:
    texts = ["\n\n".join(["# Title", *draft]) for draft in drafts]
    expected = [afresh(text) for text in texts]
    assert [read_narrative(text, "narrative.md", PARTS) for text in [*texts, *texts]] == [*expected, *expected]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("words [@rund2005] and *more*", True),
        ("{{ patient }} and $x$", True),
        ("a [link](https://example.org/)", False),
        ("a [reference]", False),
        ("[words]{care=1}", False),
        ("called[^1]", False),
        ("noted^[here]", False),
    ],
)
def test_a_line_stands_alone_where_nothing_elsewhere_changes_it(text: str, alone: bool) -> None:
    assert markdown.stands_alone(text) is alone
