"""Writes and prints REFERENCES.md: how our references compare with those of other programs. `make references` runs it.

The comparisons themselves are tests; this puts their figures on one page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.reading import lent_references
from tests.resolving.csl_oracle import compare as oracle
from tests.resolving.csl_suite import compare as suite

PAGE = Path(__file__).resolve().parents[2] / "REFERENCES.md"
HEAD = """\
# References: what was compared

Made by `make references` from the comparisons that the tests make; a test holds it true. Nothing here is a promise for
another style: `casewright list styles WORD` says of each style whether it was compared.

## Citation styles, beside citeproc-js 2.4.63

Entries of {items} invented works and citations of every form, italics and raised characters included; made by
`tests/resolving/csl_oracle/regenerate.cjs`.
"""
READING = """
## Bibliography files of other projects

Real files from the tests of ASReview, Better BibTeX, biber, citation-js, hayagriva, JabRef and rispy. A reference is
read whole, read with a finding that names what is missing or doubtful, or lost with a finding that says so. Records are
counted apart from the readers. JSON files that are Zotero's own, and files that are no bibliography, get a finding that
says how to export.
"""
SUITE = """
## The test suite of the Citation Style Language

845 fixtures of the CSL project for whole processors, author-date styles included, compared by text. What ours passes is
kept in `tests/resolving/csl_suite/passes.txt`, and a test fails when one is lost or gained.
"""


def page() -> Iterator[str]:
    """The page as lines."""
    yield from HEAD.format(items=len(oracle.items())).splitlines()
    yield ""
    yield "| style | entries equal | citations equal |"
    yield "|---|---:|---:|"
    counts = oracle.counts()
    for row in counts:
        entries = f"{row.equal_entries} of {row.entries}"
        yield f"| {row.style} | {entries} | {row.equal_clusters} of {row.clusters} |"
    yield ""
    yield "Where ours differ, and why:"
    yield ""
    for reason in dict.fromkeys(reason for row in counts for reason in row.differences):
        styles = [row.style for row in counts if reason in row.differences]
        everywhere = len(styles) > len(counts) // 2
        yield f"- {reason} ({f'{len(styles)} styles' if everywhere else ', '.join(styles)})"
    yield from READING.splitlines()
    yield ""
    yield from lent_references.table()
    yield from SUITE.splitlines()
    yield ""
    yield "| program | fixtures passed |"
    yield "|---|---:|"
    for count in suite.counts():
        at_least = "at least " if count.at_least else ""
        yield f"| {count.engine} | {at_least}{count.passed} |"


def text() -> str:
    """The page as it should be."""
    return "\n".join(page()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    sys.stdout.write(text())
