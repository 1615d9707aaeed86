"""What the tests of figures share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    """The empty figures folder of a case."""
    folder = tmp_path / "demo" / "figures"
    folder.mkdir(parents=True)
    return folder
