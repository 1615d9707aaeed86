"""Real bibliography files of other projects' tests: all that is read of them is imported, and none defeats a rule."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.checking import library as rules
from pipeline.checking import references
from pipeline.library import Library
from pipeline.reading.bibliography import read_file
from pipeline.references.importing import import_files, store
from tests.reading.lent_references import LENT, paths

lent = pytest.mark.skipif(not LENT.is_dir(), reason="../shared/data/references is missing")


@lent
@pytest.mark.parametrize("path", paths(), ids=lambda path: path.name)
def test_what_is_read_is_imported(path: Path, tmp_path: Path) -> None:
    made = import_files([(path, path.name)], Library({}), rekey=False)
    read, _ = read_file(path, path.name)
    assert len(made.added) + len(made.known) == len(read)
    if made.added:
        target = tmp_path / "imported.bib"
        assert [f for f in store(made.added, target, target.name) if f.rule.id == "cannot-import"] == []
        assert [item.key for item in read_file(target, target.name)[0]] == [item.key for item in made.added]


@lent
def test_no_real_reference_defeats_the_rules() -> None:
    items = [item for path in paths() for item in read_file(path, path.name)[0]]
    found = [
        *references.check(items, {}, date(2026, 11, 22)),
        *rules.incomplete(items, lambda kind, variable: True),
        *rules.preprints(items),
    ]
    assert len(items) > 1000
    assert {finding.rule.id for finding in found} >= {"incomplete-reference", "same-work-twice", "mistyped-identifier"}
