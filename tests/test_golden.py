"""What every case of this repository becomes, as files that can be read and compared; `make golden` accepts changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.writing import WRITERS

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted(path.parent.name for path in (ROOT / "cases").glob("*/case.yaml"))
READABLE = ("html", "text")


@pytest.mark.parametrize("case", CASES)
def test_a_case_becomes_what_is_expected(case: str, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    for folder in ("bibliography", f"cases/{case}"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("private"))
    assert main(["build", case, "--to", ",".join(READABLE), "--root", str(tmp_path)]) == 0
    for name in READABLE:
        output = tmp_path / "build" / case / f"{case}{WRITERS[name].suffix}"
        golden(f"{case}/{output.name}", output.read_text(encoding="utf-8"))
