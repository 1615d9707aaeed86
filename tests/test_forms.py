"""Forms in a build: asked for by name, written after the article, looked at before anything is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.build import Wishes, build_case
from pipeline.findings import Severity
from pipeline.inspecting import inspect, private_dates
from pipeline.workspace import Workspace
from pipeline.writing import TEXTS, pdf, writers_for
from pipeline.writing.html import Page
from pipeline.writing.output import Output
from pipeline.writing.templates import Templates

SOUND = Path(__file__).parent / "bad_input" / "sound"
ASKED = Wishes(writers=("checklist",))
needs_pango = pytest.mark.skipif(bool(pdf.available()), reason=pdf.available() or "Pango is here")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    return Workspace(tmp_path)


@pytest.fixture
def no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "available", lambda: "PDF left out, because the library Pango is missing.")


def files(workspace: Workspace) -> set[str]:
    return {path.name for path in (workspace.build / "one").glob("[!.]*.*")}


@needs_pango
def test_the_article_is_written_with_it(workspace: Workspace) -> None:
    result = build_case(workspace, "one", ASKED)
    assert list(result.outputs) == ["html", "pdf", "checklist"]
    form = {f"checklist-care-2013.{suffix}" for suffix in ("html", "pdf", "json")}
    assert files(workspace) == {"one.html", "one.pdf", *form}
    assert {finding.severity for finding in result.findings} <= {Severity.WARNING}


def test_nobody_gets_it_unasked() -> None:
    assert writers_for(TEXTS) == TEXTS
    assert "checklist" not in TEXTS


@pytest.mark.usefixtures("no_pango")
def test_where_no_pdf_can_be_made_it_has_no_pages(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--root", str(workspace.root), "build", "one", "--to", "checklist"])
    assert "PDF left out" in capsys.readouterr().err
    assert files(workspace) == {"one.html", "checklist-care-2013.html", "checklist-care-2013.json"}
    data = json.loads((workspace.build / "one" / "checklist-care-2013.json").read_text("utf-8"))
    assert data["article"]["pdf"] is None


@pytest.mark.usefixtures("no_pango")
def test_a_broken_template_of_it_is_a_finding(workspace: Workspace) -> None:
    (workspace.root / "templates" / "html").mkdir(parents=True)
    (workspace.root / "templates" / "html" / "checklist-row.j2").write_text("{{ nothing }}", encoding="utf-8")
    result = build_case(workspace, "one", ASKED)
    assert [f.rule.id for f in result.findings if f.severity is Severity.FATAL] == ["template-broken"]
    assert not result.written


def leave_out_the_notice(output: Output) -> Output:
    name = "checklist-care-2013.html"
    return Output({**output.files, name: output.files[name].replace(b"Synthetic case:", b"")}, {})


def tell_a_path(output: Output) -> Output:
    return Output({**output.files, "checklist-care-2013.json": str(Path(__file__).parents[1]).encode()}, {})


def leave_it_empty(output: Output) -> Output:
    return Output({**output.files, "checklist-care-2013.html": b"", "checklist-care-2013.json": b""}, {})


@pytest.mark.usefixtures("no_pango")
@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (lambda output: output, set()),
        (leave_out_the_notice, {"notice-missing"}),
        (leave_it_empty, {"output-empty", "notice-missing"}),
        (tell_a_path, {"local-path", "notice-missing"}),
    ],
    ids=["as it is", "no notice", "empty", "path"],
)
def test_it_is_inspected(workspace: Workspace, change: Callable[[Output], Output], rules: set[str]) -> None:
    result = build_case(workspace, "one", ASKED)
    assert result.case
    assert result.manuscript
    assert result.manuscript.notice.startswith("Synthetic case:")
    outputs = {"checklist": change(result.outputs["checklist"])}
    root = Path(__file__).parents[1]
    assert {finding.rule.id for finding in inspect(result.case, result.manuscript, outputs, root)} == rules


@needs_pango
@pytest.mark.parametrize(("day", "refused"), [("2025-03-14", True), ("2025-03-15", False)])
def test_a_private_date_on_a_page_of_it_is_refused(workspace: Workspace, day: str, refused: bool) -> None:
    private = workspace.case_folder("one") / "private"
    private.mkdir(exist_ok=True)
    (private / "dates.yaml").write_text("day 0: 2025-03-14\n", encoding="utf-8")
    result = build_case(workspace, "one", Wishes(writers=("html",)))
    assert result.case
    assert result.manuscript
    page = Page(f"<!DOCTYPE html><html lang='en'><title>x</title><p>Seen on {day}</p>", {}, {})
    data, _ = pdf.printed(page, result.manuscript, Templates(workspace.templates))
    outputs = {"checklist": Output({"checklist-x.pdf": data}, {})}
    found = [(finding.rule.id, finding.where.file) for finding in private_dates(result.case, outputs)]
    assert found == [("private-date-written", "build/one/checklist-x.pdf")] * refused
