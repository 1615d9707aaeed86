"""A waiver was given with one journal in mind: for another journal what it covered is told again."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.findings import Severity
from pipeline.retargeting import retarget
from pipeline.workspace import Workspace

SOUND = Path(__file__).parents[1] / "bad_input" / "sound"
WAIVER = "waivers:\n- {rule: journal-keywords, because: The editor agreed., by: Ada Example, on: 2025-11-23}\n"


def test_what_was_waived_for_one_journal_is_told_for_the_next(tmp_path: Path) -> None:
    case = tmp_path / "cases" / "one"
    shutil.copytree(SOUND, case)
    facts = case / "case.yaml"
    facts.write_text(facts.read_text("utf-8") + "keywords: [a, b, c]\njournal: first\n", "utf-8")
    (case / "waivers.yaml").write_text(WAIVER, "utf-8")
    profiles = tmp_path / "templates" / "journals"
    profiles.mkdir(parents=True)
    for name, most in (("first", 2), ("next", 1)):
        profile = f"name: {name.title()}\nstyle: vancouver\nkeywords: {{max: {most}}}\n"
        (profiles / f"{name}.yaml").write_text(profile, "utf-8")
    made = retarget(Workspace(tmp_path), "one", "next")
    told = [finding for finding in made.comes if finding.rule.id == "journal-keywords"]
    assert [(finding.message, finding.severity) for finding in told] == [
        ("there are 3 keywords; Next takes at most 1 (not verified)", Severity.WARNING)
    ]
    assert made.goes == ()
