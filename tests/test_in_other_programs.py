"""What the outputs of the first case are to a browser and to a PDF reader that had no part in making them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main

ROOT = Path(__file__).resolve().parents[1]
CASE = "paraspinal-emh"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("workspace")
    (workspace / "cases").symlink_to(ROOT / "cases")
    main(["build", CASE, "--root", str(workspace)])
    return workspace / "build" / CASE


def run(*command: str | Path, cwd: Path) -> str:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True, timeout=120).stdout


def refusals(page: Path, profile: Path) -> list[str]:
    """What Chromium refuses to load or apply in a page that forbids itself all but its own files."""
    switches = ("--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--log-level=0", "--dump-dom")
    command = ["chromium", *switches, f"--user-data-dir={profile}", page.as_uri()]
    shown = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert "<body" in shown.stdout
    return re.findall(r"CONSOLE.*", shown.stderr)


@pytest.mark.needs("chromium")
def test_a_browser_refuses_nothing_of_the_page(outputs: Path, tmp_path: Path) -> None:
    page = outputs / f"{CASE}.html"
    assert refusals(page, tmp_path) == []
    styled = outputs / "styled.html"
    styled.write_text(page.read_text(encoding="utf-8").replace("<h1", '<h1 style="color: red"'), encoding="utf-8")
    assert len(refusals(styled, tmp_path)) == 1


@pytest.mark.needs("pango", "pdftotext")
def test_page_and_pdf_say_the_same_title(outputs: Path) -> None:
    (title,) = re.findall(r"<title>(.+)</title>", (outputs / f"{CASE}.html").read_text(encoding="utf-8"))
    assert f"Title: {title}" in re.sub(r" +", " ", run("pdfinfo", f"{CASE}.pdf", cwd=outputs))
    printed = run("pdftotext", f"{CASE}.pdf", "-", cwd=outputs)
    assert squeezed(title) in squeezed(printed)


@pytest.mark.needs("pango", "pdffonts")
def test_every_font_of_the_pdf_is_inside_it(outputs: Path) -> None:
    rows = run("pdffonts", f"{CASE}.pdf", cwd=outputs).splitlines()[2:]
    assert rows
    assert [row for row in rows if not re.search(r" yes yes yes ", row)] == []


def squeezed(text: str) -> str:
    """Without what line breaks put in."""
    return re.sub(r"[\s\u2010-]", "", text)
