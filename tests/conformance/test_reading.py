"""What a reader does with a page in a browser: stories told by reading.js, of a page with its files and of one file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.writing.html import write
from pipeline.writing.look import Look
from tests.writing.specimen import shipped, specimen

HERE = Path(__file__).parent
STORIES = re.findall(r'^  "(.+)": \[', (HERE / "reading.js").read_text(encoding="utf-8"), re.M)

pytestmark = [pytest.mark.heavy, pytest.mark.needs("chromium", "node", "playwright-core")]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Story → what went wrong in it."""
    pages = []
    for name, look in (("beside", Look()), ("mailed", Look(embed=True))):
        folder = tmp_path_factory.mktemp(name)
        for file, data in write(specimen(), shipped(), look).files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
        pages.append(folder / "specimen.html")
    command = ["node", "reading.js", shutil.which("chromium") or "", *map(str, pages)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    stories: dict[str, list[str]] = json.loads(done.stdout)
    return stories


@pytest.mark.parametrize("story", STORIES)
def test_a_reader_can(story: str, told: dict[str, list[str]]) -> None:
    assert told[story] == []
