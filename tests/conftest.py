"""What every test may use, how tests that need more than `make pdf` installs are skipped or insisted on, and turns.

`make test` skips those with a reason and notes which they were; `make test-all` installs what it can, runs exactly
those, and takes a skip for a failure. Both run in as many workers as the machine has cores.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

# An example that takes long on a busy computer is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

INSIST = bool(os.environ.get("CASEWRIGHT_TEST_ALL"))
ACCEPT = os.environ.get("CASEWRIGHT_GOLDEN") == "write"
"""`make golden`: what tests compare with golden files becomes what they expect; no other test runs."""
LENT = "shared/data"
"""Test data that lie beside some checkouts; a skip for want of them is one even where we insist."""
NOTED = "casewright/skipped"
"""Where pytest's cache keeps the ids of the tests that the last run skipped."""

GOLDEN = Path(__file__).parent / "golden"

JAXB = Path("/usr/share/java/jaxb-runtime.jar")
"""Where Debian puts a library that Java lost."""
NODE_MODULES = Path(__file__).parent / "conformance" / "node_modules"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--skipped", action="store_true", help="run only what the last run skipped")


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(Turns(Path(config.getoption("basetemp")).parent))
    elif not config.getoption("--skipped"):
        config.pluginmanager.register(Notes(config.cache))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    noted = set(config.cache.get(NOTED, [])) if config.getoption("--skipped") else None

    def wanted(item: pytest.Item) -> bool:
        accepting = not ACCEPT or "golden" in getattr(item, "fixturenames", ())
        return accepting and (noted is None or item.nodeid in noted)

    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = filter(wanted, items)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("heavy") and not INSIST:
        pytest.skip("heavy: `make test-all` runs it")
    names = [name for marker in item.iter_markers("needs") for name in marker.args]
    if missing := [name for name in names if not _present(name)]:
        pytest.skip(f"needs {' and '.join(missing)}")


def _present(name: str) -> bool:
    if name == "pango":
        return bool(find_library("pango-1.0") and find_library("pangoft2-1.0"))
    if name == "jaxb":
        return JAXB.is_file()
    return bool(shutil.which(name) or find_spec(name) or (NODE_MODULES / name).is_dir())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if INSIST and _was_skipped(report) and LENT not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped here, but: {report.longrepr}"
    return report


class Notes:
    """Every report of a run comes by here, whichever worker ran the test; the workers themselves note nothing."""

    def __init__(self, cache: pytest.Cache) -> None:
        self.cache = cache
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if _was_skipped(report):
            self.skipped.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.cache.set(NOTED, self.skipped)


class Turns:
    """A worker's tests run beside those of the other workers; one that is marked `alone` waits until none runs."""

    def __init__(self, shared: Path) -> None:
        self.door, self.room = (os.open(shared / name, os.O_CREAT | os.O_RDWR) for name in ("door", "room"))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        # Windows has no such thing, and no workers.
        from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock

        # Whoever waits for an empty room stands in the door, so that nobody else enters meanwhile.
        flock(self.door, LOCK_EX)
        flock(self.room, LOCK_EX if item.get_closest_marker("alone") else LOCK_SH)
        flock(self.door, LOCK_UN)
        try:
            return (yield)
        finally:
            flock(self.room, LOCK_UN)


def _was_skipped(report: pytest.TestReport) -> bool:
    return report.skipped and not hasattr(report, "wasxfail")


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """`golden(name, text)`: the text is that of tests/golden/<name>, or becomes it with `make golden`."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if ACCEPT:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"nothing is expected yet; `make golden` accepts what is: {name}"
        assert text == path.read_text(encoding="utf-8"), f"`make golden` accepts this: {name}"

    return compare
