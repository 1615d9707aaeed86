"""What is published works where nothing of the checkout is: an empty environment, an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, away from the checkout's own code."""
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True)


def lock() -> list[str]:
    """Lines of the lock; those that pin are not indented."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return [line.removesuffix("\\").rstrip() for line in text.splitlines()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    made = run(sys.executable, *PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT, cwd=folder)
    assert made.returncode == 0, made.stderr
    (path,) = folder.glob("casewright-*.whl")
    return path


def test_the_wheel_holds_the_package_and_its_templates_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"pipeline", next(top for top in tops if top.endswith(".dist-info"))}
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pipeline").rglob("*.py")}
    looks = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    looks = {f"pipeline/_{name}" for name in looks if "__pycache__" not in name}
    assert {name for name in names if name.startswith("pipeline/")} == code | looks


def test_building_the_wheel_leaves_the_build_folder_alone(wheel: Path) -> None:
    assert wheel.exists()
    assert not {"lib", "bdist.linux-x86_64"} & {path.name for path in (ROOT / "build").iterdir()}


@pytest.mark.heavy
@pytest.mark.needs("pango")
def test_an_installed_casewright_starts_and_builds_a_case_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    environment, folder, pins = tmp_path / "environment", tmp_path / "mine", tmp_path / "pins.txt"
    venv.create(environment, with_pip=True)
    folder.mkdir()
    # The versions of the lock without its hashes, which pip would ask of the wheel too.
    pins.write_text("\n".join(line for line in lock() if not line.startswith(" ")), encoding="utf-8")
    installed = run(environment / "bin" / "python", *PIP, "install", "--no-compile", "-c", pins, wheel, cwd=folder)
    assert installed.returncode == 0, installed.stderr

    casewright = environment / "bin" / "casewright"
    assert run(casewright, "new", "mycase", cwd=folder).returncode == 0
    built = run(casewright, "build", cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "error" not in built.stdout + built.stderr
    for suffix in (".html", ".txt", ".pdf"):
        assert (folder / "build" / "mycase" / f"mycase{suffix}").stat().st_size > 0


def test_everything_in_the_lock_has_a_hash() -> None:
    pins = [(line, after) for line, after in pairwise(lock()) if "==" in line]
    assert pins
    assert [line for line, after in pins if "--hash=sha256:" not in after] == []
