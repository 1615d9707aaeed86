"""One preview for each workspace: what a second one is told, and how the place is free again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.preview.alone import AlreadyRuns, alone, lock_path

HERE = "http://127.0.0.1:8765/"
HOLDER = """
import sys, time
from pathlib import Path
from pipeline.preview.alone import alone
with alone(Path(sys.argv[1]), "http://127.0.0.1:9999/"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks of the tests lie apart from those of this computer's user."""
    (tmp_path / "locks").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "locks"))
    monkeypatch.setattr("tempfile.tempdir", None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "workspace").mkdir()
    return tmp_path / "workspace"


def holder(root: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(root)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def address_told(root: Path) -> str:
    with pytest.raises(AlreadyRuns) as told, alone(root, HERE):
        pass
    return told.value.address


def test_the_second_is_told_where_the_first_runs(root: Path) -> None:
    with holder(root) as process:
        assert address_told(root) == "http://127.0.0.1:9999/"
        # Being refused takes nothing from the one that runs.
        assert address_told(root) == "http://127.0.0.1:9999/"
        process.kill()


def test_every_name_of_a_workspace_is_the_same_one(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    with alone(root, HERE):
        assert address_told(link) == HERE
        assert address_told(root / ".." / "workspace") == HERE


def test_other_workspaces_are_free(root: Path) -> None:
    (root / "inner").mkdir()
    with alone(root, HERE), alone(root / "inner", HERE):
        assert lock_path(root) != lock_path(root / "inner")


def test_nothing_is_left_behind(root: Path) -> None:
    for _ in range(2):
        with alone(root, HERE):
            assert lock_path(root).stat().st_mode & 0o077 == 0
        assert list(lock_path(root).parent.iterdir()) == []
    with pytest.raises(KeyboardInterrupt), alone(root, HERE):
        raise KeyboardInterrupt
    assert list(lock_path(root).parent.iterdir()) == []


def test_a_process_that_was_killed_holds_nothing(root: Path) -> None:
    with holder(root) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    # Its file is still there, with an address where nothing runs.
    assert lock_path(root).read_text("utf-8").endswith("http://127.0.0.1:9999/\n")
    with alone(root, HERE):
        assert lock_path(root).read_text("utf-8") == f"{os.getpid()}\n{HERE}\n"


def test_a_file_without_an_address_yet_is_no_riddle(root: Path) -> None:
    with alone(root, HERE):
        os.truncate(lock_path(root), 0)
        assert address_told(root) == ""


def test_a_link_in_the_way_is_not_written_to(root: Path, tmp_path: Path) -> None:
    victim = tmp_path / "thesis.txt"
    victim.write_text("years of work", "utf-8")
    lock_path(root).symlink_to(victim)
    with alone(root, HERE):
        assert victim.read_text("utf-8") == "years of work"
    assert lock_path(root).is_symlink()


def test_without_a_folder_for_locks_the_preview_runs_all_the_same(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with alone(root, HERE), alone(root, HERE):
        assert not (tmp_path / "gone").exists()
