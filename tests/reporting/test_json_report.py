from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli import main
from pipeline.reporting import REPORTS
from tests.reporting.reported_case import reported

if TYPE_CHECKING:
    import pytest

SOUND = Path(__file__).parents[1] / "bad_input" / "sound"


def test_all_that_is_known_of_a_case_is_in_it() -> None:
    (case,) = json.loads(REPORTS["json"](reported()))
    assert case.keys() == {"case", "written", "findings", "waived", "checklists"}
    assert len(case["findings"]) == 4
    (waived,) = case["waived"]
    assert {name: waived[name] for name in ("rule", "at", "because", "by", "on")} == {
        "rule": "some-warning",
        "at": "",
        "because": "the journal asks for it",
        "by": "Ada Example",
        "on": "2026-11-20",
    }
    assert waived["finding"]["message"] == "this is set aside"
    (checklist,) = case["checklists"]
    assert {name: value for name, value in checklist.items() if name != "items"} == {
        "guideline": "care-2013",
        "title": "CARE 2013",
        "changed_by": "Some Journal",
        "items_known": "7 of 30",
    }
    assert [(item["id"], item["state"]) for item in checklist["items"]] == [
        ("1", "found"),
        ("7", "missing"),
        ("8", "weak"),
        ("9", "missing"),
        ("10", "unknown"),
        ("11", "not-printed"),
        ("12", "not-applicable"),
    ]


def test_an_item_says_what_was_seen_what_lacks_and_who_confirmed_it() -> None:
    (case,) = json.loads(REPORTS["json"](reported()))
    title, timeline, *_, perspective = case["checklists"][0]["items"]
    assert title == {
        "id": "1",
        "topic": "Title",
        "state": "found",
        "reason": "",
        "evidence": [
            {
                "anchor": "at-narrative-3-1",
                "where": "Case presentation, paragraph 1",
                "excerpt": "She was well.",
                "strong": True,
                "file": "cases/one/narrative.md",
                "line": 3,
            }
        ],
        "lacks": [],
        "advice": [],
        "skipped": [],
        "confirmation": {"state": "confirmed", "by": "Ada", "on": "2026-11-21"},
        "waivers": [],
    }
    assert timeline["lacks"] == [
        {
            "check": "care.7.present",
            "message": "no table or figure shows the timeline",
            "fix": "Add one",
            "file": "cases/one/case.yaml",
            "line": 12,
            "column": 1,
        }
    ]
    assert perspective["reason"] == "the patient died"
    assert perspective["skipped"] == [{"check": "care.12.x", "why": "journal"}]


def report(root: Path, form: str, capsys: pytest.CaptureFixture[str]) -> str:
    main(["check", "--format", form, "--root", str(root)])
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def test_a_waiver_is_in_every_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SOUND, tmp_path / "cases" / "one")
    because = "asked the patient, who wants none"
    told = ["waive", "care-2013/12", "--because", because, "--as", "Ada Example", "--root", str(tmp_path)]
    assert main(told) == 0
    capsys.readouterr()
    for form in REPORTS:
        shown = report(tmp_path, form, capsys)
        assert because in shown
        assert "Ada Example" in shown
    main(["check", "--root", str(tmp_path)])
    assert "set aside by Ada Example on 20" in capsys.readouterr().err
