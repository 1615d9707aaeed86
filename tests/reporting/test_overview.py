from __future__ import annotations

import csv
import io
import os
import re
import shutil
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html as parser

from pipeline.build import Result, Wishes, check_case
from pipeline.cli import main
from pipeline.reporting import REPORTS
from pipeline.reporting.overview import COLUMNS, Value, rows
from pipeline.reporting.overview_files import OVERVIEWS, write_overview
from pipeline.reporting.reported import Reported
from pipeline.reporting.unchecked import not_checked
from pipeline.workspace import Workspace
from tests.reporting.reported_case import reported, result

SOUND = Path(__file__).parents[1] / "bad_input" / "sound"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    return Workspace(tmp_path)


def row(told: Result, workspace: Workspace) -> dict[str, Value]:
    (one,) = rows(Reported([told], workspace))
    return {column.id: value for column, value in zip(COLUMNS, one, strict=True)}


def checked(workspace: Workspace, case_id: str = "one") -> Result:
    return check_case(workspace, case_id, Wishes(()))


def test_a_case_is_a_row(workspace: Workspace) -> None:
    found = row(checked(workspace), workspace)
    assert {name: found[name] for name in ("case", "title", "kind", "consent", "errors", "warnings")} == {
        "case": "one",
        "title": "A sound case",
        "kind": "synthetic",
        "consent": "given",
        "errors": 0,
        "warnings": 0,
    }
    assert {name: found[name] for name in ("figures", "tables", "references", "words")} == {
        "figures": 1,
        "tables": 0,
        "references": 1,
        "words": 12,
    }


def test_words_are_those_of_the_prose(workspace: Workspace) -> None:
    path = workspace.cases / "one" / "narrative.md"
    text = path.read_text("utf-8")
    path.write_text(
        f"{text}\n## Five more\n\nOne, two – three:\n\n- four\n- five\n\n| a | b |\n|---|---|\n| c | d |\n", "utf-8"
    )
    assert row(checked(workspace), workspace)["words"] == 12 + 5


def test_items_are_counted_by_state() -> None:
    found = row(result(), reported().workspace)
    names = ("found", "weak", "missing", "declared_unknown", "not_printed", "not_applicable", "confirmed", "set_aside")
    assert [found[name] for name in names] == [1, 1, 2, 1, 1, 1, 1, 2]
    assert (found["errors"], found["warnings"]) == (3, 1)


def test_a_case_that_cannot_be_read_has_a_row_and_claims_nothing(workspace: Workspace) -> None:
    (workspace.cases / "one" / "case.yaml").write_text("- not a case\n", "utf-8")
    found = row(checked(workspace), workspace)
    assert (found["case"], found["errors"]) == ("one", 1)
    assert {name for name, value in found.items() if value == ""} >= {"title", "consent", "found", "figures", "words"}
    assert found["not_checked"] == "nothing but whether case.yaml can be read"


def test_of_a_case_without_consent_neither_title_nor_text_is_told(workspace: Workspace) -> None:
    path = workspace.cases / "one" / "case.yaml"
    path.write_text(path.read_text("utf-8").replace("publication: given", "publication: withdrawn"), "utf-8")
    told = checked(workspace)
    found = row(told, workspace)
    assert (found["title"], found["consent"], found["errors"]) == ("", "withdrawn", 1)
    evidence = [one.excerpt for checklist in told.checklists for answer in checklist.answers for one in answer.evidence]
    assert evidence
    for form in ("junit", "github", "sarif"):
        text = REPORTS[form](Reported([told], workspace))
        assert not [excerpt for excerpt in evidence if excerpt in text]


def test_what_was_not_checked_is_said(workspace: Workspace) -> None:
    told = checked(workspace)
    assert "retractions not looked up: there is no list" in list(not_checked(told, workspace))
    assert "PDF not laid out, outputs not inspected" in list(not_checked(told, workspace))
    workspace.bibliography.mkdir()
    workspace.retractions.write_text("doi\n10.5555/other\n", "utf-8")
    now = time.time()
    os.utime(workspace.retractions, (now, now))
    assert not [said for said in not_checked(told, workspace) if "retractions" in said]
    os.utime(workspace.retractions, (now - 100 * 86_400, now - 100 * 86_400))
    assert "retractions looked up in a list that was last changed 100 days ago" in list(not_checked(told, workspace))
    today = date(2000, 1, 1)
    assert not [said for said in not_checked(told, workspace, today) if "retractions" in said]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "no journal's rules: the case names none"),
        ("journal: jmcr\n", "what Journal of Medical Case Reports asks for is not verified"),
    ],
)
def test_whether_the_journals_rules_are_sure_is_said(line: str, said: str, workspace: Workspace) -> None:
    path = workspace.cases / "one" / "case.yaml"
    path.write_text(path.read_text("utf-8") + line, "utf-8")
    told = checked(workspace)
    assert said in list(not_checked(told, workspace))
    own = workspace.root / "templates" / "journals"
    own.mkdir(parents=True)
    (own / "jmcr.yaml").write_text("extends: jmcr\nverified_on: 2026-11-01\n", "utf-8")
    verified = list(not_checked(checked(workspace), workspace, date(2026, 11, 23)))
    assert (said in verified) == (not line)
    if line:
        assert said in list(not_checked(checked(workspace), workspace, date(2028, 1, 1)))


def test_checks_that_a_journal_set_aside_are_named() -> None:
    told = checked_like()
    assert list(not_checked(told, reported().workspace))[-2:] == [
        "CARE 2013: 7 of 30 items are known here",
        "CARE 2013: 1 check set aside by Some Journal",
    ]


def checked_like() -> Result:
    root = Path(__file__).parents[2]
    told = check_case(Workspace(root), "synthetic-emh", Wishes(()))
    told.checklists = result().checklists
    return told


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("\t=1", "'\t=1"),
        ('a, "b"\nc; é', 'a, "b"\nc; é'),
        (3, "3"),
    ],
)
def test_no_cell_is_run_by_a_spreadsheet(value: Value, cell: str, workspace: Workspace) -> None:
    (_, found) = read_csv(OVERVIEWS["csv"]([[value] * len(COLUMNS)], workspace))
    assert found == [cell] * len(COLUMNS)


def test_both_files_say_the_same(workspace: Workspace) -> None:
    shutil.copytree(SOUND, workspace.cases / "two")
    told = Reported([checked(workspace, "one"), checked(workspace, "two")], workspace)
    written, findings = write_overview(told, ("csv", "html"))
    assert (written, findings) == (["build/overview.csv", "build/overview.html"], [])
    table = read_csv((workspace.build / "overview.csv").read_bytes())
    page: Any = parser.fromstring(
        (workspace.build / "overview.html").read_bytes()
    )  # what an XPath gives has many types
    cells = [[cell.text_content().strip() for cell in line.xpath("th|td")] for line in page.xpath("//tbody/tr")]
    assert [[cell or "–" for cell in line] for line in table[1:]] == cells
    assert table[0] == [column.id for column in COLUMNS]
    assert [head.text_content().strip() for head in page.xpath("//thead//th")] == [column.head for column in COLUMNS]


def test_the_page_asks_for_nothing_and_believes_no_title(workspace: Workspace) -> None:
    text = OVERVIEWS["html"]([["<script>alert(1)</script>"] * len(COLUMNS)], workspace).decode()
    assert text.count("<script>") == 1
    assert "default-src &#39;none&#39;" in text
    assert not re.findall(r"(?:src|href)=\"(?!data:,)", text)


def test_a_broken_template_of_the_workspace_is_a_finding(workspace: Workspace) -> None:
    folder = workspace.root / "templates" / "html"
    folder.mkdir(parents=True)
    (folder / "overview.j2").write_text("{{ nothing }}", "utf-8")
    written, findings = write_overview(Reported([], workspace), ("csv", "html"))
    assert written == ["build/overview.csv"]
    assert [finding.rule.id for finding in findings] == ["template-broken"]


def test_where_it_cannot_be_written_is_a_finding(workspace: Workspace) -> None:
    workspace.build.write_text("a file where a folder should be", "utf-8")
    assert main(["check", "--to", "csv", "--root", str(workspace.root)]) == 1
    written, findings = write_overview(Reported([], workspace), ("csv",))
    assert (written, [finding.rule.id for finding in findings]) == ([], ["cannot-write"])


def test_the_command_prints_a_line_for_each_case_and_what_it_wrote(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--to", "csv,html", "--root", str(workspace.root)]) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("one: checked")
    assert last == "written: build/overview.csv, build/overview.html"


@pytest.mark.parametrize("names", ["", "pdf", "csv,pdf"])
def test_another_form_is_wrong_usage(names: str, workspace: Workspace) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", "--to", names, "--root", str(workspace.root)])
    assert stopped.value.code == 2
