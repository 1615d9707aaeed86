"""The official CSL test suite as a ratchet: what passes is listed, and the list must be true in both directions.

`CASEWRIGHT_GOLDEN=write pytest tests/resolving/test_csl_suite.py` accepts what passes now. `csl_suite/citeproc-py.txt`
lists what the engine passes as it comes, compared the same way; `csl_suite/citeproc_py.py` made it. Nothing of that
may be lost.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.resolving.csl_suite.compare import FIXTURES, counts, listed
from tests.resolving.csl_suite.fixtures import FOLDER, Fixture, by_text, load_fixtures
from tests.resolving.csl_suite.ours import printed

BETTER = {
    "textcase_RepeatedTitleBug": "a DOI that is typed as an address is still printed as one address, not as two",
}
"""What the engine passes and we do not, on purpose: the reason."""
RAISED = "raised"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the CSL test suite in ../shared/data")


@pytest.fixture(scope="module")
def results() -> dict[str, tuple[str, str]]:
    """What we print and what is expected, of every fixture by its name."""
    return {each.name: (by_text(without_raising(each)), by_text(each.result)) for each in load_fixtures(FOLDER)}


def without_raising(fixture: Fixture) -> str:
    try:
        return printed(fixture)
    except Exception as error:  # noqa: BLE001  # one fixture that raises must not hide the others
        return f"{RAISED} {type(error).__name__}: {error}"


def test_what_passes_is_what_is_listed(results: dict[str, tuple[str, str]], golden: Callable[[str, str], None]) -> None:
    passes = [name for name, (ours, expected) in results.items() if ours == expected]
    golden("../resolving/csl_suite/passes.txt", "".join(f"{name}\n" for name in passes))


def test_nothing_is_lost_that_the_engine_passes_as_it_comes() -> None:
    assert set(listed("citeproc-py.txt")) - set(listed("passes.txt")) == set(BETTER)


def test_no_fixture_raises(results: dict[str, tuple[str, str]]) -> None:
    assert {name: ours for name, (ours, _) in results.items() if ours.startswith(RAISED)} == {}


def test_the_counts_are_those_of_the_lists() -> None:
    rows = {row.engine: row.passed for row in counts()}
    assert rows["Casewright"] == len(listed("passes.txt"))
    assert rows["citeproc-py"] == len(listed("citeproc-py.txt"))
    assert max(rows.values()) <= FIXTURES == len(load_fixtures(FOLDER))
