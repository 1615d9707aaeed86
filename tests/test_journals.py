"""Profiles of journals: what they may say, and what becomes of a case where one cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import Location
from pipeline.journals import load_journal
from pipeline.workspace import Workspace

HERE = Location("cases/x/case.yaml", 5)


def load(root: Path, text: str) -> tuple[str, str, list[str]]:
    """Style and form of ages, and findings as `place: message`."""
    (root / "templates" / "journals").mkdir(parents=True)
    (root / "templates" / "journals" / "own.yaml").write_text(text, "utf-8")
    journal, findings = load_journal(Workspace(root), "own", HERE)
    return journal.style, journal.age, [f"{f.where}: {f.message}" for f in findings]


@pytest.mark.parametrize(("age", "form"), [("", "exact"), ("age: exact\n", "exact"), ("age: decade\n", "decade")])
def test_how_exact_an_age_is(age: str, form: str, tmp_path: Path) -> None:
    assert load(tmp_path, f"name: Own\nstyle: vancouver\n{age}") == ("vancouver", form, [])


def test_another_form_of_age_is_a_finding_and_the_rest_of_the_profile_holds(tmp_path: Path) -> None:
    message = "templates/journals/own.yaml: `age` of this profile is `exact` or `decade`; exact ages are printed"
    assert load(tmp_path, "name: Own\nstyle: apa\nage: roughly\n") == ("apa", "exact", [message])


def test_a_profile_without_a_style_is_replaced_by_the_default_one(tmp_path: Path) -> None:
    style, _, findings = load(tmp_path, "name: Own\n")
    assert style == "nlm-citation-sequence"
    assert findings == [
        "templates/journals/own.yaml: this profile of a journal cannot be read; it needs the fields name and style"
    ]
