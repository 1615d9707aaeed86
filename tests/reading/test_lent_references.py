from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.lent_references import LENT, figures, paths, read
from tests.reading.normal_form import faults

MISSING = pytest.param(LENT, marks=pytest.mark.skip(reason="needs ../shared/data"))


@pytest.mark.parametrize("path", [*paths()] or [MISSING], ids=lambda path: path.name)
def test_no_reference_of_a_lent_file_is_lost_in_silence(path: Path) -> None:
    one = read(path)
    assert [fault for item in one.items for fault in faults(item)] == []
    assert one.lost == 0 or one.findings
    assert len(one.items) <= one.records or one.format == "not read"


@pytest.mark.skipif(not LENT.is_dir(), reason="needs ../shared/data")
def test_the_figures_add_up() -> None:
    for row in figures().values():
        assert row.records == row.whole + row.with_findings + row.lost
